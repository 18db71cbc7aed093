"""Registry files for tests: records as wished, right and wrong ones."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from safelight.core.gate.question import Asker, Question
from safelight.core.registry.layout import layout
from safelight.core.registry.record import new
from safelight.core.vocabulary import Channel, Purpose, Standing

HEAD = new(
    layout("FA"), state="09", version="1", batch="000001", sent_on="20261122"
).raw
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def person(case: int, member: int, *, flag: str = "", **texts: str) -> bytes:
    return new(
        layout("FP"),
        **{
            "action": "A", "case_id": f"{case:010}", "member_id": f"{member:015}",
            "family_violence": flag, "county_fips": "003", "ssn": f"{member:09}",
            "participant_type": "CP", "birth_date": "19910402", "last_name": "BRANDT",
            "user_field": "SEEN BY ME", "locate_source_1": "ALL", **texts,
        },
    ).raw  # fmt: skip


def case(number: int, **texts: str) -> bytes:
    fields = {"action": "A", "case_id": f"{number:010}", "county_fips": "003", **texts}
    return new(layout("FC"), **fields).raw


def query(number: int, member: int) -> bytes:
    return new(
        layout("FQ"), action="F", case_id=f"{number:010}", county_fips="003",
        member_id=f"{member:015}", ssn=f"{member:09}",
    ).raw  # fmt: skip


def written(
    path: Path, lines: Iterable[bytes], *, count: int | None = None, end: bytes = b"\n"
) -> Path:
    held = list(lines)
    tail = new(layout("FZ"), count=f"{len(held) if count is None else count:08}").raw
    path.write_bytes(b"".join(line + end for line in (HEAD, *held, tail)))
    return path


def asked(
    standing: Standing = Standing.OTHER_STATE,
    purpose: Purpose = Purpose.ENFORCE_SUPPORT,
) -> Question:
    return Question(
        asker=Asker(standing=standing, party="them"),
        channel=Channel.TRANSMIT, purpose=purpose, at=NOW,
    )  # fmt: skip
