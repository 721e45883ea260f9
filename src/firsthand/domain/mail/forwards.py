"""What somebody forwards: whose words they are, and what the forwarder says above them."""

import re
from dataclasses import dataclass

from firsthand.domain.mail.addresses import split_mailboxes

_LABELLED = re.compile(r"[>*\s]*[^\W\d_][\w .'-]{0,24}\*?\s?[:\uff1a]\*?\s*(\S.*)")
_ANNOUNCED = re.compile(r"[>\s]*-{2,}.*-{2,}\s*|[>\s]*[^\n]{3,60}:\s*")
_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|vs|doorst|pd|转发|轉寄)\s?[:\uff1a]", re.IGNORECASE)
_FEWEST_LABELS = 3


@dataclass(frozen=True, kw_only=True)
class Forward:
    """A forwarded message: the name and address of its writer, their words, and the words of the forwarder above."""

    name: str
    address: str
    text: str
    above: str


def forward_in(subject: str, text: str) -> Forward | None:
    """The message that a text forwards: at least three labelled lines, the first of which names its writer, whatever
    the language of the labels, under a forwarding subject or a line that announces them. None without one."""
    lines = text.split("\n")
    for start in range(len(lines) - _FEWEST_LABELS + 1):
        labels = _labels_at(lines, start)
        if len(labels) < _FEWEST_LABELS:
            continue
        boxes = [box for box in split_mailboxes(labels[0], most=2) if box.address]
        above = lines[:start]
        while above and not above[-1].strip():
            above.pop()
        announced = bool(above) and _ANNOUNCED.fullmatch(above[-1]) is not None
        if len(boxes) != 1 or not (announced or _FORWARD.match(subject)):
            continue
        words = "\n".join(lines[start + len(labels) :]).strip()
        said = "\n".join(above[:-1] if announced else above).strip()
        return Forward(name=boxes[0].name, address=boxes[0].address or "", text=words, above=said)
    return None


def _labels_at(lines: list[str], start: int) -> list[str]:
    """What stands behind the labels of consecutive lines."""
    found: list[str] = []
    for line in lines[start:]:
        match = _LABELLED.fullmatch(line.rstrip())
        if match is None:
            break
        found.append(match[1])
    return found
