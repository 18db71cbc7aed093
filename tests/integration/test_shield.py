"""Nobody outside the assigned worker and supervisor learns that somebody is held."""

from datetime import date

from django.utils import timezone

from safelight.accounts.fence.acting import Principal
from safelight.core.vocabulary import Source
from safelight.demo.county import County
from safelight.demo.steps import take_in
from safelight.disclosure.access import open_person
from safelight.disclosure.search import search
from safelight.disclosure.shown import Refused
from safelight.disclosure.worklist import work
from safelight.records.opened import Opened
from safelight.records.people.actions import receive
from tests.integration.making import fresh, survivor


def names(county: County, who: str, text: str) -> list[str]:
    rows = search(county.acting(who), text, timezone.now())
    return [row.name for row in rows]


def test_exact_search_by_name_birth_date_and_case_number(county: County) -> None:
    for text in ("Nora Lind", "lind", "LIND", "1992-12-01", "AC-1544", "ac 1544"):
        assert "Nora Lind" in names(county, "carl", text)


def test_a_worker_who_is_not_assigned_finds_unflagged_people_only(
    county: County,
) -> None:
    assert names(county, "nils", "Lind") == ["Nora Lind", "Paul Lind"]
    assert names(county, "nils", "Hale") == ["Joan Hale"]
    assert names(county, "nils", "Marcus Hale") == []


def test_a_blocked_worker_finds_nobody_of_the_family(county: County) -> None:
    """Jonas is not flagged: the tie alone keeps Nils away."""
    assert names(county, "nils", "Brandt") == []


def test_another_agency_finds_its_own_people_only(county: County) -> None:
    assert names(county, "petra", "Lind") == []
    assert names(county, "rosa", "Okafor") == ["Tess Okafor"]
    assert names(county, "carl", "Okafor") == []


def test_a_refusal_is_the_same_for_hidden_blocked_foreign_and_absent(
    county: County,
) -> None:
    from uuid import uuid4

    nils, now = county.acting("nils"), timezone.now()
    people = [county.people[code] for code in ("marcus", "lena", "jonas", "tess")]

    found = {open_person(nils, person, now) for person in (*people, uuid4())}

    assert found == {Refused()}


def test_making_a_record_shows_nothing_and_arrives_with_the_hidden_workers(
    county: County,
) -> None:
    now = timezone.now()
    nils = county.acting("nils")

    person = receive(
        by=nils,
        at=now,
        name="Marcus Hale",
        birth_date=date(1985, 7, 21),
        source=Source.OTHER_PARTY,
    )

    assert isinstance(open_person(nils, person, now), Refused)
    assert names(county, "nils", "Marcus Hale") == []
    assert isinstance(open_person(county.acting("carl"), person, now), Opened)
    matches = work(county.acting("carl"), now).possible_matches
    pairs = [(new.person, known.person) for new, known in matches]
    assert (person, county.people["marcus"]) in pairs


def test_a_similar_name_with_the_same_birth_date_is_matched_too(county: County) -> None:
    now = timezone.now()
    person = receive(
        by=county.acting("nils"),
        at=now,
        name="M. Hale",
        birth_date=date(1985, 7, 21),
        source=Source.OTHER_PARTY,
    )

    assert isinstance(open_person(county.acting("carl"), person, now), Opened)


def test_whoever_makes_a_record_of_a_new_person_sees_as_little(county: County) -> None:
    """The same as above with nobody to match: only the supervisors get it."""
    now = timezone.now()
    nils = county.acting("nils")

    person = receive(
        by=nils, at=now, name="Iris Newcomer", birth_date=None, source=Source.SURVIVOR
    )

    assert isinstance(open_person(nils, person, now), Refused)
    assert names(county, "nils", "Iris Newcomer") == []
    waiting = work(county.acting("sonia"), now).unassigned
    assert person in {row.person for row in waiting}


def test_a_supervisor_sees_the_same_with_a_match_and_without(county: County) -> None:
    """The new record waits for a worker in both cases, and shows nobody's name."""
    from safelight.accounts.actions import make_staff
    from safelight.accounts.fence.acting import PrincipalKind
    from safelight.disclosure.people import workers

    now = timezone.now()
    other = make_staff(
        agency=county.agencies["support"],
        email="second.supervisor@support.example",
        name="Second Supervisor",
        roles=["ivd_supervisor"],
    )
    principal = Principal(PrincipalKind.STAFF, county.agencies["support"], other)
    made = [
        receive(
            by=principal, at=now, name=name, birth_date=born, source=Source.OTHER_PARTY
        )
        for name, born in (
            ("Marcus Hale", date(1985, 7, 21)),
            ("Nobody Known", date(1985, 7, 22)),
        )
    ]

    waiting = {row.person for row in work(principal, now).unassigned}
    opened = [open_person(principal, person, now) for person in made]

    assert set(made) <= waiting
    assert all(isinstance(one, Opened) for one in opened)
    assert [workers(one) for one in opened if isinstance(one, Opened)] == [[], []]
    found = {row.person for row in search(principal, "Marcus Hale", now)}
    assert made[0] in found
    assert county.people["marcus"] not in found


def test_a_block_holds_for_a_second_record_of_the_same_person(county: County) -> None:
    """Nils is kept away from Mia: a new record that may be hers is shut to him too."""
    from safelight.records.people.actions import assign

    now = timezone.now()
    person = receive(
        by=county.acting("sonia"),
        at=now,
        name="Mia Brandt",
        birth_date=date(2018, 9, 14),
        source=Source.OTHER_PARTY,
    )
    opened = open_person(county.acting("sonia"), person, now)
    assert isinstance(opened, Opened)
    assign(opened, county.staff["nils"])

    assert isinstance(open_person(county.acting("nils"), person, now), Refused)


def test_a_possible_match_is_settled(county: County) -> None:
    from safelight.records.people.actions import settle_match

    here, now, carl = fresh(county), timezone.now(), county.acting("carl")
    take_in(here, "settled", "sonia", "carl", "Sett Ling", date(1980, 5, 5), 3)
    person = receive(
        by=county.acting("nils"),
        at=now,
        name="Sett Ling",
        birth_date=date(1980, 5, 5),
        source=Source.OTHER_PARTY,
    )
    new, known = (open_person(carl, p, now) for p in (person, here.people["settled"]))
    assert isinstance(new, Opened) and isinstance(known, Opened)

    settle_match(new, known, is_same=True)

    pairs = [(n.person, k.person) for n, k in work(carl, now).possible_matches]
    assert (person, here.people["settled"]) not in pairs
    assert isinstance(open_person(carl, person, now), Opened)


def test_a_supervisor_of_others_does_not_see_an_assigned_survivor(
    county: County,
) -> None:
    from safelight.accounts.actions import make_staff
    from safelight.accounts.fence.acting import PrincipalKind

    code = survivor(fresh_county := fresh(county))
    other = make_staff(
        agency=county.agencies["lantern"],
        email=f"other-{code}@lantern.example",
        name="Other Director",
        roles=["program_director"],
    )
    principal = Principal(PrincipalKind.STAFF, county.agencies["lantern"], other)
    person = fresh_county.people[code]

    assert isinstance(open_person(principal, person, timezone.now()), Refused)


def test_work_lists_hearings_and_what_to_ask_again(county: County) -> None:
    now = timezone.now()
    found = work(county.acting("carl"), now)

    assert "Lena Brandt" in {row.name for _, row, _ in found.hearings}
    assert "Marcus Hale" in {row.name for row in found.to_confirm}
