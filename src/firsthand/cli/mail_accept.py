"""`firsthand mail accept`: take one message from standard input and keep it. A mail server starts it once a
message, so it loads nothing that is not needed. Exit 0 only when the message is durable; 64 for wrong usage,
65 for a message that cannot be taken, 75 (try again) when this machine cannot keep it now."""

import argparse
import os
import sys
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, NoReturn

from firsthand.channels.spool import MOST_BYTES, EmptyMessage, ForeignSpool, TooLarge, spool
from firsthand.services.desk.folders import spool_folder

OK, USAGE, DATA_ERROR, TRY_AGAIN = 0, 64, 65, 75
_LONGEST_ADDRESS = 320


class _SettingError(Exception):
    """A setting cannot be used; the mail server keeps the message and tries again."""


class _Usage(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"firsthand mail accept: {message}\nNothing was accepted. {self.format_usage()}")


def main(
    argv: list[str],
    *,
    message: IO[bytes] | None = None,
    variables: Mapping[str, str] = os.environ,
    folder: Path | None = None,
) -> int:
    """Accept the message on `message` (standard input) for `--to`; answers the exit status."""
    try:
        return _accept(argv, message or sys.stdin.buffer, variables, folder or Path.cwd())
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except TooLarge as error:
        return _say(DATA_ERROR, f"{error}. Nothing was kept; raise FIRSTHAND_MAX_MESSAGE_BYTES to accept it.")
    except EmptyMessage as error:
        return _say(DATA_ERROR, f"{error}. Pipe one raw message into this command.")
    except ForeignSpool as error:
        return _say(TRY_AGAIN, f"{error}. Run this as the user who runs the desk; the mail server should try again.")
    except _SettingError as error:
        return _say(TRY_AGAIN, f"{error} Nothing was kept; the mail server should try again.")
    except (OSError, MemoryError) as error:
        return _say(TRY_AGAIN, f"the message cannot be kept now: {error}. The mail server should try again.")


def _accept(argv: list[str], message: IO[bytes], variables: Mapping[str, str], folder: Path) -> int:
    parser = _Usage(prog="firsthand mail accept", description="Keep one raw message from standard input.")
    parser.add_argument("--to", required=True, metavar="ADDRESS", help="the desk's address it was sent to")
    parser.add_argument("--from", dest="sender", metavar="ADDRESS", help="the envelope sender, if known")
    options = parser.parse_args(argv)
    if not _looks_like_an_address(options.to):
        parser.error(f"--to is {options.to!r}; expected one address such as support@example.com")
    if message.isatty():
        parser.error("the message is read from standard input; pipe one into this command")
    data, most_bytes = _settings(variables, folder)
    spool(
        message,
        folder=spool_folder(data),
        to=options.to,
        via="pipe",
        envelope_from=None if options.sender is None else _printable(options.sender),
        received_at=datetime.now(timezone.utc),  # noqa: UP017 - no other import is needed
        most_bytes=most_bytes,
    )
    return OK


def _settings(variables: Mapping[str, str], folder: Path) -> tuple[Path, int]:
    """The data folder and the size limit: environment first, then firsthand.toml, then the default."""
    file: dict[str, object] = {}
    path = folder / "firsthand.toml"
    if path.is_file():
        import tomllib  # noqa: PLC0415 - most starts have no file

        try:
            file = tomllib.loads(path.read_text(encoding="utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise _SettingError(f"{path} cannot be read: {error}.") from error
    data = variables.get("FIRSTHAND_DATA") or str(file.get("data", "firsthand-data"))
    given = variables.get("FIRSTHAND_MAX_MESSAGE_BYTES") or str(file.get("max_message_bytes", MOST_BYTES))
    if not (given.isascii() and given.isdigit()):
        raise _SettingError(f"FIRSTHAND_MAX_MESSAGE_BYTES is {given!r}; expected a whole number.")
    return (folder / data).resolve(), int(given)


def _looks_like_an_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and len(text) <= _LONGEST_ADDRESS and text == _printable(text)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable() and letter != " ")[:_LONGEST_ADDRESS]


def _say(status: int, words: str) -> int:
    print(f"firsthand mail accept: {words}", file=sys.stderr)
    return status
