"""Help that is asked for, as the tests ask and answer it."""

from datetime import datetime

from firsthand.domain.forms import Asked, Filled, fill
from firsthand.domain.names import Role, TeamName
from firsthand.models.help import HelpRequest
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import viewer_of
from firsthand.services.book.desk import open_desk
from firsthand.services.handoffs.context import known_facts
from firsthand.services.help.asking import may_ask_for_help
from firsthand.services.tickets.actions import asking_for_help, helping
from firsthand.services.tickets.actions.asking_for_help import Asking

DOCS = "https://docs.lighthouse.example/login"
ENVIRONMENT, REPRODUCTION = "3.29 on Kubernetes", "Sign in twice; the log says that the cookie is refused."


def asking(by: Person, ticket: Ticket, *, at: datetime, role: str = "engineering", **given: str) -> Asking:
    """What somebody asks for: the required fields of the book's form, and a reason for having asked no teammate."""
    ticket.refresh_from_db()
    desk, words = open_desk(at), {one: given.pop(one, "") for one in ("team", "priority", "said", "skipped")}
    may = may_ask_for_help(viewer_of(by, at=at), ticket, desk=desk)
    form = asking_for_help.terms_of(may, Role(role)).form if may.terms else None
    required = {one.name: REPRODUCTION for one in form.fields if one.need == "required"} if form is not None else {}
    sent = {**required, **({"environment": ENVIRONMENT} if "environment" in required else {}), **given}
    known = known_facts(ticket)
    empty = Asked(at=at, zone="UTC", known=known)
    return Asking(
        role=Role(role),
        team=TeamName(words["team"]) if words["team"] else None,
        priority=words["priority"] or "cs/p1",
        context=fill(form, sent, empty) if form is not None else Filled(fields=()),
        skipped=words["skipped"] or "it is a pure defect",
    )


def ask(by: Person, ticket: Ticket, *, at: datetime, **given: str) -> HelpRequest:
    """Ask engineering for help."""
    viewer = viewer_of(by, at=at)
    return asking_for_help.ask(viewer=viewer, ticket_id=ticket.pk, asking=asking(by, ticket, at=at, **given), at=at)


def answer(by: Person, row: HelpRequest, *, at: datetime, text: str = "The cookie needs the new name.") -> HelpRequest:
    """Answer it."""
    return helping.answer(viewer=viewer_of(by, at=at), help_id=row.pk, text=text, at=at)


def close(
    by: Person, row: HelpRequest, *, at: datetime, link: str = "https://docs.lighthouse.example/login"
) -> HelpRequest:
    """Say where it is written down."""
    return asking_for_help.close(viewer=viewer_of(by, at=at), help_id=row.pk, link=link, why="", at=at)
