"""A review team as one member sees it.

What is shared has no name in it. Beside it each member sees their own agency's records and
what was released to that agency, and nothing says what another has (CF-32).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from safelight.accounts.fence.acting import Principal, acting_as
from safelight.accounts.models import Staff
from safelight.core.teams.review import Decided, NotInMeeting, Task
from safelight.disclosure import inbox, person
from safelight.disclosure.access import open_person
from safelight.disclosure.inbox import PacketPage
from safelight.disclosure.people import visible
from safelight.disclosure.shown import Field
from safelight.records.opened import Opened
from safelight.records.teams import actions, models


@dataclass(frozen=True, slots=True)
class TeamRow:
    team: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Who:
    staff: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A decision that stands; several where two replaced the same one."""

    decision: UUID
    meeting: UUID
    decided: Decided
    by: str
    at: datetime
    dissent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    action: UUID
    team: UUID
    entry: UUID
    number: int
    task: Task
    owner: str
    due_on: date
    done_at: datetime | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A family on the list. `people` are this worker's own records of it."""

    entry: UUID
    number: int
    decisions: tuple[Said, ...]
    actions: tuple[ToDo, ...]
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class TeamPage:
    team: UUID
    name: str
    protocol: str
    schedule: str
    quorum: int
    members: tuple[Who, ...]
    meetings: tuple[tuple[UUID, datetime], ...]
    families: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """What this member has of a family: own records, and packets by their sender."""

    records: tuple[tuple[Who, tuple[Field, ...]], ...]
    packets: tuple[tuple[str, tuple[Field, ...]], ...]


def teams(by: Principal) -> list[TeamRow]:
    """Those of which this worker is a member now."""
    with acting_as(by):
        mine = models.Member.objects.filter(staff_id=by.worker, ended_at=None)
        rows = models.Team.objects.filter(
            id__in=mine.values("team_id"), ended_at=None
        ).order_by("name")
        return [TeamRow(row.id, row.name) for row in rows]


def read(by: Principal, team: UUID, at: datetime) -> TeamPage:
    """Raises NotInMeeting for whoever is no member now."""
    with acting_as(by):
        row = actions.require_member(by, team)
        names = _names()
        members = models.Member.objects.filter(team_id=team, ended_at=None)
        meetings = models.Meeting.objects.filter(team_id=team).order_by("-begins")
        entries = models.Entry.objects.filter(team_id=team, ended_at=None)
        listed = list(entries.order_by("number"))
        families = _listed(by, listed, names, at)
        return TeamPage(
            team, row.name, row.protocol, row.schedule, row.quorum,
            tuple(sorted((Who(m.staff_id, names[m.staff_id]) for m in members),
                         key=lambda who: who.name)),
            tuple(meetings.values_list("id", "begins")[:10]), tuple(families),
        )  # fmt: skip


def _names() -> dict[UUID, str]:
    return {s.id: f"{s.name}, {s.agency.name}"
            for s in Staff.objects.select_related("agency")}  # fmt: skip


def _listed(
    by: Principal, entries: list[models.Entry], names: dict[UUID, str], at: datetime
) -> list[Listed]:
    ids = [entry.id for entry in entries]
    said = list(models.Decision.objects.filter(entry_id__in=ids).order_by("at"))
    against: dict[UUID, list[str]] = {}
    rows = models.Dissent.objects.filter(decision_id__in=[one.id for one in said])
    for row in rows.order_by("at"):
        against.setdefault(row.decision_id, []).append(names[row.recorded_by])
    numbers = {entry.id: entry.number for entry in entries}
    tasks = models.Action.objects.filter(entry_id__in=ids).order_by("due_on")
    todo = [_todo(by, one, numbers, names) for one in tasks]
    replaced = {one.instead_of for one in said}
    own = own_people(by, ids, at)
    return [
        Listed(
            entry.id, entry.number,
            tuple(
                Said(one.id, one.meeting_id, Decided(one.decided), names[one.recorded_by],
                     one.at, tuple(against.get(one.id, ())))
                for one in said if one.entry_id == entry.id and one.id not in replaced
            ),
            tuple(one for one in todo if one.entry == entry.id), own.get(entry.id, ()),
        ) for entry in entries
    ]  # fmt: skip


def _todo(
    by: Principal, row: models.Action, numbers: dict[UUID, int], names: dict[UUID, str]
) -> ToDo:
    return ToDo(
        row.id, row.team_id, row.entry_id, numbers[row.entry_id], Task(row.task),
        names[row.owner_id], row.due_on, row.done_at, row.owner_id == by.worker,
    )  # fmt: skip


def own_people(
    by: Principal, entries: Iterable[UUID], at: datetime
) -> dict[UUID, tuple[Who, ...]]:
    """Of the links of this vault those that this worker may open."""
    rows = models.EntryPerson.objects.filter(
        agency_id=by.agency, entry_id__in=list(entries)
    )
    links = list(rows.order_by("at").values_list("entry_id", "person_id"))
    seen, _ = visible(by, {one for _, one in links}, at)
    names = {row.person: row.name for row in seen}
    found: dict[UUID, tuple[Who, ...]] = {}
    for entry, one in links:
        if one in names:
            found[entry] = (*found.get(entry, ()), Who(one, names[one]))
    return found


def of_family(by: Principal, entry: UUID, at: datetime) -> Mine:
    """This member's view of a family. Raises NotInMeeting."""
    with acting_as(by):
        actions.require_entry(by, entry)
        people = own_people(by, [entry], at).get(entry, ())
        packets = list(
            models.EntryPacket.objects.filter(
                agency_id=by.agency, entry_id=entry
            ).values_list("packet_id", flat=True)
        )
    open_now = {row.id for row, _ in inbox.readable(by, at)}
    records, received = [], []
    for who in people:
        opened = open_person(by, who.staff, at)
        if isinstance(opened, Opened):
            records.append((who, person.read(opened).fields))
    for packet in [one for one in packets if one in open_now]:
        page = inbox.read(by, packet, at)
        if isinstance(page, PacketPage):
            received.append((page.sender, page.fields))
    return Mine(tuple(records), tuple(received))


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`there` is whoever said so and did not leave; `family` where one is asked about."""

    meeting: UUID
    team: UUID
    name: str
    begins: datetime
    minutes: int
    quorum: int
    there: tuple[Who, ...]
    am_there: bool
    members: tuple[Who, ...]
    families: tuple[Listed, ...]

    @property
    def has_quorum(self) -> bool:
        return len(self.there) >= self.quorum

    @property
    def family(self) -> Listed:
        return self.families[0]


def meeting(by: Principal, meeting: UUID, at: datetime) -> MeetingPage:
    """Raises NotInMeeting for whoever is no member now."""
    with acting_as(by):
        row, team = actions.require_meeting(by, meeting)
        page = read(by, team.id, at)
        there = actions.present(meeting, at)
    return MeetingPage(
        meeting, page.team, page.name, timezone.localtime(row.begins), row.minutes,
        page.quorum, tuple(one for one in page.members if one.staff in there),
        by.worker in there,
        page.members, page.families,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Minutes:
    """What one meeting decided, as this member may read it: `came` is whoever was there."""

    page: MeetingPage
    came: tuple[str, ...]
    families: tuple[Listed, ...]


def minutes(by: Principal, which: UUID, at: datetime) -> Minutes:
    """Families by number, with names of this worker's own records alone. Raises
    NotInMeeting."""
    page = meeting(by, which, at)
    with acting_as(by):
        rows = models.Presence.objects.filter(meeting_id=which)
        names = _names()
        came = sorted({names[one] for one in rows.values_list("staff_id", flat=True)})
        entries = models.Entry.objects.filter(
            id__in=models.Decision.objects.filter(meeting_id=which).values("entry_id")
        )
        listed = _listed(by, list(entries.order_by("number")), names, at)
    decided = [
        replace(one, decisions=tuple(s for s in one.decisions if s.meeting == which))
        for one in listed
    ]
    return Minutes(page, tuple(came), tuple(decided))


def of_meeting(by: Principal, which: UUID, entry: UUID, at: datetime) -> MeetingPage:
    """With one family alone. Raises NotInMeeting."""
    page = meeting(by, which, at)
    one = [family for family in page.families if family.entry == entry]
    if not one:
        raise NotInMeeting("There is no such family on the list.")
    return replace(page, families=tuple(one))


def mine_to_do(by: Principal) -> list[ToDo]:
    """Open actions of this worker, the soonest first; for the work list."""
    with acting_as(by):
        mine = models.Member.objects.filter(staff_id=by.worker, ended_at=None)
        rows = models.Action.objects.filter(
            owner_id=by.worker, done_at=None, team_id__in=mine.values("team_id")
        )
        found = list(rows.order_by("due_on"))
        entries = models.Entry.objects.filter(id__in=[row.entry_id for row in found])
        numbers = dict(entries.values_list("id", "number"))
        names = _names() if found else {}
        return [_todo(by, row, numbers, names) for row in found]


def overdue(page: TeamPage, today: date) -> list[ToDo]:
    """What comes back on the next agenda by itself."""
    return [
        one for family in page.families for one in family.actions
        if one.done_at is None and one.due_on < today
    ]  # fmt: skip
