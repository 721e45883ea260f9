"""Questions as pages show them: in one list, on a page each, and beside the ticket that they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from firsthand.domain.errors import Missing
from firsthand.domain.names import Kind
from firsthand.domain.organisation import Right
from firsthand.domain.questions import open_channel
from firsthand.domain.search import Wanted, wanted_in, words_in
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.questions import STANDS, UNANSWERED, Question, QuestionAnswer
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import questions_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.book.deciding import reason_of
from firsthand.services.book.desk import Desk
from firsthand.services.search.queries import questions_with_any

MOST_SHOWN = 100
MOST_BEFORE = 3
_SHORTEST_TELLING = 4
"""Letters of a word of a title that says what it is about."""
_LIKELY = 50


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One answer, and whether it helped whoever asked."""

    id: int
    text: str
    who: str
    at: datetime
    helped: bool


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """One question with its answers, oldest first. `mine`: the viewer asked it, or carries it on for whoever did;
    `still_unanswered`: after the number of days by which the book shows it to them. `no_clock` says why none runs, with
    its clause."""

    id: int
    channel: str
    text: str
    ticket_id: int
    about: str
    account: str
    who: str
    mine: bool
    at: datetime
    answered_at: datetime | None
    withdrawn: bool
    still_unanswered: bool
    answers: tuple[AnswerRow, ...]
    no_clock: Sentence
    clause: str

    @property
    def helped(self) -> bool:
        """Whether an answer helped."""
        return any(one.helped for one in self.answers)


@dataclass(frozen=True, kw_only=True)
class QuestionsPage:
    """What the viewer asked and nobody answered for so many days, all that is unanswered, longest first, and what was
    answered last."""

    reminded: tuple[QuestionRow, ...]
    unanswered: tuple[QuestionRow, ...]
    answered: tuple[QuestionRow, ...]
    has_more: bool


def questions_page(*, viewer: Viewer, desk: Desk) -> QuestionsPage:
    """The list of questions, in a number of queries that does not grow with it. Raises Refused."""
    require(viewer, Right.see_desk)
    found = _shown(viewer)
    unanswered = list(found.filter(UNANSWERED).order_by("asked_at", "id")[: MOST_SHOWN + 1])
    answered = list(found.filter(answered_at__isnull=False).order_by("-answered_at", "-id")[:MOST_SHOWN])
    rows = _rows([*unanswered[:MOST_SHOWN], *answered], viewer, desk)
    waiting = [one for one in rows if one.answered_at is None]
    return QuestionsPage(
        reminded=tuple(one for one in waiting if one.mine and one.still_unanswered),
        unanswered=tuple(one for one in waiting if not (one.mine and one.still_unanswered)),
        answered=tuple(one for one in rows if one.answered_at is not None),
        has_more=len(unanswered) > MOST_SHOWN,
    )


def question_page(*, viewer: Viewer, question_id: int, desk: Desk) -> QuestionRow:
    """One question. Raises Missing when there is none, or it is not for the viewer."""
    rows = _rows(_shown(viewer).filter(pk=question_id), viewer, desk)
    if not rows:
        raise Missing("no_question", say("There is no such question."))
    return rows[0]


def questions_on(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> tuple[QuestionRow, ...]:
    """The questions about a ticket that the viewer was shown, but for those that were withdrawn."""
    return tuple(_rows(_shown(viewer).filter(STANDS, ticket=ticket).order_by("id"), viewer, desk))


@dataclass(frozen=True, kw_only=True)
class AnsweredBefore:
    """An answer that helped with a question like this one."""

    question_id: int
    text: str
    answer: str
    who: str


def answered_before(*, viewer: Viewer, ticket: Ticket, desk: Desk) -> tuple[AnsweredBefore, ...]:
    """Answers that helped elsewhere, where the question shares the words of the ticket's title: two of them, or its
    only one; the most in common first. None for a kind that nobody asks about."""
    if open_channel(desk.edition, Kind(ticket.kind), at=desk.at) is None:
        return ()
    telling = dict.fromkeys(word for word in words_in(ticket.title) if len(word) >= _SHORTEST_TELLING)
    wanted = wanted_in(" ".join(telling))
    return _alike(wanted, viewer=viewer, ticket=ticket) if wanted.terms else ()


def _alike(wanted: Wanted, *, viewer: Viewer, ticket: Ticket) -> tuple[AnsweredBefore, ...]:
    helped = QuestionAnswer.objects.filter(question=OuterRef("pk"), helped_at__isnull=False).order_by("helped_at")
    likely = (
        questions_for(viewer)
        .filter(pk__in=questions_with_any(wanted, viewer))
        .exclude(ticket=ticket)
        .annotate(helped=Subquery(helped.values("text")[:1]), helper=Subquery(helped.values("by__name")[:1]))
        .filter(helped__isnull=False)
        .select_related("ticket")
        .order_by("-id")[:_LIKELY]
    )
    asked = {word for term in wanted.terms for word in term.words}
    enough = min(2, len(asked))
    scored = []
    for one in likely:
        shared = asked & set(words_in(f"{one.ticket.title} {one.text} {one.helped}"))
        if len(shared) >= enough:
            scored.append((len(shared), one))
    scored.sort(key=lambda both: both[0], reverse=True)
    return tuple(
        AnsweredBefore(question_id=one.pk, text=one.text, answer=one.helped, who=one.helper)
        for _, one in scored[:MOST_BEFORE]
    )


def _shown(viewer: Viewer) -> QuerySet[Question, Any]:
    decided = Decision.objects.filter(subject=OuterRef("subject")).order_by("-id")
    return (
        questions_for(viewer)
        .select_related("asked_by", "ticket")
        .annotate(account_name=F("ticket__account__name"), decided=Subquery(decided.values("outcome")[:1]))
    )


def _rows(found: Iterable[Any], viewer: Viewer, desk: Desk) -> list[QuestionRow]:
    rows: Sequence[Any] = list(found)
    answers: dict[int, list[AnswerRow]] = {}
    given = QuestionAnswer.objects.filter(question__in=[one.pk for one in rows]).select_related("by")
    for one in given.order_by("id") if rows else ():
        row = AnswerRow(id=one.pk, text=one.text, who=one.by.name, at=one.at, helped=one.helped_at is not None)
        answers.setdefault(one.question_id, []).append(row)
    return [_row(one, tuple(answers.get(one.pk, ())), viewer=viewer, at=desk.at) for one in rows]


def _row(row: Any, answers: tuple[AnswerRow, ...], *, viewer: Viewer, at: datetime) -> QuestionRow:  # noqa: ANN401, RUF100 - annotated
    said = (row.decided or {}).get("no_clocks", ())
    return QuestionRow(
        id=row.pk,
        channel=row.channel,
        text=row.text,
        ticket_id=row.ticket_id,
        about=f"#{row.ticket_id} {row.ticket.title}".strip(),
        account=row.account_name or "",
        who=row.asked_by.name,
        mine=(row.carried_by_id or row.asked_by_id) == viewer.person_id,
        at=row.asked_at,
        answered_at=row.answered_at,
        withdrawn=row.withdrawn_at is not None,
        still_unanswered=row.answered_at is None and row.remind_at <= at,
        answers=answers,
        no_clock=reason_of(said[0]) if said else NOTHING_SAID,
        clause=(said[0].get("clause") or "") if said else "",
    )
