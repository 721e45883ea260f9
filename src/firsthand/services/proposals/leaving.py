"""What somebody who leaves proposed and nobody has answered. What waits for their answer waits for their roles."""

from firsthand.domain.sentences import count
from firsthand.models.proposals import UNANSWERED, Proposal
from firsthand.services.owning.carrying_on import carried_by, carry_on, left_behind
from firsthand.services.owning.values import Leaver, Owned, of_no_role


def _account(row: Proposal) -> int | None:
    return row.ticket.account_id if row.ticket is not None else row.account_id


def _hand_on(leaver: Leaver) -> None:
    theirs = Proposal.objects.filter(UNANSWERED).filter(carried_by(leaver.person.pk, begun="proposed_by"))
    carry_on(leaver, "proposals", theirs, account_of=_account)


OWNED = (
    Owned(
        kind="proposals",
        columns=frozenset({"Proposal.proposed_by", "Proposal.carried_by"}),
        counted=lambda person, _desk: of_no_role(
            Proposal.objects.filter(UNANSWERED).filter(carried_by(person.pk, begun="proposed_by")).count()
        ),
        said=lambda number: count(number, "One proposal without an answer", "{n} proposals without an answer"),
        left_behind=lambda: left_behind(Proposal.objects.filter(UNANSWERED), begun="proposed_by"),
        hand_on=_hand_on,
    ),
)
