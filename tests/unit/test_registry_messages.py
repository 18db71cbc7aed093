"""Messages between States, abstracts, answers in words, and one moment for all."""

from dataclasses import replace
from datetime import date

import pytest

from safelight.core.case_kinds import Part
from safelight.core.deadline import Deadline
from safelight.core.gate.question import Protections
from safelight.core.registry.abstract import Participant, names, person_record
from safelight.core.registry.answers import found_words
from safelight.core.registry.layout import layout
from safelight.core.registry.messages import MESSAGES, filled, message
from safelight.core.registry.record import new
from safelight.core.vocabulary import Flag, Standing
from tests.registry.files import asked

CLEAR = Protections(
    **dict.fromkeys(
        (
            "family_violence_indicator", "nondisclosure_finding", "protection_order",
            "harm_belief", "address_confidentiality",
        ),
        Flag.CLEAR,
    )
)  # fmt: skip
FLAGGED = replace(CLEAR, family_violence_indicator=Flag.SET)
CANARY = "12 ELM STREET"


def fill(code: str, everyone: list[Protections], **values: str) -> dict[str, str]:
    return filled(message(code), values, asked(), everyone, vault="support")


@pytest.mark.parametrize("other", [FLAGGED, replace(CLEAR, harm_belief=Flag.UNKNOWN)])
def test_quick_says_407_and_nothing_else_of_a_case_with_somebody_protected(
    other: Protections,
) -> None:
    """CS-18: also an inactive participant, also in a closed case."""
    answer = fill("QUICK", [CLEAR, other], participant_address=CANARY, arrears="5")

    assert answer == {"error": "407"}


def test_quick_answers_about_a_case_that_nothing_protects() -> None:
    answer = fill("QUICK", [CLEAR], participant_address=CANARY, arrears="5")

    assert answer["participant_address"] == CANARY and answer["arrears"] == "5"


def test_csenet_sets_the_nondisclosure_field_and_leaves_whereabouts_blank() -> None:
    """CS-19, CS-10."""
    fields = {f.name: CANARY for f in message("CSENET").fields}

    held, free = fill("CSENET", [FLAGGED], **fields), fill("CSENET", [CLEAR], **fields)

    assert held["nondisclosure_finding"] == "Y" and free["nondisclosure_finding"] == "N"
    blank = {name for name, text in held.items() if not text}
    assert blank == {
        "local_fips", "ssn", "residential_address", "mailing_address", "home_phone",
        "work_phone", "employer_name", "employer_address", "employer_ein",
        "professional_licence", "driver_licence", "information_text",
    }  # fmt: skip
    assert [name for name, text in free.items() if not text] == ["information_text"]


def test_an_employer_gets_no_field_without_an_order() -> None:
    of = message("EIWO")
    values = {field.name: CANARY for field in of.fields}

    answer = filled(of, values, asked(Standing.EMPLOYER), [CLEAR], vault="support")

    assert set(answer.values()) == {""}


def test_a_message_has_its_own_fields_and_is_not_certified() -> None:
    assert not any(message(code).is_certified for code in MESSAGES)
    with pytest.raises(KeyError, match="no_such_field"):
        fill("QUICK", [CLEAR], no_such_field="x")
    with pytest.raises(KeyError):
        message("FAX")


INES = Participant(
    case_id="AC-1", member_id="000123", part=Part.CUSTODIAL_PARTY,
    name="Inés María de la Vega", birth_date=date(1988, 5, 6), ssn="900-00-1234",
    protections=CLEAR,
)  # fmt: skip


def test_a_participant_becomes_a_record() -> None:
    record = person_record(replace(INES, protections=FLAGGED), "A")

    found = {f.name: record.text(f.name) for f in layout("FP").fields}
    assert {name: text for name, text in found.items() if text} == {
        "record_id": "FP", "action": "A", "case_id": "AC-1", "locate_request_type": "CS",
        "participant_type": "CP", "family_violence": "FV", "member_id": "000123",
        "birth_date": "19880506", "ssn": "900001234", "first_name": "INES",
        "middle_name": "MARIA DE LA", "last_name": "VEGA",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Ana", ("", "", "ANA")),
        ("", ("", "", "")),
        ("Bartholomew-Maximilian Ng", ("BARTHOLOMEW-MAXI", "", "NG")),
    ],
)
def test_a_name_is_cut_to_fit(whole: str, parts: tuple[str, str, str]) -> None:
    assert names(whole) == parts


def test_what_nobody_asked_about_is_not_reported_and_what_is_missing_is_said() -> None:
    bare = replace(INES, birth_date=None, ssn="", protections=Protections())

    assert not bare.is_flagged and INES.missing == ""
    assert bare.missing == "a birth date or a social security number"
    assert replace(bare, part=Part.CHILD).missing == ""
    assert replace(bare, member_id="").missing == "a participant number"
    assert person_record(replace(bare, part=Part.CHILD), "A").text("birth_date") == ""


def test_an_answer_in_words() -> None:
    found = new(
        layout("FT"), action="D", case_id="1", response="MM",
        associate_1_last_name="HALE", other_state="36",
    )  # fmt: skip
    empty = new(layout("FT"), action="F", case_id="1")

    assert found_words(found) == (
        "Death; State 36; with HALE; and more people than the answer has room for"
    )
    assert found_words(empty) == "Answer to a query"


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = 100.0, [0.0]

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.mark.parametrize(
    ("cost", "leaves"), [(0.0, 1.0), (0.4, 1.0), (1.0, 1.0), (1.3, 2.0)]
)
def test_every_answer_leaves_at_one_moment(cost: float, leaves: float) -> None:
    """CS-13: whatever it cost to work out."""
    clock = Clock()
    deadline = Deadline(1.0, lambda: clock.now, clock.sleep)

    def work() -> str:
        clock.now += cost
        return "said"

    assert deadline.answer(work) == "said"
    assert clock.now == pytest.approx(100.0 + leaves)


def test_an_error_waits_for_its_moment_too() -> None:
    clock = Clock()

    with pytest.raises(ZeroDivisionError):
        Deadline(1.0, lambda: clock.now, clock.sleep).answer(lambda: 1 // 0)
    assert clock.now == pytest.approx(101.0)
