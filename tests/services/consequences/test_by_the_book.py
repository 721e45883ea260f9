"""What the book accepts of consequences, the desk runs: other roles, no time, a time by another clause, nobody."""

from datetime import timedelta

import pytest

from firsthand.domain.consequences import Move
from firsthand.domain.errors import Refused
from firsthand.domain.sentences import PLAIN
from firsthand.models.clocks import Clock
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.consequences import actions
from firsthand.services.consequences.noting import About, warn
from firsthand.services.consequences.queries import beside_account, round_page, sees_consequences
from firsthand.services.waiting.queries import waiting_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.consequences.parts import WHY, answered, asked

HEAD = """book: customer-first
amendment: 2021-08-05-other
title: Otherwise
published_at: 2021-08-05T07:00:00Z
author: Head of customer support
approver: Head of customer support
zone: America/Los_Angeles
"""
NO_TIME = """ownership:
  - clause: S16
    replaces: S16
    source: S16
    text: Product is asked.
    consequences: {moves: date, asked: product}
    class: best_effort
  - clause: S17
    replaces: S17
    source: S17
    text: Customer engineering bridges.
    bridges: {role: customer_engineering}
    class: best_effort
"""
BY_A_CLOCK = """service_levels:
  - clause: quick
    source: S16
    text: Consequences are named within an hour.
    clock: {kind: consequence, budget: 1 business hours, calendar: support-hours}
    class: internal_target
    precedence: internal
"""
NOBODY = """withdraws:
  - {clause: S16, why: We stop.}
"""


def published(text: str) -> None:
    """An amendment of the book, the day before."""
    publish(texts=[("2021-08-05-other.yaml", HEAD + text)], at=NOW - timedelta(days=1), by=None)


def test_without_a_time_no_clock_runs_by_policy_and_it_still_waits_for_them(lighthouse: Lighthouse) -> None:
    published(NO_TIME)
    row = asked(lighthouse, move=Move.date, wanted="1 May")
    assert [one.role for one in row.asked.all()] == ["product"]
    assert not Clock.objects.exists()
    for who, what in (
        ("pat", "Consequences: Acme, date: 1 May"),
        ("noor", "Combined answer: Acme, date: 1 May"),
    ):
        viewer = lighthouse.viewer(getattr(lighthouse, who))
        [item] = waiting_page(viewer=viewer, desk=open_desk(NOW)).items
        assert (PLAIN.sentence(item.what), item.due_at) == (what, None)
        assert PLAIN.sentence(item.no_clock) == "The clause names no time for the answer."
    shown = round_page(viewer=lighthouse.viewer(lighthouse.eve), round_id=row.pk, desk=open_desk(NOW))
    assert PLAIN.sentence(shown.asked[0].clock.none_because) == "The clause names no time for the answer."


def test_a_clause_about_such_clocks_gives_the_time_where_the_other_names_none(lighthouse: Lighthouse) -> None:
    published(NO_TIME + BY_A_CLOCK)
    asked(lighthouse, move=Move.date, wanted="1 May")
    clock = Clock.objects.get()
    assert (clock.kind, clock.clause, clock.state) == ("consequence", "quick", "running")


def test_what_is_moved_without_anybody_asked_is_moved(lighthouse: Lighthouse) -> None:
    published(NO_TIME)
    eve = lighthouse.viewer(lighthouse.eve)
    with pytest.raises(Refused, match="Move it: it is yours"):
        actions.ask(viewer=eve, account_id=lighthouse.acme.pk, move=Move.stage, wanted="production", why=WHY, at=NOW)
    assert beside_account(viewer=eve, account=lighthouse.acme, any_asked=True, desk=open_desk(NOW)).moves == (
        Move.date,
    )


def test_a_book_that_asks_nobody_has_no_warnings_either(lighthouse: Lighthouse) -> None:
    published(NOBODY)
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    assert not sees_consequences(mira, desk=open_desk(NOW))
    with pytest.raises(Refused, match="asks nobody for consequences"):
        warn(viewer=mira, about=About(ticket=ticket.pk), text="Look.", at=NOW)


def test_the_book_changes_while_it_is_asked_and_the_clock_keeps_its_terms(lighthouse: Lighthouse) -> None:
    row = asked(lighthouse)
    due = set(Clock.objects.values_list("due_at", flat=True))
    later = HEAD.replace("2021-08-05", "2021-08-07") + NO_TIME
    publish(texts=[("2021-08-07-other.yaml", later)], at=NOW + timedelta(days=2), by=None)
    answered(lighthouse, row, "support", by=lighthouse.mira, at=NOW + timedelta(days=2))
    assert set(Clock.objects.values_list("due_at", flat=True)) == due
