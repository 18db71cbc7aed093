"""Numbers about the machine and never about anybody: for whoever watches over it.

In the text form of Prometheus. Counts are over all agencies; a route is its name, never
its address. Without a token in the settings there is no such page.
"""

from collections.abc import Iterator
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from safelight.ledger.waiting import waiting
from safelight.web.errors import not_found

JOBS = """SELECT task_name, status::text, count(*) FROM procrastinate_jobs
          WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2 ORDER BY 1, 2"""


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not token or not compare_digest(given.encode(), token.encode()):
        return not_found(request)
    text = "\n".join(_lines()) + "\n"
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _lines() -> Iterator[str]:
    yield "# HELP safelight_jobs Jobs that wait, run or failed for good."
    yield "# TYPE safelight_jobs gauge"
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        for task, status, count in cursor.fetchall():
            yield f'safelight_jobs{{task="{task}",status="{status}"}} {count}'
    unsealed, faults = waiting()
    yield "# HELP safelight_ledger_waiting Ledger entries not sealed yet."
    yield "# TYPE safelight_ledger_waiting gauge"
    yield f"safelight_ledger_waiting {unsealed}"
    yield "# HELP safelight_partner_faults Checkpoints of partners that did not hold."
    yield "# TYPE safelight_partner_faults counter"
    yield f"safelight_partner_faults {faults}"
