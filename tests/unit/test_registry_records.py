"""Registry records: the layouts as the charts have them, and no byte lost (CS-10)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.core.registry.layout import LayoutInvalid, layout, read
from safelight.core.registry.record import Record, RecordInvalid, new
from safelight.core.registry.record import read as read_record
from safelight.core.vocabulary import Category, Source

# First byte (from 1) and length, as far as they are known.
FP = {
    "record_id": (1, 2), "action": (3, 1), "case_id": (4, 15), "county_fips": (36, 3),
    "locate_request_type": (41, 2), "participant_type": (44, 2),
    "family_violence": (46, 2), "member_id": (48, 15), "sex": (63, 1),
    "birth_date": (64, 8), "ssn": (72, 9), "first_name": (90, 16), "last_name": (122, 30),
    "father_first_name": (172, 16), "mother_maiden_name": (222, 16),
    "irs_u_ssn": (238, 9), "additional_first_name_1": (265, 16),
    "additional_last_name_4": (483, 30), "new_member_id": (513, 15), "irs_1099": (528, 1),
    "locate_source_1": (529, 3), "locate_source_8": (550, 3), "filler": (553, 88),
}  # fmt: skip


def person(**texts: str) -> Record:
    return new(layout("FP"), action="A", case_id="0000000001", **texts)


def test_the_person_record_is_where_the_sums_say() -> None:
    found = {f.name: (f.at + 1, f.length) for f in layout("FP").fields}

    assert {name: found[name] for name in FP} == FP
    assert not layout("FP").is_certified and "Kansas" in layout("FP").source


@pytest.mark.parametrize(
    ("record", "length"),
    [
        ("FA", 640), ("FC", 640), ("FP", 640), ("FQ", 640), ("FZ", 640),
        ("FD", 920), ("FS", 920), ("FT", 920),
    ],
)  # fmt: skip
def test_every_layout_covers_its_record_byte_by_byte(record: str, length: int) -> None:
    found = layout(record)
    ends = 0
    for field in found.fields:
        assert field.at == ends
        ends = field.at + field.length
    assert ends == found.length == length
    assert found.field("record_id").fixed == record


def test_where_somebody_is_and_what_protects_them_have_their_category() -> None:
    of = {f.name: f.category for f in layout("FP").fields}

    assert of["county_fips"] is of["locate_source_8"] is Category.LOCATION
    assert of["family_violence"] is Category.SAFETY
    assert of["ssn"] is of["last_name"] is Category.IDENTITY
    assert of["record_id"] is None


def test_what_comes_back_from_the_registry_is_federal_locator_data() -> None:
    """CS-17: its own limits travel with it, whoever asks."""
    back = [layout(record) for record in ("FD", "FS", "FT")]

    assert {one.origin for one in back} == {Source.FEDERAL_LOCATOR}
    assert layout("FT").field("associate_2_ssn").key == "social_security_number"
    assert set(layout("FS").field("acknowledgement").codes or ()) == {
        "AAAAA", "HOLDS", "REJCT",
    }  # fmt: skip


texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=15)


@settings(max_examples=200, deadline=None)
@given(texts, texts, st.sampled_from(["", "FV"]))
def test_what_is_read_is_written_again_byte_for_byte(
    name: str, user: str, violence: str
) -> None:
    made = person(
        first_name=name, user_field=user, family_violence=violence,
        birth_date="19910402",
    )  # fmt: skip

    again = read_record(layout("FP"), made.raw)

    assert again.raw == made.raw and len(made.raw) == 640
    assert again.text("first_name") == name.strip()
    assert again.text("family_violence") == violence


def test_one_field_changed_or_blanked_leaves_all_others() -> None:
    before = person(first_name="LENA", ssn="123456789", county_fips="003")

    after = before.without("county_fips").with_text("first_name", "MIA")

    assert (after.text("county_fips"), after.text("first_name")) == ("", "MIA")
    changed = {i for i in range(640) if before.raw[i] != after.raw[i]}
    county, first = (layout("FP").field(n).bytes for n in ("county_fips", "first_name"))
    assert changed <= {*range(*county.indices(640)), *range(*first.indices(640))}
    with pytest.raises(KeyError):
        before.text("no_such_field")


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"ssn": "12345678X"}, "ssn: must be 9 digits"),
        ({"ssn": "1234"}, "ssn: must be 9 digits"),
        ({"birth_date": "19910231"}, "birth_date: must be a date as CCYYMMDD"),
        ({"birth_date": "1991"}, "birth_date: must be a date as CCYYMMDD"),
        ({"participant_type": "XX"}, "participant_type: must be one of CH, CP, NP, PF"),
        ({"family_violence": "Y"}, "family_violence: must be one of FV"),
        ({"case_id": ""}, "case_id: must not be blank"),
        ({"record_id": "FC"}, "record_id: must be FP"),
        (
            {"first_name": "A" * 17},
            "first_name: must be ASCII of at most 16 characters",
        ),
        (
            {"first_name": "Zo\u00eb"},
            "first_name: must be ASCII of at most 16 characters",
        ),
    ],
)
def test_a_field_against_its_rule_is_named_with_the_rule_and_not_the_value(
    texts: dict[str, str], fault: str
) -> None:
    with pytest.raises(RecordInvalid) as raised:
        new(layout("FP"), **{"action": "A", "case_id": "1", **texts})

    assert str(raised.value) == fault


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"FP", "2 bytes long; a record has 640"),
        (b"F" * 641, "641 bytes long"),
        (b"\x00" * 640, "no printable ASCII"),
        (b"\xff" * 640, "no printable ASCII"),
    ],
)
def test_a_line_that_is_no_record_is_refused(line: bytes, reason: str) -> None:
    with pytest.raises(RecordInvalid, match=reason):
        read_record(layout("FP"), line)


GOOD = 'record = "X"\nname = "x"\nlength = {}\nsource = "s"\ncertified = false\n'
ONE = '[[field]]\nname = "{}"\nlength = 3\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not toml", "this is no layout"),
        (GOOD.format(9), "'field'"),
        (GOOD.format(2) + ONE.format("a"), "the fields end at 3, the record at 2"),
        (
            GOOD.format(9) + ONE.format("a") + ONE.format("a"),
            "two fields have one name",
        ),
        (GOOD.format(9) + ONE.format("a") + 'category = "WHERE"', "this is no layout"),
        ('identity = ["b"]\n' + GOOD.format(9) + ONE.format("a"), "no field b"),
    ],
)
def test_a_layout_that_does_not_hold_together_is_refused(
    text: str, reason: str
) -> None:
    with pytest.raises(LayoutInvalid, match=reason):
        read(text)


def test_a_layout_that_is_not_there_is_named() -> None:
    with pytest.raises(LayoutInvalid, match="no layout of a record 'ZZ'"):
        layout("ZZ")


def test_a_layout_may_fill_its_record() -> None:
    assert [f.name for f in read(GOOD.format(3) + ONE.format("a")).fields] == ["a"]
