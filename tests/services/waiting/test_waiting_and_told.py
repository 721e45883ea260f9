"""Whoever is told that something is late has it on their page of what waits for them, whatever kind of thing it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from firsthand.cli.demo.building import make
from firsthand.cli.demo.company import company_of
from firsthand.cli.demo.post_office import PostOffice
from firsthand.domain.book.effects.escalates import EscalationMoment, EscalationRecipient
from firsthand.domain.events import DESK
from firsthand.domain.ownership import EscalationStep
from firsthand.models.clocks import Clock
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.access.waiting import owed_clocks
from firsthand.services.acting import acting
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.considerations.actions import give
from firsthand.services.people.queries import owners
from firsthand.services.proposals.actions import propose
from firsthand.services.timers.firing import people_for
from firsthand.services.timers.subjects import WATCHED
from tests.handing_over import offer

STEP = EscalationStep(at=EscalationMoment.breach, tell=EscalationRecipient.responsible, clause="")


MORE = """book: customer-first
amendment: more
title: What the demo has none of
published_at: {at}
author: Mira
approver: Head of customer support
zone: America/Los_Angeles
ownership:
  - clause: S24
    replaces: S24
    source: [S24]
    text: Support answers each consideration within four hours.
    considers: {{role: support, from: customer_engineering, within: 4 business hours, calendar: support-hours}}
    class: internal_target
service_levels:
  - clause: deviates
    source: [practice 2.9]
    text: They get an answer within half an hour.
    when: {{account: {account}, kind: troubleshooting}}
    clock: {{kind: first_response, budget: 30 business minutes, calendar: support-hours}}
    class: internal_target
    exception: {{reason: They launch., approver: Head of customer support, review_at: {review}}}
  - clause: answers
    source: [S6]
    text: Whoever owns a field answers a proposal within four hours.
    clock: {{kind: answer, budget: 4 business hours, calendar: support-hours}}
    class: internal_target
    precedence: internal
  - clause: offers
    source: [S48]
    text: An offer of a ticket is answered within four hours.
    clock: {{kind: handoff, budget: 4 business hours, calendar: support-hours}}
    class: internal_target
    precedence: internal
"""


def told(clock: Clock, *, at: datetime) -> set[int]:
    """Who hears that the clock of something that is no ticket is late."""
    desk = open_desk(at)
    with acting(Subject.objects.get(pk=clock.subject_id), desk=desk, actor=DESK) as act:
        found = [one for one in people_for(step=STEP, clock=clock, act=act) if one.is_active]
    return {one.pk for one in found or owners()}


@pytest.fixture
def demo(db: None, tmp_path: Path) -> datetime:
    """The demo's desk, a week of life in it; when that is over."""
    here = replace(settings.ENVIRONMENT, data=tmp_path)
    office = PostOffice(folder=tmp_path / "sent")
    office.start()
    with override_settings(ENVIRONMENT=here):
        make(here, company_of("customer-first"), password="a long enough sentence", office=office)
    office.stop()
    now = datetime.now(UTC)
    ticket = Ticket.objects.filter(solved_at=None, account__isnull=False, responsible__isnull=False).earliest("pk")
    noor = viewer_of(Person.objects.filter(holdings__role="customer_engineering").earliest("pk"), at=now)
    text = MORE.format(at=now.isoformat(), account=ticket.account, review=now.date() + timedelta(days=9))
    publish(texts=[("more.yaml", text)], at=now, by=None)
    propose(viewer=noor, field="severity", value="s1", why="Down for all.", ticket_id=ticket.pk, at=now)
    assert ticket.responsible is not None
    role = "sales" if ticket.responsible_role == "product" else "product"
    offer(ticket.responsible, ticket, role, at=now)
    trouble = Ticket.objects.filter(closed_at=None, responsible_role="support", restriction=None).earliest("pk")
    give(viewer=noor, ticket_id=trouble.pk, text="They renew.", until=now + timedelta(days=2), at=now)
    return now + timedelta(seconds=1)


def test_whoever_is_told_of_a_clock_has_it_on_their_page(demo: datetime) -> None:
    viewers = [viewer_of(one, at=demo) for one in Person.objects.filter(is_active=True)]
    running = Clock.objects.filter(ended_at=None, state="running", subject__kind__in=WATCHED)
    for clock in running.select_related("subject"):
        waiting = {one.person_id for one in viewers if owed_clocks(one, demo).filter(pk=clock.pk).exists()}
        assert waiting == told(clock, at=demo), clock.subject.kind
    kinds = set(running.values_list("subject__kind", flat=True))
    assert kinds == set(WATCHED)
