"""Delivery reports (RFC 3464): who was not reached, why, and which of our messages it was."""

import re

from firsthand.channels.email.bodies import ContentReader
from firsthand.channels.email.charsets import decode_text
from firsthand.channels.email.headers import clean_text
from firsthand.channels.email.structure import Entity
from firsthand.domain.conversation.incoming import FailedRecipient
from firsthand.domain.mail.addresses import normal_address
from firsthand.domain.mail.threading import message_ids

MOST_RECIPIENTS = 100
_MOST_REPORT = 256 * 1024
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)


def leaves(entity: Entity) -> list[Entity]:
    """The parts of a message that have no parts themselves, in order."""
    return [leaf for part in entity.parts for leaf in leaves(part)] if entity.parts else [entity]


def read_report(root: Entity, content: ContentReader) -> tuple[tuple[FailedRecipient, ...], str | None]:
    """The recipients a delivery report is about, and the Message-ID of the message it returns, if it does."""
    failed: list[FailedRecipient] = []
    returned: str | None = None
    for leaf in leaves(root):
        if leaf.type.type == "message/delivery-status":
            failed += _recipients(_text(content.decoded(leaf)))
        elif leaf.type.type in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            head = _text(content.decoded(leaf)).split("\n\n", 1)[0]
            match = _MESSAGE_ID.search(head)
            returned = returned or (match[1] if match else None)
    if not failed and (given := root.first("x-failed-recipients")):
        failed = [_failed(address=part, action="failed") for part in given.split(",")[:MOST_RECIPIENTS]]
    answered = message_ids(root.first("in-reply-to"), most=1)
    return tuple(failed[:MOST_RECIPIENTS]), returned or (answered[0] if answered else None)


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
    bare = address.rpartition(";")[2].strip().strip("<>")
    return FailedRecipient(
        address=normal_address(bare) or "",
        action=action.strip().lower().partition(" ")[0][:20],
        status=status.strip().partition(" ")[0][:12],
        diagnostic=" ".join(diagnostic.split())[:400],
    )
