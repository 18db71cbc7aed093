"""A note is looked over once before it is kept; what was remarked already is not again."""

from typing import Any

from safelight.core.vocabulary import Partition
from safelight.core.writing.looking import Kind, Remark, look


def remarked(request: Any, text: str, partition: Partition) -> dict[str, Any]:
    """What the page shows, empty where there is nothing new to say. `seal` puts the note
    into the sealed part, where violence may be described."""
    looked = set(request.POST.getlist("looked"))
    if "seal" in request.POST:
        partition = Partition.SEALED
    found = look(text, partition)
    if all(one.rule.code in looked for one in found):
        return {}
    return {"remarks": found, "text": text, "remarked": _codes(found) | looked,
            "offer_seal": any(one.rule.kind is Kind.SEAL for one in found)}  # fmt: skip


def _codes(found: list[Remark]) -> set[str]:
    return {one.rule.code for one in found}
