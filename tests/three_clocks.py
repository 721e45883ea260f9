"""A small book of the tests: an answer within two hours, each further one within one, solved within ten."""

from datetime import UTC, datetime

from firsthand.services.amending.actions import publish

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
BOOK = """
book: three-clocks
amendment: 2026-01-01-base
title: Three clocks
published_at: 2026-01-01T00:00:00Z
author: Olga Owner
approver: Olga Owner
zone: Europe/Berlin
fields:
  severity: [s1, s2]
owners:
  ownership: head_of_support
  service_levels: head_of_support
  priority: head_of_support
  escalation: head_of_support
  promise_wording: head_of_support
calendars:
  always: {zone: Europe/Berlin, always_open: true}
  berlin: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - clause: own
    source: [S1]
    text: Support owns everything.
    owner: support
  - clause: triage
    source: [S1]
    text: Support looks first.
    triage: {role: support, clocks_as: troubleshooting}
service_levels:
  - clause: closing
    source: [S1]
    text: What was solved closes after half an hour.
    solved_closes: {after: 30 minutes elapsed, calendar: always}
  - clause: first
    source: [S1]
    text: A first answer within two hours.
    clock: {kind: first_response, budget: 2 hours elapsed, calendar: always, warn_at: 3/4}
    class: internal_target
    precedence: internal
  - clause: next
    source: [S1]
    text: Every further message of the customer is answered within one hour.
    clock: {kind: next_response, budget: 1 hours elapsed, calendar: always, warn_at: 3/4}
    class: internal_target
    precedence: internal
  - clause: resolve
    source: [S1]
    text: Solved within ten hours; the customer's time does not count.
    clock: {kind: resolution, budget: 10 hours elapsed, calendar: always, pauses_on: [pending, solved]}
    class: internal_target
    precedence: internal
  - clause: word
    source: [S1]
    text: The customer hears from us every four hours.
    clock: {kind: update, budget: 4 hours elapsed, calendar: always}
    class: internal_target
    precedence: internal
  - clause: urgent
    source: [S1]
    text: The worst is solved within three hours.
    when: {severity: s1}
    clock: {kind: resolution, budget: 3 hours elapsed, calendar: always, pauses_on: [pending]}
    class: internal_target
    precedence: contract
escalation:
  - clause: tell-responsible
    source: [S1]
    text: Whoever is responsible hears of it first.
    escalates: {at: breach, tell: responsible}
  - clause: tell-head
    source: [S1]
    text: The head of support hears of it half an hour later.
    escalates: {at: breach, after: 30 minutes elapsed, tell: head_of_support}
"""


def publish_three_clocks() -> None:
    """Make it the desk's book."""
    publish(texts=[("2026-01-01-base.yaml", BOOK)], at=BEFORE, by=None)
