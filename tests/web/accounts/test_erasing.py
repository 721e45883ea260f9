"""Erasing a contact: what goes is read before, and only an owner reaches it."""

from collections.abc import Callable

from django.test import Client

from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse, contact

SignIn = Callable[[Person], Client]


def test_an_owner_reads_what_erasing_destroys_before_it_is_done(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ticket = lighthouse.ticket(subject="Login loops for Ana")
    mira = signed_in(lighthouse.mira)
    where = f"/contacts/{lighthouse.ana.pk}/erase"
    assert where in mira.get(f"/a/{lighthouse.acme.pk}").content.decode()
    waiting = mira.get(where).content.decode()
    assert f'still waits for an answer on <a href="/t/{ticket.pk}">#{ticket.pk}</a>' in waiting
    assert mira.post(where, {"why": "asked"}).status_code == 403
    end_as_not_a_request(
        viewer=lighthouse.viewer(lighthouse.mira), ticket_id=ticket.pk, as_=ClosedAs.other, at=FRIDAY_1645_PACIFIC
    )
    page = mira.get(where).content.decode()
    assert "what they wrote, in 1 message" in page
    assert "1 ticket, with its clocks, verdicts, decisions and timeline" in page
    wrong = mira.post(where, {"why": "Ana Costa asked us to"})
    assert wrong.status_code == 422
    assert b'id="why-error"' in wrong.content
    assert mira.post(where, {"why": "asked on 3 May"})["Location"] == f"/a/{lighthouse.acme.pk}"
    after = mira.get(f"/a/{lighthouse.acme.pk}").content.decode()
    assert "ana@acme.example" not in after
    assert f"Erased contact {lighthouse.ana.pk}" in after
    assert "with the person who wrote it" in mira.get(f"/t/{ticket.pk}").content.decode()


def test_nobody_else_sees_or_reaches_it(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ada = signed_in(lighthouse.ada)
    where = f"/contacts/{lighthouse.ana.pk}/erase"
    assert where not in ada.get(f"/a/{lighthouse.acme.pk}").content.decode()
    assert (ada.get(where).status_code, ada.post(where, {"why": "asked"}).status_code) == (403, 403)
    assert signed_in(lighthouse.mira).get("/contacts/999/erase").status_code == 404


def test_somebody_of_no_account_is_reached_from_their_ticket(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    stranger = contact("zoe@mail.example", name="Zoe")
    ticket = lighthouse.ticket(contact=stranger)
    where = f"/contacts/{stranger.pk}/erase"
    assert where in signed_in(lighthouse.mira).get(f"/t/{ticket.pk}").content.decode()
    assert where not in signed_in(lighthouse.ada).get(f"/t/{ticket.pk}").content.decode()
    assert "Erase Zoe" in signed_in(lighthouse.mira).get(where).content.decode()
