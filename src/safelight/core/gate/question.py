"""What is asked of the gate, and the facts it is asked about.

Every attribute is required by the policies' schema; where Python has a default, the
default is the one that protects. A new attribute here is a new attribute for policies.
"""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from safelight.core import vocabulary as v

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who would get the item: for a packet or a paper, its recipient.

    Staff have an agency; a party, and whoever stands with one, has a `party` id, by
    which an order can name them. Raises ValueError for staff without an agency, and for
    anybody else with one or with an agency's kind.
    """

    standing: v.Standing
    agency: str = ""
    party: str = ""
    agency_kind: v.AgencyKind = v.AgencyKind.NONE
    duties: frozenset[v.Duty] = frozenset()
    active: bool = True

    def __post_init__(self) -> None:
        if (self.standing is v.Standing.STAFF) != bool(self.agency):
            raise ValueError("asker: staff have an agency, and nobody else has one")
        if not self.agency and self.agency_kind is not v.AgencyKind.NONE:
            raise ValueError("asker: an agency's kind belongs to its staff alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A release, agreement, mandate or order as it is written; nothing is implied.

    `sender` and `recipient` are agency ids (for an order, the recipient it names).
    The period is half-open: in force from `starts`, no longer at `ends`.
    `lifts` are the sources whose own limits it names (42 CFR 2.31 and 2.64).
    """

    kind: v.GroundKind = v.GroundKind.NONE
    sender: str = ""
    recipient: str = ""
    categories: frozenset[v.Category] = frozenset()
    answers: frozenset[v.Category] = frozenset()
    items: frozenset[str] = frozenset()
    purposes: frozenset[v.Purpose] = frozenset()
    channels: frozenset[v.Channel] = frozenset()
    lifts: frozenset[v.Source] = frozenset()
    signer: v.Signer = v.Signer.NONE
    mandate: v.Mandate = v.Mandate.NONE
    harm_finding: v.HarmFinding = v.HarmFinding.NONE
    starts: datetime = NEVER
    ends: datetime = NEVER
    revoked: v.Flag = v.Flag.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    asker: Asker
    channel: v.Channel
    purpose: v.Purpose
    at: datetime
    ground: Ground = field(default_factory=Ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protections:
    """The protections in force on the person an item is about."""

    family_violence_indicator: v.Flag = v.Flag.UNKNOWN
    nondisclosure_finding: v.Flag = v.Flag.UNKNOWN
    protection_order: v.Flag = v.Flag.UNKNOWN
    harm_belief: v.Flag = v.Flag.UNKNOWN
    address_confidentiality: v.Flag = v.Flag.UNKNOWN

    @property
    def nothing_in_force(self) -> bool:
        """Every one was asked about, and is clear."""
        return all(getattr(self, f.name) is v.Flag.CLEAR for f in fields(self))

    @property
    def any_in_force(self) -> bool:
        """One is set; not merely unknown, which protects all the same."""
        return any(getattr(self, f.name) is v.Flag.SET for f in fields(self))

    @classmethod
    def alike(cls, flag: v.Flag) -> "Protections":
        """Every one with the same standing."""
        return cls(**{f.name: flag for f in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of information: what it is, whose vault it is in, what protects it.

    `subject` is the id of the person it is about; `assignment` and `staff_block` say
    how the asker stands to that person.
    `substitute_available` says a substitute (an agency or program address) is on file.
    """

    key: str
    category: v.Category
    vault: str
    vault_kind: v.AgencyKind
    subject: str = ""
    vault_funds: frozenset[v.Fund] = frozenset()
    jurisdiction: str = ""
    partition: v.Partition = v.Partition.SEALED
    source: v.Source = v.Source.UNKNOWN
    protections: Protections = field(default_factory=Protections)
    confided_by_child: v.Flag = v.Flag.UNKNOWN
    privileged: v.Flag = v.Flag.UNKNOWN
    shelter: v.Flag = v.Flag.UNKNOWN
    substitute_available: bool = False
    assignment: v.Assignment = v.Assignment.NONE
    staff_block: v.Flag = v.Flag.UNKNOWN

    def __post_init__(self) -> None:
        if not self.vault:
            raise ValueError("item: the vault it is in is missing")

    def reference(self) -> "Item":
        """The item outsiders' words are worked out from: a protected person's, ordinary.

        It keeps what the asker knows anyway (whom they asked, for which category), so
        what they are told depends on the question and on nothing that is held.
        """
        return Item(
            key="",
            category=self.category,
            vault=self.vault,
            vault_kind=self.vault_kind,
            vault_funds=self.vault_funds,
            jurisdiction=self.jurisdiction,
            partition=v.Partition.GENERAL,
            source=v.Source.OBSERVATION,
            confided_by_child=v.Flag.CLEAR,
            privileged=v.Flag.CLEAR,
            shelter=v.Flag.CLEAR,
            assignment=v.Assignment.ASSIGNED,
            staff_block=v.Flag.CLEAR,
        )
