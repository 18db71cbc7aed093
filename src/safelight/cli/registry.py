"""`registry`: files of the Federal Case Registry, screened for a recipient."""

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from safelight.cli import vault_files
from safelight.cli.outcome import BadInput, Exit, say
from safelight.core.gate import wire
from safelight.core.gate.question import Asker, Ground, Question
from safelight.core.vocabulary import AgencyKind, Channel, Duty, Purpose, Standing, Term

OUTSIDERS: Final = tuple(
    one for one in Standing if one not in (Standing.STAFF, Standing.SUBJECT)
)
AGENCIES: Final = tuple(one for one in AgencyKind if one is not AgencyKind.NONE)


def _word(term: Term) -> str:
    return term.value.lower().replace("_", "-")


RECIPIENTS: Final = {_word(one): one for one in (*OUTSIDERS, *AGENCIES)}
PURPOSES: Final = {_word(one): one for one in Purpose}


def add(commands: Any) -> None:
    inner = commands.add_parser(
        "registry", help="files of the federal registry: export, import, screen"
    ).add_subparsers(dest="registry", required=True)
    screen = inner.add_parser(
        "screen",
        help="decide on every record of a file for one recipient, and redact it",
        description="Writes the file as the recipient may have it. Records that break a "
        "rule go to OUT.rejects, with the reasons in OUT.rejects.txt, and the exit code "
        "is 1. OUT appears only when it is complete. Positions in the layouts are "
        "derived, not certified: see docs/generated/layouts.md.",
    )
    screen.add_argument("source", metavar="IN", type=Path)
    screen.add_argument("target", metavar="OUT", type=Path)
    screen.add_argument("--recipient", required=True, choices=RECIPIENTS)
    screen.add_argument("--purpose", required=True, choices=PURPOSES)
    screen.add_argument(
        "--ground",
        metavar="FILE",
        type=Path,
        help="what they rely on, as JSON: see safelight decide --schema",
    )
    screen.add_argument(
        "--flags", metavar="FILE", type=Path, help="people and cases the vault protects"
    )
    screen.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="counts by reason, small ones suppressed, as JSON",
    )
    screen.add_argument(
        "--unlinked",
        action="store_true",
        help="protect the flagged alone, not whoever shares their case",
    )
    screen.add_argument(
        "--digests",
        action="store_true",
        help="SHA-256 of what came, what left and what was decided",
    )
    screen.add_argument("--engine", choices=["numpy", "spark"], default="numpy")
    screen.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes; as many as processors if not given",
    )
    screen.add_argument(
        "--agency", metavar="NAME", help="record the run in this agency's vault"
    )
    screen.add_argument("--json", action="store_true")
    screen.set_defaults(run=run_screen)
    sample = inner.add_parser(
        "sample",
        help="an invented file, to try things with",
        description="People in cases of three: a custodial party, a child, another "
        "parent. Nobody in it exists.",
    )
    sample.add_argument("target", metavar="OUT", type=Path)
    sample.add_argument("--people", type=int, default=1000, metavar="N")
    sample.add_argument("--flagged", type=int, default=25, metavar="PERCENT")
    sample.add_argument(
        "--shuffled", action="store_true", help="cases do not stand together"
    )
    sample.add_argument("--json", action="store_true")
    sample.set_defaults(run=run_sample)
    vault_files.add(inner)


def run_screen(chosen: argparse.Namespace) -> Exit:
    from safelight.cli.progress import bar
    from safelight.hosting.private_files import appearing
    from safelight.interop.registry import flags
    from safelight.interop.registry.files import FileInvalid, shape
    from safelight.interop.registry.orders import Order
    from safelight.interop.registry.report import report
    from safelight.interop.registry.screen import rejects_of

    asked = question(chosen)
    _require_own_place(chosen)
    try:
        form = shape(chosen.source)
        order = Order(
            source=chosen.source,
            target=chosen.target,
            question=asked,
            vault=asked.ground.sender or "vault",
            by_case=not chosen.unlinked,
            workers=chosen.workers or len(os.sched_getaffinity(0)),
            with_digests=chosen.digests,
            **({"known": flags.read(chosen.flags)} if chosen.flags else {}),
        )
        with bar(form) as progress:
            recorder = _recorder(chosen, asked)
            outcome = _engine(chosen.engine)(order, progress, before=recorder)
    except (FileInvalid, OSError) as error:
        raise BadInput(_words(error)) from None
    except KeyboardInterrupt:
        raise BadInput("Stopped; the output was not written.") from None
    found = report(outcome, asked, by_case=order.by_case)
    if chosen.report:
        with appearing(chosen.report) as file:
            file.write((json.dumps(found, indent=2) + "\n").encode())
    lines, reasons = rejects_of(chosen.target)
    words = f"{outcome.records} records: {outcome.kept} passed"
    if left_out := outcome.records - outcome.kept - outcome.rejected:
        words += f", {left_out} left out"
    if outcome.rejected:
        words += f", {outcome.rejected} rejected: {lines}, {reasons}"
    if outcome.unread:
        words += (
            f". {outcome.unread} of them name no case, so EVERYBODY was treated as "
            "protected: mend them and run again"
        )
    say(chosen.json, found, f"{words}.")
    return Exit.FOUND if outcome.rejected else Exit.DONE


def _require_own_place(chosen: argparse.Namespace) -> None:
    """What is written never takes the place of what is read. Raises BadInput."""
    written = [path.resolve() for path in (chosen.target, chosen.report) if path]
    read = [
        path.resolve() for path in (chosen.source, chosen.flags, chosen.ground) if path
    ]
    if len({*written, *read}) < len(written) + len(read):
        raise BadInput("Two of the files are the same: give each its own name.")
    for path in written:
        if not path.parent.is_dir():
            raise BadInput(
                f"There is no folder {path.parent}: make it, or name another."
            )


def _recorder(chosen: argparse.Namespace, asked: Question) -> Any:
    """Whatever keeps the run in a vault, before its output appears; nothing without one."""
    if not chosen.agency:
        return None
    agency = vault_files.agency_of(chosen.agency)
    from safelight.disclosure.registry.desk import record_screening
    from safelight.interop.registry.report import report

    def record(outcome: Any) -> None:
        found = report(outcome, asked, by_case=not chosen.unlinked)
        found["rejects"] = [{"line": n, "reason": why} for n, why in outcome.reasons]
        record_screening(agency, asked.at, found, rejected=outcome.rejected)

    return record


def _engine(name: str) -> Any:
    if name == "numpy":
        from safelight.interop.registry.screen import screened

        return screened
    try:
        from safelight.interop.registry.cluster import screened_on_spark
    except ImportError:
        raise BadInput(
            "The engine spark needs PySpark and Java: install safelight[spark]."
        ) from None
    return screened_on_spark


def question(chosen: argparse.Namespace) -> Question:
    """Raises BadInput for a ground that is none."""
    ground = Ground()
    if chosen.ground:
        try:
            ground = wire.read_ground(chosen.ground.read_bytes())
        except (ValueError, OSError) as error:
            raise BadInput(_words(error)) from None
    recipient = RECIPIENTS[chosen.recipient]
    if isinstance(recipient, AgencyKind):
        asker = Asker(
            standing=Standing.STAFF,
            agency=ground.recipient or recipient.value,
            agency_kind=recipient,
            duties=frozenset({Duty.CASEWORK}),
        )
    else:
        asker = Asker(standing=recipient, party=ground.recipient or recipient.value)
    return Question(
        asker=asker, channel=Channel.TRANSMIT, purpose=PURPOSES[chosen.purpose],
        at=datetime.now(UTC), ground=ground,
    )  # fmt: skip


def _words(error: Exception) -> str:
    """Without the system's own words about a file, which name it and nothing else."""
    if isinstance(error, OSError):
        return f"A file cannot be used ({error.strerror}): check its name and folder."
    return str(error)


def run_sample(chosen: argparse.Namespace) -> Exit:
    from safelight.demo.registry_file import Sample, write

    if chosen.people < 1 or not 0 <= chosen.flagged <= 100:
        raise BadInput("Give people above zero, and flagged from 0 to 100.")
    made = Sample(chosen.people, chosen.flagged, by_case=not chosen.shuffled)
    try:
        write(chosen.target, made)
    except OSError as error:
        raise BadInput(_words(error)) from None
    result = {"people": chosen.people, "bytes": chosen.target.stat().st_size}
    say(chosen.json, result, f"{chosen.people} invented people in {chosen.target}.")
    return Exit.DONE
