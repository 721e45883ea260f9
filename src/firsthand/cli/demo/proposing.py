"""The demo's open question about its book: Jonas proposes longer hours, and the owners have not answered yet."""

from datetime import date, datetime, timedelta

from firsthand.models.people import Person
from firsthand.services.access.viewers import viewer_of
from firsthand.services.drafts import actions
from firsthand.services.drafts.texts import skeleton

TITLE = "Support until midnight"
_BODY = """\
service_levels:
  - clause: S18
    replaces: S18
    source: [S18, L16, L36]
    text: For every pre-sales request support gives a first response within half an hour, counted from 2am to midnight Pacific, Monday to Friday.
    when: {kind: troubleshooting, stage: [prospect, trial]}
    clock: {kind: first_response, budget: 30 business minutes, calendar: support-hours, warn_at: 3/4}
    class: internal_target
    precedence: internal

ownership:
  - clause: trial-how-to
    source: [S28, S32]
    text: Support answers the how-to questions of trials, so that nobody waits for the morning.
    when: {kind: how_to, stage: trial}
    owner: support

calendars:
  support-hours:
    zone: America/Los_Angeles
    weekly: {mon-fri: "02:00-17:00"}
    holidays:
      - {date: 12-24, name: Christmas Eve}
      - {date: 12-25, name: Christmas Day}
      - {date: 01-01, name: New Year's Day}
    versions:
      - {from: FROM, weekly: {mon-fri: "02:00-24:00"}}
"""  # noqa: E501 - a line of YAML


def propose(*, jonas: Person, priya: Person, at: datetime) -> None:
    """Jonas writes the draft and asks; Priya has a question first."""
    on = _first_of_next_month(at.date())
    text = skeleton(
        book="customer-first",
        title=TITLE,
        zone="America/Los_Angeles",
        on=on,
        today=at.date(),
        body=_BODY.replace("FROM", on),
    ).replace("Why this changes, in a sentence or two.", "Evening trials in the Americas wait until the morning today.")
    draft = actions.start(viewer=viewer_of(jonas, at=at), title=TITLE, text=text, at=at)
    actions.propose(viewer=viewer_of(jonas, at=at), draft_id=draft.pk, at=at)
    later = at + timedelta(hours=2)
    question = "Who sits there after 5pm? The overlap with S28 needs an order, too."
    actions.remark(viewer=viewer_of(priya, at=later), draft_id=draft.pk, text=question, at=later)


def _first_of_next_month(day: date) -> str:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1).isoformat()
