"""The letters of the demo as values, and as raw mail."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, kw_only=True)
class DemoAct:
    """What followed a letter: `do` by a teammate, or `mail` by the customer, `after` business hours later. `due_in` are
    the hours that a task has, `value` is what a `field` should be, `roles` are let in to what is restricted."""

    after: float
    do: str
    who: str = ""
    text: str = ""
    html: str = ""
    kind: str = ""
    severity: str = ""
    topic: str = ""
    status: str = ""
    tag: str = ""
    as_: str = ""
    field: str = ""
    value: str = ""
    roles: tuple[str, ...] = ()
    due_in: float = 0
    substantive: bool = False
    quote: bool = False


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail that opened a ticket (or did not), `ago` business hours before the demo was made."""

    id: str
    ago: float
    from_: tuple[str, str]
    subject: str
    text: str = ""
    html: str = ""
    cc: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    attachments: tuple[dict[str, str], ...] = ()
    answers: str = ""
    charset: str = "utf-8"
    bounce: bool = False
    unreadable: bool = False
    then: tuple[DemoAct, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnsweredThread:
    """The thread that a mail answers: the Message-IDs on it, its reply address, the last text and who wrote it."""

    message_ids: tuple[str, ...]
    reply_to: str
    quoted: str = ""
    introduction: str = ""


def read_letters(file: Path) -> tuple[Letter, ...]:
    """The demo's letters in the order of the file."""
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["letters"]
    return tuple(_letter(one) for one in found)


_FULL = 100
"""A line that was broken in the file, because the next word would have made it longer than this."""


def flowing(text: str) -> str:
    """The text with each paragraph in one line, as mail programs write it; what is short by itself keeps its line."""
    lines: list[str] = []
    before = ""
    for line in text.splitlines():
        word = line.partition(" ")[0]
        if word and before and len(before) + 1 + len(word) > _FULL:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


def _letter(found: dict[str, Any]) -> Letter:
    fields = {**found, "text": flowing(found.get("text", ""))}
    name, address = fields.pop("from")
    then = tuple(map(_act, fields.pop("then", [])))
    for several in ("cc", "attachments"):
        fields[several] = tuple(fields.get(several, ()))
    return Letter(from_=(name, address), then=then, **fields)


def _act(found: dict[str, Any]) -> DemoAct:
    fields = {**found, "text": flowing(found.get("text", ""))}
    if "as" in fields:
        fields["as_"] = fields.pop("as")
    return DemoAct(**{**fields, "roles": tuple(fields.get("roles", ()))})


def compose(
    letter: Letter,
    *,
    to: str,
    at: datetime,
    answered: AnsweredThread | None = None,
    act: DemoAct | None = None,
) -> bytes:
    """The letter, or the customer's answer `act` in its thread, as the bytes that a mail server would hand over."""
    if letter.unreadable:
        return b"\x00\x01\x02PK this is a torn archive and no mail at all\n\x00\x00"
    if letter.bounce:
        return _bounce(letter, to=to, at=at, answered=answered)
    message = _head(letter, to=to, at=at, suffix=f"-{act.after:g}" if act else "")
    message.replace_header("Subject", f"Re: {letter.subject}") if act else None
    if answered is not None:
        message["In-Reply-To"] = answered.message_ids[-1]
        message["References"] = " ".join(answered.message_ids)
        message.replace_header("To", answered.reply_to)
    _fill(message, letter, act=act, answered=answered)
    return message.as_bytes(policy=policy.SMTP)


def _head(letter: Letter, *, to: str, at: datetime, suffix: str) -> EmailMessage:
    message = EmailMessage()
    name, address = letter.from_
    message["From"] = formataddr((name, address))
    message["To"] = to
    if letter.cc:
        message["Cc"] = ", ".join(letter.cc)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.id}{suffix}.{int(at.timestamp())}@{address.partition('@')[2]}>"
    for header, value in letter.headers.items():
        message[header] = value
    return message


def _fill(message: EmailMessage, letter: Letter, *, act: DemoAct | None, answered: AnsweredThread | None) -> None:
    text, html = (act.text, act.html) if act else (letter.text, letter.html)
    if act and act.quote and answered is not None and not html:
        text = f"{text}\n{answered.introduction}\n" + "".join(f"> {line}\n" for line in answered.quoted.splitlines())
    if text:
        message.set_content(text, charset=letter.charset)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for part in () if act else letter.attachments:
        content = base64.b64decode(part["base64"]) if "base64" in part else part["text"].encode()
        main, _, sub = part["type"].partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=part["name"])


def _bounce(letter: Letter, *, to: str, at: datetime, answered: AnsweredThread | None) -> bytes:
    name, address = letter.from_
    original = answered.message_ids[-1] if answered else "<unknown@lighthouse.example>"
    return f"""From: {name} <{address}>
To: {to}
Subject: {letter.subject}
Date: {format_datetime(at)}
Message-ID: <{letter.id}.{int(at.timestamp())}@mail.harborhealth.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The message could not be delivered to rosa.klein@harborhealth.example: mailbox unknown.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.harborhealth.example

Final-Recipient: rfc822; rosa.klein@harborhealth.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 mailbox unknown

--part
Content-Type: text/rfc822-headers

From: {to}
To: rosa.klein@harborhealth.example
Subject: Re: Where is our data after the end of the contract?
Message-ID: {original}

--part--
""".replace("\n", "\r\n").encode()
