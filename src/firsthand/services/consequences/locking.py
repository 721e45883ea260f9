"""One writer at a time on a round: first its own subject, then those of the roles that are asked."""

from firsthand.domain.errors import Missing, Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.consequences import AskedConsequence, ConsequenceRound
from firsthand.services.access.doors import consequence_rounds_for
from firsthand.services.access.viewers import Viewer, require

_WITH = ("subject", "account__accountable", "account__seller", "account__subject", "asked_by")


def locked_round(viewer: Viewer, round_id: int) -> ConsequenceRound:
    """The round, locked until the transaction ends. Raises Missing, and Refused once it was withdrawn."""
    require(viewer, Right.see_desk)
    if not consequence_rounds_for(viewer).filter(pk=round_id).exists():
        raise Missing("no_round", say("Sales asked for no such consequences."))
    row = locked_rounds(pk=round_id)[0]
    if row.withdrawn_at is not None:
        raise Refused("withdrawn", say("Sales does not ask this any more."))
    return row


def locked_rounds(**which: object) -> list[ConsequenceRound]:
    """The rounds of which this holds, locked in one order. The caller has checked who asks."""
    rows = ConsequenceRound.objects.select_for_update(of=("self", "subject")).select_related(*_WITH)
    return list(rows.filter(**which).order_by("subject"))


def locked_asked(row: ConsequenceRound) -> list[AskedConsequence]:
    """All that the roles of a round are asked, locked, in the order in which the book asks."""
    rows = AskedConsequence.objects.select_for_update(of=("self", "subject")).select_related("subject")
    return list(rows.filter(round=row).order_by("subject"))
