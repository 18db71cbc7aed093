"""A person's record for the registry, from what an agency holds of them.

No flag's reason, order or narrative is among it (CS-14): there is nowhere to put one.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from safelight.core.case_kinds import Part
from safelight.core.gate.question import Protections
from safelight.core.registry.layout import layout
from safelight.core.registry.record import Record, new

PARTICIPANTS: Final = {
    Part.CUSTODIAL_PARTY: "CP",
    Part.NONCUSTODIAL_PARENT: "NP",
    Part.PUTATIVE_FATHER: "PF",
    Part.CHILD: "CH",
}
FLAGGED: Final = "FV"
ADD, CHANGE, DELETE = "A", "C", "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody's part in a case of the child support program."""

    case_id: str
    member_id: str
    part: Part
    name: str
    birth_date: date | None
    ssn: str
    protections: Protections

    @property
    def is_flagged(self) -> bool:
        """Any protection in force, whatever it is called here, is family violence there.

        What nobody asked about is not reported: a State notifies on reasonable evidence
        (42 U.S.C. 654(26)(D)). Here at home it protects all the same.
        """
        return self.protections.any_in_force

    @property
    def missing(self) -> str:
        """What the registry needs and this participant lacks, in words."""
        if not self.member_id:
            return "a participant number"
        if self.part is not Part.CHILD and not (self.ssn or self.birth_date):
            return "a birth date or a social security number"
        return ""


def person_record(one: Participant, action: str) -> Record:
    """The record of a participant. Raises RecordInvalid for an id that does not fit."""
    first, middle, last = names(one.name)
    return new(
        layout("FP"),
        action=action,
        case_id=one.case_id,
        locate_request_type="CS",
        participant_type=PARTICIPANTS[one.part],
        family_violence=FLAGGED if one.is_flagged else "",
        member_id=one.member_id,
        birth_date=f"{one.birth_date:%Y%m%d}" if one.birth_date else "",
        ssn="".join(filter(str.isdecimal, one.ssn)),
        first_name=first,
        middle_name=middle,
        last_name=last,
    )


def names(whole: str) -> tuple[str, str, str]:
    """First, middle and last name as the record has them: capitals, ASCII, cut to fit."""
    plain = unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()
    words = plain.upper().split()
    parts = (
        words[0] if len(words) > 1 else "",
        " ".join(words[1:-1]),
        "".join(words[-1:]),
    )
    lengths = (
        layout("FP").field(f"{n}_name").length for n in ("first", "middle", "last")
    )
    first, middle, last = (
        part[:length].strip() for part, length in zip(parts, lengths, strict=True)
    )
    return first, middle, last
