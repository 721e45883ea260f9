"""The outbox: what failed, what is tried again, and what it never shows."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client

from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]
NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


def test_the_outbox_says_what_failed_and_tries_it_again(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mail = write(
        key="one", purpose=Purpose.notice, recipients=["a@b.example"], subject="Late", text="It is late.", at=NOW
    )
    client = signed_in(lighthouse.mira)
    Delivery.objects.filter(pk=mail.pk).update(
        state="failed", next_attempt_at=None, attempts=3, last_error="550 no such user"
    )
    assert b"550 no such user" in client.get("/outbox?state=failed").content
    assert client.post(f"/outbox/{mail.pk}", {"act": "retry"}).status_code == 302
    mail.refresh_from_db()
    assert mail.state == "queued"
    client.post(f"/outbox/{mail.pk}", {"act": "take_back"})
    mail.refresh_from_db()
    assert mail.state == "taken_back"
    assert client.post(f"/outbox/{mail.pk}", {"act": "retry"}).status_code == 403


def test_the_link_of_an_invitation_is_not_shown(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    client.post("/people/invitations", {"name": "Zoe", "email": "zoe@lighthouse.example"})
    mail = Delivery.objects.get()
    assert b"/invitation/" not in client.get(f"/outbox/{mail.pk}").content
    assert signed_in(lighthouse.noor).get(f"/outbox/{mail.pk}").status_code == 404
