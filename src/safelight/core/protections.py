"""The protections a person can have, and what recording each one asks for."""

from collections.abc import Collection
from dataclasses import fields
from typing import Final

from safelight.core.gate.question import Protections
from safelight.core.vocabulary import Flag, Source, Term


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


def strictest(found: Collection[Protections]) -> Protections:
    """What protects somebody of whom there are several records: in force in any, or not
    known in any."""
    flags = {}
    for field in fields(Protections):
        known = {getattr(one, field.name) for one in found}
        order = (Flag.SET, Flag.UNKNOWN, Flag.CLEAR)
        flags[field.name] = next(flag for flag in order if flag in known)
    return Protections(**flags)
