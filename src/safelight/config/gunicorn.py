"""The web server's configuration: threads, and logs in the same form as ours."""

import gc
from typing import Any

from safelight.config.logs import LOGGING

workers = 2
threads = 8
control_socket_disable = True
loglevel = "warning"
logconfig_dict = {
    **LOGGING,
    "loggers": {
        **LOGGING["loggers"],
        "gunicorn.error": {"handlers": [], "propagate": True},
        "gunicorn.access": {"handlers": [], "propagate": False},
    },
}


def post_worker_init(worker: Any) -> None:
    """What is loaded stays for good: the collector need not look through it again, a
    pause of a tenth of a second for whoever waits."""
    gc.collect()
    gc.freeze()
