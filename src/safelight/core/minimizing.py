"""Fields that an agency can hide, rename or make optional, so that it keeps less (CF-55).

Only what a record can do without is hidden or optional; every field can be renamed. Where
something comes from is never hidden, for what protects it hangs on it. NNEDV's advice on
databases asks for this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import Term


class Asked(Term):
    AS_IT_IS = "AS_IT_IS", "As it is"
    OPTIONAL = "OPTIONAL", "May stay empty"
    HIDDEN = "HIDDEN", "Not asked"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `may` says what an agency can choose for it besides its name."""

    form: str
    name: str
    label: str
    may: tuple[Asked, ...]

    @property
    def code(self) -> str:
        return f"{self.form}.{self.name}"


EVERY: Final = (Asked.AS_IT_IS, Asked.OPTIONAL, Asked.HIDDEN)
KEPT: Final = (Asked.AS_IT_IS,)
FIELDS: Final = (
    Field("ReceiveForm", "name", "Name", KEPT),
    Field("ReceiveForm", "birth_date", "Birth date", EVERY),
    Field("ReceiveForm", "source", "Who told you", KEPT),
    Field("ContactForm", "kind", "What it is", KEPT),
    Field("ContactForm", "value", "Address, number or email", KEPT),
    Field("ContactForm", "source", "How you know", KEPT),
    Field("ContactForm", "how", "When and how it is safe", EVERY),
    Field("IdentifierForm", "kind", "What it is", KEPT),
    Field("IdentifierForm", "value", "Name or number", KEPT),
    Field("ServiceForm", "service", "Service", KEPT),
    Field("ServiceForm", "words", "Anything to remember", EVERY),
    Field("AimForm", "words", "In their words", KEPT),
    Field("NoteForm", "source", "How you know", KEPT),
    Field("NoteForm", "text", "Note", KEPT),
    Field("DocumentForm", "title", "What it is", KEPT),
    Field("DocumentForm", "source", "How you know", KEPT),
)
# What a field that is not asked is kept as.
SAYS_NOTHING: Final[Mapping[str, str | None]] = {
    "birth_date": None,
    "how": "",
    "words": "",
}
BY_CODE: Final[Mapping[str, Field]] = {one.code: one for one in FIELDS}


@dataclass(frozen=True, slots=True)
class Rule:
    """What an agency chose for one field; `label` is its own name for it, or nothing."""

    asked: Asked = Asked.AS_IT_IS
    label: str = ""


class NotPossible(ValueError):
    """The field cannot be hidden or left empty; the message says why."""


def require_possible(code: str, asked: Asked) -> None:
    """Raises NotPossible."""
    field = BY_CODE.get(code)
    if field is None or asked not in field.may:
        raise NotPossible("A record cannot do without this field. You can rename it.")
