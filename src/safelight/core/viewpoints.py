"""Whose eyes a record can be seen with, and what each of them would ask."""

from dataclasses import dataclass
from typing import Final

from safelight.core.vocabulary import Channel, Purpose, Standing


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody outside every agency: how they are called, and what they could ask."""

    standing: Standing
    label: str
    asks: tuple[tuple[Channel, Purpose], ...]


PAPER, FILE = Channel.PAPER, Channel.TRANSMIT
OUTSIDERS: Final = {
    one.standing: one
    for one in (
        Outsider(
            Standing.SUBJECT,
            "The person it is about",
            ((PAPER, Purpose.SUBJECT_ACCESS),),
        ),
        Outsider(
            Standing.PARTY,
            "The other party",
            (
                (PAPER, Purpose.COURT_PROCEEDING),
                (PAPER, Purpose.SUBJECT_ACCESS),
                (PAPER, Purpose.CUSTODY_VISITATION),
            ),
        ),
        Outsider(
            Standing.COUNSEL,
            "The other party's counsel",
            ((PAPER, Purpose.COURT_PROCEEDING), (PAPER, Purpose.SUBJECT_ACCESS)),
        ),
        Outsider(
            Standing.EMPLOYER,
            "The other party's employer",
            ((PAPER, Purpose.ENFORCE_SUPPORT),),
        ),
        Outsider(
            Standing.OTHER_STATE,
            "Another state",
            ((FILE, Purpose.ESTABLISH_SUPPORT), (FILE, Purpose.ENFORCE_SUPPORT)),
        ),
        Outsider(
            Standing.REGISTRY, "A federal registry", ((FILE, Purpose.ENFORCE_SUPPORT),)
        ),
        Outsider(Standing.PUBLIC, "Anybody else", ((PAPER, Purpose.SUBJECT_ACCESS),)),
    )
}
