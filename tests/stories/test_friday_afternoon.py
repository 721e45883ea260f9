"""The story of the issue: a trial customer writes on Friday at 16:45 Pacific, and everybody looks away.

Mail goes through the real spool, parser and intake, the answer through a real SMTP server. Time is an argument.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest
from django.db import connections

from firsthand.channels.spool import spool, waiting
from firsthand.domain.clocks import ClockKind, ClockState, LineKind
from firsthand.domain.names import Role, StateName
from firsthand.engine import clocks
from firsthand.engine.outbox import Outbox
from firsthand.engine.spooled import SpooledMessages
from firsthand.models.channels import Endpoint
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.conversation import Direction, Message
from firsthand.models.events import Event
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.tickets import Ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.clocks.queries import receipts
from firsthand.services.tickets.actions.conversation import reply
from tests.engine.post import Post
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse

MONDAY = datetime(2021, 8, 9, 7, 0, tzinfo=UTC)  # midnight Pacific
WARNING = MONDAY + timedelta(hours=2, minutes=30)
BREACH = MONDAY + timedelta(hours=2, minutes=45)
LOOKS_AT = MONDAY + timedelta(hours=3, minutes=10)
SECRET = "the secret of the story"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Lighthouse's desk with its engine in the test's hands."""

    lighthouse: Lighthouse
    data: Path
    mail: SpooledMessages
    post: Post

    def receive(self, raw: bytes, *, at: datetime, to: str = "support@lighthouse.example") -> None:
        """What a mail server hands over, all the way in."""
        spool(raw, folder=self.data / "spool", to=to, via="lmtp", envelope_from="", received_at=at)
        assert self.mail.round(at) == 1
        assert waiting(self.data / "spool") == 0

    def send(self, *, now: datetime) -> list[EmailMessage]:
        """What leaves by now, as the customer's server gets it."""
        before = len(self.post.taken)
        Outbox(data=self.data, worker="story").round(now)
        return [message_from_bytes(raw, policy=default) for raw in self.post.taken[before:]]

    def mira_replies(self, text: str, *, at: datetime, substantive: bool) -> None:
        """Mira answers the customer."""
        reply(
            viewer=self.lighthouse.viewer(self.lighthouse.mira, at=at),
            ticket_id=Ticket.objects.get().pk,
            text=text,
            substantive=substantive,
            at=at,
            status_after=StateName("open"),
        )


@pytest.fixture
def desk(lighthouse: Lighthouse, tmp_path: Path, settings: object) -> Iterator[Desk]:
    settings.SECRET_KEY = SECRET  # type: ignore[attr-defined]
    with Post() as post:
        Endpoint.objects.update(settings={"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "plain"})
        mail = SpooledMessages(data=tmp_path, worker="story")
        try:
            yield Desk(lighthouse=lighthouse, data=tmp_path, mail=mail, post=post)
        finally:
            mail.close()


def anas_mail(
    *, text: str = "Since the upgrade the login page loops and nobody gets in.", number: int = 1
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Ana Costa <ana@acme.example>"
    mail["To"] = "support@lighthouse.example"
    mail["Subject"] = "Login does not work"
    mail["Date"] = "Fri, 06 Aug 2021 16:44:58 -0700"
    mail["Message-ID"] = f"<{number}@acme.example>"
    mail.set_content(text)
    return mail


def first_response() -> Clock:
    return Clock.objects.get(kind=ClockKind.first_response)


def told_of(moment: str) -> list[Event]:
    """The events that say that people were told of a moment of a clock."""
    told = Ticket.objects.get().subject.events.filter(verb="clock_told").order_by("id")
    return [event for event in told if moment in event.payload["moments"]]


@pytest.mark.clause("S18", "S23", "A11", "A18")
def test_support_owns_it_from_the_minute_it_arrives_and_its_hour_ends_on_monday(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    ticket, clock = Ticket.objects.get(), first_response()
    assert ticket.responsible_role == Role("support")
    assert ticket.received_at == clock.started_at == FRIDAY_1645_PACIFIC
    assert ticket.account == desk.lighthouse.acme
    assert (clock.warn_at, clock.due_at, clock.clause) == (WARNING, BREACH, "S18")


@pytest.mark.clause("S18")
def test_warned_at_three_quarters_breached_to_the_second_and_escalated_once(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    assert clocks.round(WARNING - timedelta(seconds=1)) == 0
    assert clocks.round(WARNING) == 1
    assert {notice.person for notice in Notice.objects.filter(kind="clock_warned")} == {desk.lighthouse.mira}
    assert clocks.round(LOOKS_AT) == 1, "the engine looks 25 minutes late"
    assert clocks.round(LOOKS_AT) == 0, "and finds nothing more to do"
    assert first_response().breached_at == BREACH
    assert Verdict.objects.get().outcome == "breached"
    told = Notice.objects.filter(kind="clock_breached", person=desk.lighthouse.ada)
    assert told.count() == 1, "the head of support is told once"
    verdict = Verdict.objects.get()
    assert (verdict.at, verdict.due_at) == (BREACH, BREACH)
    assert [event.at for event in told_of("breach")] == [LOOKS_AT], "and the feed says when"


@pytest.mark.clause("S18", "A4")
def test_the_receipt_explains_the_hour_to_the_second(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    clocks.round(LOOKS_AT)
    viewer = desk.lighthouse.viewer(desk.lighthouse.mira)
    (one,) = [
        found
        for found in receipts(viewer=viewer, ticket_id=Ticket.objects.get().pk, desk=open_desk(BREACH))
        if found.clock.kind == ClockKind.first_response
    ]
    assert one.clock.clause == "S18"
    assert one.clause is not None
    assert "1 hour" in one.clause.text
    assert one.receipt is not None
    counted = [line for line in one.receipt.lines if line.kind is LineKind.counted]
    assert [(line.from_at, line.to_at) for line in counted] == [
        (FRIDAY_1645_PACIFIC, FRIDAY_1645_PACIFIC + timedelta(minutes=15)),
        (MONDAY + timedelta(hours=2), BREACH),
    ]
    assert one.receipt.counted == timedelta(seconds=3600)


@pytest.mark.clause("A17")
def test_we_are_on_it_does_not_stop_the_clock_and_a_substantive_reply_does(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    desk.mira_replies("We are on it.", at=FRIDAY_1645_PACIFIC + timedelta(minutes=5), substantive=True)
    assert first_response().state == ClockState.running
    answered_at = FRIDAY_1645_PACIFIC + timedelta(minutes=12)
    desk.mira_replies(
        "Your proxy drops our cookie. Next step: allow it for the login page; I watch the log.",
        at=answered_at,
        substantive=True,
    )
    assert first_response().state == ClockState.sent
    desk.send(now=answered_at + timedelta(seconds=11))
    clock = first_response()
    assert (clock.state, clock.ended_at) == (ClockState.met, answered_at)
    assert clocks.round(LOOKS_AT) == 0


def test_the_reply_reaches_the_customer_and_her_answer_joins_the_ticket(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    answered_at = FRIDAY_1645_PACIFIC + timedelta(minutes=12)
    desk.mira_replies("The cookie is dropped. Next step: allow it.", at=answered_at, substantive=True)
    (sent,) = desk.send(now=answered_at + timedelta(seconds=11))
    assert sent["To"] == "ana@acme.example"
    assert sent["From"].endswith("<support@lighthouse.example>")
    assert sent["Subject"] == "Re: Login does not work"
    assert sent["In-Reply-To"] == "<1@acme.example>"
    assert sent["References"] == "<1@acme.example>"
    answer = anas_mail(text="It works now, thank you!", number=2)
    answer["In-Reply-To"] = sent["Message-ID"]
    answer.replace_header("Subject", "quite another subject")
    answer.replace_header("To", sent["Reply-To"])
    desk.receive(answer.as_bytes(policy=SMTP), at=answered_at + timedelta(hours=1), to=sent["Reply-To"])
    ticket = Ticket.objects.get()
    assert list(ticket.messages.order_by("at").values_list("direction", flat=True)) == [
        Direction.inbound,
        Direction.outbound,
        Direction.inbound,
    ]


def test_the_same_mail_by_two_ways_is_one_message(desk: Desk) -> None:
    raw = anas_mail().as_bytes(policy=SMTP)
    desk.receive(raw, at=FRIDAY_1645_PACIFIC)
    desk.receive(raw, at=FRIDAY_1645_PACIFIC + timedelta(minutes=1))
    assert Message.objects.count() == Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_engines_at_once_warn_break_and_send_once(desk: Desk) -> None:
    desk.receive(anas_mail().as_bytes(policy=SMTP), at=FRIDAY_1645_PACIFIC)
    _at_once(lambda: clocks.round(WARNING))
    _at_once(lambda: clocks.round(LOOKS_AT))
    assert len(told_of("warning")) == len(told_of("breach")) == 1
    assert Verdict.objects.count() == 1
    people = list(Notice.objects.values_list("kind", "person"))
    assert len(people) == len(set(people)), "nobody is told twice"
    keys = list(Delivery.objects.values_list("external_id", flat=True))
    engines = iter(Outbox(data=desk.data, worker=name) for name in ("one", "two"))
    guard = threading.Lock()

    def send() -> None:
        with guard:
            engine = next(engines)
        while engine.round(LOOKS_AT):
            pass

    _at_once(send)
    sent = sorted(message_from_bytes(raw)["Message-ID"] for raw in desk.post.taken)
    assert sent == sorted(keys), "each mail once"


def _at_once(work: object) -> None:
    """Run `work` in two threads that start together; each closes its database connection."""
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def run() -> None:
        try:
            start.wait()
            work()  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
