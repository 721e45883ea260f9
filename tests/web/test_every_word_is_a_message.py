"""Every word that a page shows is a message, or somebody's own: in the pseudo-language nothing else is left."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from firsthand.services.book.desk import open_desk
from firsthand.services.language import pseudo
from tests.web.desk_of_lighthouse import BusyDesk
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import seen

_EACH = 2
"""So many pages of a kind are read."""
_UNREAD = re.compile(r"/(static|theme|sign-out|live)|/files/|/raw|/html|\.(txt|json|csv|yaml|zip|eml)$")


@pytest.fixture
def accented() -> Iterator[None]:
    """The desk speaks the pseudo-language."""
    with speaking_pseudo():
        yield


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """The pages that links lead to from the inbox, some of each kind."""
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, headers={"accept-language": pseudo.CODE})
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        yield path, text
        for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', text):
            address = link.replace("&amp;", "&")
            kind = _kind(address)
            if address in known or kind is None or kinds[kind] >= _EACH:
                continue
            kinds[kind] += 1
            known.add(address)
            waiting.append(address)


def _kind(address: str) -> str | None:
    path, _, query = address.partition("?")
    if _UNREAD.search(path):
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return " ".join((found.view_name, *sorted(re.findall(r"(\w+)=", query))))


@pytest.mark.parametrize("who", ["mira", "noor", "ada", "eve"])
def test_every_page_that_somebody_reaches_is_in_their_language(who: str, accented: None, busy: BusyDesk) -> None:
    client = Client()
    client.force_login(getattr(busy.desk, who))
    known = known_on(open_desk(busy.login.received_at).organisation)
    found: dict[str, set[str]] = {}
    for path, page in pages(client):
        for text in seen(page):
            for word in known.escaped(text):
                found.setdefault(word, set()).add(f"{path}: {' '.join(text.split())[:90]}")
    assert found == {}
