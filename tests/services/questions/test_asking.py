"""Asking in the open channel: from a how-to only, without a clock, answered by anybody (S35–S37)."""

from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock, Verdict
from firsthand.models.events import Event
from firsthand.models.outbox import Notice
from firsthand.models.tickets import ClosedAs
from firsthand.services.access.restrictions import Circle
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.book.desk import open_desk
from firsthand.services.questions.actions import answer, mark, withdraw
from firsthand.services.questions.queries import answered_before, question_page, questions_on, questions_page
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.merging import merge
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.timers.firing import fire_due
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.questions.conftest import Ask, Confirmed

SOON, IN_THREE_DAYS = NOW + timedelta(hours=1), NOW + timedelta(days=3)


@pytest.mark.clause("S35", "S36")
def test_a_how_to_is_asked_about_in_the_channel_and_stands_on_its_ticket(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    ticket = confirmed()
    question = asked(ticket)
    assert (question.channel, question.clause, question.subject.ticket) == ("ask-product-eng", "S36", ticket)
    event = Event.objects.get(verb="question_asked")
    assert (event.subject, event.person, event.account) == (question.subject, lighthouse.noor, lighthouse.acme)
    for watcher in (lighthouse.pat, lighthouse.olu, lighthouse.mira):
        page = questions_page(viewer=lighthouse.viewer(watcher), desk=open_desk(NOW))
        assert [one.id for one in page.unanswered] == [question.pk]


@pytest.mark.clause("S35", "S38", "S39")
@pytest.mark.parametrize(("kind", "instead"), [("troubleshooting", "support"), ("feature_request", "product")])
def test_of_another_kind_the_refusal_names_the_way(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask, kind: str, instead: str
) -> None:
    with pytest.raises(Refused) as refused:
        asked(confirmed(kind))
    assert refused.value.code == "not_for_this"
    assert f"go to {instead} instead" in PLAIN.sentence(refused.value.message)


@pytest.mark.clause("S35")
def test_it_is_asked_by_whom_the_book_names_once_somebody_said_what_it_is(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    for who, ticket, code in (
        (lighthouse.eve, confirmed(), "not_yours"),
        (lighthouse.noor, lighthouse.ticket(number=2), "not_confirmed"),
    ):
        with pytest.raises(Refused) as refused:
            asked(ticket, by=who)
        assert refused.value.code == code
    with pytest.raises(Invalid):
        asked(confirmed(number=3), " ")


@pytest.mark.clause("S37")
def test_it_has_no_clock_and_neither_stops_nor_meets_the_customers(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    ticket = confirmed()
    clocks = Clock.objects.order_by("id").values_list("kind", "state", "due_at", "ended_at")
    before, judged = list(clocks), Verdict.objects.count()
    question = asked(ticket)
    answer(viewer=lighthouse.viewer(lighthouse.olu), question_id=question.pk, text="Yes, two.", at=SOON)
    assert (list(clocks), Verdict.objects.count()) == (before, judged)
    assert not Clock.objects.filter(subject=question.subject).exists()
    row = question_page(viewer=lighthouse.viewer(lighthouse.noor), question_id=question.pk, desk=open_desk(SOON))
    assert (row.clause, "best effort" in PLAIN.sentence(row.no_clock)) == ("S37", True)
    fire_due(now=IN_THREE_DAYS)
    assert Verdict.objects.exclude(clock__subject=question.subject).count() == Verdict.objects.count()


@pytest.mark.clause("S37")
def test_what_nobody_answered_is_shown_to_whoever_asked_after_the_days_of_the_book(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    asked(confirmed())
    for who, at, reminded in (
        (lighthouse.noor, IN_THREE_DAYS - timedelta(seconds=1), 0),
        (lighthouse.noor, IN_THREE_DAYS, 1),
        (lighthouse.mira, IN_THREE_DAYS, 0),
    ):
        page = questions_page(viewer=lighthouse.viewer(who, at=at), desk=open_desk(at))
        assert (len(page.reminded), len(page.unanswered)) == (reminded, 1 - reminded)


@pytest.mark.clause("S36")
def test_anyone_answers_the_asker_hears_and_says_what_helped(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    question = asked(confirmed())
    made = answer(viewer=lighthouse.viewer(lighthouse.eve), question_id=question.pk, text="Yes, two.", at=SOON)
    notice = Notice.objects.get(kind="question")
    assert notice.person == lighthouse.noor
    assert PLAIN.sentence(notice.text) == f"Eve Sato answered what you asked about #{question.ticket_id}"
    with pytest.raises(Refused, match="Only Noor Haddad"):
        mark(viewer=lighthouse.viewer(lighthouse.eve), answer_id=made.pk, helped=True, at=SOON)
    noor = lighthouse.viewer(lighthouse.noor)
    for helped in (True, True, False):
        mark(viewer=noor, answer_id=made.pk, helped=helped, at=SOON)
        row = question_page(viewer=noor, question_id=question.pk, desk=open_desk(SOON))
        assert row.helped == helped
    assert Event.objects.filter(verb="answer_helped").count() == 2
    with pytest.raises(Refused, match="It was answered"):
        withdraw(viewer=noor, question_id=question.pk, at=SOON)


def test_a_question_that_was_withdrawn_waits_for_nobody(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    ticket, noor = confirmed(), lighthouse.viewer(lighthouse.noor)
    question = asked(ticket)
    with pytest.raises(Refused, match="Only Noor Haddad"):
        withdraw(viewer=lighthouse.viewer(lighthouse.mira), question_id=question.pk, at=SOON)
    withdraw(viewer=noor, question_id=question.pk, at=SOON)
    assert questions_page(viewer=noor, desk=open_desk(SOON)).unanswered == ()
    assert questions_on(viewer=noor, ticket=ticket, desk=open_desk(SOON)) == ()
    with pytest.raises(Refused, match="does so no more"):
        answer(viewer=noor, question_id=question.pk, text="Yes.", at=SOON)


def test_what_helped_is_shown_beside_the_next_how_to_like_it(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    noor, olu, desk = lighthouse.viewer(lighthouse.noor), lighthouse.viewer(lighthouse.olu), open_desk(SOON)
    question = asked(confirmed(), "Do two API keys work while one is rotated?")
    made = answer(viewer=olu, question_id=question.pk, text="Yes, two.", at=SOON)
    alike, other = (confirmed(number=2, subject="Rotating keys by script"), confirmed(number=3, subject="Invoices"))
    assert answered_before(viewer=noor, ticket=alike, desk=desk) == ()
    mark(viewer=noor, answer_id=made.pk, helped=True, at=SOON)
    found = answered_before(viewer=noor, ticket=alike, desk=desk)
    assert [(one.question_id, one.answer, one.who) for one in found] == [(question.pk, "Yes, two.", "Olu Bello")]
    assert answered_before(viewer=noor, ticket=other, desk=desk) == ()
    assert answered_before(viewer=noor, ticket=question.ticket, desk=desk) == ()


def test_of_a_restricted_ticket_only_those_hear_who_are_let_in(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    ticket, mira = confirmed(), lighthouse.viewer(lighthouse.mira)
    question = asked(ticket)
    made = answer(viewer=mira, question_id=question.pk, text="Yes, two.", at=SOON)
    mark(viewer=lighthouse.viewer(lighthouse.noor), answer_id=made.pk, helped=True, at=SOON)
    people = frozenset({lighthouse.mira.pk, lighthouse.noor.pk})
    restrict(viewer=mira, ticket_id=ticket.pk, circle=Circle(people=people), why="A secret.", at=SOON)
    olu, alike = lighthouse.viewer(lighthouse.olu), confirmed(number=2)
    assert questions_page(viewer=olu, desk=open_desk(SOON)).answered == ()
    assert answered_before(viewer=olu, ticket=alike, desk=open_desk(SOON)) == ()
    assert answered_before(viewer=mira, ticket=alike, desk=open_desk(SOON)) != ()
    with pytest.raises(Missing):
        answer(viewer=olu, question_id=question.pk, text="Yes.", at=SOON)


def test_a_question_goes_along_with_its_ticket(lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask) -> None:
    source, target = confirmed(), confirmed(number=2)
    question = asked(source)
    merge(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=source.pk, into_id=target.pk, at=SOON)
    question.refresh_from_db()
    assert (question.ticket, question.subject.ticket) == (target, target)
    assert Event.objects.filter(verb="question_went_along", subject=question.subject).exists()


def test_nobody_asks_about_what_is_closed(lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask) -> None:
    ticket = confirmed()
    end_as_not_a_request(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, as_=ClosedAs.spam, at=SOON)
    with pytest.raises(Refused, match="is closed"):
        asked(ticket, at=SOON)


def test_whoever_is_erased_goes_out_of_questions_and_answers(
    lighthouse: Lighthouse, confirmed: Confirmed, asked: Ask
) -> None:
    ticket, mira = confirmed(), lighthouse.viewer(lighthouse.mira)
    question = asked(ticket, "Ana Costa (ana@acme.example) wants to know: two keys?")
    answer(viewer=mira, question_id=question.pk, text="Ana may have two.", at=SOON)
    end_as_not_a_request(viewer=mira, ticket_id=ticket.pk, as_=ClosedAs.spam, at=SOON)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="They asked us to.", at=SOON)
    row = question_page(viewer=mira, question_id=question.pk, desk=open_desk(SOON))
    words = [row.text, *(one.text for one in row.answers), *map(str, Event.objects.values_list("words", flat=True))]
    assert not [one for one in words if "Ana" in one or "acme.example" in one]
