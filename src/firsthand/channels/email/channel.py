"""Mail as a channel: raw messages come by pipe, LMTP, import or IMAP, answers leave by SMTP."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from firsthand.channels.email.bounded import BoundedParser, TooExpensive
from firsthand.channels.email.connecting import try_imap, try_smtp
from firsthand.channels.email.imap import ImapCursor, ImapError, poll
from firsthand.channels.email.lmtp import LmtpListener
from firsthand.channels.email.names import SenderTexts
from firsthand.channels.email.parse import Unparseable
from firsthand.channels.email.policies import sender_domain
from firsthand.channels.email.servers import imap_server, smtp_server
from firsthand.channels.email.settings import FIELDS, aliases, checked_address, checked_settings
from firsthand.channels.email.signatures import names_wanted
from firsthand.channels.email.smtp import SmtpAnswer, compose, deliver
from firsthand.channels.protocol import (
    Channel,
    Check,
    Cursor,
    EndpointSettings,
    Host,
    Instruction,
    Keep,
    Listening,
    NotReceived,
    Ours,
    Raw,
    SettingField,
    Unreadable,
)
from firsthand.domain.conversation.incoming import Author, Authorship, AutoKind, DeliveryReport, Incoming
from firsthand.domain.conversation.outgoing import Outgoing, Sent
from firsthand.domain.mail.addresses import domain_of, split_mailboxes, without_plus
from firsthand.domain.mail.authors import authorship as found_authorship
from firsthand.domain.mail.classify import OwnMarks
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.mail.outgoing import OutgoingMail
from firsthand.domain.mail.threading import loop_mark, own_message_id, sign, verify

MOST_REFERENCES = 20
NO_DOMAIN = "firsthand.invalid"


class Email(Channel):
    """Mail. An answer's Message-ID is fixed when it is queued; a signed address proves which ticket a mail is about."""

    name: ClassVar[str] = "email"
    title: ClassVar[str] = "Mail"
    said: ClassVar[str] = "e-mail"
    fields: ClassVar[tuple[SettingField, ...]] = FIELDS
    subjects: ClassVar[bool] = True
    files: ClassVar[bool] = True
    fetched_when: ClassVar[tuple[str, str] | None] = ("mode", "imap")

    def __init__(self, *, texts: SenderTexts | None = None) -> None:
        self._parsers: dict[OwnMarks, BoundedParser] = {}
        self._lock = threading.Lock()
        self._texts = texts or SenderTexts()

    def checked_address(self, address: str) -> str:
        return checked_address(address)

    def names(self, endpoint: EndpointSettings) -> tuple[str, ...]:
        return (endpoint.address, *aliases(endpoint))

    def plain(self, address: str) -> str:
        return without_plus(address)

    def check(self, endpoint: EndpointSettings) -> None:
        checked_settings(endpoint)

    def checked_handle(self, address: str) -> str | None:
        return next((one.address for one in split_mailboxes(address, most=5) if one.address), None)

    def instructions(self, address: str, host: Host) -> tuple[Instruction, ...]:
        local = address.partition("@")[0]
        lmtp = (
            Instruction(
                words="Or over LMTP, which this desk listens to on:", command=f"lmtp:inet:127.0.0.1:{host.lmtp_port}"
            )
            if host.lmtp_port
            else Instruction(
                words="Or over LMTP: start the desk with a port for it, then hand over to that port.",
                command="FIRSTHAND_LMTP_PORT=8024",
            )
        )
        pipe = Instruction(
            words="In the server's alias file, one line for the address:",
            command=f'{local}: "|{host.command} mail accept --to {address}"',
        )
        return pipe, lmtp

    def try_out(self, endpoint: EndpointSettings) -> tuple[Check, ...]:
        receiving = (try_imap(endpoint),) if self.fetches(endpoint) else ()
        return (*receiving, try_smtp(endpoint))

    def secrets_go_to(self, endpoint: EndpointSettings) -> frozenset[tuple[str, ...]]:
        used = [("imap", self.fetches(endpoint)), ("smtp", self.sends(endpoint))]
        parts = ("host", "port", "security")
        return frozenset((one, *(endpoint.text(f"{one}_{part}") for part in parts)) for one, yes in used if yes)

    def reads_anew(self, before: EndpointSettings, after: EndpointSettings) -> bool:
        return any(before.text(one) != after.text(one) for one in ("imap_host", "imap_folder", "username"))

    def receive(self, endpoint: EndpointSettings, cursor: Cursor, keep: Keep, *, most_bytes: int) -> Cursor:
        before = ImapCursor(uid_validity=cursor.get("uid_validity"), last_uid=cursor.get("last_uid", 0))
        server, folder = imap_server(endpoint), endpoint.text("imap_folder")
        try:
            after = poll(
                server, folder, before, lambda one: keep(one.raw, received_at=one.received_at), most_bytes=most_bytes
            )
        except ImapError as error:
            raise NotReceived(error.words, cursor=_kept(error.cursor)) from error
        return _kept(after)

    def listening(
        self, *, spool_folder: Path, now: Callable[[], datetime], port: int, most_bytes: int
    ) -> Listening | None:
        return LmtpListener(spool_folder=spool_folder, now=now, port=port, most_bytes=most_bytes)

    def read(self, raw: Raw, ours: Ours) -> Incoming:
        marks = OwnMarks(
            domains=frozenset(domain_of(address) for address in ours.addresses), loop_mark=loop_mark(ours.secret)
        )
        wanted = names_wanted(raw.content) if ours.may_ask else ()
        texts = self._texts.find(wanted)
        try:
            mail = self._parser(marks).parse(
                raw.content, envelope_to=raw.to or None, envelope_from=raw.sender, keys=texts
            )
        except (Unparseable, TooExpensive) as error:
            raise Unreadable(error.words) from error
        return _incoming(mail, raw, ours, authorship=_authorship(mail, ours, wanted, texts))

    def sends(self, endpoint: EndpointSettings) -> bool:
        return bool(endpoint.text("smtp_host"))

    def external_id(self, address: str, nonce: bytes) -> str:
        return own_message_id(nonce, domain_of(address) if "@" in address else NO_DOMAIN)

    def reply_address(self, address: str, ticket: int, ours: Ours) -> str:
        return sign(ticket, ours.secret, address)

    def send(self, outgoing: Outgoing, by: EndpointSettings, ours: Ours) -> Sent:
        raw = compose(_mail(outgoing, ours))
        whom = tuple(dict.fromkeys(outgoing.only_for or (*outgoing.to, *outgoing.copies)))
        return _sent(deliver(raw, server=smtp_server(by), sender=outgoing.from_address, recipients=whom))

    def close(self) -> None:
        with self._lock:
            for parser in self._parsers.values():
                parser.close()
            self._parsers = {}

    def _parser(self, marks: OwnMarks) -> BoundedParser:
        """The parser that knows these marks; those of before are ended."""
        with self._lock:
            if marks not in self._parsers:
                for parser in self._parsers.values():
                    parser.close()
                self._parsers = {marks: BoundedParser(own=marks)}
            return self._parsers[marks]


def _kept(cursor: ImapCursor) -> Mapping[str, Any]:
    return {"uid_validity": cursor.uid_validity, "last_uid": cursor.last_uid}


def _incoming(mail: InboundMail, raw: Raw, ours: Ours, *, authorship: Authorship) -> Incoming:
    is_bounce = mail.auto is AutoKind.bounce
    about = tuple(one for one in (mail.bounce_of, *mail.thread_ids) if one)
    return Incoming(
        channel=Email.name,
        external_id=mail.message_id,
        received_at=raw.received_at,
        author=Author(address=mail.from_address, name=mail.from_name, is_unclear=mail.is_unclear),
        subject=mail.subject,
        text=mail.text,
        quoted=mail.quoted,
        html=mail.html,
        forwarded=mail.forwarded,
        digest=mail.content_digest,
        answers=mail.thread_ids,
        ticket=_proven(mail, ours),
        answer_to=mail.answer_to,
        to=mail.to,
        cc=mail.cc,
        endpoint=_endpoint(mail, ours),
        dated_at=mail.sent_at,
        files=mail.attachments,
        auto=mail.auto,
        auto_because=mail.auto_because,
        report=DeliveryReport(about=about, recipients=mail.failed) if is_bounce else None,
        authorship=authorship,
        may_be_told=mail.may_auto_answer,
        warnings=mail.warnings,
    )


def _authorship(mail: InboundMail, ours: Ours, wanted: Sequence[str], texts: Mapping[str, str]) -> Authorship:
    """Whether its author is who they say, by the texts that were found under the names that were asked for."""
    if mail.is_unclear or mail.sent_by:
        return Authorship.unproven
    return found_authorship(
        mail.from_address,
        domain=sender_domain(domain_of(mail.from_address), texts),
        results=mail.results,
        signed_by=mail.signed_by,
        authorities=ours.authorities,
        asked=ours.may_ask,
        answered=all(name in texts for name in wanted),
    )


def _proven(mail: InboundMail, ours: Ours) -> int | None:
    """The ticket that a signed address in the envelope, To or Cc proves; None without one."""
    for address in _addressed(mail):
        if "+t" not in address:
            continue
        for own in ours.addresses:
            if (number := verify(address, ours.secret, own)) is not None:
                return number
    return None


def _endpoint(mail: InboundMail, ours: Ours) -> str:
    """The desk's address that it was sent to, without a ticket's signature or what else stands after a plus; else
    whatever it was sent to."""
    given = _addressed(mail)
    for address in given:
        for candidate in (address, without_plus(address)):
            if candidate in ours.addresses:
                return candidate
    return given[0][:320] if given else ""


def _addressed(mail: InboundMail) -> list[str]:
    return [one for one in (mail.envelope_to, *mail.to, *mail.cc) if one]


def _mail(outgoing: Outgoing, ours: Ours) -> OutgoingMail:
    theirs = [one.external_id for one in outgoing.thread if one.is_theirs]
    signed = outgoing.ticket is not None and not outgoing.automatic
    return OutgoingMail(
        message_id=outgoing.external_id,
        from_name=outgoing.from_name,
        from_address=outgoing.from_address,
        to=outgoing.to,
        cc=outgoing.copies,
        subject=outgoing.subject,
        text=outgoing.text,
        html=outgoing.html,
        in_reply_to=theirs[-1] if theirs else None,
        references=tuple(one.external_id for one in outgoing.thread[-MOST_REFERENCES:]),
        reply_to=sign(outgoing.ticket, ours.secret, outgoing.from_address)
        if signed and outgoing.ticket is not None
        else None,
        automatic=outgoing.automatic,
        loop_mark=loop_mark(ours.secret),
        sent_at=outgoing.written_at,
        attachments=outgoing.files,
    )


def _sent(answer: SmtpAnswer) -> Sent:
    return Sent(
        outcome=answer.outcome,
        reason=answer.reason,
        not_taken_for=tuple((one.address, one.text) for one in answer.refusals if one.is_permanent),
        again_for=answer.again_for,
    )
