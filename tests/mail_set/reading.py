"""The labelled mails: made from their few lines, read as the desk reads them, and compared with their labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import yaml

from firsthand.channels.email.parse import parse
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail

FOLDER = Path(__file__).resolve().parent
HALVES = ("first", "second")
LABELS = ("author", "answers_go_to", "nature", "text", "folded", "files", "failed")
FIELDS = {"name", "from", "to", "subject", "headers", "envelope_from", "text", "html", "charset", "labelled", "files"}
DESK = "support@lighthouse.example"
OWN = OwnMarks(domains=frozenset({"lighthouse.example"}), loop_mark="ourmark")


class MailSetError(ValueError):
    """A mail of the set is not written as its README says."""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """One mail of the set, and what a reader should find in it."""

    half: str
    kind: str
    name: str
    raw: bytes
    envelope_from: str | None
    labels: Mapping[str, Any]

    def wrong(self) -> dict[str, object]:
        """What is read otherwise than labelled, by label; empty where all is right."""
        mail = parse(self.raw, own=OWN, envelope_to=DESK, envelope_from=self.envelope_from)
        found = {label: _read(mail, label, wanted) for label, wanted in self.labels.items()}
        return {label: read for label, read in found.items() if read != _said(self.labels[label])}


def labelled_mails(folder: Path = FOLDER) -> list[Labelled]:
    """Every mail of the set. Raises MailSetError for one that is written wrongly."""
    found = []
    for half in HALVES:
        for file in sorted((folder / half).glob("*.yaml")):
            rows = yaml.safe_load(file.read_text(encoding="utf-8"))
            mails = [_labelled(half, file.stem, row) for row in rows]
            if len({one.name for one in mails}) != len(mails):
                raise MailSetError(f"{half}/{file.name}: two mails have one name")
            found += mails
    return found


def _labelled(half: str, kind: str, row: dict[str, Any]) -> Labelled:
    where = f"{half}/{kind}.yaml, {row.get('name', 'a mail without a name')}"
    labels = row.get("labels") or {}
    if not row.get("name") or not labels or labels.keys() - set(LABELS):
        raise MailSetError(f"{where}: a mail has a name and labels out of {', '.join(LABELS)}")
    allowed = {"name", "envelope_from", "raw"} if "raw" in row else FIELDS
    if unknown := row.keys() - allowed - {"labels"}:
        raise MailSetError(f"{where}: {', '.join(sorted(unknown))} is no field of it")
    raw = row["raw"].encode() if "raw" in row else _made(row)
    return Labelled(
        half=half, kind=kind, name=row["name"], raw=raw, envelope_from=row.get("envelope_from"), labels=labels
    )


def _made(row: dict[str, Any]) -> bytes:
    """The mail as it goes over the wire."""
    message = EmailMessage(policy=SMTP)
    charset = row.get("charset", "utf-8")
    for field, subtype in (("text", "plain"), ("html", "html")):
        if field in row:
            put = message.add_alternative if message.get_payload() else message.set_content
            params = {"charset": row.get("labelled", charset)}
            put(row[field].encode(charset), "text", subtype, cte="base64", params=params)
    for file in row.get("files", ()):
        main, _, sub = file.get("type", "application/octet-stream").partition("/")
        message.add_attachment(file["content"].encode(), maintype=main, subtype=sub, filename=file["name"])
    given = {"From": row.get("from", "Ana Costa <ana@acme.example>"), "To": row.get("to", DESK)}
    given |= {"Subject": row.get("subject", "Login loops"), "Message-ID": f"<{row['name']}@acme.example>"}
    given |= {name: str(value) for name, value in row.get("headers", {}).items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return head.encode() + message.as_bytes()


def _read(mail: InboundMail, label: str, wanted: object) -> object:
    """What is read of a mail where a label says something of it."""
    match label:
        case "author" | "answers_go_to":
            return mail.from_address
        case "nature":
            return mail.auto.value if mail.auto is not None else "person"
        case "text":
            return mail.text.strip()
        case "folded":
            words = str(wanted).strip()
            is_there = words in mail.quoted and words not in mail.text if words else not mail.quoted.strip()
            return words if is_there else mail.quoted.strip()
        case "files":
            return [one.filename for one in mail.attachments]
        case _:
            return [one.address for one in mail.failed]


def _said(wanted: object) -> object:
    return wanted.strip() if isinstance(wanted, str) else wanted
