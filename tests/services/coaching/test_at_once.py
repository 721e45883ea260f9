"""Two who act on an account's coaching at the same time: one is first, the other hears of it, and neither waits for
ever."""

from datetime import timedelta

import pytest

from firsthand.domain.names import Kind, Stage
from firsthand.models.accounts import Account
from firsthand.models.clocks import LIVE, Clock
from firsthand.models.coaching import CoachingPlan, CoachingStep, LikeTickets
from firsthand.models.outbox import Notice
from firsthand.services.coaching.actions import finish
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import LONG_AGO, Lighthouse, light_up
from tests.services.coaching.moving import moved, steps
from tests.services.proposals.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)


def desk_with_granite() -> tuple[Lighthouse, Account]:
    """Lighthouse, and a prospect."""
    desk = light_up()
    made = Account.objects.create(
        name="Granite", stage=Stage("prospect"), accountable=desk.noor, seller=desk.eve, created_at=LONG_AGO
    )
    return desk, made


def test_two_move_it_into_a_trial_and_one_plan_begins() -> None:
    desk, granite = desk_with_granite()
    refused, failures = together(lambda: moved(desk, granite, "trial"), lambda: moved(desk, granite, "trial"))
    assert (refused, failures) == ([], [])
    assert (CoachingPlan.objects.count(), len(steps(granite))) == (1, 4)


def test_one_does_a_step_while_the_stage_is_set_back() -> None:
    desk, granite = desk_with_granite()
    moved(desk, granite, "trial")
    number, noor = steps(granite)[0].pk, desk.viewer(desk.noor, at=LATER)
    refused, failures = together(
        lambda: moved(desk, granite, "prospect", at=LATER),
        lambda: finish(viewer=noor, step_id=number, note="Done.", evidence="Seen.", at=LATER),
    )
    assert failures == []
    assert refused in ([], ["ended"])
    assert CoachingStep.objects.get(pk=number).state == ("ended" if refused else "done")
    assert not Clock.objects.filter(kind="coaching", state__in=LIVE).exists()


def test_two_confirm_the_second_and_the_third_like_ticket_and_one_proposal_comes() -> None:
    desk, _ = desk_with_granite()
    mira, ada = desk.viewer(desk.mira), desk.viewer(desk.ada)
    first, second, third = (desk.ticket(number=number) for number in (1, 2, 3))
    how_to = Kind("how_to")
    confirm_kind(viewer=mira, ticket_id=first.pk, kind=how_to, at=NOW)
    refused, failures = together(
        lambda: confirm_kind(viewer=mira, ticket_id=second.pk, kind=how_to, at=NOW),
        lambda: confirm_kind(viewer=ada, ticket_id=third.pk, kind=how_to, at=NOW),
    )
    assert (refused, failures) == ([], [])
    assert LikeTickets.objects.get().proposed_at == NOW
    assert Notice.objects.filter(kind="coaching").count() == 1
