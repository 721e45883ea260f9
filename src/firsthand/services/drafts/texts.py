"""The text of a draft, and of the amendment that it becomes. Knows no framework.

A draft holds everything but what the desk writes at publication: the instant, the author and the approvers. Those come
first in the published file, with the digest of what was approved; the approved text follows, byte for byte.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.book import PolicyError
from firsthand.domain.book.contributors import Contributor
from firsthand.domain.sentences import say

BY_THE_DESK = ("published_at", "author", "approver")
_LINE = "# Approved as it stands below. SHA-256: "
_OWN = re.compile(rf"^(?:{'|'.join(BY_THE_DESK)})[ \t]*:.*\n(?:[ \t-].*\n)*", re.MULTILINE)
"""A key of the desk's, with the lines of its list."""
_DATED = re.compile(r"^in_force_from[ \t]*:.*\n", re.MULTILINE)
_TITLE = re.compile(r"^title[ \t]*:.*\n", re.MULTILINE)
HEAD_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the desk writes into an amendment."""

    published_at: datetime
    author: tuple[Contributor, ...]
    approver: tuple[Contributor, ...]


def tidy(text: str) -> str:
    """The text with plain line ends and one at its end, as it is kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def amendment_text(text: str, head: Head) -> str:
    """The file that a draft becomes."""
    return (
        f"published_at: {head.published_at.isoformat(timespec='microseconds').replace('+00:00', 'Z')}\n"
        f"author: {_in_one_line(head.author)}\n"
        f"approver: {_in_one_line(head.approver)}\n"
        f"{_LINE}{digest_of(text)}\n{text}"
    )


def _in_one_line(people: Iterable[Contributor]) -> str:
    return json.dumps([one.plain for one in people], ensure_ascii=False)


def approved_part(text: str) -> tuple[str, str] | None:
    """The digest that a published file names and the text that it is about; None for a file that the desk did not
    write."""
    parts = text.split("\n", HEAD_LINES)
    if len(parts) <= HEAD_LINES or not parts[HEAD_LINES - 1].startswith(_LINE):
        return None
    return parts[HEAD_LINES - 1].removeprefix(_LINE), parts[HEAD_LINES]


def in_draft(error: PolicyError) -> PolicyError:
    """An error about the amendment that a draft would become, with the line in the draft."""
    line = error.line - HEAD_LINES if error.line is not None and error.line > HEAD_LINES else None
    if error.code == "repeated" and error.field in BY_THE_DESK:
        message = say(
            "{field} is written by the desk when the draft is published; take the line out", field=error.field
        )
        return PolicyError("by_the_desk", message, field=error.field, line=line)
    return PolicyError(error.code, error.message, field=error.field, line=line)


def without_head(text: str) -> str:
    """A whole amendment as a draft: without the lines that the desk writes, and without the line about the digest."""
    kept = _OWN.sub("", tidy(text))
    return "".join(line for line in kept.splitlines(keepends=True) if not line.startswith(_LINE))


def dated(text: str, on: str) -> str:
    """The draft with `in_force_from` set to a date, or taken out when `on` is empty. It stands below the title."""
    line = f"in_force_from: {on}\n" if on else ""
    if _DATED.search(text):
        return _DATED.sub(line, text, count=1)
    title = _TITLE.search(text)
    at = title.end() if title else 0
    return text[:at] + line + text[at:]


def skeleton(*, book: str, title: str, zone: str, on: str, today: date, body: str = "") -> str:
    """A new draft: the head that every amendment needs, then `body` or a line that says what may follow."""
    rest = body or (
        "# Below: ownership, service_levels, priority, escalation, promise_wording, calendars, withdraws, …\n"
        "# Every key is described in docs/reference/policy-format.md.\n"
    )
    head = (
        f"book: {book}\n"
        f"amendment: {on or today.isoformat()}-{slug(title)}\n"
        f"title: {_plain(title)}\n"
        f"zone: {zone}\n"
        "note: >\n"
        "  Why this changes, in a sentence or two.\n"
    )
    return dated(f"{head}\n{rest}", on)


def slug(title: str) -> str:
    """A title as the last part of an amendment's id: "Longer hours" is `longer-hours`."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "change"


def _plain(text: str) -> str:
    """A text as a YAML value, in quotes only where it needs them."""
    simple = re.fullmatch(r"[A-Za-z][^:#\n\"']*[^\s:#\n\"',]", text) and text.lower() not in ("true", "false", "null")
    return text if simple else json.dumps(text, ensure_ascii=False)
