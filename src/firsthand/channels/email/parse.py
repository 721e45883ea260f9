"""A raw message to an InboundMail, whatever a stranger wrote. Reads no clock and writes nothing.

Best effort with warnings: `parse` raises Unparseable and nothing else (but MemoryError). It does not bound
its own time; `bounded.py` runs it in a process that does.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from firsthand.channels.email.bodies import (
    BodyPiece,
    ContentReader,
    MailContent,
    is_shown,
    may_be_placeholder,
    plain_of,
    share_words,
)
from firsthand.channels.email.forwards import forwarded_in
from firsthand.channels.email.headers import date_of, decode_words
from firsthand.channels.email.html import TooComplexError, every_word, sanitise, strip_tags, to_text
from firsthand.channels.email.introductions import Conversation, answers
from firsthand.channels.email.replies import SplitText, split_reply
from firsthand.channels.email.reports import read_report, split_report
from firsthand.channels.email.signatures import signed_by
from firsthand.channels.email.structure import MessageReader
from firsthand.domain.conversation.incoming import AutoKind, Forwarded
from firsthand.domain.errors import Worded
from firsthand.domain.mail.addresses import MailboxText, domain_of, normal_address, plain_name, split_mailboxes
from firsthand.domain.mail.classify import LIST_HEADERS, Nature, OwnMarks, Signs, classify
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.mail.threading import message_ids
from firsthand.domain.mail.writers import Letterhead, answered_at, shown_name, writer_behind
from firsthand.domain.sentences import say

MOST_SUBJECT = 500
MOST_RESULTS, MOST_RESULT = 20, 4000
LAYOUT_SECONDS = 0.5

_SHOWN = (
    *(
        "from",
        "sender",
        "reply-to",
        "to",
        "cc",
        "date",
        "subject",
        "message-id",
        "in-reply-to",
        "return-path",
    ),
    *("list-id", "auto-submitted", "precedence", "x-mailer", "user-agent", "authentication-results"),
)
_ORIGINALS = ("x-original-from", "x-google-original-from", "x-original-sender")
Guard = Callable[[float], AbstractContextManager[None]]


class Unparseable(Worded):
    """The message cannot be read at all and goes to quarantine with these words. Its raw bytes are kept."""


def no_limit(_seconds: float) -> AbstractContextManager[None]:
    """A guard that bounds nothing, for tests and tools."""
    return nullcontext()


def parse(
    raw: bytes,
    *,
    own: OwnMarks,
    envelope_to: str | None = None,
    envelope_from: str | None = None,
    guard: Guard = no_limit,
    keys: Mapping[str, str] | None = None,
) -> InboundMail:
    """Read one raw message. `keys` are those by which its signatures are checked. `guard(seconds)` is entered around
    costly layout; what it raises means: do it simply.

    Raises Unparseable when there is no message in the bytes.
    """
    if not raw.strip():
        raise Unparseable(say("The message is empty."))
    try:
        return _Parsing(raw, guard, keys or {}).mail(own, envelope_to, envelope_from)
    except (Unparseable, MemoryError):
        raise
    except Exception as error:
        fault = f"{type(error).__name__}: {error!s:.200}"
        raise Unparseable(say("The message could not be read ({fault}).", fault=fault)) from error


class _Parsing:
    def __init__(self, raw: bytes, guard: Guard, keys: Mapping[str, str]) -> None:
        self.raw = raw
        self.keys = keys
        self.is_unclear = False
        self.sent_by = ""
        self.answer_to: tuple[str, ...] = ()
        self.guard = guard
        self.reader = MessageReader(raw)
        self.warn = self.reader.warn
        self.root = self.reader.read()
        if not self.root.headers:
            raise Unparseable(say("The message has no headers, so nobody can say who sent it or what it is."))

    def mail(self, own: OwnMarks, envelope_to: str | None, envelope_from: str | None) -> InboundMail:
        content_reader = ContentReader(self.reader)
        content = content_reader.read(self.root)
        name, address = self._sender(own, envelope_from, envelope_to)
        if cut := self._first("x-firsthand-truncated"):
            self.warn(say("The message was too large and came cut: {how}.", how=decode_words(cut)[:120]))
        nature = self._nature(own, envelope_from, address)
        is_bounce = nature.auto is AutoKind.bounce
        failed, bounce_of = read_report(self.root, content_reader) if is_bounce else ((), None)
        body = self._body(content.pieces)
        html, split = self._html(content), self._split(body, nature.auto, own)
        ids = message_ids(self._first("message-id"), most=1)
        return InboundMail(
            sha256=hashlib.sha256(self.raw).hexdigest(),
            content_digest=self._content_digest(),
            message_id=ids[0] if ids else None,
            in_reply_to=message_ids(self._first("in-reply-to"), most=10),
            references=message_ids(self._first("references")),
            from_name=name,
            from_address=address,
            answer_to=self.answer_to,
            to=self._addresses("to"),
            cc=self._addresses("cc"),
            subject=decode_words(self._first("subject"))[:MOST_SUBJECT],
            sent_at=date_of(self._first("date")),
            text=split.text,
            quoted=split.quoted,
            html=html,
            forwarded=self._forwarded(content, body),
            attachments=content.attachments,
            auto=nature.auto,
            auto_because=nature.because,
            may_auto_answer=nature.may_auto_answer,
            bounce_of=bounce_of,
            failed=failed,
            headers=self._shown(),
            results=tuple(one[:MOST_RESULT] for one in self.root.every("authentication-results")[:MOST_RESULTS]),
            signed_by=self._signed_by(),
            is_unclear=self.is_unclear,
            sent_by=self.sent_by,
            warnings=tuple(self.reader.warnings),
            envelope_to=envelope_to or None,
            envelope_from=envelope_from,
        )

    def _first(self, name: str) -> str:
        return self.root.first(name)

    @property
    def _is_of_a_list(self) -> bool:
        return any(map(self._first, (*LIST_HEADERS, "mailing-list")))

    def _nature(self, own: OwnMarks, envelope_from: str | None, address: str) -> Nature:
        kind = self.root.type
        signs = Signs(
            headers=self.root.headers,
            content_type=kind.type,
            report_type=kind.params.get("report-type", "").lower(),
            envelope_from=envelope_from,
            from_address=address,
            subject=decode_words(self._first("subject"))[:MOST_SUBJECT],
            is_from_form=bool(self.sent_by) and not self._is_of_a_list,
        )
        return classify(signs, own)

    def _sender(self, own: OwnMarks, envelope_from: str | None, envelope_to: str | None) -> tuple[str, str]:
        """The display name and the address that sent it, with a warning for every way it may deceive."""
        given = self.root.every("from")
        boxes = [box for value in given[:5] for box in split_mailboxes(value, most=20)]
        valid = [box for box in boxes if box.address]
        if len(given) > 1 or len({box.address for box in valid}) > 1:
            self.is_unclear = True
            self.warn(say("The message names several senders; the first is taken."))
        if not valid:
            return self._other_sender(boxes, envelope_from)
        box = valid[0]
        name, address = plain_name(decode_words(box.name)), str(box.address)
        if box.doubt:
            self.is_unclear = True
            self.warn(say("The sender is unclear: {doubt}.", doubt=box.doubt))
        if "@" in name and name.strip("<>\"' ").lower() != address:
            text = "The sender's name shows another address ({name}); the real address is {address}."
            self.warn(say(text, name=name[:80], address=address))
        return self._behind(box, own, envelope_to) or (name, address)

    def _behind(self, sender: MailboxText, own: OwnMarks, envelope_to: str | None) -> tuple[str, str] | None:
        """The name and address of whom a list or form wrote for, with a warning that says so."""
        addressed = (*self._addresses("to"), *self._addresses("cc"), normal_address(envelope_to or "") or "")
        head = Letterhead(
            sender=sender,
            originals=[box for name in _ORIGINALS for box in split_mailboxes(self._first(name), most=2)],
            reply_to=split_mailboxes(self._first("reply-to"), most=5),
            addressed=frozenset(addressed),
            is_ours=domain_of(sender.address or "") in own.domains,
            is_list=self._is_of_a_list,
            posted_by=split_mailboxes(self._first("x-mailfrom"), most=2),
        )
        if (behind := writer_behind(head)) is None or behind.address is None:
            here = {one for one in addressed if domain_of(one) in own.domains}
            self.answer_to = tuple(one for one in answered_at(head) if one not in here)
            return None
        name = plain_name(decode_words(behind.name)) or shown_name(plain_name(decode_words(sender.name)))
        if head.is_list:
            text = "A list sent it from {machine}; {address} wrote it, as its headers say."
        else:
            text = "A form sent it from {machine}; {address} wrote it, as its Reply-To says."
        self.sent_by = str(sender.address)
        self.warn(say(text, machine=self.sent_by, address=behind.address))
        return name, behind.address

    def _other_sender(self, boxes: list[MailboxText], envelope_from: str | None) -> tuple[str, str]:
        name = plain_name(decode_words(boxes[0].name)) if boxes else ""
        others = [*(box.address for box in split_mailboxes(self._first("sender"), most=2)), envelope_from]
        for other in others:
            if other and (address := normal_address(other)):
                text = "There is no valid address in From; {address} is taken from Sender or the envelope."
                self.warn(say(text, address=address))
                return name, address
        self.warn(say("There is no valid address in From, so nobody can be answered."))
        return name, ""

    def _addresses(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in self.root.every(name)[:20]:
            found.update((box.address, None) for box in split_mailboxes(value) if box.address)
        return tuple(found)[:1000]

    def _html(self, content: MailContent) -> str | None:
        if not any(piece.html is not None for piece in content.pieces):
            return None
        try:
            clean = sanitise("\n".join(plain_of(piece) for piece in content.pieces))
        except TooComplexError as error:
            self.warn(say("The HTML is not shown: {why}. Its text is.", why=error.words))
            return None
        return clean if clean.strip() else None

    def _forwarded(self, content: MailContent, body: str) -> Forwarded | None:
        """The message that the body forwards, or that came as a file below the words of the sender."""
        subject = decode_words(self._first("subject"))[:MOST_SUBJECT]
        if (inside := forwarded_in(body, subject=subject)) is not None or not content.forwarded:
            return inside
        found = forwarded_in(self._body(content.forwarded), subject=subject)
        return replace(found, above=body) if found is not None else None

    def _body(self, pieces: Sequence[BodyPiece]) -> str:
        return "\n\n".join(text for piece in pieces if (text := self._plain(piece).strip("\n")))

    def _split(self, body: str, auto: AutoKind | None, own: OwnMarks) -> SplitText:
        """What is new and what is below it. A report quotes what it is about in its own way, a receipt nothing."""
        if auto is AutoKind.read_receipt:
            return SplitText(text=body, quoted="")
        report = split_report(body) if auto is AutoKind.bounce else None
        return report if report is not None else split_reply(body, self._conversation(own))

    def _conversation(self, own: OwnMarks) -> Conversation:
        subject = decode_words(self._first("subject"))[:MOST_SUBJECT]
        is_reply = any(message_ids(self._first(one), most=1) for one in ("in-reply-to", "references"))
        names = ("from", "reply-to", "to", "cc")
        return Conversation(
            is_answer=answers(subject, is_reply=is_reply),
            subject=subject,
            is_list=self._is_of_a_list,
            people=frozenset(address for name in names for address in self._addresses(name)),
            domains=own.domains,
        )

    def _plain(self, piece: BodyPiece) -> str:
        """The words of a stretch: its plain text, unless that is blank or only says that there is HTML."""
        plain = piece.plain if piece.plain is not None and is_shown(piece.plain) else None
        if piece.html is None or (plain is not None and not may_be_placeholder(plain)):
            return plain or ""
        laid_out = self._laid_out(piece.html)
        return laid_out if plain is None or (is_shown(laid_out) and not share_words(plain, laid_out)) else plain

    def _laid_out(self, html: str) -> str:
        try:
            with self.guard(LAYOUT_SECONDS):
                return to_text(sanitise(html)) or self._eaten(html)
        except MemoryError:
            raise
        except Exception:  # too complex, too deep for lxml, or the guard's end
            self.warn(say("The HTML was turned into text by simple rules only."))
            return strip_tags(html)

    def _eaten(self, source: str) -> str:
        """The bare words of HTML of which sanitising left none."""
        if words := every_word(source).strip():
            text = "All of its words stood in HTML that is never shown as it is; they are shown as plain words."
            self.warn(say(text))
        return words

    def _signed_by(self) -> tuple[str, ...]:
        """The domains whose signature holds; none where looking costs more than it may."""
        try:
            with self.guard(LAYOUT_SECONDS):
                return signed_by(self.raw, self.keys)
        except Exception:  # hostile signatures, or the guard's end: nothing is proven
            return ()

    def _content_digest(self) -> str:
        digest = hashlib.sha256()
        for name in ("from", "date", "subject", "message-id"):
            digest.update(self._first(name).encode("utf-8", "replace") + b"\x00")
        digest.update(self.raw[self.root.start :].replace(b"\r\n", b"\n").rstrip())
        return digest.hexdigest()

    def _shown(self) -> tuple[tuple[str, str], ...]:
        return tuple((key, decode_words(value)[:400]) for key, value in self.root.headers if key in _SHOWN)[:30]
