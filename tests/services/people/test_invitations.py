"""People come by invitation; the link works once, and only its hash is kept."""

import re
from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.names import Role
from firsthand.models.desk import DeskSettings
from firsthand.models.outbox import Delivery
from firsthand.models.people import Invitation
from firsthand.services.access.viewers import viewer_of
from firsthand.services.outbox.actions import claim_due, mark_left
from firsthand.services.outbox.queries import outbox_page
from firsthand.services.people.actions import accept_invitation, invite, withdraw_invitation
from firsthand.services.people.queries import people_page
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

PASSWORD = "four green lamps"


def invite_kai(desk: Lighthouse) -> tuple[Invitation, str]:
    """Mira, who owns the desk, invites Kai to support; the token is in the mail."""
    invitation = invite(
        viewer=desk.viewer(desk.mira), email="Kai@Lighthouse.example", name="Kai Wren", roles=[Role("support")], at=NOW
    )
    found = re.search(r"/invitation/(\S+)", Delivery.objects.latest("id").text)
    assert found is not None
    return invitation, found[1]


def test_kai_joins_with_the_roles_of_the_invitation(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    kai = accept_invitation(token=token, password=PASSWORD, at=NOW)
    assert kai.email == "kai@lighthouse.example"
    assert kai.check_password(PASSWORD)
    assert viewer_of(kai, at=NOW).roles == {Role("support")}


def test_the_token_itself_is_not_kept_with_the_invitation(lighthouse: Lighthouse) -> None:
    invitation, token = invite_kai(lighthouse)
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values())


def test_the_link_works_once(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    accept_invitation(token=token, password=PASSWORD, at=NOW)
    with pytest.raises(Missing):
        accept_invitation(token=token, password=PASSWORD, at=NOW)


def test_the_link_ends_after_seven_days_and_a_made_up_one_never_works(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    with pytest.raises(Missing):
        accept_invitation(token=token, password=PASSWORD, at=NOW + timedelta(days=7))
    with pytest.raises(Missing):
        accept_invitation(token="made-up", password=PASSWORD, at=NOW)


def test_a_weak_password_is_refused_and_the_link_still_works(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    with pytest.raises(Invalid) as refused:
        accept_invitation(token=token, password="short", at=NOW)
    assert refused.value.field == "password"
    assert accept_invitation(token=token, password=PASSWORD, at=NOW).is_active


def test_a_withdrawn_invitation_and_one_followed_by_another_stop_working(lighthouse: Lighthouse) -> None:
    _, older = invite_kai(lighthouse)
    newer, token = invite_kai(lighthouse)
    with pytest.raises(Missing):
        accept_invitation(token=older, password=PASSWORD, at=NOW)
    withdraw_invitation(viewer=lighthouse.viewer(lighthouse.mira), invitation_id=newer.pk, at=NOW)
    with pytest.raises(Missing):
        accept_invitation(token=token, password=PASSWORD, at=NOW)


def test_only_an_owner_invites_and_nobody_is_invited_twice_over(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        invite(viewer=lighthouse.viewer(lighthouse.noor), email="k@x.example", name="Kai", roles=[], at=NOW)
    with pytest.raises(Invalid):
        invite(
            viewer=lighthouse.viewer(lighthouse.mira), email="noor@lighthouse.example", name="Noor", roles=[], at=NOW
        )


def test_without_a_web_address_there_is_nothing_to_link_to(lighthouse: Lighthouse) -> None:
    DeskSettings.objects.update(base_url="")
    with pytest.raises(Invalid) as refused:
        invite(viewer=lighthouse.viewer(lighthouse.mira), email="k@x.example", name="Kai", roles=[], at=NOW)
    assert refused.value.field == "base_url"


def test_the_link_is_never_shown_and_not_kept_once_sent(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    page = outbox_page(viewer=lighthouse.viewer(lighthouse.mira))
    assert [row.text for row in page.rows] == [""]
    assert outbox_page(viewer=lighthouse.viewer(lighthouse.noor)).rows == ()
    (claim,) = claim_due(now=NOW, worker="one")
    mark_left(claim, at=NOW)
    assert token not in Delivery.objects.get().text


def test_the_people_page_shows_who_waits_to_its_owner_alone(lighthouse: Lighthouse) -> None:
    invite_kai(lighthouse)
    assert [one.name for one in people_page(viewer=lighthouse.viewer(lighthouse.mira), at=NOW).invitations] == [
        "Kai Wren"
    ]
    page = people_page(viewer=lighthouse.viewer(lighthouse.noor), at=NOW)
    assert page.invitations == ()
    assert Role("vp_sales") in page.vacant
