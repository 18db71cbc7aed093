"""What a team's room may see: the pieces that everybody present was given (CF-32)."""

from datetime import datetime
from uuid import UUID

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Staff
from safelight.core.gate.decide import decide
from safelight.core.gate.question import Question
from safelight.core.teams.review import for_the_room
from safelight.core.vocabulary import Answer, Channel, Duty, GroundKind, Purpose
from safelight.disclosure import standing
from safelight.disclosure.access import open_person, question
from safelight.disclosure.items import held
from safelight.disclosure.offers import pieces_of
from safelight.disclosure.parcels import Piece
from safelight.disclosure.sharing import prepared
from safelight.disclosure.teams import own_people
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.packets.models import Exchange, Packet
from safelight.records.teams import actions


def room(by: Principal, meeting: UUID, entry: UUID, at: datetime) -> list[Piece]:
    """What everybody present may see of a family, of this agency's own records: pieces as
    they went, on the person's own release for a team review, to each of those present, and
    as the gate decides it now. One entry in the ledger. Raises NotInMeeting."""
    with acting_as(by):
        actions.require_entry(by, entry)
        there = list(
            Staff.objects.filter(id__in=actions.present(meeting, at)).exclude(
                id=by.worker
            )
        )
        people = own_people(by, [entry], at).get(entry, ())
        found = []
        for who in people if there else ():
            opened = open_person(by, who.staff, at)
            if isinstance(opened, Opened):
                found += _shown(opened, there)
        return found


def _shown(opened: Opened, there: list[Staff]) -> list[Piece]:
    """Of one person the pieces that each of those present was given."""
    given = [_given_to(opened, staff) for staff in there]
    keys = for_the_room(given)
    pieces = [given[0][key] for key in sorted(keys)]
    if pieces:
        write(
            Act.ROOM_SHOWN, at=opened.at, about=cipher(opened.person),
            items=[piece.label for piece in pieces],
        )  # fmt: skip
    return pieces


def _given_to(opened: Opened, staff: Staff) -> dict[tuple[str, str], Piece]:
    """By key and text, so that a text written anew since is another one."""
    if staff.agency_id == opened.by.agency:
        return _own(opened, staff.id)
    alive = Exchange.objects.filter(
        sender_id=opened.by.agency, recipient_id=staff.agency_id, recalled_at=None,
        ends__gt=opened.at,
    )  # fmt: skip
    if Duty.SUPERVISE not in staff.duties:
        alive = alive.filter(attention_id=staff.id)
    rows = Packet.objects.filter(
        agency_id=opened.by.agency, person_id=opened.person,
        id__in=alive.values("id"), ground_kind=GroundKind.RELEASE,
        purpose=Purpose.TEAM_REVIEW,
    )  # fmt: skip
    found: dict[tuple[str, str], Piece] = {}
    for row in rows.values():
        parcel = prepared(opened, row)
        asked = Question(
            asker=standing.recipient(staff.agency_id), channel=Channel.SHARE,
            purpose=Purpose.TEAM_REVIEW, ground=parcel.ground, at=opened.at,
        )  # fmt: skip
        decision = decide(asked, [p.item for p in parcel.pieces], with_routes=False)
        found |= {
            (p.item.key, p.text): p for p in parcel.pieces
            if p.answer is Answer.RELEASE and p.item.key in decision.released()
        }  # fmt: skip
    return found


def _own(opened: Opened, staff: UUID) -> dict[tuple[str, str], Piece]:
    """What a colleague may see themselves."""
    agency, own = opened.by.agency, cipher(opened.person)
    who = standing.reader(staff)
    facts = standing.about(agency, [opened.person], who, opened.at)[opened.person]
    found = tuple(held(standing.vault(agency), opened.person, facts))
    asked = question(who, opened.at, Channel.VIEW)
    decision = decide(asked, [h.item for h in found], with_routes=False)
    pieces = pieces_of(found, "", decision, own)
    return {(p.item.key, p.text): p for p in pieces if p.answer is Answer.RELEASE}
