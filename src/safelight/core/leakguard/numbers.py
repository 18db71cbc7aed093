"""How phones, other numbers and dates are written."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from safelight.core.leakguard.patterns import (
    ALIKE,
    GAP,
    Spelling,
    either,
    glued,
    maybe,
    spelling,
)
from safelight.core.leakguard.words import MONTHS, number_forms, ordinal_forms

LOCAL: Final = 7
NATIONAL: Final = 10
WITH_COUNTRY: Final = 11
SHORT: Final = 6
BETWEEN: Final = r"[^0-9a-z]{1,4}"
PHONE: Final = re.compile(r"\+?[0-9](?:[\s().\u2010-\u2015/-]*[0-9]){6,}")


def phones_in(value: str) -> list[str]:
    """The figures of each number of seven or more that a value has, without an extension."""
    return [re.sub(r"[^0-9]", "", found) for found in PHONE.findall(value)]


def phone(figures: str) -> Iterator[Spelling]:
    """With or without the country's and the area's code."""
    national = figures[1:] if _has_country(figures) else figures
    country = rf"(?:1{GAP})?" if len(national) == NATIONAL else ""
    local = national[-LOCAL:]
    yield spelling({local}, rf"{country}{glued(national)}", leads=False)
    if len(national) == NATIONAL:
        yield _local(local)


def _has_country(figures: str) -> bool:
    return len(figures) == WITH_COUNTRY and figures.startswith("1")


def _local(figures: str) -> Spelling:
    """Seven figures by themselves: another area's number is not this one."""
    head, tail = tight(figures[:3]), tight(figures[3:])
    spaced = r"[ .-]".join(figures)
    apart = r"(?<![0-9][-. )])(?<![0-9]\) )"
    expression = rf"{apart}(?:{head}[^0-9a-z]{{0,2}}{tail}|{spaced})(?![-.,][0-9])"
    return spelling({figures}, expression)


def tight(figures: str) -> str:
    """Figures with nothing between them."""
    return "".join(ALIKE.get(one, one) for one in figures)


def number(value: str) -> Iterator[Spelling]:
    """An account, a plate, a case: its letters and figures in order. A short number of
    figures alone only as it stands, for many things have it."""
    characters = re.sub(r"[^0-9a-z]", "", value)
    if characters.isdigit() and len(characters) <= SHORT:
        spaced = " ".join(characters)
        expression = rf"(?<![.,/:-])(?:{characters}|{spaced})(?![.,/:-][0-9])"
        yield spelling({characters}, expression)
    else:
        yield spelling({characters}, glued(characters))


def dates(day: date) -> Iterator[Spelling]:
    """In figures in any common order, and with the month's name."""
    yield from _in_figures(day)
    months = MONTHS[day.month - 1]
    days = {*ordinal_forms(day.day), *number_forms(str(day.day)), f"{day.day:02}"}
    years = {*number_forms(str(day.year)), f"{day.year % 100:02}"}
    of = rf"(?:{GAP}(?:of|de|del|the))?"
    m, d, y = either(months), either(days), either(years)
    yield spelling(
        {a + b for a in months for b in days}, rf"{m}{maybe('the')}{GAP}{d}{of}{GAP}{y}"
    )
    joints = ("", "of", "de")
    anchors = {a + joint + b for a in days for joint in joints for b in months}
    yield spelling(anchors, rf"{d}{of}{GAP}{m}{of}{GAP}{y}")
    anchors = {str(day.year) + b for b in months}
    yield spelling(anchors, rf"{day.year}{GAP}{m}{GAP}{d}")


def _in_figures(day: date) -> Iterator[Spelling]:
    y, m, d = str(day.year), day.month, day.day
    for first, second in ((m, d), (d, m)):
        firsts, seconds = (str(first), f"{first:02}"), (str(second), f"{second:02}")
        whole = {f"{a}{b}{y}" for a in firsts for b in seconds}
        both = rf"0?{first}{BETWEEN}0?{second}"
        yield spelling(whole, rf"{both}{BETWEEN}{y}")
        short = {f"{a}{b}{y[2:]}" for a in firsts for b in seconds}
        dashed = "|".join(rf"0?{first}{x}0?{second}{x}{y[2:]}" for x in "/-")
        yield spelling(short, rf"(?:{dashed})(?![/-])")
    anchors = {f"{y}{a}{b}" for a in (str(m), f"{m:02}") for b in (str(d), f"{d:02}")}
    yield spelling(anchors, rf"{y}{BETWEEN}0?{m}{BETWEEN}0?{d}")
    joined = {f"{y}{m:02}{d:02}", f"{m:02}{d:02}{y}", f"{m:02}{d:02}{y[2:]}"}
    yield spelling(joined, f"(?:{'|'.join(sorted(joined))})")
