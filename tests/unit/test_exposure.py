"""Exposure: who could come to hold an item, by the shortest path, over data of the law."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safelight.core.exposure.duties import CONFIDENTIAL, LIKE, ONWARD, Way
from safelight.core.exposure.holders import OTHER_SIDE, Holder, Reached, partition_in
from safelight.core.exposure.paths import Given, Network, exposure
from safelight.core.gate.question import Item, Protections
from safelight.core.vocabulary import AgencyKind, Category, Flag, Partition

CPS = Holder("cps", "Child Protection", AgencyKind.CHILD_PROTECTION)
IVD = Holder("ivd", "Child Support", AgencyKind.CHILD_SUPPORT)
DV = Holder("dv", "Lantern", AgencyKind.VICTIM_SERVICES)
COURT = Holder("court", "Family Court", AgencyKind.COURT)
ALL = (CPS, IVD, DV, COURT)
NOTHING = Protections(**dict.fromkeys(Protections.__slots__, Flag.CLEAR))


def item(
    vault: Holder, category: Category, partition: Partition = Partition.GENERAL
) -> Item:
    return Item(
        key="note:1", category=category, vault=vault.code, vault_kind=vault.kind,
        partition=partition,
    )  # fmt: skip


def agreed(sender: Holder, recipient: Holder, *categories: Category) -> Given:
    return Given(
        sender.code, recipient.code, Way.AGREEMENT, "agreement", frozenset(categories)
    )


def ends(found: Item, *given: Given, start: str | None = None) -> dict[str, str]:
    paths = exposure(found, Network.of(ALL, given), start)
    return {path.end.label: path.sentence for path in paths}


def test_a_general_note_of_child_protection_can_reach_the_other_party() -> None:
    """CF-28: subjects of a report may see the file (CAPTA)."""
    found = ends(item(CPS, Category.NARRATIVE))
    assert "5106a(b)(2)(B)(viii)(I)" in found["The other party"]
    sealed = ends(item(CPS, Category.NARRATIVE, Partition.SEALED))
    assert "(viii)(V)" in sealed["The other party"]  # by a court alone


def test_the_other_side_comes_first_and_then_the_nearest() -> None:
    paths = exposure(item(CPS, Category.HARM), Network.of(ALL, []))
    sides = [path.end.is_other_side for path in paths]
    assert sides == sorted(sides, reverse=True)
    lengths = [len(path.steps) for path in paths if not path.end.is_other_side]
    assert lengths == sorted(lengths)


def test_an_agreement_leads_on_to_what_the_law_lets_its_recipient_do() -> None:
    """CF-30: what a program gives child protection may have to go on."""
    path = agreed(DV, CPS, Category.HARM)
    found = ends(item(DV, Category.HARM), path)
    assert found["Child Protection"] == "Agreement."
    assert found["The other party"].startswith("To Child Protection: agreement; then a")
    other = ends(item(DV, Category.MONEY), path)
    assert "Child Protection" not in other


def test_a_release_carries_its_items_and_nothing_else() -> None:
    signed = Given(
        "dv", "ivd", Way.RELEASE, "release", frozenset(), frozenset({"note:1"})
    )
    found = item(DV, Category.HEALTH)
    assert "Child Support" in ends(found, signed)
    assert "Child Support" not in ends(replace(found, key="note:2"), signed)


def test_a_protection_closes_the_ways_that_the_law_closes() -> None:
    """42 U.S.C. 654(26); UIFSA 312."""
    protected = item(IVD, Category.LOCATION)
    clear = replace(protected, protections=NOTHING)
    assert {"Another state's child support agency", "A court's file"} <= set(
        ends(clear)
    )
    assert not {"Another state's child support agency"} & set(ends(protected))
    assert "The other party" in ends(clear)
    assert "The other party" not in ends(protected)


@pytest.mark.parametrize("category", sorted(CONFIDENTIAL))
def test_a_childs_confidence_and_an_advocates_notes_are_no_duty_of_anybody(
    category: Category,
) -> None:
    """CF-31: from the program nothing carries them on; elsewhere a court's order only."""
    assert ends(item(DV, category, Partition.SEALED)) == {}
    ways = {row.way for row in ONWARD if category in row.categories}
    assert ways <= {Way.COMPULSION, Way.ACCESS}


def test_a_packet_starts_at_its_recipient() -> None:
    found = ends(item(DV, Category.LOCATION), start="cps")
    assert "Child Protection" not in found
    assert "(viii)(V)" in found["The other party"]  # sealed on arrival (CF-26)
    assert partition_in(AgencyKind.CHILD_PROTECTION, Category.LOCATION) == "SEALED"


def test_what_is_given_round_in_a_circle_ends() -> None:
    circle = [
        agreed(IVD, CPS, Category.MONEY),
        agreed(CPS, COURT, Category.MONEY),
        agreed(COURT, IVD, Category.MONEY),
    ]
    assert {"Child Protection", "Family Court"} <= set(
        ends(item(IVD, Category.MONEY), *circle)
    )


def test_every_duty_has_its_law_its_words_and_leads_somewhere_new() -> None:
    for row in ONWARD:
        assert row.law and row.words and row.categories
        assert row.way in (Way.DUTY, Way.COMPULSION, Way.ACCESS)
        assert row.of != row.to
    pairs = [(row.of, row.to) for row in ONWARD]
    assert len(set(pairs)) == len(pairs)
    assert set(LIKE) <= set(Reached) and set(OTHER_SIDE) <= set(Reached)


def test_every_kind_of_agency_has_its_onward_duties() -> None:
    """A kind that is missing here would look as if nothing could happen there."""
    kinds = {row.of for row in ONWARD if isinstance(row.of, AgencyKind)}
    assert kinds == set(AgencyKind) - {AgencyKind.NONE}


@given(
    st.sampled_from(sorted(Category)),
    st.sampled_from(ALL),
    st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(ALL)), max_size=8),
)
def test_more_agreements_never_reach_fewer(
    category: Category, vault: Holder, pairs: list[tuple[Holder, Holder]]
) -> None:
    given_ = [agreed(a, b, category) for a, b in pairs if a != b]
    alone = set(ends(item(vault, category)))
    assert alone <= set(ends(item(vault, category), *given_))
