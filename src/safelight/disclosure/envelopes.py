"""What goes from one agency to another, enclosed by the sender and opened by the
recipient: each with its own key and the other's published one."""

from datetime import datetime
from uuid import UUID

from safelight.accounts.keys import envelope
from safelight.accounts.keys.agency import decryption_key, signing_key
from safelight.accounts.models import Agency


def header(
    what: UUID, sender: UUID, recipient: UUID, ends: datetime
) -> envelope.Header:
    """What can be read without a key: ids and an end."""
    return envelope.Header(str(what), str(sender), str(recipient), ends.isoformat())


def enclose(head: envelope.Header, content: bytes) -> bytes:
    """Acting as the sender."""
    public = Agency.objects.get(id=head.recipient).encryption_public
    return envelope.close(
        head, content, to=bytes(public or b""), signed_by=signing_key()
    )


def disclose(sealed: bytes, head: envelope.Header) -> bytes:
    """Acting as the recipient. Raises EnvelopeRefused."""
    public = Agency.objects.get(id=head.sender).signing_public
    return envelope.open_envelope(
        sealed, head, key=decryption_key(), sender=bytes(public or b"")
    )
