"""The spool: raw messages made durable before anyone is told yes. Standard library only, quick to start.

A message is one file: a line of JSON (the envelope), then the raw bytes. It is written and synced in `tmp/`,
renamed to `new/` and the folder synced; a crash leaves rubbish in `tmp/` and nothing else. A worker claims a
message by renaming it to `claimed/` with its name and the time; when the worker dies, the claim ends with its
lease and another takes it. A file in `new/` without our first line is taken as a raw message as it is. What cannot be
opened is set aside in `bad/`, so that the rest goes on; whoever mends it moves it back to `new/`.
"""

import errno
import fcntl
import itertools
import json
import os
import stat
from collections import namedtuple
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import IO

MOST_BYTES = 50 * 1024 * 1024
LEASE = timedelta(minutes=10)

MAIL = "email"
"""The channel of a message that does not say by which it came."""
_CHUNK = 1 << 16
_TURN = ".turn"
_ARRIVALS = itertools.count()
_MARK = b'{"firsthand": 1, '
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - the same object, without another import
_LONGEST_HEADER = 8192
_OF_THIS_MOMENT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EINTR, errno.ESTALE})


class SpoolError(Exception):
    """The message cannot be kept; nothing of it was."""


class EmptyMessage(SpoolError):  # noqa: N818 - reads as what happened
    """There was no message to accept."""


class TooLarge(SpoolError):  # noqa: N818 - reads as what happened
    """The message is larger than the desk accepts."""


class ForeignSpool(SpoolError):  # noqa: N818 - reads as what happened
    """Whoever takes messages from this spool could not read one of this user's."""


class Spooled(namedtuple("Spooled", "path name channel to via envelope_from received_at offset")):
    """One claimed message. `to` and `via` may be empty for a file that someone put there by hand;
    `envelope_from` is None when unknown and empty for the null sender; `received_at` is aware, UTC."""

    __slots__ = ()
    path: Path
    name: str
    channel: str
    to: str
    via: str
    envelope_from: str | None
    received_at: datetime
    offset: int

    def raw(self) -> bytes:
        """The message, byte for byte as it came. Raises FileNotFoundError when the claim was lost."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read()


def spool(
    raw: bytes | IO[bytes],
    *,
    folder: Path,
    to: str,
    via: str,
    envelope_from: str | None,
    received_at: datetime,
    channel: str = MAIL,
    most_bytes: int = MOST_BYTES,
) -> str:
    """Keep `raw` durably and answer its name in the spool; when this returns, it survives a power cut.

    Names sort by the instant of receipt; those of one instant keep the order in which this process was given them, so
    that a reply never comes before what it answers.

    Raises EmptyMessage, TooLarge, ForeignSpool, or OSError when the disk will not have it; then nothing was kept.
    """
    _check_readable(folder)
    new, tmp = _made(folder / "new"), _made(folder / "tmp")
    name = f"{_microseconds(received_at):016d}-{next(_ARRIVALS):08x}-{os.urandom(8).hex()}"
    envelope = {"channel": channel, "to": to, "via": via, "from": envelope_from, "at": received_at.isoformat()}
    header = _MARK + json.dumps(envelope).encode()[1:] + b"\n"
    handle = os.open(tmp / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(header)
            _copy(raw, file, most_bytes)
            file.flush()
            os.fsync(file.fileno())
        (tmp / name).rename(new / name)
    except BaseException:
        (tmp / name).unlink(missing_ok=True)
        raise
    sync_folder(new)
    return name


def _check_readable(folder: Path) -> None:
    """Messages are readable by their owner only. Who takes them from here made the file of turns; before that, it is
    whoever owns the folder."""
    for path in (folder / _TURN, folder, folder.parent):
        try:
            reader = path.stat().st_uid
        except FileNotFoundError:
            continue
        if reader not in (0, os.geteuid()):
            raise ForeignSpool(f"the spool {folder} is taken from by user {reader}, who could not read this message")
        return


def _copy(raw: bytes | IO[bytes], file: IO[bytes], most_bytes: int) -> None:
    size = 0
    for chunk in _chunks(raw):
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge(f"the message is larger than {most_bytes} bytes")
        file.write(chunk)
    if not size:
        raise EmptyMessage("there was no message on the input")


def _chunks(raw: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(raw, bytes):
        if raw:
            yield raw
        return
    while chunk := raw.read(_CHUNK):
        yield chunk


def _made(folder: Path) -> Path:
    """`folder`, made durably with its parents (mode 0700) when it is not there."""
    if not folder.is_dir():
        _made(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    return folder


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def turn(folder: Path) -> Iterator[bool]:
    """Whether it is this process's turn to take from the spool: one at a time does, so that an answer never overtakes
    the message that it answers. A process that dies gives its turn back at once."""
    with (_made(folder) / _TURN).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def claim(
    folder: Path,
    limit: int,
    worker: str,
    *,
    now: datetime,
    lease: timedelta = LEASE,
    on_bad: Callable[[str, OSError], None] | None = None,
) -> list[Spooled]:
    """Take up to `limit` messages, oldest first, for `worker`; two workers never hold the same one.

    A message that another worker claimed longer ago than `lease` is taken over, and so is one that was claimed by a
    clock that was further ahead than that. What cannot be opened is set aside, and `on_bad` told its name and why.
    """
    if not worker or not worker.replace("-", "").replace(".", "").isalnum():
        raise ValueError(f"a worker's name is letters, digits, - and ., not {worker!r}")
    claimed = _made(folder / "claimed")
    taken: list[Spooled] = []
    for path in _waiting(folder, now - lease, now + lease):
        if len(taken) >= limit:
            break
        name = path.name.partition("~")[0]
        mine = claimed / f"{name}~{_microseconds(now):016d}~{worker}"
        try:
            path.rename(mine)
            taken.append(_opened(mine))
        except FileNotFoundError:
            continue  # another worker was faster
        except OSError as error:
            if error.errno in _OF_THIS_MOMENT:
                break  # the next round goes on; this one is free again when its lease ends
            _set_aside(mine if os.path.lexists(mine) else path, folder)
            if on_bad is not None:
                on_bad(name, error)
    return taken


def set_aside(spooled: Spooled) -> None:
    """Put a claimed message where nobody takes it, because it cannot be read."""
    _set_aside(spooled.path, spooled.path.parent.parent)


def _set_aside(path: Path, folder: Path) -> None:
    bad = _made(folder / "bad")
    try:
        path.rename(bad / path.name.partition("~")[0])
    except OSError:
        return  # it cannot be moved either, and is passed over where it lies
    sync_folder(bad)


def lying_aside(folder: Path) -> list[str]:
    """The names of what was set aside, oldest first."""
    return _names(folder / "bad")


def _waiting(folder: Path, after: datetime, before: datetime) -> Iterator[Path]:
    """What nobody holds: claims are held that were made between these two instants."""
    held = range(_microseconds(after) + 1, _microseconds(before))
    for name in _names(folder / "claimed"):
        stamp = name.split("~")[1:2]
        if stamp and (not stamp[0].isdigit() or int(stamp[0]) not in held):
            yield folder / "claimed" / name
    for name in _names(folder / "new"):
        yield folder / "new" / name


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except FileNotFoundError:
        return []


def _opened(path: Path) -> Spooled:
    name = path.name.partition("~")[0]
    with os.fdopen(_as_a_file(path), "rb") as file:
        line = file.readline(_LONGEST_HEADER)
        written_at = _EPOCH + timedelta(microseconds=os.fstat(file.fileno()).st_mtime_ns // 1000)
    try:
        if not line.startswith(_MARK):
            raise ValueError("not our first line")
        envelope = json.loads(line)
        return Spooled(
            path=path,
            name=name,
            channel=str(envelope.get("channel", MAIL)),
            to=str(envelope["to"]),
            via=str(envelope["via"]),
            envelope_from=None if envelope["from"] is None else str(envelope["from"]),
            received_at=datetime.fromisoformat(envelope["at"]),
            offset=len(line),
        )
    except (ValueError, KeyError, TypeError):
        return Spooled(
            path=path, name=name, channel=MAIL, to="", via="", envelope_from=None, received_at=written_at, offset=0
        )


def _as_a_file(path: Path) -> int:
    """A handle to read it with; of nothing that would make a reader wait, and nothing that lies elsewhere."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no file")
    return handle


def done(spooled: Spooled) -> bool:
    """Let go of a message that is committed elsewhere. False when the claim was lost meanwhile; then
    another worker meets the same message again and knows it by its content."""
    try:
        spooled.path.unlink()
    except FileNotFoundError:
        return False
    return True


def give_back(spooled: Spooled) -> bool:
    """Put a claimed message back for anyone to take. False when the claim was lost meanwhile."""
    try:
        spooled.path.rename(spooled.path.parent.parent / "new" / spooled.name)
    except FileNotFoundError:
        return False
    return True


def waiting(folder: Path) -> int:
    """How many messages are in the spool, claimed ones included."""
    return len(_names(folder / "new")) + len(_names(folder / "claimed"))


def arrived_first(folder: Path) -> datetime | None:
    """When the oldest message that is in the spool was put there; None when there is none."""
    first = [folder / part / name for part in ("new", "claimed") for name in _names(folder / part)[:1]]
    return min((at for path in first if (at := _written(path)) is not None), default=None)


def _written(path: Path) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=path.stat().st_mtime_ns // 1000)
    except FileNotFoundError:
        return None  # it has just been taken in


def sweep(folder: Path, *, before: datetime) -> int:
    """Remove what crashed writers left in `tmp/` before `before`; answers how many files."""
    oldest, removed = _microseconds(before), 0
    for name in _names(folder / "tmp"):
        path = folder / "tmp" / name
        try:
            if path.stat().st_mtime_ns // 1000 < oldest:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue  # its writer has just finished
    return removed


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)
