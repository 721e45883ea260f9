"""Moves of a stage, and what is open afterwards."""

from datetime import datetime

from firsthand.domain.names import Stage
from firsthand.models.accounts import Account
from firsthand.models.coaching import CoachingStep
from firsthand.services.accounts.actions import set_commercial
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse


def moved(lighthouse: Lighthouse, account: Account, stage: str, *, at: datetime = NOW) -> None:
    """Eve moves an account's stage."""
    set_commercial(viewer=lighthouse.viewer(lighthouse.eve, at=at), account_id=account.pk, stage=Stage(stage), at=at)
    account.refresh_from_db()


def steps(account: Account, *, state: str = "open") -> list[CoachingStep]:
    """The account's steps in a state, in the order in which they were given."""
    rows = CoachingStep.objects.filter(account=account, state=state).select_related("subject", "who", "plan")
    return list(rows.order_by("pk"))
