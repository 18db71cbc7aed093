"""Logs as JSON lines that carry ids and codes only.

What a library writes is kept as its fixed text, without the values it would fill in,
and an exception as its kind and place, without its message: either could name someone.
"""

import logging
import traceback
from typing import Any

import structlog

from safelight.config.options import option

ALLOWED = frozenset(
    {"event", "level", "timestamp", "logger", "agency", "staff", "packet", "job",
     "act", "status", "milliseconds", "count", "exception", "route", "method"}
)  # fmt: skip


def allowed_only(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every field that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def foreign(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """A library's record: its fixed text, and the kind and place of its exception."""
    record: logging.LogRecord = event["_record"]
    event["event"] = str(record.msg) if record.args else record.name
    if record.exc_info and record.exc_info[0]:
        event["exception"] = describe(record.exc_info[1])
    return event


def describe(error: BaseException | None) -> str:
    """An exception's kind and where it was raised; never its message."""
    if error is None:
        return ""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return f"{type(error).__name__} at {' '.join(places)}"


SHARED: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
structlog.configure(
    processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [*SHARED, foreign],
            "processors": [allowed_only, structlog.processors.JSONRenderer()],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": option("SAFELIGHT_LOG_LEVEL")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "procrastinate": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
