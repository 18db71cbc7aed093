"""What the registry found, in words that staff can read."""

from collections.abc import Iterator

from safelight.core.registry.record import Record

PLACES = (
    ("other_state", "State"),
    ("matched_county_fips", "county"),
    ("matched_case_id", "case"),
    ("matched_member_id", "number there"),
)
ASSOCIATES = 3


def found_words(record: Record) -> str:
    """An answer of the registry (FT): where, and together with whom."""
    codes = record.layout.field("action").codes or {}
    parts = [codes.get(record.text("action"), "").capitalize()]
    parts += [f"{word} {text}" for name, word in PLACES if (text := record.text(name))]
    parts += _associates(record)
    if record.text("response") == "MM":
        parts.append("and more people than the answer has room for")
    return "; ".join(filter(None, parts))


def _associates(record: Record) -> Iterator[str]:
    for number in range(1, ASSOCIATES + 1):
        names = ("first_name", "middle_name", "last_name")
        name = " ".join(
            filter(None, (record.text(f"associate_{number}_{n}") for n in names))
        )
        if name:
            born = record.text(f"associate_{number}_birth_date")
            yield f"with {name}" + (f", born {born}" if born else "")
