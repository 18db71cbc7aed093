"""Review teams: numbers for all, each member's own view, quorum, dissent, follow-up (CF-32)."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from safelight.accounts.fence.acting import acting_as
from safelight.core.teams.review import Decided, NotInMeeting, Task
from safelight.core.vocabulary import Purpose
from safelight.demo.county import County
from safelight.demo.steps import note, share, sign_release, take_in
from safelight.disclosure import accounting, teams
from safelight.disclosure.delivery import deliver
from safelight.disclosure.room import room as for_room
from safelight.records.notes.actions import revise
from safelight.records.packets.actions import recall
from safelight.records.teams import actions, models
from tests.integration.browser import client_of
from tests.integration.making import fresh
from tests.integration.test_limits import now_opened

MEMBERS = ("rosa", "omar", "sonia", "ada")


class Room:
    """A team of four agencies with one family: Lantern's and child protection's records of
    it, and a packet from Lantern to child protection."""

    def __init__(self, county: County) -> None:
        self.here = here = fresh(county)
        for code, who, worker in (("ann", "dina", "rosa"), ("ann_p", "omar", "omar")):
            take_in(here, code, who, worker, "Ann Vale", date(1990, 3, 4), 3)
        self.given = note(
            here, "rosa", "ann", "Wants evenings canarygiven.", days_ago=1
        )
        note(here, "rosa", "ann", "Fears the lot canarykept.", days_ago=1)
        note(here, "omar", "ann_p", "Visit kept canaryprotection.", days_ago=1)
        self.team = actions.found(
            here.acting("rosa"), name="Alder team", protocol="We listen first.",
            schedule="Every first Tuesday", quorum=3, at=timezone.now(),
            members=[here.staff[code] for code in MEMBERS],
        )  # fmt: skip
        self.entry = actions.bring(now_opened(here, "rosa", "ann"), self.team)
        actions.link(now_opened(here, "omar", "ann_p"), self.entry)
        self.meeting = actions.call(
            here.acting("sonia"), self.team, begins=timezone.now() + timedelta(days=2),
            minutes=90, at=timezone.now(),
        )  # fmt: skip
        self.packets = {"omar": self.send("protection", "omar")}

    def send(self, agency: str, attention: str) -> UUID:
        here, keys = self.here, [f"note:{self.given}"]
        release = sign_release(here, "rosa", "ann", agency, Purpose.TEAM_REVIEW, keys,
                               start_days_ago=0, days=14)  # fmt: skip
        packet = share(here, "rosa", "ann", agency, attention, Purpose.TEAM_REVIEW,
                       release, keys)  # fmt: skip
        deliver(packet, here.agencies["lantern"], here.agencies[agency],
                at=timezone.now())  # fmt: skip
        actions.link_packet(
            here.acting(attention), packet, self.entry, at=timezone.now()
        )
        return packet

    def come(self, *codes: str) -> None:
        for code in codes:
            client_of(self.here, code).post(
                reverse("meeting_there", args=[self.meeting])
            )

    def get(self, who: str, name: str, *ids: object) -> str:
        page = client_of(self.here, who).get(reverse(name, args=ids), follow=True)
        return page.content.decode()

    def post(self, who: str, name: str, *ids: object, **sent: object) -> str:
        where = reverse(name, args=ids)
        return client_of(self.here, who).post(where, sent, follow=True).content.decode()


@pytest.fixture
def room(county: County) -> Room:
    return Room(county)


def canaries(text: str) -> set[str]:
    return set(re.findall(r"canary[a-z]+", text))


def test_members_looking_at_one_family_see_different_things(room: Room) -> None:
    seen = {who: room.get(who, "team_family", room.entry) for who in MEMBERS}
    assert canaries(seen["rosa"]) == {"canarygiven", "canarykept"}
    assert canaries(seen["omar"]) == {"canarygiven", "canaryprotection"}
    assert canaries(seen["sonia"]) == canaries(seen["ada"]) == set()
    blank = re.compile(r"<span data-signin>.*?</span>|name=\"csrf\w+\" value=\"\w+\"")
    own, other = (
        blank.sub("", seen[who].split("<main")[1]) for who in ("sonia", "ada")
    )
    assert own == other and "Ann" not in own and "withheld" not in own.lower()
    for who in ("sonia", "ada"):
        page = room.get(who, "team", room.team)
        assert (
            "Family 1" in page and "Ann" not in page and "in your records" not in page
        )
    assert "in your records: Ann Vale" in room.get("omar", "team", room.team)


def test_what_is_shared_has_no_name_in_it(room: Room) -> None:
    """No column of a shared row could hold a family: only the team's own words are text."""
    here = room.here
    with acting_as(here.acting("sonia")):
        found = [
            str(row) for model in (models.Entry, models.Decision, models.Action,
                                   models.Meeting, models.Dissent, models.Presence)
            for row in model.objects.values()
        ]  # fmt: skip
        assert models.EntryPerson.objects.count() == 0
    assert not any(
        str(here.people[code]) in text for code in ("ann", "ann_p") for text in found
    )
    free = {"CharField", "TextField"}
    texts = [
        f.name for m in (models.Member, models.Meeting, models.Presence, models.Entry,
                         models.Decision, models.Dissent, models.Action)
        for f in m._meta.fields if f.get_internal_type() in free and not f.choices
    ]  # fmt: skip
    assert texts == []


def test_the_room_sees_what_everybody_there_was_given(room: Room) -> None:
    room.come("rosa", "omar")
    page = room.get("rosa", "meeting_decide", room.meeting, room.entry)
    assert canaries(page) == {"canarygiven"}
    room.come("sonia")
    page = room.get("rosa", "meeting_decide", room.meeting, room.entry)
    assert canaries(page) == set() and "Nothing that everybody present" in page
    room.send("support", "sonia")
    page = room.get("rosa", "meeting_decide", room.meeting, room.entry)
    assert canaries(page) == {"canarygiven"}
    recall(now_opened(room.here, "rosa", "ann"), room.packets["omar"])
    page = room.get("rosa", "meeting_decide", room.meeting, room.entry)
    assert canaries(page) == set()
    page = room.get("sonia", "meeting_decide", room.meeting, room.entry)
    assert canaries(page) == set()


def test_decisions_need_a_quorum_and_keep_dissent_and_both_of_two(room: Room) -> None:
    ids = (room.meeting, room.entry)
    assert "Say first that you are there" in room.post(
        "rosa", "meeting_decide", *ids, decided="OFFER"
    )
    room.come("rosa", "omar")
    assert "the team decides with 3" in room.post(
        "rosa", "meeting_decide", *ids, decided="OFFER"
    )
    room.come("sonia")
    assert "Offer help" in room.post("rosa", "meeting_decide", *ids, decided="OFFER")
    found = teams.read(room.here.acting("rosa"), room.team, timezone.now())
    first = found.families[0].decisions[0].decision
    for who, decided in (("omar", "COURT"), ("sonia", "PLAN")):
        room.post(who, "meeting_decide", *ids, decided=decided, instead_of=str(first))
    page = room.get("rosa", "team", room.team)
    assert "Bring it to the court" in page and "Change the service plan" in page
    assert "Offer help" not in page
    found = teams.read(room.here.acting("rosa"), room.team, timezone.now())
    court = found.families[0].decisions[0]
    room.post("rosa", "meeting_against", room.meeting, court.decision)
    room.post("rosa", "meeting_against", room.meeting, court.decision)
    page = room.get("ada", "team", room.team)
    assert page.count("Not agreed: Rosa Vega, Lantern Program") == 1
    room.post("rosa", "meeting_decide", *ids, decided="ENDED")
    assert "Family 1" not in room.get("rosa", "team", room.team)


def test_a_member_taken_out_in_the_middle_sees_and_writes_no_more(room: Room) -> None:
    room.come("rosa", "omar", "sonia")
    room.post("rosa", "team_leave", room.team, room.here.staff["sonia"])
    for name, ids in (("team", [room.team]), ("meeting", [room.meeting]),
                      ("team_family", [room.entry])):  # fmt: skip
        client = client_of(room.here, "sonia")
        assert client.get(reverse(name, args=ids)).status_code == 404
    here, now = room.here, timezone.now()
    with pytest.raises(NotInMeeting):
        actions.decide(
            here.acting("sonia"), room.meeting, room.entry, Decided.PLAN, at=now
        )
    with pytest.raises(NotInMeeting, match="decides with 3"):
        actions.decide(
            here.acting("rosa"), room.meeting, room.entry, Decided.PLAN, at=now
        )
    assert str(room.team) not in room.get("sonia", "teams")


def test_nobody_outside_learns_that_there_is_a_team(room: Room) -> None:
    here = room.here
    for who in ("carl", "dina", "finn"):
        client = client_of(here, who)
        assert client.get(reverse("team", args=[room.team])).status_code == 404
        assert client.get(reverse("meeting", args=[room.meeting])).status_code == 404
    outsider = client_of(here, "carl").get(reverse("teams")).content.decode()
    assert "You are in none" in outsider


def test_what_is_to_be_done_is_in_its_owners_work_and_comes_back(room: Room) -> None:
    room.come("rosa", "omar", "sonia")
    late = timezone.localdate() - timedelta(days=2)
    sent = {"task": "RELEASE", "due_on": late.isoformat()}
    outside = room.post("rosa", "meeting_give", room.meeting, room.entry, **sent,
                        owner=str(room.here.staff["carl"]))  # fmt: skip
    assert "Say what, who and by when" in outside
    room.post("rosa", "meeting_give", room.meeting, room.entry, **sent,
              owner=str(room.here.staff["omar"]))  # fmt: skip
    assert "From the review teams" in room.get("omar", "work")
    assert "From the review teams" not in room.get("rosa", "work")
    assert "Overdue: on the next agenda" in room.get("ada", "team", room.team)
    todo = teams.mine_to_do(room.here.acting("omar"))[0]
    with pytest.raises(NotInMeeting, match="not yours"):
        actions.done(room.here.acting("rosa"), todo.action, at=timezone.now())
    assert "Done." in room.post("omar", "team_done", todo.action)
    assert "Overdue" not in room.get("ada", "team", room.team)
    with pytest.raises(NotInMeeting, match="member of the team"):
        actions.give(room.here.acting("rosa"), room.entry, Task.CALL,
                     owner=room.here.staff["carl"], due_on=late, at=timezone.now())  # fmt: skip


def test_the_invitation_says_a_time_and_nothing_else(room: Room) -> None:
    where = reverse("meeting_invitation", args=[room.meeting])
    made = client_of(room.here, "ada").get(where)
    (event,) = Calendar.from_ical(made.content).walk("VEVENT")
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
    assert str(event["SUMMARY"]) == "Meeting" and "Alder" not in made.content.decode()


def test_a_team_is_begun_through_the_pages_with_people_of_two_agencies(
    county: County,
) -> None:
    here = fresh(county)
    sent = {"name": "New team", "protocol": "We listen.", "schedule": "Mondays",
            "quorum": "2", "members": [str(here.staff["rosa"])]}  # fmt: skip

    def begun(**more: object) -> str:
        client = client_of(here, "rosa")
        return client.post(
            reverse("team_new"), sent | more, follow=True
        ).content.decode()

    assert "at least two agencies" in begun(quorum="1")
    both = [str(here.staff[code]) for code in ("rosa", "omar")]
    assert "more members than it has" in begun(members=both, quorum="3")
    page = begun(members=both)
    assert "New team" in page and "Omar Bale" in page
    team = re.search(r"/teams/([0-9a-f-]{36})/join/", page)
    assert team
    client_of(here, "omar").post(
        reverse("team_join", args=[team[1]]), {"staff": str(here.staff["ada"])}
    )
    assert "New team" in client_of(here, "ada").get(reverse("teams")).content.decode()
    called = {"day": "2027-03-02", "hour": "10:00", "minutes": "60"}
    page = client_of(here, "ada").post(
        reverse("team_call", args=[team[1]]), called, follow=True
    ).content.decode()  # fmt: skip
    assert "2 Mar 2027" in page
    take_in(here, "lou", "dina", "rosa", "Lou Vale", date(1990, 3, 4), 3)
    where = reverse("team_bring", args=[here.people["lou"]])
    page = client_of(here, "rosa").post(where, {"where": f"new:{team[1]}"}, follow=True)
    assert "Lou Vale" in page.content.decode()


def test_the_room_shows_what_went_and_only_on_a_release_for_the_team(
    room: Room,
) -> None:
    """A text written anew since went to nobody; nor does another purpose count."""
    room.come("rosa", "omar")
    opened = now_opened(room.here, "rosa", "ann")
    shown = for_room(room.here.acting("rosa"), room.meeting, room.entry, timezone.now())
    assert [piece.text for piece in shown] == ["Wants evenings canarygiven."]
    told = [line.what for line in accounting.account(opened)]
    assert any(what.startswith("Shown in a review team's meeting") for what in told)
    revise(opened, room.given, text="Wants mornings canarynew.", revision=1)
    page = room.get("rosa", "meeting_decide", room.meeting, room.entry)
    assert "canarynew" not in page
    room.come("dina")
    with pytest.raises(NotInMeeting):
        for_room(room.here.acting("dina"), room.meeting, room.entry, timezone.now())


def test_presence_ends_by_itself_and_a_decision_is_about_its_own_family(
    room: Room,
) -> None:
    room.come("rosa", "omar", "sonia")
    here, later = room.here, timezone.now() + timedelta(hours=13)
    with pytest.raises(NotInMeeting, match="Say first"):
        actions.decide(
            here.acting("rosa"), room.meeting, room.entry, Decided.PLAN, at=later
        )
    take_in(here, "bea", "dina", "rosa", "Bea Vale", date(1990, 3, 4), 3)
    other = actions.bring(now_opened(here, "rosa", "bea"), room.team)
    now = timezone.now()
    first = actions.decide(
        here.acting("rosa"), room.meeting, other, Decided.OFFER, at=now
    )
    with pytest.raises(NotInMeeting, match="not about this family"):
        actions.decide(here.acting("rosa"), room.meeting, room.entry, Decided.PLAN, at=now,
                       instead_of=first)  # fmt: skip


def test_whoever_was_taken_out_has_no_task_of_the_team_any_more(room: Room) -> None:
    here, now = room.here, timezone.now()
    given = actions.give(here.acting("rosa"), room.entry, Task.CALL,
                         owner=here.staff["sonia"], due_on=date(2027, 1, 1),
                         at=now)  # fmt: skip
    assert given in {one.action for one in teams.mine_to_do(here.acting("sonia"))}
    actions.leave(here.acting("rosa"), room.team, here.staff["sonia"], at=now)
    assert given not in {one.action for one in teams.mine_to_do(here.acting("sonia"))}
    with pytest.raises(NotInMeeting):
        actions.done(here.acting("sonia"), given, at=now)


def test_each_reads_minutes_of_their_own(room: Room) -> None:
    room.come("rosa", "omar", "sonia")
    room.post("rosa", "meeting_decide", room.meeting, room.entry, decided="ENDED")
    pages = {who: room.get(who, "minutes", room.meeting) for who in MEMBERS}
    for page in pages.values():
        assert "Family 1" in page and "End the review" in page and "Omar Bale" in page
    assert "Ann Vale" in pages["rosa"] and "Ann Vale" in pages["omar"]
    assert "Ann Vale" not in pages["sonia"] + pages["ada"]
    where = reverse("minutes", args=[room.meeting])
    assert client_of(room.here, "carl").get(where).status_code == 404
