"""`registry` with a vault: what is sent, what came back, and who is protected."""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from safelight.cli.environment import prepare
from safelight.cli.outcome import BadInput, Exit, say

Command = Callable[[argparse.Namespace], Exit]


def add(inner: Any) -> None:
    export = inner.add_parser(
        "export",
        help="whoever is new or changed, as records for the registry",
        description="Additions, changes and deletions since the last run. No address, "
        "reason, order or narrative is in them. A run that was stopped before its file "
        "was complete is written again first.",
    )
    export.add_argument("target", metavar="OUT", type=Path)
    export.set_defaults(run=run_export)
    taken = inner.add_parser(
        "import",
        help="answers and matches, into the records they belong to",
        description="Acknowledgements settle what was sent; whatever is held or rejected "
        "raises a task. Matches stay inside the shield of everybody in the case.",
    )
    taken.add_argument("source", metavar="IN", type=Path)
    taken.set_defaults(run=run_import)
    flags = inner.add_parser(
        "flags",
        help="whom the vault protects, for `registry screen --flags`",
        description="Ids of cases and people. Only you can read the file; destroy it "
        "after use.",
    )
    flags.add_argument("target", metavar="OUT", type=Path)
    flags.set_defaults(run=run_flags)
    payment = inner.add_parser(
        "payment-flags",
        help="changes for the payment centre: add or remove, and nothing else",
        description="One line for each participant whose protection began or ended since "
        "the centre was last told: A or R, and the participant number.",
    )
    payment.add_argument("target", metavar="OUT", type=Path)
    payment.set_defaults(run=run_payment)
    answer = inner.add_parser(
        "answer",
        help="what an outsider who asks about a participant number is told",
        description="The same words, length and moment for somebody protected, for "
        "somebody of whom nothing may be said, and for nobody.",
    )
    answer.add_argument("number", help="the participant number they ask about")
    askers = ["party", "counsel", "employer", "other-state", "public"]
    answer.add_argument("--recipient", required=True, choices=askers)
    answer.add_argument("--purpose", required=True, choices=["locate", "enforce-support",
                        "establish-support", "custody-visitation"])  # fmt: skip
    answer.set_defaults(run=run_answer)
    for one in (export, taken, flags, payment, answer):
        one.add_argument("--agency", required=True, metavar="NAME", help="whose vault")
        one.add_argument("--json", action="store_true")
        run = one.get_default("run")
        one.set_defaults(run=_by_itself(run) if one is not answer else run)


def _by_itself(run: Command) -> Command:
    """One command over an agency's registry files at a time."""

    def only(chosen: argparse.Namespace) -> Exit:
        agency = agency_of(chosen.agency)
        from safelight.disclosure.registry.alone import AtWork, alone

        try:
            with alone(agency):
                return run(chosen)
        except AtWork as error:
            raise BadInput(str(error)) from None

    return only


def agency_of(name: str) -> UUID:
    """The id of an agency of this installation. Raises BadInput."""
    prepare()
    from safelight.accounts.models import Agency

    found = Agency.objects.filter(name=name).values_list("id", flat=True).first()
    if found is None:
        names = ", ".join(sorted(Agency.objects.values_list("name", flat=True)))
        raise BadInput(f"There is no agency {name!r}. There are: {names}")
    return UUID(str(found))


def run_export(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.registry.exporting import (
        NotChildSupport,
        export,
        principal,
    )
    from safelight.records.registry import actions

    _require_folder(chosen.target)
    try:
        batch = export(agency, timezone.now())
    except NotChildSupport as error:
        raise BadInput(str(error)) from None
    _write(chosen.target, batch)
    actions.written(batch.run, by=principal(agency))
    words = f"Batch {batch.number}: {len(batch.lines)} records in {chosen.target}."
    if batch.is_again:
        words = (
            f"A run that was stopped, written again. {words} Run again for the rest."
        )
    if batch.tasks:
        words += f" {batch.tasks} could not be sent: see the registry desk."
    result = {"batch": batch.number, "records": len(batch.lines), "tasks": batch.tasks}
    say(chosen.json, {**result, "again": batch.is_again}, words)
    return Exit.FOUND if batch.tasks else Exit.DONE


def _write(target: Path, batch: Any) -> None:
    from safelight.config.options import option
    from safelight.interop.registry import writing

    state = option("SAFELIGHT_REGISTRY_STATE")
    try:
        writing.write(target, batch.lines, state=state, batch=batch.number, at=batch.at)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"The file could not be written ({error}). The run is kept: the same command "
            "writes it again."
        ) from None


def run_import(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.registry.importing import ReadBefore, take
    from safelight.interop.registry import writing
    from safelight.interop.registry.files import FileInvalid

    try:
        digest = writing.digest(chosen.source)
        taken = take(agency, timezone.now(), writing.records(chosen.source), digest)
    except (FileInvalid, ReadBefore) as error:
        raise BadInput(str(error)) from None
    except OSError as error:
        raise BadInput(f"The file cannot be read ({error.strerror}).") from None
    words = [
        f"{taken.records} records: {taken.taken} taken in, {taken.tasks} tasks raised."
    ]
    words += [f"line {number}: {reason}" for number, reason in taken.rejects]
    result = {
        "records": taken.records,
        "taken": taken.taken,
        "tasks": taken.tasks,
        "rejects": [{"line": n, "reason": r} for n, r in taken.rejects],
    }
    say(chosen.json, result, "\n".join(words))
    return Exit.FOUND if taken.rejects or taken.tasks else Exit.DONE


def run_flags(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.registry.flagging import flags
    from safelight.interop.registry import flags as files

    _require_folder(chosen.target)
    found = flags(agency, timezone.now())
    files.write(chosen.target, found.cases, found.people)
    result = {"cases": len(found.cases), "people": len(found.people)}
    words = (
        f"{len(found.people)} people and {len(found.cases)} cases in {chosen.target}."
    )
    say(
        chosen.json, result, f"{words} It names protected people: destroy it after use."
    )
    return Exit.DONE


def run_payment(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.disclosure.registry.flagging import payment_changes
    from safelight.hosting.private_files import appearing

    _require_folder(chosen.target)
    if chosen.target.exists():
        raise BadInput("The file is there, and may not have been sent: name another.")

    def write_out(changes: Any) -> None:
        lines = [f"{'A' if one.is_set else 'R'} {one.member_id}\n" for one in changes]
        with appearing(chosen.target) as file:
            file.write("".join(lines).encode("ascii"))

    found = payment_changes(agency, timezone.now(), write_out)
    say(
        chosen.json,
        {"changes": len(found)},
        f"{len(found)} changes in {chosen.target}.",
    )
    return Exit.DONE


ANSWER_SECONDS: Final = 1.0


def run_answer(chosen: argparse.Namespace) -> Exit:
    agency = agency_of(chosen.agency)
    from django.utils import timezone

    from safelight.core.deadline import Deadline
    from safelight.core.vocabulary import Purpose, Standing
    from safelight.disclosure.registry.answering import Request, answer

    def code(word: str) -> str:
        return str(word).upper().replace("-", "_")

    request = Request(
        Standing(code(chosen.recipient)), Purpose(code(chosen.purpose)), chosen.number
    )
    deadline = Deadline(ANSWER_SECONDS, time.monotonic, time.sleep)
    print(deadline.answer(lambda: answer(agency, request, timezone.now())).decode())
    return Exit.DONE


def _require_folder(target: Path) -> None:
    """Before anything is counted as sent. Raises BadInput."""
    if not target.absolute().parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another.")
