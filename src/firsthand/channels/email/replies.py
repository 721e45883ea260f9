"""The new text of a reply apart from the history it quotes. What is folded stays in `quoted`; nothing is lost.

mail-parser-reply knows how a dozen languages introduce a quote; it is asked where the first one begins, on
bounded input. Text between or below quotes is the customer's too: an interleaved reply is never folded.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mailparser_reply import EmailMessage

MOST_LINES = 1500
MOST_LINE = 300
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs", "ja", "ko", "zh")

_QUOTED = re.compile(r"[ \t]*>")
_SIGNATURE = re.compile(r"-- ?")
_SENT_FROM = re.compile(r"(?:Sent from my|Get Outlook for|Gesendet von meinem|Envoyé de mon) [\w .'-]{1,40}")
_SIMPLE = re.compile(
    r"On .{5,200} wrote:|Am .{5,200} schrieb.{0,100}:|Le .{5,200} a écrit ?:|-{3,} ?Original Message ?-{3,}"
    r"|-{3,} ?Forwarded message ?-{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class SplitText:
    """A body in two: what the sender wrote now, and the history and signature below it."""

    text: str
    quoted: str


def split_reply(body: str) -> SplitText:
    """Split a plain text body. Raises what the library raises; `split_simply` is for then."""
    lines = body.strip("\n").split("\n")
    return _split(lines, _boundary_by_library(lines))


def split_simply(body: str) -> SplitText:
    """Split a body by plain line patterns only, in linear time."""
    lines = body.strip("\n").split("\n")
    found = next((at for at, line in enumerate(lines) if _SIMPLE.fullmatch(line[:MOST_LINE].strip())), None)
    return _split(lines, found)


@lru_cache(maxsize=1)
def _introductions() -> re.Pattern[str]:
    pattern: re.Pattern[str] = EmailMessage(text="", languages=list(LANGUAGES)).HEADER_REGEX
    return pattern


def _boundary_by_library(lines: list[str]) -> int | None:
    """The line on which the first introduction of a quote begins."""
    head = "\n".join(line[:MOST_LINE].strip() for line in lines[:MOST_LINES])
    match = _introductions().search(head)
    if match is None:
        return None
    start = match.start() + len(match.group()) - len(match.group().lstrip("\n"))
    return head.count("\n", 0, start)


def _split(lines: list[str], introduced: int | None) -> SplitText:
    end = len(lines) if introduced is None else _above_rule(lines, introduced)
    if introduced is None:
        end = _before_last_quote(lines)
    elif below := _written_below(lines, introduced):
        return _fold_above(lines, introduced, below)
    end = _before_signature(lines, end)
    text = "\n".join(lines[:end]).strip("\n")
    if not text.strip():
        return SplitText(text="\n".join(lines).strip("\n"), quoted="")
    return SplitText(text=text.rstrip(), quoted="\n".join(lines[end:]).strip("\n"))


def _above_rule(lines: list[str], introduced: int) -> int:
    """Outlook draws a line above the quote; it belongs to the quote."""
    at = introduced
    while at > 0 and (not lines[at - 1].strip() or set(lines[at - 1].strip()) <= {"_", "-"}):
        at -= 1
    return at


def _written_below(lines: list[str], introduced: int) -> list[tuple[int, int]]:
    """The quoted blocks below the introduction when the sender wrote under at least one of them."""
    blocks: list[tuple[int, int]] = []
    written = False
    for at in range(introduced, len(lines)):
        line = lines[at]
        if _QUOTED.match(line):
            blocks = [*blocks[:-1], (blocks[-1][0], at)] if blocks and not written else [*blocks, (at, at)]
            written = False
        elif blocks and (_SIGNATURE.fullmatch(line.rstrip()) and not written):
            break
        elif blocks and line.strip():
            written = True
    wrote_under = written or len(blocks) > 1
    return blocks if wrote_under else []


def _fold_above(lines: list[str], introduced: int, blocks: list[tuple[int, int]]) -> SplitText:
    """A reply below one quote: fold the quote. A reply between quotes: fold nothing, to keep its sense."""
    if len(blocks) > 1:
        return SplitText(text="\n".join(lines).strip("\n"), quoted="")
    last = blocks[0][1] + 1
    text = "\n".join([*lines[:introduced], *lines[last:]]).strip("\n")
    return SplitText(text=text.rstrip(), quoted="\n".join(lines[introduced:last]).strip("\n"))


def _before_last_quote(lines: list[str]) -> int:
    """Where a block of quoted lines at the very end begins; all lines when there is none."""
    end = len(lines)
    while end > 0 and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    return end if any(_QUOTED.match(line) for line in lines[end:]) else len(lines)


def _before_signature(lines: list[str], end: int) -> int:
    """Where a signature at the end of the new text begins: below `-- `, or what a telephone adds."""
    for at in range(max(0, end - 40), end):
        if _SIGNATURE.fullmatch(lines[at]):
            return at
    last = next((at for at in range(end - 1, -1, -1) if lines[at].strip()), 0)
    return last if _SENT_FROM.fullmatch(lines[last].strip()) else end
