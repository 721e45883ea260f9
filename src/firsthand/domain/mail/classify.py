"""Whether a message is a person, a machine, a list, a bounce or our own mail come back (RFC 3834, 3464)."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.mail.threading import is_own_message_id
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say

_AUTO_REPLY_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
_LIST_HEADERS = ("list-id", "list-post", "x-mailing-list", "x-beenthere")
_BULK = frozenset({"bulk", "junk"})
_REPORTERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon"})


@dataclass(frozen=True, kw_only=True)
class OwnMarks:
    """By what the desk knows its own mail: the domains of its addresses and its loop mark."""

    domains: frozenset[str]
    loop_mark: str


@dataclass(frozen=True, kw_only=True)
class Nature:
    """What kind of sender a message has, why, and whether an automatic answer is allowed."""

    auto: AutoKind | None
    because: Sentence
    may_auto_answer: bool


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What a message shows of its nature: headers with lower-case names, content type, report type, the
    envelope sender (None: unknown, empty: the null sender) and the address in From."""

    headers: tuple[tuple[str, str], ...]
    content_type: str
    report_type: str
    envelope_from: str | None
    from_address: str

    def value(self, name: str) -> str:
        """The first value of a header, stripped and in lower case; empty when absent."""
        return next((value.strip().lower() for key, value in self.headers if key == name), "")

    def has_any(self, names: Iterable[str]) -> str:
        """The first of `names` that is present, or the empty string."""
        present = {key for key, _ in self.headers}
        return next((name for name in names if name in present), "")

    @property
    def has_null_sender(self) -> bool:
        """Whether the envelope sender is empty, as bounces and careful auto-responders have it."""
        given = self.envelope_from
        if given is None:
            return self.value("return-path") == "<>"
        return given.strip().lower() in {"", "<>", "mailer-daemon"}


def classify(signs: Signs, own: OwnMarks) -> Nature:
    """Judge a message by its headers. The first of loop, bounce, auto-reply, list, generated wins."""
    for judge in (_loop, _bounce, _auto_reply, _list, _generated):
        if found := judge(signs, own):
            kind, because = found
            return Nature(auto=kind, because=because, may_auto_answer=False)
    suppressed = signs.value("x-auto-response-suppress")
    if suppressed and suppressed != "none":
        return Nature(auto=None, because=say("X-Auto-Response-Suppress asks for silence"), may_auto_answer=False)
    if signs.has_null_sender:
        return Nature(auto=None, because=say("the envelope names no sender"), may_auto_answer=False)
    return Nature(auto=None, because=NOTHING_SAID, may_auto_answer=True)


def _loop(signs: Signs, own: OwnMarks) -> tuple[AutoKind, Sentence] | None:
    if any(key == "x-firsthand-loop" and value.strip() == own.loop_mark for key, value in signs.headers):
        return AutoKind.loop, say("X-Firsthand-Loop carries this desk's own mark")
    if is_own_message_id(signs.value("message-id"), own.domains):
        return AutoKind.loop, say("the Message-ID is one of this desk's own")
    return None


def _bounce(signs: Signs, _own: OwnMarks) -> tuple[AutoKind, Sentence] | None:
    if signs.content_type == "multipart/report" and signs.report_type in {"delivery-status", ""}:
        return AutoKind.bounce, say("it is a delivery report (RFC 3464)")
    if signs.has_any(["x-failed-recipients"]):
        return AutoKind.bounce, say("X-Failed-Recipients names who was not reached")
    local = signs.from_address.partition("@")[0]
    if signs.has_null_sender and local in _REPORTERS:
        return AutoKind.bounce, say("{sender} wrote it with an empty envelope sender", sender=local)
    return None


def _auto_reply(signs: Signs, _own: OwnMarks) -> tuple[AutoKind, Sentence] | None:
    submitted = signs.value("auto-submitted").partition(";")[0].strip()
    if submitted == "auto-replied":
        return AutoKind.auto_reply, say("Auto-Submitted is auto-replied (RFC 3834)")
    if signs.content_type == "multipart/report" and signs.report_type == "disposition-notification":
        return AutoKind.auto_reply, say("it is a read receipt (RFC 8098)")
    if found := signs.has_any(_AUTO_REPLY_HEADERS):
        return AutoKind.auto_reply, say("{header} marks an automatic reply", header=found)
    if signs.value("precedence") in {"auto_reply", "auto-reply"}:
        return AutoKind.auto_reply, say("Precedence marks an automatic reply")
    return None


def _list(signs: Signs, _own: OwnMarks) -> tuple[AutoKind, Sentence] | None:
    if found := signs.has_any(_LIST_HEADERS):
        return AutoKind.list, say("{header} names a mailing list", header=found)
    if signs.value("precedence") == "list":
        return AutoKind.list, say("Precedence is list")
    return None


def _generated(signs: Signs, _own: OwnMarks) -> tuple[AutoKind, Sentence] | None:
    submitted = signs.value("auto-submitted").partition(";")[0].strip()
    if submitted and submitted != "no":
        return AutoKind.generated, say("Auto-Submitted is {value} (RFC 3834)", value=submitted[:40])
    if (precedence := signs.value("precedence")) in _BULK:
        return AutoKind.generated, say("Precedence is {value}", value=precedence)
    if signs.content_type == "multipart/report":
        return AutoKind.generated, say("it is a report ({kind})", kind=signs.report_type[:40])
    return None
