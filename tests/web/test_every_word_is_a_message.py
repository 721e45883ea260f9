"""Every word that a page shows is a message, or somebody's own: in the pseudo-language nothing else is left."""

from collections.abc import Iterator

import pytest
from django.test import Client

from firsthand.models.drafts import AmendmentDraft
from firsthand.services.book.desk import open_desk
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


BODY = """
ownership:
  - clause: N1
    source: our page
    text: Support keeps what is about passwords.
    when: {kind: how_to, channel: passwords}
    owner: support
"""
