"""Delivery reports (RFC 3464): who was not reached, why, and which of our messages it was."""

import re

from firsthand.channels.email.bodies import ContentReader
from firsthand.channels.email.charsets import decode_text
from firsthand.channels.email.headers import clean_text
from firsthand.channels.email.replies import SplitText
from firsthand.channels.email.structure import Entity
from firsthand.domain.conversation.incoming import FailedRecipient
from firsthand.domain.mail.addresses import normal_address
from firsthand.domain.mail.threading import message_ids

MOST_RECIPIENTS = 100
_MOST_REPORT = 256 * 1024
_COPY_BELOW = re.compile(
    r"^[-= ]{3,80}[^\n]{0,40}?"
    r"(?:below this line|copy of (?:the|your) message|original message|returned message)[^\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
_INDENTED = re.compile(r"^ {2}(\S{1,200}@\S{1,253})\n((?: {3,}\S.{0,400}\n?){1,6})", re.MULTILINE)
_FAILED = re.compile(r"failed:[ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_NAMED = re.compile(r"^<([^<>\s]{3,254})>:[ \t]*\n(.{1,400}(?:\n\S.{0,400}){0,4})", re.MULTILINE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"^[> \t]{0,8}message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


_RETURNED = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)


def leaves(entity: Entity) -> list[Entity]:
    """The parts of a message that have no parts themselves, in order."""
    return [leaf for part in entity.parts for leaf in leaves(part)] if entity.parts else [entity]


def read_report(root: Entity, content: ContentReader) -> tuple[tuple[FailedRecipient, ...], str | None]:
    """The recipients a delivery report is about, and the Message-ID of the message it returns, if it does."""
    failed: list[FailedRecipient] = []
    returned: str | None = None
    told: list[str] = []
    for leaf in leaves(root):
        if leaf.type.type in {"message/delivery-status", "message/global-delivery-status"}:
            failed += _recipients(_text(content.decoded(leaf)))
        elif leaf.type.type in _RETURNED:
            head = _text(content.decoded(leaf)).split("\n\n", 1)[0]
            match = _MESSAGE_ID.search(head)
            returned = returned or (match[1] if match else None)
        elif leaf.type.type == "text/plain":
            told.append(_text(content.decoded(leaf)))
    if not failed and (given := root.first("x-failed-recipients")):
        failed = [_failed(address=part, action="failed") for part in given.split(",")[:MOST_RECIPIENTS]]
    if not failed:
        failed = [one for text in told for one in _told(text)]
    if returned is None:
        returned = next((match[1] for text in told if (match := _MESSAGE_ID.search(text))), None)
    answered = message_ids(root.first("in-reply-to"), most=1)
    return tuple(failed[:MOST_RECIPIENTS]), returned or (answered[0] if answered else None)


def _told(text: str) -> list[FailedRecipient]:
    """Whom a report in words names: as qmail does, `<ana@acme.example>:` above the reason, or as Exim does, the address
    indented and the reason more so."""
    found, said = [], _COPY_BELOW.split(text, maxsplit=1)[0]
    gave_up = _FAILED.search(said)  # a warning that it is tried again names addresses the same way
    indented = _INDENTED.finditer(said, gave_up.end()) if gave_up else ()
    for match in (*_NAMED.finditer(said), *indented):
        status = _STATUS.search(match[2])
        found.append(
            _failed(address=match[1], action="failed", status=status[1] if status else "", diagnostic=match[2])
        )
    return found[:MOST_RECIPIENTS]


def split_report(body: str) -> SplitText | None:
    """What a report says, and the copy of the mail below it; None where there is no such copy."""
    copy = _COPY_BELOW.search(body)
    if copy is None or not body[: copy.start()].strip():
        return None
    return SplitText(text=body[: copy.start()].strip("\n").rstrip(), quoted=body[copy.start() :].strip("\n"))


def _text(content: bytes) -> str:
    return clean_text(decode_text(content[:_MOST_REPORT], "utf-8"))


def _recipients(report: str) -> list[FailedRecipient]:
    found = []
    for block in re.split(r"\n[ \t]*\n", report)[: MOST_RECIPIENTS * 2]:
        fields = _fields(block)
        address = fields.get("original-recipient") or fields.get("final-recipient")
        if address:
            found.append(
                _failed(
                    address=address,
                    action=fields.get("action", ""),
                    status=fields.get("status", ""),
                    diagnostic=fields.get("diagnostic-code", ""),
                )
            )
    return found


def _fields(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    for line in block.split("\n"):
        if line[:1] in {" ", "\t"} and last:
            found[last] += " " + line.strip()
        elif ":" in line:
            last, _, value = line.partition(":")
            last = last.strip().lower()
            found[last] = value.strip()
    return found


def _failed(*, address: str, action: str, status: str = "", diagnostic: str = "") -> FailedRecipient:
    bare = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), address.rpartition(";")[2].strip().strip("<>"))
    return FailedRecipient(
        address=normal_address(bare) or "",
        action=action.strip().lower().partition(" ")[0][:20],
        status=status.strip().partition(" ")[0][:12],
        diagnostic=" ".join(diagnostic.split())[:400],
    )
