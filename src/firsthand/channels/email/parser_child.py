"""The process that reads hostile mail: `python -m firsthand.channels.email.parser_child`, one message at a time.

Each message may cost MOST_SECONDS of CPU and MOST_BYTES of memory above what the idle process has; the kernel
enforces both (ITIMER_PROF, RLIMIT_AS), so that code in C cannot outrun them. It ends with its input, so it never
outlives its parent. It holds no secret and opens no file.
"""

import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import IO

import orjson

from firsthand.channels.email.frames import read_frame, write_frame, write_mail
from firsthand.channels.email.html import sanitise, to_text
from firsthand.channels.email.parse import Unparseable, parse
from firsthand.domain.kept_sentences import plain_sentence, with_words
from firsthand.domain.mail.classify import OwnMarks

MOST_SECONDS = 1.8
MOST_BYTES = 240 * 1024 * 1024
MOST_RESIDUE = 48 * 1024 * 1024


class TookTooLongError(Exception):
    """A stretch of layout used up its share of CPU."""


def main() -> int:
    """Answer messages from standard input until it ends."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGVTALRM, _out_of_time)
    to_text(sanitise("<p>warm up</p>"))
    idle = _memory()
    _bound_memory(idle)
    while True:
        signal.setitimer(signal.ITIMER_PROF, 0)
        head = read_frame(source)
        raw = read_frame(source) if head is not None else None
        if head is None or raw is None:
            return 0
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
        fits = _answer(head, raw, answers)
        del raw
        if not fits or _memory() > idle + MOST_RESIDUE:
            return 0


def _answer(head: bytes, raw: bytes, answers: IO[bytes]) -> bool:
    """Parse one message and answer it. False when memory ran out: this process has seen enough."""
    try:
        asked = orjson.loads(head)
        mail = parse(
            raw,
            own=OwnMarks(domains=frozenset(asked["domains"]), loop_mark=asked["loop_mark"]),
            envelope_to=asked["to"],
            envelope_from=asked["from"],
            guard=_limited,
            keys=asked["keys"],
        )
        write_mail(answers, mail)
    except Unparseable as error:
        write_frame(answers, orjson.dumps({"unparseable": plain_sentence(with_words(error.words, _sendable))}))
    except MemoryError:
        write_frame(answers, orjson.dumps({"memory": True}))
        answers.flush()
        return False
    answers.flush()
    return True


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Let the code inside use so much CPU; `re` and Python code are interrupted, C libraries are not."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLongError


def _memory() -> int:
    """The address space of this process in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def _bound_memory(idle: int) -> None:
    if idle:
        resource.setrlimit(resource.RLIMIT_AS, (idle + MOST_BYTES, idle + MOST_BYTES))


if __name__ == "__main__":
    sys.exit(main())
