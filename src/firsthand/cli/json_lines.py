"""JSON lines in, JSON lines out: each line is answered in its place, also one that is wrong.

What has been read is answered before more is read, so a consumer that writes one line and waits gets its
answer. Memory does not grow with the number of lines, and a line longer than 1 MiB is refused without being
kept.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import BinaryIO, Never

import orjson

from firsthand.domain.calendars import CalendarError
from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.sentences import say

LONGEST_LINE = 1024 * 1024
_CHUNK = 256 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BOM = b"\xef\xbb\xbf"
BROKEN_PIPE = 141

Answering = Callable[[bytes], bytes]


def answer_lines(stdin: BinaryIO, stdout: BinaryIO, answering: Answering) -> int:
    """Answer every line that is not blank; the exit status: 0, 1 when a line was wrong, 141 on a broken pipe.

    `answering` gets a line without its newline, answers without one, and raises DeskError or CalendarError.
    """
    status = 0
    try:
        for lines in _batches(stdin):
            answers = []
            for number, line in lines:
                try:
                    answers.append(answering(line) if line is not None else _too_long())
                except (DeskError, CalendarError) as error:
                    status = 1
                    answers.append(_error_line(line, number, error))
            if answers:
                answers.append(b"")
                stdout.write(b"\n".join(answers))
                stdout.flush()
    except BrokenPipeError:
        _forget(stdout)
        return BROKEN_PIPE
    return status


def read_object(line: bytes) -> dict[str, object]:
    """The JSON object of a line. Raises Invalid for what is not one, and for a key that is given twice."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        _explain(line, error)
    if type(found) is not dict:
        raise Invalid("not_an_object", say("expected an object with fields, in braces"), field="")
    inner = found.get("account")
    keys = len(found) + (len(inner) if type(inner) is dict else 0)
    if line.count(b'":') != keys or b" :" in line or b"\t:" in line or b"\r:" in line:
        _check_repeated(line)
    return found


def instant_in(value: object, field: str) -> int:
    """The microseconds since 1970 of an ISO 8601 text with an offset or Z. Raises Invalid naming the
    field."""
    if type(value) is not str:
        missing = value is None
        message = say("expected an instant such as 2021-06-29T10:00:00-07:00, found {value}", value=shown(value))
        raise Invalid(
            "missing_field" if missing else "wrong_type",
            say("{field}: {message}", field=field, message=message),
            field=field,
        )
    try:
        since = datetime.fromisoformat(value) - _EPOCH
    except TypeError:
        message = say(
            "{field}: {value} has no zone; give an offset such as -07:00, or Z", field=field, value=repr(value)
        )
        raise Invalid("naive_instant", message, field=field) from None
    except (ValueError, OverflowError):
        message = say(
            "{field}: expected an instant such as 2021-06-29T10:00:00-07:00, found {value}",
            field=field,
            value=shown(value),
        )
        raise Invalid("bad_instant", message, field=field) from None
    return since.days * 86_400_000_000 + since.seconds * 1_000_000 + since.microseconds


def text_in(found: dict[str, object], field: str) -> str:
    """The text of a required field. Raises Invalid naming the field."""
    value = found.get(field)
    if field not in found or value is None:
        raise Invalid("missing_field", say("{field} is missing; expected a text", field=field), field=field)
    if type(value) is not str:
        raise Invalid(
            "wrong_type", say("{field}: expected a text, found {value}", field=field, value=shown(value)), field=field
        )
    return value


def shown(value: object) -> str:
    """A value as a message shows it, at most 60 characters long."""
    if value is None:
        return "null"
    try:
        text = orjson.dumps(value).decode()
    except (orjson.JSONEncodeError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 60 else text[:57] + "…"


def _batches(stdin: BinaryIO) -> Iterator[list[tuple[int, bytes | None]]]:
    """Lines with their numbers, as many at a time as the input has ready. None stands for a line too long."""
    read = getattr(stdin, "read1", stdin.read)
    rest, number, dropping, first = b"", 0, False, True
    while chunk := read(_CHUNK):
        if first:
            chunk, first = chunk.removeprefix(_BOM), False
        parts = (rest + chunk).split(b"\n")
        rest = parts.pop()
        batch: list[tuple[int, bytes | None]] = []
        for part in parts:
            number += 1
            if dropping or len(part) > LONGEST_LINE:
                batch.append((number, None))
            elif part and not part.isspace():
                batch.append((number, part))
            dropping = False
        if len(rest) > LONGEST_LINE:
            rest, dropping = b"", True
        yield batch
    if dropping:
        yield [(number + 1, None)]
    elif rest and not rest.isspace():
        yield [(number + 1, rest)]


def _too_long() -> Never:
    raise Invalid("line_too_long", say("the line is longer than 1 MiB; expected one request"), field="")


def _explain(line: bytes, error: orjson.JSONDecodeError) -> Never:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as wrong:
        message = say("byte {value} is not UTF-8 text; expected JSON in UTF-8", value=wrong.start + 1)
        raise Invalid("invalid_utf8", message, field="") from None
    raise Invalid(
        "invalid_json", say("this is not JSON: {msg} at column {colno}", msg=error.msg, colno=error.colno), field=""
    ) from None


def _error_line(line: bytes | None, number: int, error: DeskError | CalendarError) -> bytes:
    ident, message = _identity(line), error.plain
    if ident is None:
        message = f"line {number}: {message}"
    return orjson.dumps({"id": ident, "error": {"code": error.code, "message": message, "field": error.field or None}})


def _identity(line: bytes | None) -> str | int | None:
    """The id of a line that is wrong, if it can still be read."""
    try:
        found = orjson.loads(line or b"")
    except orjson.JSONDecodeError:
        return None
    ident = found.get("id") if type(found) is dict else None
    return ident if type(ident) in (str, int) else None


class _Object(dict[str, object]):
    """An object that remembers a key that was given twice."""

    repeated: str | None = None


def _remember(pairs: list[tuple[str, object]]) -> _Object:
    found = _Object()
    for key, value in pairs:
        if key in found and found.repeated is None:
            found.repeated = key
        found[key] = value
    return found


def _check_repeated(line: bytes) -> None:
    try:
        found = json.loads(line, object_pairs_hook=_remember, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise Invalid("invalid_json", say("this is not JSON that can be read safely"), field="") from None
    repeated = _repeated(found, "")
    if repeated is not None:
        raise Invalid(
            "repeated_field", say("{repeated} is given twice; expected it once", repeated=repeated), field=repeated
        )


def _repeated(value: object, prefix: str) -> str | None:
    if not isinstance(value, _Object):
        return None
    if value.repeated is not None:
        return prefix + value.repeated
    inner = (_repeated(one, f"{prefix}{key}.") for key, one in value.items())
    return next((path for path in inner if path is not None), None)


def _forget(stdout: BinaryIO) -> None:
    """Nobody reads the output any more: let Python close it without a complaint."""
    try:
        descriptor = stdout.fileno()
    except (OSError, ValueError, AttributeError):
        return
    if descriptor == sys.__stdout__.fileno() if sys.__stdout__ else False:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
