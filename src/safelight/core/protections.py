"""The protections a person can have, and what recording each one asks for."""

from typing import Final

from safelight.core.vocabulary import Source, Term


class ProtectionKind(Term):
    """Each is an attribute of `Protections`, by its code in lower case."""

    FAMILY_VIOLENCE_INDICATOR = "FAMILY_VIOLENCE_INDICATOR", "Family violence indicator"
    NONDISCLOSURE_FINDING = "NONDISCLOSURE_FINDING", "Nondisclosure finding"
    PROTECTION_ORDER = "PROTECTION_ORDER", "Protection order"
    HARM_BELIEF = "HARM_BELIEF", "Reason to believe harm"
    ADDRESS_CONFIDENTIALITY = (
        "ADDRESS_CONFIDENTIALITY",
        "Address confidentiality program",
    )


class Basis(Term):
    """What a protection rests on; a person's own statement is enough."""

    OWN_STATEMENT = "OWN_STATEMENT", "The person's own statement"
    WORKER = "WORKER", "Worker's belief"
    ORDER = "ORDER", "Court order"
    DOCUMENT = "DOCUMENT", "Other document"
    SCREENING = "SCREENING", "Screening"


# What a protection rests on says where it is known from, and so who may never get it.
SOURCE_OF: Final = {
    Basis.OWN_STATEMENT: Source.SURVIVOR,
    Basis.WORKER: Source.OBSERVATION,
    Basis.ORDER: Source.PUBLIC_RECORD,
    Basis.DOCUMENT: Source.UNKNOWN,
    Basis.SCREENING: Source.SURVIVOR,
}
