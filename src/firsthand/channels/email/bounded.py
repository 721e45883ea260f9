"""Parsing at a bounded price: each message is read in a child process with 2 s of CPU and 256 MB, no more.

The child lives on from message to message. When one kills it, the parent answers TooExpensive, which means
quarantine, and starts another for the next. It ends when the parent does, even by kill -9: its input closes.
"""

import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import orjson

import firsthand
from firsthand.channels.email.frames import BrokenFrame, read_frame, read_mail, read_words, write_frame
from firsthand.channels.email.parse import Unparseable
from firsthand.domain.errors import Worded
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.sentences import Sentence, say

MOST_WAITING_SECONDS = 30.0
_TOO_LARGE, _BREAKS = say("it needs more than 256 MB of memory"), say("it breaks the parser")
_BY_SIGNAL = {
    signal.SIGPROF: say("it needs more than 2 seconds of computing"),
    signal.SIGABRT: _TOO_LARGE,
    signal.SIGSEGV: say("it needs more memory than allowed, or breaks the parser"),
    signal.SIGKILL: say("the system stopped the parser"),
}


class TooExpensive(Worded):
    """Reading the message costs more than it may, `reason` says what, and it goes to quarantine with these
    words. Its raw bytes are kept."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(say("The message was not read: {reason}.", reason=reason))
        self.reason = reason


class BoundedParser:
    """Reads messages one at a time, from any thread. Close it, or use it as a context manager."""

    def __init__(self, *, own: OwnMarks, most_waiting_seconds: float = MOST_WAITING_SECONDS) -> None:
        self._own = own
        self._most_waiting = most_waiting_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def parse(
        self,
        raw: bytes,
        *,
        envelope_to: str | None = None,
        envelope_from: str | None = None,
        keys: Mapping[str, str] | None = None,
    ) -> InboundMail:
        """Read one raw message, and check its signatures by `keys`. Raises Unparseable or TooExpensive; both mean
        quarantine with their words."""
        head = orjson.dumps(
            {
                "domains": sorted(self._own.domains),
                "loop_mark": self._own.loop_mark,
                "to": envelope_to,
                "from": envelope_from,
                "keys": dict(keys or {}),
            }
        )
        with self._lock:
            for again in (True, False):
                fresh = self._child is None
                try:
                    return self._ask(head, raw)
                except _ChildGoneError as gone:
                    if fresh or gone.had_begun or not again:
                        raise TooExpensive(gone.reason) from gone
        raise AssertionError("unreachable: the second try answers or raises")

    @property
    def child_id(self) -> int | None:
        """The process that is reading, if one was started."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child. The parser can be used again; it starts another."""
        with self._lock:
            self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, head: bytes, raw: bytes) -> InboundMail:
        child = self._child = self._child or _start()
        source, answers = child.stdin, child.stdout
        if source is None or answers is None:
            raise AssertionError("the child was started with pipes")
        try:
            write_frame(source, head)
            write_frame(source, raw)
            source.flush()
        except OSError:
            raise self._gone(child, had_begun=False) from None
        if not self._has_answer(answers):
            child.kill()
            self._end()
            raise TooExpensive(say("it was not done after {seconds} seconds", seconds=f"{self._most_waiting:.0f}"))
        try:
            answer = read_frame(answers)
            if answer is None:
                raise BrokenFrame("the parser ended")
            return self._result(answers, orjson.loads(answer))
        except (BrokenFrame, orjson.JSONDecodeError):
            raise self._gone(child, had_begun=True) from None

    def _result(self, answers: IO[bytes], answer: dict[str, object]) -> InboundMail:
        if "unparseable" in answer:
            raise Unparseable(read_words(answer["unparseable"]))
        if "memory" in answer:
            self._end()
            raise TooExpensive(_TOO_LARGE)
        fields = answer.get("mail")
        if not isinstance(fields, dict):
            raise BrokenFrame("an answer without a mail")
        return read_mail(answers, fields)

    def _has_answer(self, answers: IO[bytes]) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(answers, selectors.EVENT_READ)
            return bool(selector.select(self._most_waiting))

    def _gone(self, child: subprocess.Popen[bytes], *, had_begun: bool) -> "_ChildGoneError":
        self._end()
        status = child.returncode or 0
        reason = _BY_SIGNAL.get(signal.Signals(-status), _BREAKS) if status < 0 else _BREAKS
        # an exit of 0 is the child's own end between two messages: it had grown, and asks to be replaced
        return _ChildGoneError(reason, had_begun=had_begun and status != 0)

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue  # the child is gone and with it what was not yet sent
        try:
            child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class _ChildGoneError(Exception):
    def __init__(self, reason: Sentence, *, had_begun: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.had_begun = had_begun


def _start() -> subprocess.Popen[bytes]:
    package = str(Path(firsthand.__file__).resolve().parent.parent)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "firsthand.channels.email.parser_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**kept, "PYTHONPATH": package, "MALLOC_ARENA_MAX": "1"},
        close_fds=True,
    )
