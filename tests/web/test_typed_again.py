"""What somebody typed is given back when it came to nothing: after an error of ours, and after a refusal."""

import re
from pathlib import Path

import pytest
from django.test import Client

from firsthand.services.tickets.actions import conversation
from firsthand.web.typed import is_secret
from tests.web.desk_of_lighthouse import BusyDesk

ANSWER = "We shipped 4.2.1.\nPlease try <again>."


def fail(**_given: object) -> None:
    raise RuntimeError("the disk is full")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, mira: Client) -> Client:
    """Mira's browser, on a desk whose replies fail."""
    monkeypatch.setattr(conversation, "reply", fail)
    mira.raise_request_exception = False
    return mira


def test_an_error_of_ours_gives_the_text_back_and_sends_it_again(broken: Client, busy: BusyDesk) -> None:
    answer = broken.post(f"/t/{busy.login.pk}/do/reply", {"text": ANSWER, "substantive": "on"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "We shipped 4.2.1.\nPlease try &lt;again&gt;.</textarea>" in page
    assert f'action="/t/{busy.login.pk}/do/reply"' in page
    assert 'name="substantive" value="on"' in page
    assert "is kept" not in page


def test_a_refusal_on_a_page_of_its_own_gives_it_back_too(mira: Client) -> None:
    answer = mira.post("/do/tickets.note", {"ticket": "999999", "text": ANSWER})
    assert (answer.status_code, "Please try &lt;again&gt;" in answer.content.decode()) == (404, True)


def test_a_password_is_never_given_back(broken: Client, busy: BusyDesk) -> None:
    sent = {"text": ANSWER, "password": "four green lamps", "secret_password": "four red lamps"}
    page = broken.post(f"/t/{busy.login.pk}/do/reply", sent).content.decode()
    assert "lamps" not in page
    assert "passwords have to be given again" in page


def test_every_password_field_of_the_pages_is_known_as_one(repository: Path) -> None:
    templates = (repository / "src/firsthand/web/templates").rglob("*.html")
    texts = [one.read_text() for one in templates]
    found = [name for text in texts for name in re.findall(r'field\(form, "(\w+)".*?type="password"', text)]
    assert found
    assert all(map(is_secret, found))
