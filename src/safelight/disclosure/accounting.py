"""Who has seen this: the ledger of one person, in plain words, on screen and paper."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Agency, Staff
from safelight.core.gate.decide import decide
from safelight.core.gate.decision import Decision
from safelight.core.leakguard.guard import Guarded
from safelight.core.papers.template import To, templates
from safelight.core.protection.producing import Requester
from safelight.core.vocabulary import (
    Category,
    GroundKind,
    Standing,
)
from safelight.disclosure import standing
from safelight.disclosure.access import identity_item, own_question
from safelight.disclosure.egress import Leaving, Stopped, egress
from safelight.disclosure.guarding import protected_values
from safelight.ledger import entries
from safelight.ledger.acts import Act
from safelight.records.opened import Opened
from safelight.records.packets.models import Packet, Reading

OWN_CASEWORK = "Own casework"
SEEN = {
    Act.PERSON_VIEWED,
    Act.PERSON_REFUSED,
    Act.PLAN_VIEWED,
    Act.PAPER_MADE,
    Act.PACKET_SENT,
    Act.PACKET_STOPPED,
    Act.PACKET_RECALLED,
    Act.PACKET_EXPORTED,
    Act.PACKET_ARRIVED,
    Act.PLAN_PRINTED,
    Act.FILE_PRODUCED,
    Act.ROOM_SHOWN,
    Act.RELEASE_PRINTED,
    Act.ACCOUNT_GIVEN,
}
REGISTRY = {
    Act.REGISTRY_SENT,
    Act.REGISTRY_ANSWERED,
    Act.FLAG_TOLD,
    Act.OVERRIDE_ASKED,
    Act.OVERRIDE_SEALED,
    Act.ANSWER_GIVEN,
}
ON_RELEASE = {
    Act.RELEASE_SIGNED,
    Act.RELEASE_WITHDRAWN,
    Act.PACKET_SENT,
    Act.PACKET_STOPPED,
    Act.PACKET_RECALLED,
    Act.PACKET_EXPORTED,
    Act.PACKET_ARRIVED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One time that somebody saw, got or was refused something."""

    at: datetime
    who: str
    what: str
    ground: str = OWN_CASEWORK
    outside: bool = False
    times: int = 1


def account(
    opened: Opened, told: Set[Act] = SEEN | REGISTRY, *, each: bool = False
) -> list[Line]:
    """Everyone who saw, got or was refused anything about this person, newest first; the same
    on one day once, unless `each` is asked for."""
    with acting_as(opened.by):
        lines = _lines(opened, lambda entry: entry.act in told, _sent(opened))
    return lines if each else list(_together(lines))


def under(opened: Opened, release: UUID) -> list[Line]:
    """All that one release did, newest first: signed, what went out on it to whom, who
    read it, withdrawn. Nothing for a release that is not on this record."""
    with acting_as(opened.by):
        sent = _sent(opened).filter(ground_id=release)
        packets = {str(packet) for packet in sent.values_list("id", flat=True)}

        def is_of_it(entry: entries.Account) -> bool:
            is_sent = entry.body.get("packet") in packets
            is_own = entry.body.get("release") == str(release)
            return entry.act in ON_RELEASE and (is_sent or is_own)

        return _lines(opened, is_of_it, sent)


def _lines(
    opened: Opened, wanted: Callable[[entries.Account], bool], sent: QuerySet[Packet]
) -> list[Line]:
    """Entries that are wanted and readings of packets, newest first; inside `acting_as`."""
    names = {s.id: s for s in Staff.objects.select_related("agency")}
    agencies = {str(a.id): a.name for a in Agency.objects.all()}
    told = filter(wanted, entries.about(cipher(opened.person)))
    lines = [_line(entry, names, agencies) for entry in told]
    lines += _readings(names, sent)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _sent(opened: Opened) -> QuerySet[Packet]:
    return Packet.objects.filter(agency_id=opened.by.agency, person_id=opened.person)


def _is_marked(opened: Opened) -> bool:
    """Whether their registry records carry the indicator: what is given out leaves these
    out (CS-39; 88 FR 48736), for a paper would show the mark to whoever finds it. With a
    worker or an advocate she sees them."""
    facts = standing.about(opened.by.agency, [opened.person], None, opened.at)
    return not facts[opened.person].protections.nothing_in_force


def _together(lines: list[Line]) -> Iterator[Line]:
    """The same act of the same person on the same day as one, where it was last."""
    found: dict[object, Line] = {}
    for line in lines:
        same = line.who, line.what, line.ground, timezone.localdate(line.at)
        first = found.setdefault(same, replace(line, times=0))
        found[same] = replace(first, times=first.times + 1)
    yield from found.values()


def _line(
    entry: entries.Account, names: dict[UUID, Staff], agencies: dict[str, str]
) -> Line:
    body, act = entry.body, entry.act
    who = _who(names.get(entry.actor)) if entry.actor else "Safelight"
    match act:
        case Act.PACKET_SENT:
            to = agencies.get(body["recipient"], "another agency")
            what = f"Sent to {to}: {', '.join(body['items'])}{_let_go(body)}"
            return Line(entry.at, who, what, GroundKind(body["ground"]).label, True)
        case Act.PACKET_STOPPED:
            code = body.get("recipient", "")
            if not code:
                return Line(entry.at, who, "Stopped before it was given out")
            to = agencies.get(code) or _reader_of(code)
            return Line(entry.at, who, f"Stopped before it went to {to}")
        case Act.PAPER_MADE:
            paper, to = templates()[body["paper"]].label, _reader_of(body["recipient"])
            what = f"Paper for {to}: {paper}{_let_go(body)}"
            return Line(entry.at, who, what, outside=True)
        case Act.ROOM_SHOWN:
            what = f"Shown in a review team's meeting: {', '.join(body['items'])}"
            return Line(entry.at, who, what, GroundKind.RELEASE.label, True)
        case Act.FILE_PRODUCED:
            to = Requester(body["requester"]).label.lower()
            what = f"File produced for {to}: {body['count']} items"
            what = (
                "List of what was withheld, for the judge" if body.get("log") else what
            )
            return Line(entry.at, who, what, "Legal request", True)
        case Act.ANSWER_GIVEN:
            to = Standing(body["recipient"]).label.lower()
            what = f"Answered {to}: {', '.join(body['items'])}"
            return Line(entry.at, who, what, "Request from outside", True)
        case Act.PERSON_REFUSED if body.get("search"):
            return Line(entry.at, who, "Searched, and was not shown the record")
        case Act.PERSON_VIEWED if body.get("seen_as"):
            return Line(
                entry.at, who, "Looked at how somebody else would see the record"
            )
        case Act.PERSON_VIEWED:
            count = len(body["items"])
            words = "1 item" if count == 1 else f"{count} items"
            return Line(entry.at, who, f"Opened the record ({words})")
        case _:
            return Line(entry.at, who, act.label, outside=act in REGISTRY)


def _let_go(body: dict[str, Any]) -> str:
    """A worker's reason, where the leak guard had found something."""
    return f". Found and let go: {body['reason'][0]}" if body.get("reason") else ""


def _reader_of(code: str) -> str:
    """Whom a paper was for; another agency where the code is none of a paper's."""
    return To(code).label.lower() if code in set(To) else "another agency"


def _who(staff: Staff | None) -> str:
    return f"{staff.name}, {staff.agency.name}" if staff else "A former member of staff"


def _readings(names: dict[UUID, Staff], sent: QuerySet[Packet]) -> Iterator[Line]:
    rows = sent.values_list("id", "ground_kind")
    grounds = {packet: GroundKind(kind).label for packet, kind in rows}
    for row in Reading.objects.filter(packet_id__in=list(grounds)):
        what = "Printed a packet" if row.on_paper else "Read a packet"
        what = "Tried to open a packet, and was refused" if row.is_refused else what
        who = _who(names.get(row.staff_id))
        yield Line(row.at, who, what, grounds[row.packet_id], True)


def on_paper(opened: Opened, release: UUID | None = None) -> list[Line] | Stopped:
    """The account, or what one release did, as a paper for the person it is about: gated,
    guarded, recorded."""
    with acting_as(opened.by):
        if release is not None:
            lines = under(opened, release)
        else:
            lines = account(opened, SEEN if _is_marked(opened) else SEEN | REGISTRY)
        own = cipher(opened.person)
        values = protected_values(opened.by.agency, opened.person)
        leaving = Leaving(
            act=Act.ACCOUNT_GIVEN,
            about=own,
            parts=[(f"line {i + 1}", line.what) for i, line in enumerate(lines)],
            guarded=Guarded(tuple(values)),
            details={},
        )
        done = egress(leaving, _decision(opened), at=opened.at, seal=bytes)
        return done if isinstance(done, Stopped) else lines


def _decision(opened: Opened) -> Decision:
    """The gate's answer to her own question about her own record."""
    agency = opened.by.agency
    facts = standing.about(agency, [opened.person], None, opened.at)[opened.person]
    item = identity_item(standing.vault(agency), opened.person, facts)
    question = own_question(opened.person, opened.at)
    return decide(question, [replace(item, category=Category.SERVICES)])
