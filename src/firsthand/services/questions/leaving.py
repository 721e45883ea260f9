"""What somebody who leaves asked in an open channel and nobody has answered."""

from firsthand.domain.sentences import count
from firsthand.models.questions import UNANSWERED, Question
from firsthand.services.owning.carrying_on import carried_by, carry_on, left_behind
from firsthand.services.owning.values import Leaver, Owned, of_no_role


def _hand_on(leaver: Leaver) -> None:
    theirs = Question.objects.filter(UNANSWERED).filter(carried_by(leaver.person.pk, begun="asked_by"))
    carry_on(leaver, "questions", theirs, account_of=lambda row: row.ticket.account_id)


OWNED = (
    Owned(
        kind="questions",
        columns=frozenset({"Question.asked_by", "Question.carried_by"}),
        counted=lambda person, _desk: of_no_role(
            Question.objects.filter(UNANSWERED).filter(carried_by(person.pk, begun="asked_by")).count()
        ),
        said=lambda number: count(number, "One question without an answer", "{n} questions without an answer"),
        left_behind=lambda: left_behind(Question.objects.filter(UNANSWERED), begun="asked_by"),
        hand_on=_hand_on,
    ),
)
