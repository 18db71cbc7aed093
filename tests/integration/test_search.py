"""Search: by how names start, by numbers and dates; nothing about hidden people."""

from datetime import date
from uuid import UUID

import pytest
from django.utils import timezone

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.ring import cipher
from safelight.core.vocabulary import Flag
from safelight.demo.county import County
from safelight.demo.steps import nothing_in_force, opened, protect, take_in
from safelight.demo.stories import INDICATOR
from safelight.disclosure.search import birth_date, search
from safelight.ledger.acts import Act
from safelight.ledger.entries import about
from safelight.records.people import index
from tests.integration.making import fresh


def names(county: County, who: str, text: str) -> list[str]:
    return [row.name for row in search(county.acting(who), text, timezone.now())]


def refusals(county: County, who: str, person: UUID) -> int:
    with acting_as(county.acting(who)):
        return sum(e.act is Act.PERSON_REFUSED for e in about(cipher(person)))


@pytest.mark.parametrize(
    "text",
    ["nor", "Nora", "lin nor", "NORA L", "5550104410", "(555) 010-4410", "12/1/1992",
     "+1 555 010 4410", "1992-12-01", "ac-1544"],
)  # fmt: skip
def test_the_ways_to_find_somebody(county: County, text: str) -> None:
    assert "Nora Lind" in names(county, "carl", text)


@pytest.mark.parametrize(
    "text", ["no", "", "  ", "%", "nor%", "o", "1992-13-45", "10-4410"]
)
def test_too_little_or_nothing_finds_nobody(county: County, text: str) -> None:
    found = names(county, "carl", text)
    assert "Nora Lind" not in found or text == "nor%"


def test_the_start_of_a_shielded_name_shows_nothing_and_is_told(
    county: County,
) -> None:
    lena = county.people["lena"]
    before = refusals(county, "carl", lena)

    assert names(county, "nils", "bran") == []

    assert refusals(county, "carl", lena) == before + 1


def test_a_start_that_many_share_tells_nobody(county: County) -> None:
    """Whoever searches for 'tes' did not mean one of a hundred people."""
    here = fresh(county)
    for n in range(22):
        born = date(1980, 1, 1 + n)
        take_in(here, f"m{n}", "sonia", "carl", f"Manifold Crowd{n}", born, 3)
    assert names(here, "nils", "manif") == []

    assert refusals(here, "carl", here.people["m0"]) == 0


def test_who_is_found_by_all_follows_the_protections(county: County) -> None:
    here = fresh(county)
    take_in(here, "open", "sonia", "carl", "Quentin Searchable", date(1970, 2, 2), 30)
    assert names(here, "nils", "quen") == []
    nothing_in_force(here, "carl", "open")
    assert names(here, "nils", "quen") == ["Quentin Searchable"]
    protect(fresh(here), "carl", "open", INDICATOR, Flag.SET)
    assert names(here, "nils", "quen") == []
    assert names(here, "carl", "quen") == ["Quentin Searchable"]


def test_the_candidates_are_never_fewer_than_the_gate_would_show(
    county: County,
) -> None:
    """A slow reference: ask the gate about everybody in the vault."""
    from safelight.disclosure.people import UNREADABLE, visible
    from safelight.records.people.models import Person

    now = timezone.now()
    for who in ("carl", "nils", "sonia", "petra", "omar", "rosa", "dina"):
        by = county.acting(who)
        with acting_as(by):
            everybody = set(Person.objects.values_list("id", flat=True))
            every, _ = visible(by, everybody, now)
        # Other tests damage a name or two, to see that the list says so.
        rows = [row for row in every if row.name != UNREADABLE]
        for row in rows[:40]:
            start = index.words(row.name)[0][:4]
            if len(start) < index.SHORTEST_START:
                continue
            wanted = {r.person for r in rows if _starts(r.name, start)}
            found = {r.person for r in search(by, start, now)}
            assert len(wanted) > 50 or wanted <= found, (who, start)
            # Whoever else is found has another name that starts so, and may be seen.
            assert found <= {r.person for r in every}, (who, start)


def _starts(name: str, start: str) -> bool:
    return any(word.startswith(start) for word in index.words(name))


def test_a_supervisor_finds_who_has_no_worker_yet(county: County) -> None:
    from safelight.core.vocabulary import Source
    from safelight.records.people.actions import receive

    receive(
        by=county.acting("sonia"), at=timezone.now(), name="Wilhelmina Newcomer",
        birth_date=None, source=Source.SURVIVOR,
    )  # fmt: skip
    assert names(county, "sonia", "wilhe") == ["Wilhelmina Newcomer"]
    assert names(county, "carl", "wilhe") == []


def test_dates_as_people_type_them() -> None:
    assert birth_date(" 4/2/1991 ") == birth_date("1991-04-02") == date(1991, 4, 2)
    assert birth_date("4/2") is None and birth_date("13/40/1991") is None


def test_tokens_of_a_linked_pair_follow_each_other(county: County) -> None:
    """A protection on either record of one person hides both from everybody else."""
    from safelight.core.kinship import Kinship
    from safelight.core.vocabulary import Source
    from safelight.records.people.actions import relate

    here = fresh(county)
    for code, day in (("one", 1), ("two", 2)):
        take_in(here, code, "sonia", "carl", "Octavia Pair", date(1960, 1, day), 30)
        nothing_in_force(here, "carl", code)
    relate(
        opened(here, "carl", "one"), opened(here, "carl", "two"),
        Kinship.SAME_PERSON, Source.OBSERVATION,
    )  # fmt: skip
    assert len(names(here, "nils", "octav")) == 2
    protect(fresh(here), "carl", "one", INDICATOR, Flag.SET)
    assert names(here, "nils", "octav") == []
