"""Notices by mail: once, gathered, in the reader's hours unless the book says at once, and not what was read before."""

from datetime import datetime, timedelta

import pytest

from firsthand.domain.errors import Refused
from firsthand.domain.names import Role, StateName
from firsthand.domain.notices import NoticeKind, NoticeWay
from firsthand.domain.sentences import as_written
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.restrictions import Circle
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.delivery.actions import delivery_left
from firsthand.services.language.letters import told
from firsthand.services.notices import mailing
from firsthand.services.notices.actions import mark_all_read, notify
from firsthand.services.notices.mailing import mail_due
from firsthand.services.notices.queries import unread_count
from firsthand.services.notices.ways import GATHERED, choose_way, chosen_ways
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.conversation import reply
from firsthand.services.tickets.actions.restricting import restrict
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

MENTIONED, BREACHED = NoticeKind.mentioned, NoticeKind.clock_breached
SECOND = timedelta(seconds=1)
MONDAY_NINE_PACIFIC = datetime.fromisoformat("2021-08-09T09:00:00-07:00")
ROSTERS = """book: customer-first
amendment: 2021-08-01-rosters
title: When support is at work
published_at: 2021-08-01T09:00:00Z
author: Mira
approver: Head of customer support
zone: America/Los_Angeles
rosters:
  support: {zone: America/Los_Angeles, weekly: {mon-fri: "09:00-16:30"}}
"""

WAITS = """escalation:
  - clause: told.waits
    source: [practice 2.5]
    text: What is late waits for the reader's hours.
    told: {notices: clock_breached}
    over: told.at-once
"""
DONE = "The proxy drops the cookie. Next step: allow it, I watch the log."


def say_to(person: Person, text: str, *, kind: NoticeKind = MENTIONED, ticket: Ticket | None = None) -> None:
    """Somebody is told something now."""
    subject = ticket.subject if ticket is not None else None
    notify(people=[person], subject=subject, at=NOW, kind=kind, text=as_written(text), clause="", key=text)


def choose(desk: Lighthouse, way: NoticeWay, kind: NoticeKind = MENTIONED) -> None:
    """Mira chooses how word of a kind comes to her."""
    choose_way(viewer=desk.viewer(desk.mira), kind=kind, way=way, desk=open_desk(NOW))


def mails() -> list[str]:
    """The subjects of the mails of notices that were written, without the desk's name."""
    written = Delivery.objects.filter(purpose="notice").order_by("id").values_list("subject", flat=True)
    return [one.removeprefix("[Firsthand] ") for one in written]


def test_what_became_due_meanwhile_is_one_mail_and_comes_once(lighthouse: Lighthouse) -> None:
    for text in ("First.", "Second.", "Third."):
        say_to(lighthouse.mira, text)
    assert mail_due(now=NOW + GATHERED - SECOND) == 0
    assert [mail_due(now=NOW + GATHERED) for _ in range(2)] == [1, 0]
    assert mails() == ["3 notices: First."]
    text = Delivery.objects.get().text
    assert text.index("First.") < text.index("Second.") < text.index("Third.")


def test_a_late_promise_comes_at_once_and_takes_along_what_was_about_to_come(lighthouse: Lighthouse) -> None:
    say_to(lighthouse.mira, "You are named.")
    say_to(lighthouse.mira, "Late.", kind=BREACHED)
    assert mail_due(now=NOW) == 1
    assert mails() == ["2 notices: You are named."]


def test_what_was_read_on_the_page_is_not_mailed_neither_before_it_is_written_nor_before_it_leaves(
    lighthouse: Lighthouse,
) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    say_to(lighthouse.mira, "Read before.")
    mark_all_read(viewer=mira, at=NOW)
    assert mail_due(now=NOW + GATHERED) == 0
    say_to(lighthouse.mira, "Read while no server took it.")
    mail_due(now=NOW + GATHERED)
    mark_all_read(viewer=mira, at=NOW + GATHERED)
    assert claim_due(NOW + GATHERED, "one") == []
    assert [one.state for one in Delivery.objects.all()] == ["taken_back"]


def test_a_crash_between_leaves_the_notice_to_be_mailed_and_no_mail(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_to(lighthouse.mira, "Late.", kind=BREACHED)
    with monkeypatch.context() as broken:
        broken.setattr("firsthand.services.notices.mailing.told", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            mail_due(now=NOW)
    assert (mails(), Notice.objects.filter(mail_at=None).count()) == ([], 0)
    assert mail_due(now=NOW + SECOND) == 1


def test_a_mail_that_cannot_be_written_keeps_nobody_from_theirs(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (lighthouse.mira, lighthouse.noor, lighthouse.ada):
        say_to(person, f"{person.name}.", kind=BREACHED)
    with monkeypatch.context() as broken:
        broken.setattr(mailing, "told", lambda letter, **more: 1 / 0 if "Noor" in letter.name else told(letter, **more))
        with pytest.raises(ZeroDivisionError):
            mail_due(now=NOW)
    assert sorted(mails()) == ["Ada Obi.", "Mira Lindqvist."]
    assert mail_due(now=NOW) == 1


def test_what_was_told_while_the_clock_was_ahead_does_not_wait_for_it(lighthouse: Lighthouse) -> None:
    say_to(lighthouse.mira, "Late.", kind=BREACHED)
    assert mail_due(now=NOW - timedelta(days=2)) == 1


def test_what_can_wait_waits_for_the_readers_hours_and_what_must_come_at_once_does_not(lighthouse: Lighthouse) -> None:
    publish(texts=[("rosters.yaml", ROSTERS)], at=NOW, by=lighthouse.mira)
    say_to(lighthouse.mira, "You are named.")
    say_to(lighthouse.noor, "Noor is on no roster.")
    say_to(lighthouse.mira, "Late.", kind=BREACHED)
    mail_due(now=NOW + GATHERED)
    assert sorted(mails()) == ["Late.", "Noor is on no roster."]
    assert mail_due(now=MONDAY_NINE_PACIFIC - GATHERED - SECOND) == 0
    assert mail_due(now=MONDAY_NINE_PACIFIC) == 1
    assert mails()[-1] == "You are named."


def test_that_something_is_late_is_not_mailed_on_monday_when_it_was_answered_on_friday(lighthouse: Lighthouse) -> None:
    publish(texts=[("rosters.yaml", ROSTERS + WAITS)], at=NOW, by=lighthouse.mira)
    answered, owed = lighthouse.ticket(), lighthouse.ticket(number=2)
    say_to(lighthouse.mira, "Late, and answered since.", kind=BREACHED, ticket=answered)
    say_to(lighthouse.mira, "Late, and still owed.", kind=BREACHED, ticket=owed)
    mira = lighthouse.viewer(lighthouse.mira)
    reply(viewer=mira, ticket_id=answered.pk, text=DONE, substantive=True, at=NOW, status_after=StateName("pending"))
    for claim in claim_due(NOW + GATHERED, "one"):
        delivery_left(claim, at=NOW + GATHERED)
    mail_due(now=MONDAY_NINE_PACIFIC)
    assert mails() == ["Late, and still owed."]


def test_each_chooses_page_or_mail_or_neither_for_a_kind(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    choose(lighthouse, NoticeWay.page)
    say_to(lighthouse.mira, "On the page.")
    assert (mail_due(now=NOW + GATHERED), unread_count(mira)) == (0, 1)
    choose(lighthouse, NoticeWay.none)
    say_to(lighthouse.mira, "Not at all.")
    assert (mail_due(now=NOW + GATHERED), unread_count(mira)) == (0, 1)


def test_what_comes_by_mail_alone_stands_on_the_page_until_the_mail_has_left(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    choose(lighthouse, NoticeWay.mail)
    say_to(lighthouse.mira, "By mail.")
    mail_due(now=NOW + GATHERED)
    assert unread_count(mira) == 1
    assert lighthouse.post(at=NOW + GATHERED) == 1
    assert unread_count(mira) == 0


def test_nobody_turns_off_what_the_book_says_must_be_told(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        choose(lighthouse, NoticeWay.none, BREACHED)
    rows = {one.kind: one for one in chosen_ways(viewer=lighthouse.viewer(lighthouse.mira), desk=open_desk(NOW))}
    assert (rows[BREACHED].must, rows[BREACHED].at_once, rows[BREACHED].clause) == (True, True, "told.at-once")
    assert (rows[MENTIONED].must, rows[MENTIONED].at_once) == (False, False)


def test_word_of_a_restricted_ticket_has_a_mail_of_its_own(lighthouse: Lighthouse) -> None:
    ticket, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    only = Circle(people=frozenset({lighthouse.mira.pk}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, circle=only, why="A report", at=NOW)
    say_to(lighthouse.mira, "Of the report.", ticket=ticket)
    say_to(lighthouse.mira, "Of the other.", ticket=other)
    assert mail_due(now=NOW + GATHERED) == 2
    assert mails() == ["Of the report.", "Of the other."]


def test_who_is_shut_out_before_a_mail_leaves_hears_the_rest_of_it(lighthouse: Lighthouse) -> None:
    ticket, other = lighthouse.ticket(), lighthouse.ticket(number=2)
    say_to(lighthouse.noor, "Of the report.", ticket=ticket)
    say_to(lighthouse.noor, "Of the other.", ticket=other)
    mail_due(now=NOW + GATHERED)
    circle = Circle(roles=frozenset({Role("support")}))
    restrict(viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, circle=circle, why="A report", at=NOW)
    assert claim_due(NOW + GATHERED, "one") == []
    mail_due(now=NOW + GATHERED)
    (claim,) = claim_due(NOW + GATHERED, "one")
    assert claim.subject == "[Firsthand] Of the other."
    assert "Of the report." not in claim.text


def test_the_mails_of_a_day_are_one_thread_that_names_no_mail(lighthouse: Lighthouse) -> None:
    say_to(lighthouse.mira, "First.", kind=BREACHED)
    mail_due(now=NOW)
    say_to(lighthouse.mira, "Second.", kind=BREACHED)
    mail_due(now=NOW + SECOND)
    days = {one.key.rsplit(":", 2)[0] for one in Delivery.objects.all()}
    assert days == {f"notices:{lighthouse.mira.pk}:2021-08-06"}
