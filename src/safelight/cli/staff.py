"""`staff`: accounts of the people who work for an agency."""

import argparse
import getpass
import sys
from typing import Any

from safelight.accounts.roles import ROLES
from safelight.cli.environment import prepare
from safelight.cli.ledger import find_agency
from safelight.cli.outcome import BadInput, Exit, say


def add(commands: Any) -> None:
    staff = commands.add_parser("staff", help="add a member of staff").add_subparsers(
        dest="staff_command", required=True
    )
    member = staff.add_parser(
        "add",
        help="add a member of staff",
        description="The password is asked for, or read from standard input. The "
        "second step is set up at the first sign-in.",
    )
    member.add_argument("email")
    member.add_argument("--name", required=True)
    member.add_argument("--agency", required=True, help="name or id")
    member.add_argument("--role", action="append", required=True, choices=list(ROLES))
    member.add_argument("--supervisor", help="the supervisor's email")
    member.add_argument("--json", action="store_true")
    member.set_defaults(run=run_staff)


def run_staff(chosen: argparse.Namespace) -> Exit:
    prepare()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from safelight.accounts.actions import RoleInvalid, make_staff
    from safelight.accounts.models import Staff

    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().strip()
    supervisor = Staff.objects.filter(email=chosen.supervisor or "").first()
    if chosen.supervisor and supervisor is None:
        raise BadInput("There is no supervisor with this email; add them first.")
    try:
        validate_password(password)
        made = make_staff(
            agency=find_agency(chosen.agency),
            email=chosen.email,
            name=chosen.name,
            roles=chosen.role,
            supervisor=supervisor.id if supervisor else None,
            password=password,
        )
    except ValidationError as error:
        raise BadInput(" ".join(error.messages)) from None
    except RoleInvalid as error:
        raise BadInput(str(error)) from None
    except IntegrityError:
        raise BadInput("There is an account with this email already.") from None
    say(chosen.json, {"staff": str(made)}, "Added. They set up the second step next.")
    return Exit.DONE
