"""What is fuzzed: each reader with its samples, what it may answer, and in which words it may refuse."""

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from drills.fuzz.changes import changed, changes
from firsthand.books import folder
from firsthand.channels.email.html import sanitise, strip_tags, to_text
from firsthand.channels.email.imap import ImapCursor, ImapError, poll
from firsthand.channels.email.parse import Unparseable, parse
from firsthand.channels.email.servers import ImapServer, LineSecurity
from firsthand.cli.demo import company
from firsthand.cli.demo.letters import compose, read_letters
from firsthand.domain.book.deciding import decide
from firsthand.domain.book.errors import PolicyError
from firsthand.domain.book.wire import request_of
from firsthand.domain.mail.inbound import InboundMail
from firsthand.domain.proving import check
from firsthand.services.book.files import book_from_texts, text_from
from firsthand.workbench.history.logs import HistoryError, read_history
from tests.channels.imap_server import ImapFolder
from tests.channels.imap_server import ImapServer as GoodServer
from tests.channels.samples import OWN
from tests.workbench.history.logs.files import HEADER, ROWS

COMPANIES = Path(company.__file__).parent / "companies"
ODD_MAIL = Path(__file__).resolve().parents[3] / "shared" / "mail" / "odd"
JSON_LINES = (
    b'{"id": "T-1", "received_at": "2021-07-06T16:00:00Z", "kind": "troubleshooting", "stage": "trial"}',
    b'{"id": "T-2", "received_at": "2021-07-07T17:00:00Z", "kind": "how_to", "stage": "production", "strategic": true}',
)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUIET = settings(
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One good input, and what else it takes to read it: a file's name or the name of a mapping."""

    content: bytes
    about: str = ""


class Reader(ABC):
    """One kind of input. A failure in any other way than its own words ends the drill with the smallest input."""

    name: str
    words: Sequence[bytes] = ()

    @abstractmethod
    def samples(self) -> Iterable[Sample]:
        """Good inputs."""

    @abstractmethod
    def reads(self, content: bytes, sample: Sample) -> bool:
        """Read a changed one: True where it was answered, False where it was refused in words."""

    def fuzz(self, *, examples: int, seed: int) -> int:
        """Try so many inputs; how many were answered."""
        answered = 0

        @seeded(seed)
        @settings(QUIET, max_examples=examples)
        @given(sample=st.sampled_from(list(self.samples())), by=changes(self.words))
        def one(sample: Sample, by: list[object]) -> None:
            nonlocal answered
            answered += self.reads(changed(sample.content, by), sample)  # type: ignore[arg-type]  # Hypothesis says object

        one()
        return answered


class Mail(Reader):
    """Raw mail, read as the child process does, and its HTML made safe."""

    name = "mail"
    words = (
        b"Content-Type: multipart/mixed; boundary=", b"Content-Transfer-Encoding: base64", b"charset=utf-7",
        b"boundary=x",
        b"multipart/report", b"message/rfc822", b"quoted-printable", b"Received: ", b"From: ", b"<script>",
        b"<svg/onload=", b"begin 644 x", b"filename*0*=utf-16''", b"=?iso-2022-jp?b?GyRC?=", b"cid:", b"&#x",
        b"-----Original Message-----",
    )  # fmt: skip

    def samples(self) -> Iterable[Sample]:
        """The letters of both demos, and the real odd mail beside the checkout where it is."""
        for file in sorted(COMPANIES.glob("*.letters.yaml")):
            for letter in read_letters(file):
                if not letter.bounce and not letter.unreadable:
                    yield Sample(content=compose(letter, to="support@desk.example", at=NOW))
        for path in sorted(ODD_MAIL.glob("*.eml")):
            yield Sample(content=path.read_bytes())

    def reads(self, content: bytes, sample: Sample) -> bool:
        """Everything that it says can be kept: it has an address or none, and no half of a character."""
        try:
            mail = parse(content, own=OWN)
        except Unparseable as refused:
            if refused.__cause__ is not None:
                raise AssertionError("no words of the reader's own") from refused
            return False
        _can_be_kept(mail)
        return True


def _can_be_kept(mail: InboundMail) -> None:
    texts = (mail.subject, mail.from_name, mail.from_address, mail.text, mail.quoted, mail.html, *mail.to, *mail.cc)
    for text in (*filter(None, texts), *(one.filename for one in mail.attachments)):
        text.encode("utf-8")
        if "\0" in text:
            raise AssertionError("a character that PostgreSQL does not keep")
    safe = sanitise(mail.html or "")
    if "<script" in safe.lower():
        raise AssertionError(safe)
    to_text(safe)
    strip_tags(mail.html or "")


class Books(Reader):
    """An amendment of a book: what loads is checked, and decides."""

    name = "book"
    words = (
        b"replaces: S19\n", b"in_force: {from: 2021-01-01}", b"8 business hours", b"999999999 days elapsed",
        b"- {clause: x}",
        b"over: [S18]", b"when: {kind: how_to}", b"&a [*a]", b"!!python/object:os.system", b"<<: *x",
        b"precedence: contract",
        b"zone: Europe/Atlantis", b"mon-fri: 09:00-17:00", b"25:00", b"name: support", b"becomes: support",
    )  # fmt: skip

    def samples(self) -> Iterable[Sample]:
        """The first amendment of each book that is shipped."""
        for name in ("customer-first", "four-functions", "handbook-2019-2024"):
            first = min(folder(name).glob("*.yaml"))
            yield Sample(content=first.read_bytes(), about=first.name)

    def reads(self, content: bytes, sample: Sample) -> bool:
        """What loads can be checked, and answers a request of the kind and stage that come first."""
        try:
            book = book_from_texts([(sample.about, text_from(sample.about, content))])
        except PolicyError:
            return False
        edition = book.edition()
        check(edition, as_of=NOW)
        here = edition.organisation_at(NOW)
        account = {"stage": next(iter(here.stages))}
        plain = {"id": "1", "received_at": "2026-03-02T09:00:00Z", "kind": next(iter(here.kinds)), "account": account}
        decide(edition, request_of(plain))
        return True


class Histories(Reader):
    """A log in the desk's own format, as CSV and as lines of JSON, and one through a mapping."""

    name = "history"
    words = (
        b"2021-07-06T16:00:00Z",
        b"received_at",
        b",,,,",
        b'""',
        b'{"id":',
        b"null",
        b"true",
        b"[]",
        b"T-1",
        b"\xef\xbb\xbf",
    )

    def samples(self) -> Iterable[Sample]:
        """Small logs."""
        yield Sample(content="\n".join((HEADER, *ROWS)).encode(), about=".csv")
        yield Sample(content=b"\n".join(JSON_LINES), about=".jsonl")

    def reads(self, content: bytes, sample: Sample) -> bool:
        """What is read has a row for each ticket, and ends no earlier than it begins."""
        with tempfile.TemporaryDirectory() as made:
            path = Path(made) / f"log{sample.about}"
            path.write_bytes(content)
            try:
                history = read_history(path)
            except HistoryError:
                return False
        if len(history.received_at) != len(history):
            raise AssertionError("columns of other lengths")
        return True


class Answers(Reader):
    """What an IMAP server says."""

    name = "imap"
    words = (
        b"* OK",
        b"* BAD",
        b"* BYE",
        b"FETCH (",
        b"BODY[] {10}",
        b"UID ",
        b"RFC822.SIZE 5",
        b"* SEARCH 1 2",
        b"A1 OK",
        b"NIL",
    )

    def samples(self) -> Iterable[Sample]:
        """A good answer to each thing that a poll asks."""
        yield Sample(about="CAPABILITY", content=b"* CAPABILITY IMAP4rev1\r\n")
        yield Sample(about="EXAMINE", content=b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* FLAGS (\\Seen)\r\n")
        yield Sample(about="UID SEARCH", content=b"* SEARCH 3 5\r\n")
        yield Sample(
            about="RFC822.SIZE", content=b"* 1 FETCH (UID 3 RFC822.SIZE 12)\r\n* 2 FETCH (UID 5 RFC822.SIZE 12)\r\n"
        )
        yield Sample(about="BODY.PEEK", content=b"* 1 FETCH (UID 3 BODY[] {12}\r\nSubject: x\r\n)\r\n")

    def reads(self, content: bytes, sample: Sample) -> bool:
        """A poll reads the mailbox or says what is wrong with it."""
        folder = ImapFolder(messages={3: b"Subject: x\r\n", 5: b"Subject: y\r\n"})
        with Garbled(folder, sample.about, content) as server:
            account = ImapServer(
                host="127.0.0.1", port=server.port, security=LineSecurity.plain, username=folder.user,
                password=folder.password, timeout_seconds=1,
            )  # fmt: skip
            try:
                poll(account, "INBOX", ImapCursor(), lambda _: None)
            except ImapError:
                return False
        return True


class Garbled(GoodServer):
    """Answers one thing as it is told to, and all else well."""

    def __init__(self, folder: ImapFolder, asked: str, answer: bytes) -> None:
        super().__init__(folder)
        self._asked, self._said = asked, answer

    def _answer(self, rest: str) -> list[bytes]:
        return [self._said] if self._asked in rest.upper() else super()._answer(rest)


READERS: Sequence[Reader] = (Mail(), Books(), Histories(), Answers())
