"""Messages that are held: shown as text, tried again, or discarded with a reason."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from firsthand.domain.sentences import say
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.people import Person
from firsthand.services.desk.kept_files import keep_raw
from firsthand.services.intake.actions import quarantine
from firsthand.services.intake.values import RawFacts
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
    keep_raw(settings.ENVIRONMENT.data, [RAW])
    return RawMessage.objects.create(
        sha256=hashlib.sha256(RAW).hexdigest(),
        channel="email",
        state=RawState.quarantined,
        reason=say("The parser took too long."),
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


def test_what_may_be_a_request_stands_at_the_head_of_the_inbox_with_its_time(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    facts = RawFacts(
        channel="email",
        sha256="a" * 64,
        size=1,
        via="pipe",
        envelope_to="support@lighthouse.example",
        envelope_from="ana@acme.example",
        received_at=datetime.now(UTC),
    )
    taken = quarantine(raw=facts, reason=say("The parser was too old."), at=datetime.now(UTC))
    mira, noor = signed_in(lighthouse.mira), signed_in(lighthouse.noor)
    link = f'<a href="/quarantine/{taken.raw_id}">'
    for address in ("/", "/?view=team"):
        page = mira.get(address).content.decode()
        assert (link in page, "first response due" in page) == (True, True)
    assert link not in mira.get("/?view=all").content.decode()
    assert link not in noor.get("/").content.decode()
    assert "First response due" in mira.get(f"/quarantine/{taken.raw_id}").content.decode()
