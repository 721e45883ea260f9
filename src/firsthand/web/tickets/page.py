"""Everything that stands on a ticket's page, gathered for its templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made_by
from typing import Any, TypedDict
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse

from firsthand.domain.clocks import OWED_STATES, RESPONSES, ClockKind, ClockState
from firsthand.domain.errors import DeskError
from firsthand.domain.names import Role, StateName, TeamName
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence
from firsthand.domain.tickets import Phase
from firsthand.models.clocks import LIVE
from firsthand.models.tickets import NO_CLOCK
from firsthand.services.access.viewers import Viewer
from firsthand.services.book.desk import Desk
from firsthand.services.clocks.queries import ClockStatus, clock_status
from firsthand.services.coaching.queries import steps_beside
from firsthand.services.consequences.notes import NotesBeside, notes_beside
from firsthand.services.handoffs.queries import one_way_since, why_no_reply
from firsthand.services.people.queries import Teammate
from firsthand.services.proposals.queries import open_on_ticket, proposable
from firsthand.services.rosters.suggesting import WhoShouldTakeIt, who_should_take_it
from firsthand.services.tickets.actions.kinds import NOT_REQUESTS, topics
from firsthand.services.tickets.actions.provisional import may_start
from firsthand.services.tickets.actions.ways import may_assign_directly
from firsthand.services.tickets.offers import offer_in_a_line
from firsthand.services.tickets.queries import TicketPage, ticket_page
from firsthand.services.writing.unsent import begun_on
from firsthand.web.commands import as_data, offered_on_ticket, standing_of
from firsthand.web.considerations.board import ConsideredBoard, considered_on
from firsthand.web.feature_requests.board import Wish, wish_on
from firsthand.web.forms import Form, whole
from firsthand.web.help.board import HelpBoard, help_board
from firsthand.web.proposals.forms import Place, Tried, set_by
from firsthand.web.questions import board as questions
from firsthand.web.questions.board import QuestionBoard
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.tasks.board import board_of_ticket
from firsthand.web.tickets.begun import begun_of
from firsthand.web.tickets.conversation import MOST_MESSAGES, conversation
from firsthand.web.tickets.restricting import restricting_context

_QUIET_ENDS = (ClockState.cancelled, ClockState.replaced, ClockState.void)


@dataclass(frozen=True, kw_only=True)
class Failed:
    """What a person asked for and was not done: the words stand at the field, and what was typed stays. Without words
    nothing failed, and what was typed stays all the same."""

    verb: str = ""
    field: str = ""
    message: Sentence | None = None
    code: str = ""
    typed: Mapping[str, str] = made_by(default_factory=dict)

    @classmethod
    def of(cls, verb: str, error: DeskError, typed: Mapping[str, str]) -> "Failed":
        """The failure of one of the page's forms."""
        return cls(verb=verb, field=error.field, message=error.message, code=error.code, typed=typed)

    def at(self, verb: str, message: int | None = None) -> bool:
        """Whether it was this form that failed; of a form that each message has, the one of this message."""
        refused = self.verb == verb and self.message is not None
        return refused and (message is None or self.typed.get("message") == str(message))

    def value(self, verb: str, name: str, otherwise: str = "") -> str:
        """What was typed into this field of the form that failed, else `otherwise`."""
        return self.typed.get(name, otherwise) if self.verb == verb else otherwise

    @property
    def as_form(self) -> Form:
        """The form as a page of the desk shows it."""
        values = {**{name: (value,) for name, value in self.typed.items()}, "act": (self.verb,)}
        return Form(values=values, errors={self.field: self.message} if self.message is not None else {})

    @property
    def seen(self) -> int | None:
        """The newest message that whoever posted the form had before them, where the form says so."""
        return whole(self.typed.get("seen", ""))

    @property
    def answered(self) -> int:
        """The newest answer of ours that they had before them; 0 where there was none."""
        return whole(self.typed.get("answered", "")) or 0


@dataclass(frozen=True, kw_only=True)
class RoleChoice:
    """The responsible role, who holds it, its teams, and who of them should take the ticket."""

    role: Role
    people: tuple[Teammate, ...]
    teams: tuple[TeamName, ...]
    suggestion: WhoShouldTakeIt


def ticket_context(request: HttpRequest, ticket_id: int, *, failed: Failed | None = None) -> dict[str, Any]:
    """The context of the ticket's page and of its part that htmx swaps. Raises Missing."""
    viewer, desk, now = viewer_of(request), desk_of(request), now_of(request)
    everything = wants_everything(request)
    newest = None if everything else MOST_MESSAGES
    page = ticket_page(viewer=viewer, ticket_id=ticket_id, desk=desk, newest=newest)
    ticket, states = page.ticket, desk.organisation.states
    clocks = [clock_status(one, desk=desk) for one in page.clocks if one.subject_id == ticket.subject_id]
    live = sorted((one for one in clocks if one.clock.state in LIVE), key=lambda one: one.clock.due_at or NO_CLOCK)
    tried = failed or Failed()
    boards = _boards(request, page)
    offer = offer_in_a_line(viewer=viewer, handoff_id=page.offer, desk=desk) if page.offer is not None else None
    to_me = offer is not None and offer.waits_for_me
    offers = _offers(viewer, page, live=live, desk=desk, boards=boards, to_me=to_me)
    given_away = one_way_since(viewer, ticket) if page.given_away else None
    return {
        "now": now,
        "page": page,
        "ticket": ticket,
        "live": live,
        "ended": [one for one in clocks if one.clock.state not in (*LIVE, *_QUIET_ENDS)],
        "ever_ran": bool(clocks),
        "owed": [one for one in live if one.clock.kind in RESPONSES and one.clock.state in OWED_STATES],
        "on_its_way": [one for one in live if one.clock.kind in RESPONSES and one.clock.state == ClockState.sent],
        "begun": begun_of(begun_on(viewer=viewer, ticket_id=ticket_id)),
        "answers": page.answers_after(tried.answered) if tried.code == "answered_meanwhile" else (),
        "newer": page.after(tried.seen) if tried.seen is not None else (),
        "told": conversation(request, page, everything=everything),
        "proposal": page.proposal,
        "kinds": tuple(desk.organisation.kinds.values()),
        "topics": topics(desk.edition),
        "endings": tuple(one.value for one in NOT_REQUESTS),
        "offer": offer,
        "given_away": given_away,
        "why_no_reply": why_no_reply(given_away) if given_away is not None else None,
        "colleagues": _colleagues(viewer, page, desk=desk),
        "likely_status": states.working.name
        if states.working in page.statuses
        else next((one.name for one in page.statuses), ""),
        "after_replies": states.after_a_reply,
        "after_reply": states.of(StateName(ticket.status)).after_reply,
        "may_erase": viewer.may(Right.erase_contacts),
        **restricting_context(page, desk.organisation),
        "may_rate": viewer.may(Right.set_severity),
        "severity_set_by": set_by(viewer, Right.set_severity),
        "proposed": open_on_ticket(viewer=viewer, ticket=ticket, desk=desk) if page.has_proposals else (),
        "proposable": proposable(viewer=viewer, about=ticket, desk=desk),
        "place": _place(ticket.pk, tried),
        "offers": offers,
        "commands": as_data(offers.values()),
        "closed": ticket.phase == Phase.closed,
        "failed": tried,
        **boards,
        "coaching": steps_beside(viewer=viewer, ticket=ticket) if page.has_coaching else (),
        "board": board_of_ticket(request, page, typed=tried.as_form),
        "toast": None,
        "stamp": f"{ticket.updated_at.timestamp():.6f}",
    }


class Boards(TypedDict):
    """What other rooms have on the ticket."""

    questions: QuestionBoard
    wish: Wish
    helping: HelpBoard
    considered: ConsideredBoard
    warnings: NotesBeside


def _boards(request: HttpRequest, page: TicketPage) -> Boards:
    return Boards(
        questions=questions.board_of_ticket(request, page),
        wish=wish_on(request, page),
        helping=help_board(request, page),
        considered=considered_on(request, page),
        warnings=notes_beside(
            viewer=viewer_of(request),
            subject_id=page.ticket.subject_id,
            desk=desk_of(request),
            has_some=page.has_warnings,
        ),
    )


def _offers(
    viewer: Viewer, page: TicketPage, *, live: list[ClockStatus], desk: Desk, boards: Boards, to_me: bool
) -> Mapping[str, Mapping[str, object]]:
    """The acts that the reader may do to the ticket by now, by name."""
    standing = standing_of(
        page,
        viewer,
        answer_owed=_next_owed(live),
        has_topics=bool(topics(desk.edition)),
        may_begin=page.begun_by is None and may_start(viewer, page.ticket, desk) is not None,
        may_ask=boards["questions"].may_ask,
        may_send=boards["wish"].may_send,
        may_be_helped=boards["helping"].offered,
        may_give_to_consider=boards["considered"].may_give,
        may_warn=boards["warnings"].role is not None,
        offered_to_me=to_me,
    )
    return offered_on_ticket(viewer, standing, page.ticket.pk)


def _place(ticket_id: int, failed: Failed) -> Place:
    """Where proposals stand on the page."""
    address = reverse("ticket", kwargs={"ticket_id": ticket_id})
    tried = Tried(act=failed.verb, message=failed.message, typed=failed.typed)
    return Place(address=f"{address}/do", swaps=True, tried=tried)


def wants_everything(request: HttpRequest) -> bool:
    """Whether the address asks for all of a long past (`?all=1`); a part that is swapped goes by its page's address."""
    return request.GET.get("all") == "1" or "all=1" in urlsplit(request.headers.get("HX-Current-URL", "")).query


def _next_owed(live: list[ClockStatus]) -> bool:
    """Whether an answer to a later message of the customer's is owed, which may need none."""
    return any(one.clock.kind == ClockKind.next_response and one.clock.state in OWED_STATES for one in live)


def _colleagues(viewer: Viewer, page: TicketPage, *, desk: Desk) -> RoleChoice | None:
    """Whom the viewer may make responsible at once, who heads the responsible role; None for everybody else."""
    role = Role(page.ticket.responsible_role)
    if not may_assign_directly(viewer, role):
        return None
    teams = tuple(team.name for team in desk.organisation.teams.values() if team.role == role)
    suggestion = who_should_take_it(viewer=viewer, ticket=page.ticket, people=page.holders[role], desk=desk)
    return RoleChoice(role=role, people=page.holders[role], teams=teams, suggestion=suggestion)
