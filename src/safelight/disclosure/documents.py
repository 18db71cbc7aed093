"""A document of a record, for a worker to whom the gate releases it."""

from uuid import UUID

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.material import CannotOpen
from safelight.accounts.keys.ring import cipher
from safelight.core.documents.files import StaysInside, outside, texts
from safelight.core.leakguard.guard import search
from safelight.disclosure import person
from safelight.disclosure.items import DOCUMENT
from safelight.disclosure.offers import guarded_around
from safelight.disclosure.shown import Refused, Shown
from safelight.disclosure.versions import NONE_HERE
from safelight.records.documents import actions
from safelight.records.opened import Opened


def shows(opened: Opened, pdf: bytes) -> list[str]:
    """What will stop a document on its way out, said when it is filed."""
    try:
        pages = texts(outside(pdf))
    except StaysInside as error:
        return [str(error)]
    with acting_as(opened.by):
        leaks = search(pages, guarded_around(opened, [], on_release=False))
    return sorted({
        f"It shows {leak.category.label.lower()} ({leak.part}): it is stopped when "
        "somebody shares it." for leak in leaks
    })  # fmt: skip


def read(opened: Opened, row: UUID) -> bytes | Refused:
    """The file as it was filed; one entry in the ledger."""
    with acting_as(opened.by):
        shown = {f.key for f in person.read(opened).fields if isinstance(f, Shown)}
        if f"{DOCUMENT}:{row}" not in shown:
            return NONE_HERE
        try:
            return actions.content(opened.by.agency, row, cipher(opened.person))
        except (CannotOpen, KeyGone):
            return NONE_HERE
