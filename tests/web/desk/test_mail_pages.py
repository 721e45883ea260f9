"""Quarantine, outbox and settings."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from firsthand.engine.archive import keep
from firsthand.models.intake import Mailbox, RawMessage, RawState
from firsthand.models.outbox import OutboxMail
from firsthand.models.people import Person
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from tests.lighthouse import Lighthouse

SignIn = Callable[[Person], Client]
NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)
RAW = (
    b"From: Ana <ana@acme.example>\r\nTo: support@lighthouse.example\r\nMessage-ID: <1@acme.example>\r\n"
    b"Subject: <script>alert(1)</script>\r\n\r\nIt fails <b>now</b>.\r\n"
)


@pytest.fixture
def held(lighthouse: Lighthouse) -> RawMessage:
    """A message that is held."""
    keep(settings.ENVIRONMENT.data, [RAW])
    return RawMessage.objects.create(
        sha256=hashlib.sha256(RAW).hexdigest(),
        state=RawState.quarantined,
        reason="The parser took too long.",
        via="pipe",
        envelope_to="support@lighthouse.example",
        received_at=NOW,
        size=len(RAW),
        subject="<script>alert(1)</script>",
        sender="ana@acme.example",
    )


def test_a_held_message_is_shown_as_text_and_never_run(
    lighthouse: Lighthouse, held: RawMessage, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.mira)
    assert b"The parser took too long." in client.get("/quarantine").content
    page = client.get(f"/quarantine/{held.pk}").content
    assert b"&lt;b&gt;now&lt;/b&gt;" in page
    assert b"<script>alert(1)" not in page
    whole = client.get(f"/quarantine/{held.pk}?whole=1")
    assert whole.content == RAW
    assert whole.headers["Content-Disposition"].startswith("attachment")


def test_a_held_message_is_tried_again_and_becomes_a_ticket(
    lighthouse: Lighthouse, held: RawMessage, signed_in: SignIn
) -> None:
    answer = signed_in(lighthouse.mira).post(f"/quarantine/{held.pk}", {"act": "retry"})
    held.refresh_from_db()
    assert held.state == RawState.ticketed
    assert held.ticket is not None
    assert answer.headers["Location"] == f"/t/{held.ticket.pk}"
    assert held.ticket.account == lighthouse.acme


def test_discarding_needs_a_reason_and_keeps_it(lighthouse: Lighthouse, held: RawMessage, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    assert client.post(f"/quarantine/{held.pk}", {"act": "discard", "reason": ""}).status_code == 422
    client.post(f"/quarantine/{held.pk}", {"act": "discard", "reason": "A test of ours."})
    assert b"Nothing is held" in client.get("/quarantine").content
    assert b"A test of ours." in client.get("/quarantine?state=discarded").content


def test_the_outbox_says_what_failed_and_tries_it_again(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    mail = write(
        key="one", purpose=Purpose.notice, recipients=["a@b.example"], subject="Late", text="It is late.", at=NOW
    )
    client = signed_in(lighthouse.mira)
    OutboxMail.objects.filter(pk=mail.pk).update(
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
    mail = OutboxMail.objects.get()
    assert b"/invitation/" not in client.get(f"/outbox/{mail.pk}").content
    assert signed_in(lighthouse.noor).get(f"/outbox/{mail.pk}").status_code == 404


def test_an_owner_adds_pauses_and_resumes_a_mailbox(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    added = {"address": "help@lighthouse.example", "mode": "imap", "imap_host": "imap.example", "act": "save"}
    secret = {"username": "u", "mailbox_password": "a-secret-word"}
    assert client.post("/settings/mailboxes/new", {**added, **secret}).status_code == 302
    box = Mailbox.objects.get(address="help@lighthouse.example")
    where = f"/settings/mailboxes/{box.pk}"
    assert b"a-secret-word" not in client.get(where).content
    client.post(where, {"act": "pause"})
    box.refresh_from_db()
    assert (box.is_active, box.password, box.imap_host) == (False, "a-secret-word", "imap.example")
    client.post(where, {"act": "resume"})
    box.refresh_from_db()
    assert box.is_active


def test_settings_are_changed_by_an_owner_and_read_by_others(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    client = signed_in(lighthouse.mira)
    wrong = client.post("/settings", {"name": "Lighthouse", "base_url": "desk", "zone": "UTC"})
    assert wrong.status_code == 422
    assert b'id="base_url-error"' in wrong.content
    page = signed_in(lighthouse.noor).get("/settings").content
    assert b"An owner of the desk changes these." in page
    assert signed_in(lighthouse.noor).get("/settings/mailboxes/new").status_code == 403
