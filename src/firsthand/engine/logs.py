"""How the program logs: one line an event, as text for people or JSON for machines, always on standard error."""

import contextlib
import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import ExcInfo, Processor, WrappedLogger

from firsthand.services.desk.failures import failure_words
from firsthand.services.people.links import without_tokens


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; of one that cannot be written it says no more than whose it was."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as logging calls it
        kind = getattr(sys.exc_info()[0], "__name__", "")
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(f"A line of {record.name} could not be logged ({kind}).\n")


def configure(log_format: str, *, level: int = logging.INFO) -> None:
    """Send structlog's and the standard library's events through one formatter (`text` or `json`).

    No line holds mail, a password or a link that lets somebody in: tracebacks name places and no values, requests are
    said by their method and address, and every line goes through `without_tokens` at its end.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    told: list[Processor] = (
        [structlog.processors.ExceptionRenderer(traceback_of), structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_write_traceback)]
    )
    last = [*told, _without_tokens]
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("mail.log", "asyncio", "imapclient", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def traceback_of(exc_info: ExcInfo) -> str:
    """Where it failed, with what came before: places of the code, and no value of a variable."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        lines[:0] = [*traceback.format_tb(error.__traceback__), f"{failure_words(error)}\n"]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip()


def _write_traceback(to: TextIO, failure: ExcInfo) -> None:
    to.write(f"\n{traceback_of(failure)}")


def _without_tokens(_logger: WrappedLogger, _name: str, line: object) -> str:
    return without_tokens(str(line))
