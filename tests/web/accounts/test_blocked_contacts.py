"""A contact whose mail is held stands on the page of their account, with who blocked them and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.test import Client

from firsthand.models.people import Person
from firsthand.services.intake.blocking import block
from tests.lighthouse import Lighthouse


def test_a_blocked_contact_is_marked_while_it_lasts(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    now, mira = datetime.now(UTC), lighthouse.viewer(lighthouse.mira, at=datetime.now(UTC))
    page, client = f"/a/{lighthouse.acme.pk}", signed_in(lighthouse.mira)
    block(
        viewer=mira,
        whom="acme.example",
        why="Over",
        until=now - timedelta(days=1),
        at=now - timedelta(days=2),
        sure=True,
    )
    assert "blocked by" not in client.get(page).content.decode()
    block(viewer=mira, whom="acme.example", why="Their alarm", until=now + timedelta(days=1), at=now, sure=True)
    text = client.get(page).content.decode()
    assert "blocked by Mira Lindqvist" in text
    assert "Their alarm" in text
