"""Saved replies on their pages, and chosen in the composer without JavaScript: nothing that was typed is lost."""

from collections.abc import Callable

from django.test import Client

from firsthand.models.people import Person
from firsthand.models.saved_replies import SavedReply
from tests.lighthouse import Lighthouse

HELLO = {"name": "Hello", "text": "Hello {first_name|there}, we look at #{number}."}


def test_one_is_written_changed_and_retired(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    mira = signed_in(lighthouse.mira)
    assert mira.post("/saved-replies/new", {**HELLO, "role": "support"})["Location"] == "/saved-replies"
    row = SavedReply.objects.get()
    assert "Hello" in mira.get("/saved-replies?words=look").content.decode()
    address = f"/saved-replies/{row.pk}"
    assert 'value="support" selected' in mira.get(address).content.decode()
    mira.post(address, {**HELLO, "name": "Hi", "act": "change"})
    mira.post(address, {"act": "retire"})
    row.refresh_from_db()
    assert (row.name, row.role, row.retired_at is not None) == ("Hi", None, True)


def test_what_is_wrong_stands_at_its_field_with_what_was_typed(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    page = signed_in(lighthouse.mira).post("/saved-replies/new", {"name": "Soon", "text": "Done ASAP, {nmae|you}."})
    text = page.content.decode()
    assert page.status_code == 422
    assert "There is no variable" in text
    assert "Done ASAP, {nmae|you}." in text


def test_one_is_chosen_below_what_was_typed(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    mira, ticket = signed_in(lighthouse.mira), lighthouse.ticket().pk
    mira.post("/saved-replies/new", HELLO)
    typed = {"text": "Thank you.", "substantive": "1", f"copies-{lighthouse.mailbox.pk}": "ben@acme.example"}
    listed = mira.post(f"/t/{ticket}/saved", typed).content.decode()
    assert 'name="text" value="Thank you."' in listed
    chosen = {**typed, "saved": SavedReply.objects.get().pk}
    page = mira.post(f"/t/{ticket}/saved", chosen).content.decode()
    assert f"Thank you.\n\nHello Ana, we look at #{ticket}." in page
    assert 'id="substantive" checked' in page
    assert "ben@acme.example" in page
    assert 'aria-invalid="true"' not in page
