"""What tests of consequences have in common: sales asks before Acme goes to production."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.domain.consequences import Advice, Conflict, Move, Seen
from firsthand.models.consequences import AskedConsequence, CombinedAnswer, ConsequenceRound
from firsthand.models.people import Person
from firsthand.services.consequences import actions
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SOON, MONDAY, MUCH_LATER = NOW + timedelta(hours=1), NOW + timedelta(days=3), NOW + timedelta(days=60)
WHY = "They sign by the end of the month."


def asked(
    lighthouse: Lighthouse, *, move: Move = Move.stage, wanted: str = "production", at: datetime = NOW
) -> ConsequenceRound:
    """Eve asks what follows if Acme is moved."""
    eve = lighthouse.viewer(lighthouse.eve, at=at)
    return actions.ask(viewer=eve, account_id=lighthouse.acme.pk, move=move, wanted=wanted, why=WHY, at=at)


def answered(
    lighthouse: Lighthouse,
    row: ConsequenceRound,
    role: str,
    *,
    by: Person,
    text: str = "",
    at: datetime = SOON,
) -> AskedConsequence:
    """Somebody answers for a role: what they see coming, or none."""
    one = row.asked.get(role=role)
    seen = Seen.some if text else Seen.none
    return actions.answer(viewer=lighthouse.viewer(by, at=at), asked_id=one.pk, seen=seen, text=text, at=at)


def all_answered(lighthouse: Lighthouse, row: ConsequenceRound, *, at: datetime = SOON) -> None:
    """Support warns; product and engineering see none."""
    answered(lighthouse, row, "support", by=lighthouse.mira, text="Their cluster loops.", at=at)
    answered(lighthouse, row, "product", by=lighthouse.pat, at=at)
    answered(lighthouse, row, "engineering", by=lighthouse.olu, at=at)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A combined answer."""

    advice: Advice = Advice.wait
    interest: str = "They lose a weekend if it loops."
    long_term: str = "A reference that runs is worth more than a month."
    conflict: Conflict = Conflict.long_term


def combined(
    lighthouse: Lighthouse,
    row: ConsequenceRound,
    said: Said | None = None,
    *,
    by: Person | None = None,
    at: datetime = SOON,
) -> CombinedAnswer:
    """Noor, who is accountable, combines the answers."""
    words = said or Said()
    wanted = actions.Combined(
        advice=words.advice,
        customer_interest=words.interest,
        long_term=words.long_term,
        conflict=words.conflict,
    )
    viewer = lighthouse.viewer(by or lighthouse.noor, at=at)
    return actions.combine(viewer=viewer, round_id=row.pk, wanted=wanted, at=at)
