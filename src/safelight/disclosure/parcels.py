"""What travels in a packet: pieces with their facts, and the ground they go on.

The facts travel with the values because the recipient's gate asks again, at each
reading, whether this reader may have this item on this ground.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from safelight.core.gate.question import Ground, Item
from safelight.core.vocabulary import Answer, GroundKind, Purpose


class ParcelInvalid(ValueError):
    """The content of a packet does not have the form of one."""

    def __init__(self) -> None:
        super().__init__(
            "The content of this packet cannot be read. Nothing is shown; ask the "
            "sending agency to send it again."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One item that travels: what the gate answered, and the words it travels as; of a
    document also the file, a PDF in base64."""

    item: Item
    answer: Answer
    label: str
    text: str
    at: datetime | None = None
    detail: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    purpose: Purpose
    ground_id: UUID
    ground: Ground
    ends: datetime
    pieces: tuple[Piece, ...]
    obligations: tuple[str, ...] = ()

    @property
    def ground_kind(self) -> GroundKind:
        return self.ground.kind


_FORM = TypeAdapter(Parcel)


def pack(parcel: Parcel) -> str:
    return _FORM.dump_json(parcel).decode()


def unpack(text: str | bytes) -> Parcel:
    """Raises ParcelInvalid."""
    try:
        return _FORM.validate_json(text)
    except ValidationError:
        raise ParcelInvalid from None
