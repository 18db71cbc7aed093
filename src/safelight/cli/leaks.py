"""`safelight leaks scan`: protected values in files that are about to be sent."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from safelight.cli.outcome import BadInput, Exit

EPILOG: Final = """FILE holds {"values": [{"id": "a1", "kind": KIND, "value": "..."}]}, where
KIND is address, phone, email, place, employer, date, number or name. Each hit is a line of
JSON on standard output: file, value (its id, never itself), start, end, how it is written;
in a PDF, a document or a message also the part. Offsets are bytes in plain text, characters
in a part. What cannot be searched is said on standard error.

exit codes:
  0  nothing was found
  1  a value was found
  2  the values, or a file, cannot be read
"""
WITHHELD: Final = "(name withheld: {})"
IN_NAME: Final = "file name"


def add(commands: Any) -> None:
    parser = commands.add_parser("leaks", help="protected values in files")
    inner = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    scan = inner.add_parser(
        "scan",
        help="find protected values in files, however they are written",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    scan.add_argument(
        "--protect", required=True, type=Path, metavar="FILE", help="the values"
    )
    scan.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder"
    )
    scan.set_defaults(run=run_scan)


def run_scan(chosen: argparse.Namespace) -> Exit:
    from safelight.core.leakguard.files import Found
    from safelight.core.leakguard.matcher import Matcher

    matcher = Matcher(values_in(chosen.protect))
    if matcher.unusable:
        raise BadInput(
            f"Nothing can be searched by these values: {', '.join(matcher.unusable)}. "
            "A value needs a word or a number; a date its day, month and year."
        )
    is_found = is_unread = False
    for number, path in enumerate(_files(chosen.paths), 1):
        shown = _shown(matcher, path, number)
        try:
            for found in _in_file(matcher, path):
                if isinstance(found, Found):
                    is_found = True
                    print(json.dumps(_line(matcher, shown, found)))
                else:
                    print(f"{shown}: {found}", file=sys.stderr)
        except (ValueError, OSError) as error:
            is_unread = True
            print(f"{shown}: {_why(error)}", file=sys.stderr)
    if is_unread:
        return Exit.BAD_INPUT
    return Exit.FOUND if is_found else Exit.DONE


def values_in(path: Path) -> list[Any]:
    """The values of a file of values. Raises BadInput, which repeats none of them."""
    from pydantic import BaseModel, ConfigDict, ValidationError

    from safelight.core.leakguard.matcher import Value
    from safelight.core.leakguard.values import ValueKind

    class One(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        id: str
        kind: str
        value: str

    class Every(BaseModel):
        model_config = ConfigDict(extra="forbid")
        values: list[One]

    try:
        every = Every.model_validate_json(path.read_bytes()).values
        found = [Value(one.id, ValueKind(one.kind.upper()), one.value) for one in every]
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}.") from None
    except ValidationError as error:
        places = {".".join(map(str, one["loc"])) or "it" for one in error.errors()}
        raise BadInput(
            f"{path}: not a file of values; look at {', '.join(sorted(places)[:5])}. "
            "See `safelight leaks scan --help`."
        ) from None
    except ValueError:
        kinds = ", ".join(kind.value.lower() for kind in ValueKind)
        raise BadInput(f"{path}: a kind is none of {kinds}.") from None
    ids = [one.id for one in found]
    if not ids or len(set(ids)) < len(ids) or not all(ids):
        raise BadInput(f"{path}: it needs values, each with an id of its own.")
    return found


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path}: no such file or folder.")
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.is_file())
        else:
            yield path


def _in_file(matcher: Any, path: Path) -> Iterator[Any]:
    from safelight.core.leakguard.files import Found, in_file

    for hit in matcher.search(_bytes(path.name)):
        yield Found(hit.value, hit.start, hit.end, hit.how, IN_NAME)
    yield from in_file(matcher, path.name, path.read_bytes())


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "replace")


def _shown(matcher: Any, path: Path, number: int) -> str:
    """The path, unless its last part is itself what must not be said."""
    if matcher.search(_bytes(path.name)):
        return str(path.parent / WITHHELD.format(number))
    return str(path)


def _line(matcher: Any, shown: str, found: Any) -> dict[str, Any]:
    line = {"file": shown, **asdict(found)}
    if not found.part:
        del line["part"]
    elif matcher.search(_bytes(found.part)):
        line["part"] = WITHHELD.format("of a part")
    return line


def _why(error: Exception) -> str:
    return (
        (error.strerror or "cannot be read")
        if isinstance(error, OSError)
        else f"{error}"
    )
