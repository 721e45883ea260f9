"""A page is in the language that its reader chose, else in the one that their browser asks for, else in the desk's."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client, override_settings

from firsthand.models.people import Person
from firsthand.services.language import pseudo
from firsthand.web.language import asked_for
from tests.lighthouse import Lighthouse

CHOSEN = b'<html lang="en-xa"'


@pytest.fixture(autouse=True)
def accented() -> Iterator[None]:
    """The desk speaks the pseudo-language too."""
    with override_settings(LANGUAGES=[("en", "English"), (pseudo.CODE, pseudo.NAME)]):
        pseudo.teach()
        yield
        pseudo.forget()


@pytest.mark.parametrize(
    ("header", "code"),
    [("en-XA,en;q=0.5", "en-xa"), ("en-GB", "en"), ("de, en;q=0.3", "en"), ("fr", ""), ("", ""), (";;q=x", "")],
)
def test_the_first_language_that_there_is_is_meant(header: str, code: str) -> None:
    assert asked_for(header) == code


def test_a_stranger_reads_what_the_browser_asks_for(lighthouse: Lighthouse, client: Client) -> None:
    assert CHOSEN in client.get("/sign-in", headers={"accept-language": "en-XA"}).content
    assert CHOSEN not in client.get("/sign-in", headers={"accept-language": "fr"}).content


def test_who_chose_a_language_reads_it_whatever_the_browser_asks(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client]
) -> None:
    client = signed_in(lighthouse.noor)
    client.post("/profile", {"act": "profile", "name": "Noor Haddad", "zone": "UTC", "language": "en-xa"})
    assert CHOSEN in client.get("/", headers={"accept-language": "en"}).content
    told = client.post("/profile", {"act": "profile", "name": "", "zone": "UTC"}, headers={"accept-language": "en"})
    assert "[Å ñåɱé îš ñééðéð" in told.content.decode()
    client.post("/profile", {"act": "profile", "name": "Noor Haddad", "zone": "UTC", "language": ""})
    assert CHOSEN not in client.get("/", headers={"accept-language": "en"}).content


def test_a_language_that_there_is_not_is_refused(lighthouse: Lighthouse, signed_in: Callable[[Person], Client]) -> None:
    wrong = {"act": "profile", "name": "Noor Haddad", "zone": "UTC", "language": "xx"}
    assert signed_in(lighthouse.noor).post("/profile", wrong).status_code == 422


def test_an_owner_chooses_the_language_of_the_desk(
    lighthouse: Lighthouse, signed_in: Callable[[Person], Client], client: Client
) -> None:
    sent = {"act": "settings", "name": "Lighthouse", "zone": "UTC", "language": "en-xa"}
    assert signed_in(lighthouse.mira).post("/settings", sent).status_code == 303
    assert CHOSEN in client.get("/sign-in").content
    assert CHOSEN not in client.get("/sign-in", headers={"accept-language": "en"}).content
    assert b'<option value="en-xa" selected>' in signed_in(lighthouse.mira).get("/settings").content
    assert "[Þšéûðô]" in signed_in(lighthouse.noor).get("/settings").content.decode()
