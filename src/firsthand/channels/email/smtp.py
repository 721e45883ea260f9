"""Mail out: a message composed so that no text in it can become a header, and handed to an SMTP server.

What the server said decides: `delivered`, `try_again` (4xx, no connection, or a connection lost so late that the
server may have taken it: the repeat carries the same Message-ID) or `refused` (5xx, for good).
"""

import base64
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from firsthand.channels.email.laying_out import for_mail_programs
from firsthand.channels.email.patience import Patience, smtp_connection
from firsthand.channels.email.servers import SmtpServer
from firsthand.domain.conversation.files import AttachedFile, safe_filename
from firsthand.domain.conversation.outgoing import SendOutcome, Unsendable
from firsthand.domain.errors import Worded
from firsthand.domain.mail.addresses import is_address, is_plain_address, plain_name, wire_address
from firsthand.domain.mail.outgoing import OutgoingMail
from firsthand.domain.mail.threading import message_ids
from firsthand.domain.sentences import Sentence, say

MOST_REFERENCES = 20
_MOST_SAID = 1024 * 1024
_POLICY = policy.SMTP.clone(cte_type="7bit")
_NOT_IN_SUBJECT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_END_OF_HEAD = b"\r\n\r\n"
_BEYOND_ASCII = re.compile(r"[^\s,]*[^\x00-\x7f][^\s,]*")
ONLY_ASCII = 553
_CID = re.compile(r"[^A-Za-z0-9.@_-]+")
_TYPE = re.compile(r"[a-zA-Z0-9!#$&^_.+-]{1,60}/[a-zA-Z0-9!#$&^_.+-]{1,100}")


def compose(mail: OutgoingMail) -> bytes:
    """The message as bytes with CRLF lines. Raises Unsendable for an address or id that is none."""
    message = EmailMessage(policy=_POLICY)
    name = plain_name(mail.from_name)
    if not is_plain_address(mail.from_address):
        raise Unsendable(say("{address} is no address to send from", address=repr(mail.from_address[:80])))
    message["From"] = Address(display_name=name, addr_spec=mail.from_address)
    message["Subject"] = _NOT_IN_SUBJECT.sub(" ", mail.subject).strip()[:900]
    message.set_content(_body(mail.text), charset="utf-8")
    pictures = [one for one in mail.attachments if mail.html and one.inline and one.content_id]
    if mail.html:
        _lay_out(message, _body(mail.html), pictures)
    for number, attachment in enumerate(mail.attachments, start=1):
        if attachment not in pictures:
            maintype, subtype, name = _type_and_name(attachment, number)
            message.add_attachment(attachment.content, maintype=maintype, subtype=subtype, filename=name)
    return _own_headers(mail) + message.as_bytes()


def _own_headers(mail: OutgoingMail) -> bytes:
    """The headers that are plain ASCII by their form, written here: the library would wrap a long id or
    address in encoded words, which breaks threads."""
    if mail.sent_at.tzinfo is None:
        raise ValueError("sent_at is a time without a zone")
    lines = [f"Message-ID: {_id(mail.message_id)}", f"Date: {_date(mail.sent_at)}"]
    for name, addresses in (("To", mail.to), ("Cc", mail.cc), ("Reply-To", (mail.reply_to,))):
        if given := [_checked(one) for one in addresses if one]:
            lines.append(f"{name}: " + ",\r\n ".join(given))
    if mail.in_reply_to:
        lines.append(f"In-Reply-To: {_id(mail.in_reply_to)}")
    if references := message_ids(" ".join(mail.references), most=MOST_REFERENCES):
        lines.append("References: " + "\r\n ".join(_id(one) for one in references))
    if mail.automatic:
        lines += ["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"]
    if not (mail.loop_mark.isascii() and mail.loop_mark.isalnum()):
        raise ValueError("a loop mark is letters and digits")
    lines.append(f"X-Firsthand-Loop: {mail.loop_mark}")
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _id(message_id: str) -> str:
    if message_ids(message_id) != (message_id,) or not message_id.isascii():
        raise Unsendable(say("{id} is no Message-ID", id=repr(message_id[:80])))
    return message_id


def _date(at: datetime) -> str:
    return format_datetime(at.replace(microsecond=0))


def _checked(address: str) -> str:
    if not is_address(address):
        raise Unsendable(say("{address} is no mail address", address=repr(address[:80])))
    return wire_address(address)


def _body(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _lay_out(message: EmailMessage, laid_out: str, pictures: Sequence[AttachedFile]) -> None:
    """The text a second time, as it is laid out, with its pictures."""
    body = for_mail_programs(laid_out, {one.content_id: _CID.sub("", one.content_id) for one in pictures})
    message.add_alternative(body, subtype="html", charset="utf-8")
    *_, part = message.iter_parts()
    for number, picture in enumerate(pictures, start=1):
        maintype, subtype, name = _type_and_name(picture, number)
        cid = f"<{_CID.sub('', picture.content_id)}>"
        part.add_related(
            picture.content, maintype=maintype, subtype=subtype, filename=name, cid=cid, disposition="inline"
        )


def _type_and_name(attachment: AttachedFile, number: int) -> tuple[str, str, str]:
    kind = attachment.content_type.lower()
    if not _TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
        kind = "application/octet-stream"
    maintype, _, subtype = kind.partition("/")
    name = safe_filename(attachment.filename, content_type=kind, number=number)
    return maintype, subtype, name


@dataclass(frozen=True, kw_only=True)
class RecipientRefusal:
    """A recipient that the server would not take, for good or for now."""

    address: str
    code: int
    text: str | Sentence

    @property
    def is_permanent(self) -> bool:
        """Whether trying again is of no use."""
        return 500 <= self.code < 600


@dataclass(frozen=True, kw_only=True)
class SmtpAnswer:
    """The server's answer. `delivered` means that it took the message for at least one recipient; `refusals` are
    the others, and `again_for` those of them worth another try. `may_have_arrived` is set when the connection was
    lost after the whole message was sent."""

    outcome: SendOutcome
    reason: str | Sentence
    refusals: tuple[RecipientRefusal, ...] = ()
    may_have_arrived: bool = False

    @property
    def again_for(self) -> tuple[str, ...]:
        """The recipients that were refused for now only."""
        return tuple(one.address for one in self.refusals if not one.is_permanent)


def deliver(raw: bytes, *, server: SmtpServer, sender: str, recipients: tuple[str, ...]) -> SmtpAnswer:
    """Hand `raw` to the server for `recipients`; `sender` is empty for the null sender. Raises nothing for what a
    server or a network can do; Unsendable for an address that is none."""
    if not recipients or not all(is_address(one) for one in (*recipients, *([sender] if sender else []))):
        raise Unsendable(say("the envelope needs valid addresses"))
    where = f"{server.host}:{server.port}"
    patience = Patience(seconds=4 * server.timeout_seconds, most_bytes=_MOST_SAID)
    patience.begin(size=len(raw))
    try:
        connection = smtp_connection(server, patience)
    except smtplib.SMTPAuthenticationError as error:
        return _again(
            say(
                "{server} refused the user name or password ({said})",
                server=where,
                said=_said(error.smtp_code, error.smtp_error),
            )
        )
    except ssl.SSLError as error:
        return _again(say("the line to {server} could not be protected ({fault})", server=where, fault=_fault(error)))
    except (smtplib.SMTPException, OSError) as error:
        return _again(say("{server} cannot be reached ({fault})", server=where, fault=_fault(error)))
    try:
        return _sent(connection, raw, sender, recipients)
    except (smtplib.SMTPException, OSError) as error:
        return _again(
            say(
                "the connection to {server} broke off before the message was sent ({fault})",
                server=where,
                fault=_fault(error),
            )
        )
    finally:
        _hang_up(connection)


def _sent(connection: smtplib.SMTP, raw: bytes, sender: str, recipients: tuple[str, ...]) -> SmtpAnswer:
    options = [f"size={len(raw)}"] if connection.has_extn("size") else []
    beyond = [one for one in recipients if not one.isascii()]
    refusals = []
    if connection.has_extn("smtputf8"):
        options += ["smtputf8"] if beyond or not _is_seven_bit(raw.partition(_END_OF_HEAD)[0]) else []
    else:
        why = say("the server takes only addresses in ASCII")
        refusals += [RecipientRefusal(address=one, code=ONLY_ASCII, text=why) for one in beyond]
        raw = in_ascii(raw)
        if len(beyond) == len(recipients):
            return SmtpAnswer(outcome=SendOutcome.refused, reason=why, refusals=tuple(refusals))
    if not _is_seven_bit(raw) and connection.has_extn("8bitmime"):
        options.append("body=8bitmime")
    code, said = connection.mail(sender, options)
    if code != 250:
        return _answered(code, said)
    for recipient in recipients:
        if recipient in {one.address for one in refusals}:
            continue
        code, said = connection.rcpt(wire_address(recipient))
        if code not in {250, 251}:
            refusals.append(RecipientRefusal(address=recipient, code=code, text=_said(code, said)))
        if code == 421:
            break
    if len(refusals) == len(recipients) or code == 421:
        outcome = SendOutcome.refused if all(one.is_permanent for one in refusals) else SendOutcome.try_again
        return SmtpAnswer(outcome=outcome, reason=refusals[-1].text, refusals=tuple(refusals))
    return _with_data(connection, raw, tuple(refusals))


def in_ascii(raw: bytes) -> bytes:
    """The message with a head for a server that takes only ASCII: each address that it could not take stands there as a
    group without members, whose name it is (RFC 6857), so that those who are reached see who else was meant."""
    head, end, body = raw.partition(_END_OF_HEAD)
    return _BEYOND_ASCII.sub(lambda found: _shown_only(found[0]), head.decode("utf-8")).encode("ascii") + end + body


def _shown_only(address: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(address.encode()).decode()}?= :;"


def _with_data(connection: smtplib.SMTP, raw: bytes, refusals: tuple[RecipientRefusal, ...]) -> SmtpAnswer:
    code, said = connection.docmd("DATA")
    if code != 354:
        return _answered(code, said)
    body = re.sub(rb"(?:\r\n|\n|\r(?!\n))", b"\r\n", raw)
    body = re.sub(rb"(?m)^\.", b"..", body)
    connection.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    try:
        connection.send(b".\r\n")
        code, said = connection.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return SmtpAnswer(
            outcome=SendOutcome.try_again,
            reason=say(
                "the connection was lost after the message was sent; it may have arrived ({fault})", fault=_fault(error)
            ),
            may_have_arrived=True,
        )
    if code != 250:
        return _answered(code, said)
    return SmtpAnswer(outcome=SendOutcome.delivered, reason=_said(code, said), refusals=refusals)


def _answered(code: int, said: bytes) -> SmtpAnswer:
    outcome = SendOutcome.refused if 500 <= code < 600 else SendOutcome.try_again
    return SmtpAnswer(outcome=outcome, reason=_said(code, said))


def _again(reason: Sentence) -> SmtpAnswer:
    return SmtpAnswer(outcome=SendOutcome.try_again, reason=reason)


def _said(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:300]


def _fault(error: Exception) -> str | Sentence:
    return error.words if isinstance(error, Worded) else str(error)[:120]


def _is_seven_bit(raw: bytes) -> bool:
    return raw.isascii()


def _hang_up(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()
