"""Provisional work and a hand-over for good, over HTTP: begun, stuck, read back and accepted (S41, S42)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from firsthand.domain.names import Kind
from firsthand.models.handoffs import Handoff
from firsthand.models.people import Person
from firsthand.services.tickets.actions.kinds import confirm_kind
from tests.handing_over import offer
from tests.lighthouse import Lighthouse


@pytest.mark.clause("S41", "S42")
def test_stuck_it_is_supports_and_the_composer_says_whom_to_tell(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    now, noor, mira = datetime.now(UTC), signed_in(lighthouse.noor), signed_in(lighthouse.mira)
    ticket = lighthouse.ticket(received_at=now)
    kind = Kind("troubleshooting")
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira, at=now), ticket_id=ticket.pk, kind=kind, at=now)
    here = f"/t/{ticket.pk}"
    assert noor.post(f"{here}/do/start-provisionally").status_code == 303
    assert "began on it provisionally; support owns it" in mira.get(here).content.decode()
    assert noor.post(f"{here}/do/stuck", {"tried": "I turned the proxy off."}).status_code == 303
    screen = f"/handoffs/{Handoff.objects.get().pk}"
    assert "I turned the proxy off." in mira.get(screen).content.decode()
    assert mira.post(screen, {"act": "accept-handoff", "essence": ""}).status_code == 422
    assert mira.post(screen, {"act": "accept-handoff", "essence": "The login loops."}).status_code == 303
    assert "Tell Mira Lindqvist in a note" in noor.get(here).content.decode()
    assert noor.post(f"{here}/do/reply", {"text": "We are at it."}).status_code == 403


def test_zammad_1770_another_receiver_keeps_what_was_typed(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    now, noor = datetime.now(UTC), signed_in(lighthouse.noor)
    ticket = lighthouse.ticket(received_at=now)
    viewer = lighthouse.viewer(lighthouse.noor, at=now)
    confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=Kind("feature_request"), at=now)
    page = noor.post(f"/t/{ticket.pk}/hand-over", {"to": "product:", "asked": "Ana wants it dark.", "show": "1"})
    assert (page.status_code, Handoff.objects.count()) == (200, 0)
    assert "Ana wants it dark." in page.content.decode()
    assert '<option value="product:" selected>' in page.content.decode()


def test_what_stays_with_its_sender_goes_nowhere(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    now, noor, pat = datetime.now(UTC), signed_in(lighthouse.noor), signed_in(lighthouse.pat)
    ticket = lighthouse.ticket(received_at=now)
    viewer = lighthouse.viewer(lighthouse.noor, at=now)
    confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=Kind("feature_request"), at=now)
    screen = f"/handoffs/{offer(lighthouse.noor, ticket, 'product', at=now).pk}"
    counted = 'Hand-offs <span class="count">1</span>'
    assert [counted in one.get("/waiting").content.decode() for one in (pat, noor)] == [True, False]
    declined = {"act": "decline-handoff", "why": "It is a setting.", "instead": "customer_engineering"}
    assert pat.post(screen, declined).status_code == 303
    for page in (noor.get(screen).content.decode(), noor.get("/handoffs").content.decode()):
        assert "It stays with customer engineering." in page
        assert "Hand over to customer engineering" not in page


def test_the_customers_words_stand_once_where_they_are_given_along(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    now, noor, mira = datetime.now(UTC), signed_in(lighthouse.noor), signed_in(lighthouse.mira)
    ticket = lighthouse.ticket(received_at=now, text="The sync stands at 0 of 812 tables.")
    kind = Kind("troubleshooting")
    confirm_kind(viewer=lighthouse.viewer(lighthouse.mira, at=now), ticket_id=ticket.pk, kind=kind, at=now)
    noor.post(f"/t/{ticket.pk}/do/start-provisionally")
    noor.post(f"/t/{ticket.pk}/do/stuck", {"tried": "I turned the proxy off."})
    screen = mira.get(f"/handoffs/{Handoff.objects.get().pk}").content.decode()
    assert screen.count("The sync stands at 0 of 812 tables.") == 1
    assert "no clock: no clause in force says by when" in screen


def test_nobody_is_chosen_before_the_sender_says_to_whom(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    now, noor = datetime.now(UTC), signed_in(lighthouse.noor)
    ticket = lighthouse.ticket(received_at=now)
    viewer = lighthouse.viewer(lighthouse.noor, at=now)
    confirm_kind(viewer=viewer, ticket_id=ticket.pk, kind=Kind("feature_request"), at=now)
    page = noor.get(f"/t/{ticket.pk}/hand-over").content.decode()
    assert ('<option value="">Choose to whom</option>' in page, " selected>" in page) == (True, False)
    sent = noor.post(f"/t/{ticket.pk}/hand-over", {"to": "", "asked": "Ana wants it dark."})
    assert (sent.status_code, Handoff.objects.count()) == (422, 0)
    assert ('id="to-error"' in sent.content.decode(), "Ana wants it dark." in sent.content.decode()) == (True, True)
    chosen = noor.get(f"/t/{ticket.pk}/hand-over?to=product:").content.decode()
    assert "Choose to whom" not in chosen
