"""The web server's configuration: threads, and logs in the same form as ours."""

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
