"""Properties of the gate over every question that can be asked.

The first are named after the theorems of Cedar's authorizer, the others are ours.
"""

from dataclasses import fields, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from safelight.core.gate.decide import decide
from safelight.core.gate.engine import find
from safelight.core.gate.policies import parse, shipped, shipped_texts
from safelight.core.gate.question import Item, Protections, Question
from safelight.core.vocabulary import (
    AgencyKind,
    Answer,
    Category,
    Flag,
    GroundKind,
    Standing,
)
from tests.spec.strategies import Asked, asked, items

ANNOTATIONS = '@id("{}") @law("test") @because("test") @says("test") '
FORBID_ALL = ANNOTATIONS.format("no") + "forbid (principal, action, resource);"
PERMIT_ALL = ANNOTATIONS.format("yes") + "permit (principal, action, resource);"
OUTSIDERS = set(Standing) - {Standing.STAFF, Standing.SUBJECT}
WHEREABOUTS = (Category.LOCATION, Category.CONTACT, Category.EMPLOYMENT)
NOTHING = parse([])
NEVER = parse([("release", PERMIT_ALL), ("floor", FORBID_ALL)])
BACKWARDS = parse(list(reversed(shipped_texts())))
STRICTER = parse(
    [
        *shipped_texts(),
        (
            "jurisdiction",
            ANNOTATIONS.format("stricter")
            + 'forbid (principal, action, resource) when { resource.jurisdiction == "CT" };',
        ),
    ]
)
WIDER = parse([*shipped_texts(), ("release", PERMIT_ALL)])

settings.register_profile("gate", max_examples=200, deadline=None)
settings.load_profile("gate")


def answer(question: Question, item: Item, policies=None) -> Answer:  # type: ignore[no-untyped-def]
    return find(question, [item], policies or shipped())[0].answer


def strength(question: Question, item: Item) -> int:
    """How much the answer lets out: nothing is 0."""
    return len(Answer) - 1 - list(Answer).index(answer(question, item))


@given(asked())
def test_default_deny(pair: Asked) -> None:
    question, item = pair
    assert answer(question, item, NOTHING) is Answer.WITHHOLD


@given(asked())
def test_forbid_trumps_permit(pair: Asked) -> None:
    question, item = pair
    assert answer(question, item, NEVER) is Answer.WITHHOLD


@given(asked())
def test_allowed_only_if_explicitly_permitted(pair: Asked) -> None:
    question, item = pair
    finding = find(question, [item], shipped())[0]
    effects = {shipped().policies[code].effect for code in finding.policy_ids}
    is_allowed = finding.answer is not Answer.WITHHOLD
    assert effects == {"permit"} if is_allowed else "permit" not in effects


@given(asked())
def test_order_independent(pair: Asked) -> None:
    question, item = pair
    assert answer(question, item) is answer(question, item, BACKWARDS)


@given(asked())
def test_unchanged_deny_when_add_forbid(pair: Asked) -> None:
    question, item = pair
    before, after = answer(question, item), answer(question, item, STRICTER)
    assert list(Answer).index(after) >= list(Answer).index(before)


@given(asked())
def test_a_lower_layer_never_defeats_the_floor(pair: Asked) -> None:
    question, item = pair
    before = find(question, [item], shipped())[0]
    is_forbidden = before.answer is Answer.WITHHOLD and before.policy_ids
    assert not is_forbidden or answer(question, item, WIDER) is not Answer.RELEASE


@given(asked(), st.sampled_from([f.name for f in fields(Protections)]))
def test_an_unknown_protection_lets_out_no_more_than_a_set_one(
    pair: Asked, name: str
) -> None:
    question, item = pair
    unknown, is_set = (
        replace(item, protections=replace(item.protections, **{name: flag}))
        for flag in (Flag.UNKNOWN, Flag.SET)
    )
    assert strength(question, unknown) <= strength(question, is_set)


@given(
    asked(),
    st.sampled_from(["confided_by_child", "privileged", "shelter", "staff_block"]),
)
def test_an_unknown_fact_lets_out_no_more_than_a_set_one(
    pair: Asked, name: str
) -> None:
    question, item = pair
    unknown, is_set = (replace(item, **{name: f}) for f in (Flag.UNKNOWN, Flag.SET))
    assert strength(question, unknown) <= strength(question, is_set)


@given(asked(lambda q, _: q.ground.kind is GroundKind.RELEASE))
def test_a_release_never_works_outside_its_terms(pair: Asked) -> None:
    question, item = pair
    ground = question.ground
    assume(ground.kind is GroundKind.RELEASE)
    assume(question.asker.agency not in ("", item.vault))
    covered = (
        ground.sender == item.vault
        and ground.recipient == question.asker.agency
        and item.key in ground.items
        and item.category in ground.categories
        and question.purpose in ground.purposes
        and question.channel in ground.channels
        and ground.starts <= question.at < ground.ends
        and ground.revoked is Flag.CLEAR
    )
    assert covered or answer(question, item) is Answer.WITHHOLD


@given(asked(lambda q, _: bool(q.ground.sender)))
def test_a_to_b_never_authorises_b_to_a(pair: Asked) -> None:
    question, item = pair
    assume(question.ground.kind in (GroundKind.RELEASE, GroundKind.AGREEMENT))
    assume(question.asker.agency not in ("", item.vault))
    turned = replace(
        question.ground, sender=question.asker.agency, recipient=item.vault
    )
    question = replace(question, ground=turned)
    assert answer(question, item) is Answer.WITHHOLD


@given(asked(), items())
def test_outside_the_vault_words_and_routes_do_not_depend_on_what_exists(
    pair: Asked, other: Item
) -> None:
    """CS-13, CF-3: two items of one vault and category, whatever else is held."""
    question, item = pair
    assume(question.asker.agency != item.vault)
    same = replace(
        other,
        vault=item.vault,
        vault_kind=item.vault_kind,
        vault_funds=item.vault_funds,
        jurisdiction=item.jurisdiction,
        category=item.category,
    )
    one, two = (decide(question, [held]).rulings[held.key] for held in (item, same))
    assume(one.is_withheld and two.is_withheld)
    assert (one.words, one.routes) == (two.words, two.routes)


@given(asked(lambda q, _: q.asker.standing in OUTSIDERS), st.sampled_from(WHEREABOUTS))
def test_no_whereabouts_of_a_flagged_person_reach_the_other_side(
    pair: Asked, category: Category
) -> None:
    """CS-1, CS-21: not without a later order that names them, after no harm was found."""
    question, item = pair
    flagged = replace(
        item,
        category=category,
        protections=replace(item.protections, family_violence_indicator=Flag.SET),
    )
    assume(question.asker.standing not in (Standing.STAFF, Standing.SUBJECT))
    found = answer(question, flagged)
    if found in (Answer.RELEASE, Answer.ANSWER):
        assert question.ground.kind is GroundKind.COURT_ORDER
        assert question.ground.recipient == question.asker.party != ""
        assert question.ground.harm_finding.value == "NOT_HARMFUL"


@given(asked(lambda q, i: q.asker.agency != i.vault))
def test_nothing_leaves_a_program_without_release_mandate_or_order(pair: Asked) -> None:
    """CF-1."""
    question, item = pair
    held = replace(item, vault_kind=AgencyKind.VICTIM_SERVICES)
    assume(question.asker.agency != held.vault)
    assume(question.asker.standing is not Standing.SUBJECT)
    grounds = {
        GroundKind.RELEASE,
        GroundKind.MANDATE,
        GroundKind.EMERGENCY,
        GroundKind.COURT_ORDER,
    }
    assert question.ground.kind in grounds or answer(question, held) is Answer.WITHHOLD


@given(asked())
def test_a_question_is_answered_whatever_it_is(pair: Asked) -> None:
    question, item = pair
    ruling = decide(question, [item], with_routes=False).rulings[item.key]
    assert ruling.reasons and ruling.words


@given(asked(), st.sampled_from(["protections", "vault_kind", "source"]))
def test_an_item_that_the_schema_refuses_is_withheld(pair: Asked, name: str) -> None:
    question, item = pair
    broken = replace(item)
    object.__setattr__(broken, name, "nonsense")
    assert find(question, [broken], shipped())[0].failed
    assert answer(question, broken) is Answer.WITHHOLD
