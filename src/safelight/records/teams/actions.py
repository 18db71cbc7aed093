"""The only writer of teams, meetings and what is decided in them.

Every action asks whether this worker is a member now, so that whoever was taken out in the
middle of a meeting writes and reads no more.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Max

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.keys.ring import cipher
from safelight.accounts.models import Staff
from safelight.core.teams.review import Decided, NotInMeeting, Task, require_quorum
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.opened import Opened
from safelight.records.rows import row_of
from safelight.records.teams.models import (
    Action,
    Decision,
    Dissent,
    Entry,
    EntryPacket,
    EntryPerson,
    Meeting,
    Member,
    Presence,
    Team,
)

STAYS: Final = timedelta(hours=12)


def found(
    by: Principal, *, name: str, protocol: str, schedule: str, quorum: int,
    members: Collection[UUID], at: datetime,
) -> UUID:  # fmt: skip
    """A team of members of several agencies, whoever begins it among them. Raises
    NotInMeeting for fewer members than it decides with, or for a team of one agency."""
    everybody = {by.worker, *members}
    staff = {one.id: one.agency_id for one in Staff.objects.filter(id__in=everybody)}
    if len(set(staff.values())) < 2:
        raise NotInMeeting("A review team has members of at least two agencies.")
    if not 0 < quorum <= len(staff):
        raise NotInMeeting("It cannot decide with more members than it has.")
    with acting_as(by):
        team = uuid4()
        Team.objects.create(
            id=team, name=name, protocol=protocol, schedule=schedule, quorum=quorum,
            agencies=sorted(set(staff.values())), at=at, recorded_by=by.worker,
        )  # fmt: skip
        for one in staff:
            Member.objects.create(
                team_id=team, staff_id=one, at=at, recorded_by=by.worker
            )
        write(Act.TEAM_CHANGED, at=at)
        return team


def require_member(by: Principal, team: UUID) -> Team:
    """Inside `acting_as`. Raises NotInMeeting in the same words for no such team."""
    row: Team | None = Team.objects.filter(id=team, ended_at=None).first()
    mine = Member.objects.filter(team_id=team, staff_id=by.worker, ended_at=None)
    if row is None or not mine.exists():
        raise NotInMeeting("You are not a member of this team.")
    return row


def join(by: Principal, team: UUID, staff: UUID, *, at: datetime) -> None:
    """Somebody more, of any agency. A team's agencies only grow: what was shared stays so."""
    with acting_as(by):
        row = require_member(by, team)
        agency = Staff.objects.get(id=staff).agency_id
        if not Member.objects.filter(
            team_id=team, staff_id=staff, ended_at=None
        ).exists():
            _add(Member, by, at, team_id=team, staff_id=staff)
        if agency not in row.agencies:
            row.agencies = [*row.agencies, agency]
            row.save(update_fields=["agencies"])
        write(Act.TEAM_CHANGED, at=at)


def leave(by: Principal, team: UUID, staff: UUID, *, at: datetime) -> None:
    """Somebody is no member any more, also in the middle of a meeting."""
    with acting_as(by):
        require_member(by, team)
        rows = Member.objects.filter(team_id=team, staff_id=staff, ended_at=None)
        rows.update(ended_at=at)
        Presence.objects.filter(team_id=team, staff_id=staff, left_at=None).update(
            left_at=at
        )
        write(Act.TEAM_CHANGED, at=at)


def call(
    by: Principal, team: UUID, *, begins: datetime, minutes: int, at: datetime
) -> UUID:
    with acting_as(by):
        require_member(by, team)
        return _add(Meeting, by, at, team_id=team, begins=begins, minutes=minutes)


def attend(by: Principal, meeting: UUID, *, at: datetime, is_there: bool) -> None:
    with acting_as(by):
        _, team = require_meeting(by, meeting)
        here = Presence.objects.filter(
            meeting_id=meeting, staff_id=by.worker, left_at=None, at__gt=at - STAYS
        )
        if not is_there:
            here.update(left_at=at)
        elif not here.exists():
            _add(Presence, by, at, team_id=team.id, meeting_id=meeting,
                 staff_id=by.worker)  # fmt: skip


def present(meeting: UUID, at: datetime) -> list[UUID]:
    """Who is there now; inside `acting_as`. Whoever forgot to leave went home after some
    hours."""
    rows = Presence.objects.filter(meeting_id=meeting, left_at=None, at__gt=at - STAYS)
    return list(rows.values_list("staff_id", flat=True).distinct())


def bring(opened: Opened, team: UUID) -> UUID:
    """Put a family on the list by a number; the record it means is linked here alone."""
    with acting_as(opened.by):
        require_member(opened.by, team)
        list(Team.objects.select_for_update().filter(id=team).values_list("id"))
        numbers = Entry.objects.filter(team_id=team)
        last = numbers.aggregate(found=Max("number"))["found"] or 0
        entry = _add(Entry, opened.by, opened.at, team_id=team, number=last + 1,
                     agency_id=opened.by.agency)  # fmt: skip
        link(opened, entry)
        return entry


def link(opened: Opened, entry: UUID) -> None:
    """A number means this record too, in this vault."""
    with acting_as(opened.by):
        require_entry(opened.by, entry)
        EntryPerson.objects.get_or_create(
            agency_id=opened.by.agency, person_id=opened.person, entry_id=entry,
            defaults={**row_of(opened), "id": uuid4()},
        )  # fmt: skip
        own = cipher(opened.person)
        write(
            Act.PERSON_CHANGED, at=opened.at, about=own, what="Brought to a review team"
        )


def link_packet(by: Principal, packet: UUID, entry: UUID, *, at: datetime) -> None:
    with acting_as(by):
        require_entry(by, entry)
        EntryPacket.objects.get_or_create(
            agency_id=by.agency, packet_id=packet, entry_id=entry,
            defaults={"id": uuid4(), "at": at, "recorded_by": by.worker},
        )  # fmt: skip


def decide(
    by: Principal, meeting: UUID, entry: UUID, decided: Decided, *, at: datetime,
    instead_of: UUID | None = None,
) -> UUID:  # fmt: skip
    """Raises NotInMeeting without enough members, or from somebody who is not there."""
    with acting_as(by):
        _, team = require_meeting(by, meeting)
        here = present(meeting, at)
        if by.worker not in here:
            raise NotInMeeting("Say first that you are there.")
        require_quorum(len(here), team.quorum)
        if require_entry(by, entry).team_id != team.id:
            raise NotInMeeting("There is no such family on the list.")
        of_entry = Decision.objects.filter(entry_id=entry)
        if instead_of and not of_entry.filter(id=instead_of).exists():
            raise NotInMeeting("That decision is not about this family.")
        made = _add(Decision, by, at, team_id=team.id, entry_id=entry,
                    meeting_id=meeting, decided=decided, instead_of=instead_of)  # fmt: skip
        if decided is Decided.ENDED:
            Entry.objects.filter(id=entry).update(ended_at=at)
        return made


def dissent(by: Principal, decision: UUID, *, at: datetime) -> None:
    with acting_as(by):
        row = Decision.objects.filter(id=decision).first()
        if row is None:
            raise NotInMeeting("There is no such decision.")
        require_member(by, row.team_id)
        if not Dissent.objects.filter(
            decision_id=decision, recorded_by=by.worker
        ).exists():
            _add(Dissent, by, at, team_id=row.team_id, decision_id=decision)


def give(
    by: Principal, entry: UUID, task: Task, *, owner: UUID, due_on: date, at: datetime
) -> UUID:
    """Raises NotInMeeting for an owner who is no member."""
    with acting_as(by):
        row = require_entry(by, entry)
        members = Member.objects.filter(team_id=row.team_id, ended_at=None)
        if not members.filter(staff_id=owner).exists():
            raise NotInMeeting("Give it to a member of the team.")
        return _add(Action, by, at, team_id=row.team_id, entry_id=entry, task=task,
                    owner_id=owner, due_on=due_on)  # fmt: skip


def done(by: Principal, action: UUID, *, at: datetime) -> None:
    """Its owner says so."""
    with acting_as(by):
        rows = Action.objects.filter(id=action, owner_id=by.worker, done_at=None)
        row = rows.first()
        if row is None:
            raise NotInMeeting("This is not yours to do, or it is done.")
        require_member(by, row.team_id)
        rows.update(done_at=at)


def require_entry(by: Principal, entry: UUID) -> Entry:
    """A family on a list of this member's, inside `acting_as`. Raises NotInMeeting."""
    row: Entry | None = Entry.objects.filter(id=entry).first()
    if row is None:
        raise NotInMeeting("There is no such family on the list.")
    require_member(by, row.team_id)
    return row


def require_meeting(by: Principal, meeting: UUID) -> tuple[Meeting, Team]:
    """A meeting of a team of this member's, inside `acting_as`. Raises NotInMeeting."""
    row = Meeting.objects.filter(id=meeting).first()
    if row is None:
        raise NotInMeeting("You are not a member of this team.")
    return row, require_member(by, row.team_id)


def _add(model: Any, by: Principal, at: datetime, **columns: Any) -> UUID:
    row = model.objects.create(id=uuid4(), at=at, recorded_by=by.worker, **columns)
    found: UUID = row.id
    return found
