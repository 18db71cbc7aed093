"""Arbitrary questions and facts: everything the types can express."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from safelight.core import vocabulary as v
from safelight.core.gate.question import Asker, Ground, Item, Protections, Question
from tests.spec.read_cases import all_cases

AGENCIES = ("support", "protection", "lantern", "court")
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
moments = st.integers(-3, 3).map(lambda days: NOW + timedelta(days=days))


def some(terms: type[v.Term]) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(list(terms)), max_size=4)


@st.composite
def askers(draw: st.DrawFn) -> Asker:
    standing = draw(st.sampled_from(list(v.Standing)))
    is_staff = standing is v.Standing.STAFF
    return Asker(
        standing=standing,
        agency=draw(st.sampled_from(AGENCIES)) if is_staff else "",
        party="" if is_staff else draw(st.sampled_from(["", "him", "her"])),
        agency_kind=draw(st.sampled_from(list(v.AgencyKind)))
        if is_staff
        else v.AgencyKind.NONE,
        duties=draw(some(v.Duty)),
        active=draw(st.booleans()),
    )


def grounds() -> st.SearchStrategy[Ground]:
    return st.builds(
        Ground,
        kind=st.sampled_from(list(v.GroundKind)),
        sender=st.sampled_from(["", *AGENCIES]),
        recipient=st.sampled_from(["", *AGENCIES, "him", "her"]),
        categories=some(v.Category),
        answers=some(v.Category),
        items=st.frozensets(st.sampled_from(["item:1", "item:2"])),
        purposes=some(v.Purpose),
        channels=some(v.Channel),
        lifts=some(v.Source),
        signer=st.sampled_from(list(v.Signer)),
        mandate=st.sampled_from(list(v.Mandate)),
        harm_finding=st.sampled_from(list(v.HarmFinding)),
        starts=moments,
        ends=moments,
        revoked=st.sampled_from(list(v.Flag)),
    )


def questions() -> st.SearchStrategy[Question]:
    return st.builds(
        Question,
        asker=askers(),
        channel=st.sampled_from(list(v.Channel)),
        purpose=st.sampled_from(list(v.Purpose)),
        at=moments,
        ground=grounds(),
    )


flags = st.sampled_from(list(v.Flag))


def items() -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        key=st.just("item:1"),
        category=st.sampled_from(list(v.Category)),
        vault=st.sampled_from(AGENCIES),
        vault_kind=st.sampled_from(list(v.AgencyKind)),
        vault_funds=some(v.Fund),
        jurisdiction=st.sampled_from(["CT", "MI"]),
        partition=st.sampled_from(list(v.Partition)),
        source=st.sampled_from(list(v.Source)),
        protections=st.builds(
            Protections,
            family_violence_indicator=flags,
            nondisclosure_finding=flags,
            protection_order=flags,
            harm_belief=flags,
            address_confidentiality=flags,
        ),
        confided_by_child=flags,
        privileged=flags,
        shelter=flags,
        substitute_available=st.booleans(),
        assignment=st.sampled_from(list(v.Assignment)),
        staff_block=flags,
    )


Asked = tuple[Question, Item]
TOLD = [(case.request.question, case.request.items[0]) for case in all_cases()]
OF_QUESTION = ("asker", "channel", "purpose", "at", "ground")
OF_GROUND = tuple(Ground.__dataclass_fields__)
OF_ITEM = tuple(name for name in Item.__dataclass_fields__ if name != "key")


@st.composite
def asked(
    draw: st.DrawFn, only: Callable[[Question, Item], bool] = lambda _q, _i: True
) -> Asked:
    """A spec case with up to two of its facts changed at random.

    Arbitrary questions are withheld nearly always; near a case both answers are found.
    """
    question, item = draw(st.sampled_from([pair for pair in TOLD if only(*pair)]))
    other, another = draw(questions()), draw(items())
    for name in draw(st.lists(st.sampled_from(OF_QUESTION), max_size=1)):
        question = replace(question, **{name: getattr(other, name)})
    for name in draw(st.lists(st.sampled_from(OF_GROUND), max_size=1)):
        changed = {name: getattr(other.ground, name)}
        question = replace(question, ground=replace(question.ground, **changed))
    for name in draw(st.lists(st.sampled_from(OF_ITEM), max_size=2, unique=True)):
        item = replace(item, **{name: getattr(another, name)})
    return question, item
