"""Every word that a page shows is a message, or somebody's own: in the pseudo-language nothing else is left."""

from collections.abc import Iterator

import pytest
from django.test import Client

from firsthand.domain.amending.chain import digest_of
from firsthand.models.drafts import AmendmentDraft
from firsthand.services.book.desk import open_desk
from firsthand.services.book.queries import current_book
from firsthand.services.language import pseudo
from tests.web.desk_of_lighthouse import BusyDesk
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import seen
from tests.web.walking import walk


@pytest.fixture
def accented() -> Iterator[None]:
    """The desk speaks the pseudo-language."""
    with speaking_pseudo():
        yield


@pytest.mark.parametrize("who", ["mira", "noor", "ada", "eve"])
def test_every_page_that_somebody_reaches_is_in_their_language(who: str, accented: None, busy: BusyDesk) -> None:
    client = Client()
    client.force_login(getattr(busy.desk, who))
    known = known_on(open_desk(busy.login.received_at).organisation)
    found: dict[str, set[str]] = {}
    for page in walk(client, each=2):
        for text in seen(page.text):
            for word in known.escaped(text):
                found.setdefault(word, set()).add(f"{page.path}: {' '.join(text.split())[:90]}")
    assert found == {}


def test_what_a_draft_changes_and_what_is_found_in_it_are_in_their_language(accented: None, busy: BusyDesk) -> None:
    client = Client()
    client.force_login(busy.desk.noor)
    client.post("/book/drafts/new", {"title": "Passwords", "on": "2027-01-01", "clause": "S18"})
    draft = AmendmentDraft.objects.latest("id")
    draft.text = draft.text.replace("1 business hours", "30 hours elapsed") + BODY
    draft.save()
    page = client.get(f"/book/drafts/{draft.pk}").content.decode()
    known = known_on(open_desk(busy.login.received_at).organisation)
    assert "two_owners" in page
    assert "<ins>" in page
    assert {word: text for text in seen(page) for word in known.escaped(text)} == {}


def test_who_approved_a_published_amendment_is_told_in_the_language_of_its_reader(
    accented: None, busy: BusyDesk
) -> None:
    client = Client()
    client.force_login(busy.desk.mira)
    client.post("/book/drafts/new", {"title": "Passwords", "on": "2030-01-01"})
    draft = AmendmentDraft.objects.latest("id")
    draft.text += BODY
    draft.save()
    given = {"digest": digest_of(draft.text), "edition": current_book().edition().id, "known": "1"}
    page = client.post(f"/book/drafts/{draft.pk}/do/publish", given, follow=True).content.decode()
    owner = pseudo.pseudo("owner of the desk")
    said = next(one for one in seen(page) if owner in one)
    assert "Mira Lindqvist" in said
    assert "by" not in said.split()
    for address in ("/book", "/book/clauses/N1"):
        assert owner in client.get(address).content.decode()


BODY = """
ownership:
  - clause: N1
    source: our page
    text: Support keeps what is about passwords.
    when: {kind: how_to, channel: passwords}
    owner: support
"""
