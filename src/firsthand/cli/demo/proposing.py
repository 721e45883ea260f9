"""The demo's open question about its book: somebody proposes a change, and its owners have not answered yet."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from firsthand.cli.demo.company import DemoCompany
from firsthand.models.people import Person
from firsthand.services.access.viewers import viewer_of
from firsthand.services.book.queries import current_book
from firsthand.services.drafts import actions
from firsthand.services.drafts.texts import skeleton


def propose(company: DemoCompany, people: Mapping[str, Person], *, at: datetime) -> None:
    """Somebody writes the draft and asks for it; somebody else has a question first."""
    wanted, on = company.proposal, _first_of_next_month(at.date())
    text = skeleton(
        book=current_book().name,
        title=wanted.title,
        zone=company.zone,
        on=on,
        today=at.date(),
        body=wanted.body.replace("FROM", on),
    ).replace("Why this changes, in a sentence or two.", wanted.why)
    by, asker = people[wanted.by], people[wanted.asked_by]
    draft = actions.start(viewer=viewer_of(by, at=at), title=wanted.title, text=text, at=at)
    actions.propose(viewer=viewer_of(by, at=at), draft_id=draft.pk, at=at)
    later = at + timedelta(hours=2)
    actions.remark(viewer=viewer_of(asker, at=later), draft_id=draft.pk, text=wanted.question, at=later)


def _first_of_next_month(day: date) -> str:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1).isoformat()
