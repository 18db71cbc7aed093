"""A paper for one recipient: every field decided on for exactly them, the whole searched
for what must not be in it, and only then let out.

A paper that belongs to an action goes no further than the plan lets the action go.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency
from safelight.core.documents.files import readable
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.gate.question import Asker, Item, Question
from safelight.core.leakguard.containers import parts_of
from safelight.core.leakguard.guard import Guarded, Leak
from safelight.core.papers.rendering import Format, render
from safelight.core.papers.template import Of, Template, To
from safelight.core.support.actions import Go
from safelight.core.support.planner import LAW, Why
from safelight.core.support.tasks import TaskKind
from safelight.core.vocabulary import (
    AgencyKind,
    Category,
    Channel,
    Purpose,
    Standing,
)
from safelight.disclosure import standing
from safelight.disclosure.access import own_question
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import allowed_for, protected_dates, protected_values
from safelight.disclosure.letting import allows
from safelight.disclosure.support import planning
from safelight.disclosure.support.casefile import CaseFile, Value, case_file, fact_of
from safelight.ledger.acts import Act
from safelight.records.opened import Opened
from safelight.records.support.flagging import raise_task


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing was made, and nothing sent: why, and what next."""

    words: str


@dataclass(frozen=True, slots=True)
class Made:
    """The paper, and the name of its file."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """The guard stopped it: the text around each place, for the worker to correct, or to
    let go with a reason where the gate allows it."""

    places: tuple[str, ...]
    with_reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    template: Template
    to: To
    inputs: Mapping[str, str]
    form: Format = Format.PDF
    reason: str = ""


AROUND = 40
FACING = {
    To.OTHER: Standing.PARTY, To.COUNSEL: Standing.COUNSEL,
    To.EMPLOYER: Standing.EMPLOYER, To.OTHER_STATE: Standing.OTHER_STATE,
    To.PROTECTED: Standing.SUBJECT,
}  # fmt: skip


def make(
    opened: Opened, participation: UUID, wish: Wish
) -> Made | Blocked | Found | None:
    """None where there is no such case, or no such recipient of this paper."""
    if wish.to not in wish.template.to:
        return None
    with acting_as(opened.by):
        case = planning.case_of(opened, participation)
        if case is None:
            return None
        if stop := _stopped(opened, case, wish):
            return Blocked(stop)
        file = case_file(opened, case, wish.inputs)
        texts, decision = _decided(opened, file, wish)
        if lacking := wish.template.must - set(texts):
            return _lacking(opened, case, lacking)
        return _let_out(opened, file, wish, texts, decision)


def _stopped(opened: Opened, case: UUID, wish: Wish) -> str:
    """Why the plan holds this paper; nothing where it goes, or where it goes to them."""
    found, _ = planning.situation(opened, case)
    if wish.template.needs_statement and not found.has_statement:
        return (
            "It cannot be finished without their sworn statement, attached. Ticking a box "
            "is not enough (Uniform Interstate Family Support Act 312)."
        )
    if not wish.template.action:
        return ""
    is_hers = wish.to is To.PROTECTED
    plans = planning.others(opened, case)
    if not is_hers:
        plans = [planning.plan_of(opened, case, found)]
    stops = (
        one for plan in plans for one in plan if one.action.code == wish.template.action
    )
    one = next((one for one in stops if one.go is Go.STOP), None)
    if one is None:
        return ""
    if is_hers:
        return f"{Why.HELD_IN_CASE.label} {LAW[Why.HELD_IN_CASE]}"
    if one.why is Why.NO_SUBSTITUTE:
        raise_task(opened, TaskKind.SUBSTITUTE, case)
    first = " ".join(f"First: {step.label.lower()}." for step in one.first)
    return f"The plan stops this: {one.why.label} {first} {one.law}".strip()


def _lacking(opened: Opened, case: UUID, lacking: frozenset[str]) -> Blocked:
    if "protected_address" in lacking:
        raise_task(opened, TaskKind.SUBSTITUTE, case)
        return Blocked(
            "There is no address to put in place of theirs. Nothing was sent, and a task "
            "was raised: record a substitute address (OAR 137-055-1160)."
        )
    return Blocked(f"Not there: {', '.join(sorted(lacking))}. Nothing was sent.")


def _decided(
    opened: Opened, file: CaseFile, wish: Wish
) -> tuple[dict[str, str], Decision]:
    """The text of each field that this recipient gets, and the decisions that say so."""
    texts: dict[str, str] = dict(file.own)
    rulings: dict[str, Any] = {}
    policies = ""
    for field in wish.template.fields:
        if field.of is Of.AGENCY:
            continue
        found = []
        for value in file.values.get(field.name, ()):
            asked = _question(opened, file, value, wish.to)
            decision = decide(asked, [value.item], with_routes=False)
            rulings |= decision.rulings
            policies = decision.policies
            found.append(value.as_answered(decision.answer(value.item.key)))
        texts[field.name] = ", ".join(text for text in found if text)
    texts = {name: text for name, text in texts.items() if text}
    return texts, Decision(rulings, policies)


def _question(opened: Opened, file: CaseFile, value: Value, to: To) -> Question:
    """Whoever it is about asks about themselves; anybody else as who they are."""
    item: Item = value.item
    person = {To.PROTECTED: file.protected, To.OTHER: file.other}.get(to)
    if person is not None and item.subject == str(person):
        return own_question(person, opened.at)
    if to is To.COURT:
        court = Agency.objects.filter(kind=AgencyKind.COURT).order_by("name").first()
        asker = (
            standing.recipient(court.id) if court else Asker(standing=Standing.PUBLIC)
        )
    elif to is To.PROTECTED:
        asker = Asker(standing=Standing.PARTY, party=str(person))
    else:
        asker = Asker(standing=FACING[to], party=str(file.other or to.value))
    is_sent = to in (To.OTHER_STATE, To.COURT)
    return Question(
        asker=asker, channel=Channel.TRANSMIT if is_sent else Channel.PAPER,
        purpose=Purpose.ENFORCE_SUPPORT, at=opened.at,
    )  # fmt: skip


def _let_out(
    opened: Opened,
    file: CaseFile,
    wish: Wish,
    texts: dict[str, str],
    decision: Decision,
) -> Made | Found:
    data = {
        **wish.template.filled(texts), "lang": "en", "sender": file.own["agency_name"],
        "sender_address": file.own["agency_address"], "date": file.own["today"],
        "to": _addressee(wish.to, texts),
    }  # fmt: skip
    content = render(data, wish.form)
    name = f"{wish.template.code.lower().replace('_', '-')}.{wish.form.value.lower()}"
    parts = list(_parts(name, content))
    leaving = Leaving(
        act=Act.PAPER_MADE, about=cipher(opened.person), parts=parts,
        guarded=_guarded(opened, file, texts, decision),
        details={"paper": wish.template.code, "recipient": wish.to.value},
        allows=_may_go(opened, file, wish.to), reason=wish.reason,
    )  # fmt: skip
    done = egress(leaving, decision, at=opened.at, seal=lambda: content)
    if isinstance(done, Stopped):
        return Found(tuple(_around(dict(parts), done)), done.with_reason)
    return Made(done, name)


def _addressee(to: To, texts: Mapping[str, str]) -> list[str]:
    names = {To.PROTECTED: "protected_name", To.OTHER: "other_name"}
    named = texts.get(names.get(to, ""), "")
    return [named] if named else [to.label]


def _parts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """All that can be read in the paper, its name too."""
    yield "the name of the file", name
    for part in parts_of(name, content):
        yield from readable(part)


def _guarded(
    opened: Opened, file: CaseFile, texts: Mapping[str, str], decision: Decision
) -> Guarded:
    """Everyone's whereabouts but those that the gate let into this paper."""
    agency = opened.by.agency
    values = protected_values(agency, opened.person) + protected_dates(opened)
    free = {
        value.as_answered(decision.answer(value.item.key))
        for found in file.values.values()
        for value in found
        if value.is_whereabouts
    }
    return Guarded(
        tuple(values), tuple(filter(None, free)),
        allowed_for(opened, file.own.values()),
    )  # fmt: skip


def _may_go(opened: Opened, file: CaseFile, to: To) -> Callable[[Leak], bool]:
    """Whether a finding may go to this recipient with a reason. What has only the shape of
    a whereabouts is taken for the protected person's."""
    item = fact_of(opened, opened.person, "found", Category.LOCATION)
    asked = _question(opened, file, Value(item, ""), to)
    return allows(opened, {}, (asked, item))


def _around(parts: Mapping[str, str], stopped: Stopped) -> Iterator[str]:
    if not stopped.leaks:
        yield "Nothing in it may be given to this recipient."
    shown = [leak for leak in stopped.leaks if "with its tags" not in leak.part]
    for leak in shown or stopped.leaks:
        text = parts[leak.part]
        start, end = max(0, leak.start - AROUND), leak.end + AROUND
        yield f"{leak.part}: … {text[start:end]} …"
