"""The only writer of documents, and the only reader of what is in them."""

from base64 import b64decode, b64encode
from uuid import UUID, uuid4

from safelight.accounts.fence.acting import acting_as
from safelight.accounts.keys.material import Place
from safelight.accounts.keys.ring import DataCipher, cipher
from safelight.core.vocabulary import Category, Partition, Source
from safelight.ledger.acts import Act
from safelight.ledger.entries import write
from safelight.records.documents.models import Document
from safelight.records.opened import Opened
from safelight.records.sorting import sorted_as

DOCUMENT = Document._meta.db_table


def file(
    opened: Opened,
    *,
    title: str,
    pdf: bytes,
    category: Category,
    partition: Partition,
    source: Source,
) -> UUID:
    """File a document. `pdf` is as `core.documents.taken_in` gave it."""
    with acting_as(opened.by):
        own, row = cipher(opened.person), uuid4()
        Document.objects.create(
            **sorted_as(opened, category, partition, source),
            id=row,
            title=own.seal(Place(DOCUMENT, "title", row), title),
            content=own.seal(_content(row), b64encode(pdf).decode("ascii")),
            filed_at=opened.at,
            filed_by=opened.staff,
        )
        what = f"Document filed: {category.label.lower()}"
        write(Act.PERSON_CHANGED, at=opened.at, about=own, what=what)
        return row


def content(agency: UUID, row: UUID, own: DataCipher) -> bytes:
    """The file, inside `acting_as`; only for an item that the gate released. Raises
    CannotOpen, KeyGone."""
    found = Document.objects.values_list("content", flat=True)
    sealed = bytes(found.get(agency_id=agency, id=row))
    return b64decode(own.open(_content(row), sealed))


def _content(row: UUID) -> Place:
    return Place(DOCUMENT, "content", row)
