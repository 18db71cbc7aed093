"""How addresses and places are written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from safelight.core.leakguard.patterns import (
    END,
    GAP,
    Spelling,
    beginnings,
    either,
    glued,
    in_turn,
    maybe,
    spelling,
)
from safelight.core.leakguard.words import (
    AFTER,
    BOXES,
    BUILDINGS,
    CORPORATE,
    DIRECTIONS,
    ENDINGS,
    NAMES,
    ORDINAL_VALUES,
    STREETS,
    UNITS,
    forms_of,
    number_forms,
    ordinal_forms,
)

TOKEN: Final = re.compile(r"[0-9]+(?:st|nd|rd|th)(?![a-z])|[0-9]+|[a-z]+|[#&]")
BOX: Final = re.compile(r"^\W*(?:p\W*o\W*|post\W*office\W*)?box\W*([0-9]{1,6})\b")
POSTAL: Final = re.compile(r"\b[0-9]{5}(?:-[0-9]{4})?\s*$")
STATE_AND_POSTAL: Final = re.compile(r"^[a-z]{2}\.?\s+[0-9]{5}(?:-[0-9]{4})?\s*$")
UNIT: Final = "unit"
COMMON_WORD: Final = 8
# Another house number before the street: another house.
NO_NUMBER: Final = r"(?<![0-9][^a-z])(?<![0-9][^a-z][^a-z])"
TOWN_WORDS: Final = 3
ANY_STREET: Final = either(STREETS)
ANY_UNIT: Final = either(UNITS)
# A house number and a name alone: nothing after it, or what goes on with something else.
ALONE: Final = (
    rf"(?=[^0-9a-z]*(?:$|[.,;:)\"\n#|<]|[0-9]|(?:{'|'.join(AFTER)})(?![a-z])))"
)


@dataclass(frozen=True, slots=True)
class Street:
    number: str
    direction: str
    name: tuple[str, ...]
    street: str
    after: str
    unit: str


def tokens_of(part: str) -> list[str]:
    return [{"#": UNIT, "&": "and"}.get(t, t) for t in TOKEN.findall(part)]


def spellings(address: str) -> Iterator[Spelling]:
    """Each part of an address that by itself finds somebody: not the city, nor the postal
    code, nor a bare apartment."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    if len(parts) > 1 and STATE_AND_POSTAL.match(parts[-1]):
        parts = parts[:-2]
    after_street = False
    for part in parts:
        is_alone = len(parts) == 1
        tokens = tokens_of(part)
        if after_street and _is_town(tokens):
            continue
        after_street = bool(BOX.match(part) or street_of(tokens)) or after_street
        if box := BOX.match(part):
            yield _box(box.group(1))
        elif found := street_of(tokens):
            yield from _street(found)
        elif tokens[:1] and tokens[0] in UNITS and len(tokens) <= 2:
            continue
        elif is_alone or not POSTAL.search(part):
            yield from place(part)


def _is_town(tokens: Sequence[str]) -> bool:
    """A town or a state after a street; a building by its name says that it is one."""
    words = [token for token in tokens if not token.isdigit()]
    return 0 < len(words) <= TOWN_WORDS and not BUILDINGS & set(words)


def _box(number: str) -> Spelling:
    words = BOXES if len(number) > 1 else [b for b in BOXES if b != "box"]
    anchors = {word + number for word in words}
    return spelling(anchors, in_turn([either(words), either([number])]))


def street_of(tokens: Sequence[str]) -> Street | None:
    """The first house number with a name after it."""
    for i, token in enumerate(tokens[:-1]):
        after_unit = i > 0 and tokens[i - 1] in UNITS
        if token.isdigit() and not after_unit and _begins_name(tokens[i + 1 :]):
            return _street_from(token, list(tokens[i + 1 :]))
    return None


def _begins_name(tokens: Sequence[str]) -> bool:
    first = tokens[0]
    if first in UNITS or (first in STREETS and len(tokens) < 2):
        return False
    if first in STREETS and (tokens[1] in UNITS or tokens[1].isdigit()):
        return first in ("highway", "hwy", "route", "rte", "rt")
    return not first.isdigit() or len(tokens) > 1


def _street_from(number: str, rest: list[str]) -> Street | None:
    direction = ""
    if rest[0] in DIRECTIONS and len(rest) > 1 and rest[1] not in UNITS:
        is_name = rest[1] in STREETS and (len(rest) == 2 or rest[2] not in STREETS)
        direction = "" if is_name else rest.pop(0)
    stop = next((i for i, t in enumerate(rest) if t in UNITS and i > 0), len(rest))
    kind = next((i for i, t in enumerate(rest[:stop]) if i > 0 and t in STREETS), None)
    if kind is not None and kind + 1 < stop and rest[kind + 1] in STREETS:
        kind += 1
    name = rest[:stop] if kind is None else rest[:kind]
    if kind is None and name and len(name[-1]) == 5 and name[-1].isdigit():
        name = name[:-1]
    street, after = "", ""
    if kind is not None:
        street = rest[kind]
        following = rest[kind + 1 : kind + 2]
        after = following[0] if following and following[0] in DIRECTIONS else ""
    unit = rest[stop + 1] if stop + 1 < len(rest) else ""
    return Street(number, direction, tuple(name), street, after, unit) if name else None


def _street(of: Street) -> Iterator[Spelling]:
    numbers = number_forms(of.number)
    directed = forms_of(of.direction, DIRECTIONS) if of.direction else ()
    names = [_words(token) for token in of.name]
    rooms = number_forms(of.unit) if of.unit.isdigit() else (of.unit,)
    unit = maybe(rf"(?:{ANY_UNIT}{GAP})?{either(rooms)}") if of.unit else ""
    before = f"(?:{either(directed)}{GAP})?" if directed else ""
    anchors = {
        lead + rest
        for lead in {n + d for n in numbers for d in ("", *directed)}
        for rest in beginnings(names)
    }
    if not of.street:
        yield from _untyped(of, names, before, unit)
        return
    named = in_turn(either(forms) for forms in names)
    after = maybe(either(forms_of(of.after, DIRECTIONS))) if of.after else ""
    kind = either(forms_of(of.street, STREETS))
    head = rf"{either(numbers)}{GAP}{before}{named}"
    yield spelling(anchors, rf"{head}{GAP}{kind}{after}{unit}")
    if of.unit:
        room = rf"(?:{GAP}{ANY_UNIT}|[^0-9a-z]{{0,4}}#){GAP}{either(rooms)}"
        whole = map("".join, product(*names, forms_of(of.street, STREETS)))
        yield spelling(whole, rf"{NO_NUMBER}{named}{GAP}{kind}{room}")
    figures = rf"{either([of.number])}{GAP}{before}{named}"
    alone = rf"{END}(?!{GAP}{ANY_STREET}(?![a-z])){ALONE}"
    yield spelling(anchors, rf"{figures}{unit}{alone}")


def _untyped(
    of: Street, names: list[tuple[str, ...]], before: str, unit: str
) -> Iterator[Spelling]:
    """`12 Broadway`: without a word for street, what follows may be the city."""
    is_sure = int(of.number) > 9
    numbers = number_forms(of.number) if is_sure else (of.number,)
    more = "".join(maybe(either(forms)) for forms in names[1:])
    if len(of.name[0]) < 3 and len(names) > 1:
        more = GAP + in_turn(either(forms) for forms in names[1:])
    other = rf"(?!{GAP}{ANY_STREET}(?![a-z]))"
    expression = rf"{either(numbers)}{GAP}{before}{either(names[0])}{more}{unit}"
    anchors = {n + first for n in numbers for first in beginnings(names[:2])}
    anchors |= {n + first for n in numbers for first in names[0]}
    yield spelling(anchors, f"{expression}{END}{other}")


def _words(token: str) -> tuple[str, ...]:
    if token in ORDINAL_VALUES:
        return ordinal_forms(ORDINAL_VALUES[token])
    if token.isdigit():
        return number_forms(token)
    return tuple({*forms_of(token, NAMES), *forms_of(token, STREETS)})


def place(name: str) -> Iterator[Spelling]:
    """A school, a workplace, a house by its name, with or without its last common word."""
    tokens = [t for t in tokens_of(name) if t != UNIT]
    if tokens[:1] == ["the"]:
        tokens = tokens[1:]
    if not tokens or tokens == ["and"] or all(t in UNITS for t in tokens):
        return
    least = len(tokens)
    while least > 1 and tokens[least - 1] in CORPORATE:
        least -= 1
    if least > 2 and tokens[least - 1] in ENDINGS:
        least -= 1
    slots = [_words(token) for token in tokens]
    required = [s for s, t in zip(slots[:least], tokens, strict=False) if t != "and"]
    expression = _with_optional_and(slots[:least], tokens)
    optional = "".join(maybe(either(forms)) for forms in slots[least:])
    first = tokens[0]
    is_proper = least == 1 and first.isalpha() and len(first) < COMMON_WORD
    yield spelling(beginnings(_until_and(required, tokens)), expression + optional,
                   is_proper=is_proper)  # fmt: skip


def _until_and(
    slots: list[tuple[str, ...]], tokens: list[str]
) -> list[tuple[str, ...]]:
    return slots[: tokens.index("and")] if "and" in tokens else slots


def _with_optional_and(slots: Sequence[tuple[str, ...]], tokens: Sequence[str]) -> str:
    expression = ""
    for forms, token in zip(slots, tokens, strict=False):
        gap = GAP if expression else ""
        if token == "and":
            expression += f"(?:{gap}{glued('and')})?"
        else:
            expression += gap + either(forms)
    return expression
