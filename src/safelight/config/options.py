"""Every setting an installation can make: name, default, meaning. One table."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """An environment variable. A secret one is never printed."""

    name: str
    default: str
    meaning: str
    is_secret: bool = False
    is_required: bool = False

    def read(self) -> str:
        return os.environ.get(self.name, "") or self.default


OPTIONS = {
    option.name: option
    for option in (
        Option("DATABASE_URL", "", "PostgreSQL address for the application's role (no ownership, no BYPASSRLS). Without it the command line starts the embedded server.", is_secret=True, is_required=True),
        Option("OWNER_DATABASE_URL", "", "Address for the role that owns the schema; used by migrations only.", is_secret=True),
        Option("BACKUP_DATABASE_URL", "", "Address for the role that reads everything for backups (BYPASSRLS); never the application's.", is_secret=True),
        Option("SAFELIGHT_BACKUP_RECIPIENT", "", "The age key (age1...) that backups are encrypted to. Keep its identity off this machine."),
        Option("SAFELIGHT_BACKUP_KEY_DAYS", "14", "Days after which a backup's keys file is removed from its folder: so long an old backup can open somebody purged since."),
        Option("SAFELIGHT_SECRET_KEY", "", "Signs sessions and forms: 50 random characters or more.", is_secret=True, is_required=True),
        Option("SAFELIGHT_MASTER_KEY", "", "Wraps every agency's keys: 32 random bytes in hexadecimal. Losing it loses every vault.", is_secret=True, is_required=True),
        Option("SAFELIGHT_DEMO", "", "1 shows the cast page. Works only on a database that was marked as a demo when it was seeded."),
        Option("SAFELIGHT_HOME", "", "Folder of the embedded server; by default outside any home folder for root, else below the user's state folder."),
        Option("SAFELIGHT_HOSTS", "127.0.0.1,localhost", "Host names to serve, with commas between."),
        Option("SAFELIGHT_HTTPS", "", "1 where TLS ends before the application: cookies and HSTS for HTTPS only."),
        Option("SAFELIGHT_IDLE_MINUTES", "20", "Minutes without a click until staff sign in again."),
        Option("SAFELIGHT_KEY_AGENT", "", "Socket of the key agent (`safelight agent`), for vaults that their own people hold; by default in the embedded server's folder."),
        Option("SAFELIGHT_LOCK_AFTER_MINUTES", "60", "Minutes without anybody at work until a held vault locks."),
        Option("SAFELIGHT_LOCK_AFTER_HOURS", "12", "Hours until a held vault locks, whoever is at work."),
        Option("SAFELIGHT_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs carry ids and codes only."),
        Option("SAFELIGHT_METRICS_TOKEN", "", "Opens /metrics to whoever sends it as a bearer token; without it there is no such page.", is_secret=True),
        Option("SAFELIGHT_INSTRUMENTS", "", "Folder of instruments (*.toml) that the agency may use, each with its permission; see `safelight instruments`."),
        Option("SAFELIGHT_PAYEE", "State Disbursement Unit", "Where employers pay, as it stands on papers: name and address of the central payee."),
        Option("SAFELIGHT_PUBLIC_CONTACTS", "1-800-799-7233; 1-800-787-3224", "Public addresses, phones and e-mail addresses (agency, court, payee, hotlines) that may stand in what leaves about somebody protected, with semicolons between. Agencies' mailing addresses and the payee need not be named."),
        Option("SAFELIGHT_REGISTRY_STATE", "09", "The State's two-digit code in registry files, such as 09 for Connecticut."),
        Option("SAFELIGHT_RELEASE_DAYS", "14", "Default length of a release (CF-8)."),
        Option("SAFELIGHT_RELEASE_CAP_DAYS", "90", "Longest release allowed here (CF-8)."),
        Option("SAFELIGHT_TIME_ZONE", "America/New_York", "The agency's time zone: when a day begins and ends."),
        Option("SAFELIGHT_STATIC_ROOT", "", "Folder for collected static files; by default in the embedded server's folder."),
    )
}  # fmt: skip


def option(name: str) -> str:
    """The value of a setting in the table; KeyError for a name that is not in it."""
    return OPTIONS[name].read()
