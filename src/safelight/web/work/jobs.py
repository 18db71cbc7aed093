"""What runs by itself: what waits, what failed, and trying it again."""

from typing import Any

from django.contrib import messages
from django.db import connection
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST
from procrastinate.contrib.django.models import ProcrastinateJob

PACKETS = ("deliver", "prove")
RETRY = (
    "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = now() "
    "WHERE id = %s AND status = 'failed'"
)
WORDS = {
    "deliver": "Bringing packets to their recipients",
    "prove": "Proving sendings to partners",
    "seal": "Sealing ledgers",
    "purge": "Purging what is due",
    "retry stalled": "Taking over from a job worker that stopped",
    "support": "Calls that are due about warnings",
}


@require_GET
def jobs(request: Any) -> HttpResponse:
    """States alone: a job carries ids, and none is shown."""
    rows = _own(request).exclude(status="succeeded").order_by("-id")[:100]
    shown = [
        {"id": row.id, "what": WORDS.get(row.task_name, row.task_name),
         "status": row.status, "attempts": row.attempts, "at": row.scheduled_at}
        for row in rows
    ]  # fmt: skip
    return render(request, "work/jobs.html", {"jobs": shown})


@require_POST
def again(request: Any, job: str) -> HttpResponse:
    """Put a failed job back in the queue; nothing else."""
    found = job.isdigit() and _own(request).filter(id=job, status="failed").exists()
    if found:
        with connection.cursor() as cursor:
            cursor.execute(RETRY, [int(job)])
        messages.success(request, "It is tried again.")
    else:
        messages.error(request, "This job has not failed, or is gone.")
    return redirect("jobs")


def _own(request: Any) -> Any:
    """The jobs of the whole installation, and of packets those that this agency sends:
    that another agency sends any is not to be seen."""
    agency = str(request.principal.agency)
    whole = Q(task_name__in=[name for name in WORDS if name not in PACKETS])
    return ProcrastinateJob.objects.filter(
        whole | Q(task_name__in=PACKETS, args__sender=agency)
    )
