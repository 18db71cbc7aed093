"""Jobs: they carry opaque ids only, and act for one agency at a time."""

from contextlib import suppress
from uuid import UUID

from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.types import TimeDeltaParams

from safelight.accounts.keys.agency import KeyGone
from safelight.accounts.keys.held.asking import VaultLocked
from safelight.accounts.models import Agency
from safelight.disclosure import delivery, purging
from safelight.disclosure.support import due
from safelight.ledger.sealing import seal

WHEN_LOCKED: TimeDeltaParams = {"minutes": 5}
RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name="deliver", retry=RETRY)
def deliver(packet: str, sender: str, recipient: str) -> None:
    """Bring a packet from its sender's outbox to its recipient's inbox; where one of them is
    locked, later."""
    try:
        delivery.deliver(UUID(packet), UUID(sender), UUID(recipient), at=timezone.now())
    except VaultLocked:
        ids = {"packet": packet, "sender": sender, "recipient": recipient}
        deliver.configure(schedule_in=WHEN_LOCKED).defer(**ids)


class NotSealedYet(RuntimeError):
    """An older transaction still runs: tried again."""


@app.task(name="prove", retry=RETRY)
def prove(packet: str, sender: str, recipient: str) -> None:
    """Show the recipient that a packet's sending is in the sender's ledger."""
    ids = UUID(packet), UUID(sender), UUID(recipient)
    try:
        if not delivery.prove(*ids, at=timezone.now()):
            raise NotSealedYet
    except VaultLocked:
        named = {"packet": packet, "sender": sender, "recipient": recipient}
        prove.configure(schedule_in=WHEN_LOCKED).defer(**named)


@app.periodic(cron="*/10 * * * * *")
@app.task(name="seal", queueing_lock="seal")
def seal_all(timestamp: int) -> None:
    """Seal every agency's ledger."""
    for agency in Agency.objects.values_list("id", flat=True):
        # Destroyed: there is nothing to sign with. Locked: it is sealed afterwards.
        with suppress(KeyGone, VaultLocked):
            seal(agency, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="retry stalled", queueing_lock="retry stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of a worker that was killed are done by another."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="purge", queueing_lock="purge")
def purge_all(timestamp: int) -> None:
    """Purge what every agency's schedule says."""
    purging.purge_all_due(at=timezone.now())


@app.periodic(cron="7 6 * * *")
@app.task(name="support", queueing_lock="support", retry=RETRY)
def support_due(timestamp: int) -> None:
    """Raise what is due in support cases, before the day begins."""
    due.raise_calls(timezone.now())
