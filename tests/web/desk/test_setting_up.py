"""The first user's walk: an owner, a book, the roles of that book, an address; and who may take it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firsthand import books
from firsthand.models.channels import Endpoint
from firsthand.models.desk import DeskSettings
from firsthand.models.people import Person, RoleHolding
from firsthand.models.policy import Amendment
from firsthand.services.desk.folders import set_up_code_file
from firsthand.services.desk.set_up_code import forget_set_up_code, make_set_up_code
from tests.lighthouse import Lighthouse
from tests.web.desk_of_lighthouse import PASSWORD

YOU = {
    "name": "Mira Lindqvist",
    "desk_name": "Lighthouse",
    "email": "mira@lighthouse.example",
    "password": PASSWORD,
    "zone": "Europe/Berlin",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def code() -> Iterator[str]:
    """The code that was printed where the desk was started."""
    data = settings.ENVIRONMENT.data
    forget_set_up_code(data)
    yield make_set_up_code(data)
    forget_set_up_code(data)


@pytest.fixture
def you(code: str) -> dict[str, str]:
    """What Mira answers on the first screen."""
    return {**YOU, "code": code}


def test_an_empty_desk_sends_everybody_to_its_set_up() -> None:
    client = Client()
    assert client.get("/").headers["Location"] == "/set-up"
    assert client.get("/sign-in").headers["Location"] == "/set-up"
    assert client.get("/set-up").status_code == 200


def test_mira_walks_through_the_four_screens(you: dict[str, str]) -> None:
    client = Client()
    assert client.post("/set-up", you).headers["Location"] == "/set-up/book"
    mira = Person.objects.get()
    assert mira.is_owner
    assert mira.zone == "Europe/Berlin"
    assert DeskSettings.objects.get().name == "Lighthouse"
    assert b"customer-first" in client.get("/set-up/book").content
    assert client.post("/set-up/book", {"book": "customer-first"}).headers["Location"] == "/set-up/roles"
    assert Amendment.objects.filter(book="customer-first").exists()
    assert client.get("/set-up/book").headers["Location"] == "/set-up/roles"
    assert client.get("/set-up/roles").content.count(b" checked") == 2
    wanted = {"roles": ["support", "head_of_support"]}
    assert client.post("/set-up/roles", wanted).headers["Location"] == "/set-up/address"
    assert set(RoleHolding.objects.values_list("role", flat=True)) == {"support", "head_of_support"}
    assert b"mail accept --to support@example.com" in client.get("/set-up/address").content
    saved = client.post(
        "/set-up/address", {"address": "support@lighthouse.example", "mode": "handed_over", "act": "save"}
    )
    assert saved.headers["Location"] == "/"
    assert Endpoint.objects.get().name == "support"


def test_the_roles_that_are_offered_are_those_of_the_book(you: dict[str, str]) -> None:
    client = Client()
    client.post("/set-up", you)
    client.post("/set-up/book", {"book": "four-functions"})
    page = client.get("/set-up/roles").content.decode()
    assert re.findall(r'name="roles" value="(\w+)"', page) == [
        "care",
        "makers",
        "money",
        "relations",
        "head_of_care",
        "head_of_makers",
    ]
    assert re.findall(r'value="(\w+)" checked', page) == ["care", "head_of_care"]


def test_a_book_of_ones_own_is_loaded_from_its_files(you: dict[str, str]) -> None:
    client, folder = Client(), books.folder("four-functions")
    client.post("/set-up", you)
    with next(folder.glob("*.yaml")).open("rb") as file:
        chosen = client.post("/set-up/book", {"book": "own", "files": [file]})
    assert chosen.headers["Location"] == "/set-up/roles"
    assert Amendment.objects.get().book == "four-functions"


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "Choose the YAML files of your book."), (b"book: [", "not YAML"), (b"\xff", "is not UTF-8 text")],
)
def test_what_is_no_book_is_not_loaded_and_said(you: dict[str, str], content: bytes | None, said: str) -> None:
    client = Client()
    client.post("/set-up", you)
    files = [] if content is None else [SimpleUploadedFile("ours.yaml", content)]
    answer = client.post("/set-up/book", {"book": "own", "files": files})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Amendment.objects.exists()


def test_without_a_book_the_roles_are_those_of_the_usual_one(you: dict[str, str]) -> None:
    client = Client()
    client.post("/set-up", you)
    assert b"VP of customer engineering" in client.get("/set-up/roles").content


def test_what_was_typed_is_kept_when_one_answer_is_wrong(you: dict[str, str]) -> None:
    answer = Client().post("/set-up", {**you, "zone": "Berlin"})
    assert answer.status_code == 422
    assert b"is not a time zone" in answer.content
    assert b'value="Mira Lindqvist"' in answer.content
    assert PASSWORD.encode() not in answer.content
    assert not Person.objects.exists()
    assert not DeskSettings.objects.exists()


FROM = [
    {},
    {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_HOST": "desk.example.com"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_VIA": "1.1 proxy"},
    {"REMOTE_ADDR": "192.0.2.7"},
]
"""From this machine, from strangers behind proxies that tell little or lie, and from elsewhere."""


@pytest.mark.parametrize("where", FROM)
def test_nobody_is_an_owner_without_the_printed_code(code: str, where: dict[str, Any]) -> None:
    somebody = Client(**where)
    assert b"Set-up code" in somebody.get(f"/set-up?code={code}").content
    assert somebody.post("/set-up", YOU).status_code == 403
    wrong = somebody.post("/set-up", {**YOU, "code": "1111-1111-1111-1111"})
    assert (wrong.status_code, b"not the code" in wrong.content) == (403, True)
    assert not Person.objects.exists()
    assert b"Who runs this desk?" in somebody.post("/set-up", {"code": code, "act": "code"}).content
    assert somebody.post("/set-up", {**YOU, "code": code}).headers["Location"] == "/set-up/book"


def test_an_empty_code_opens_nothing(code: str) -> None:
    set_up_code_file(settings.ENVIRONMENT.data).write_text("")
    assert Client().post("/set-up", YOU).status_code == 403


def test_the_walk_is_closed_once_there_is_an_owner(lighthouse: Lighthouse) -> None:
    assert Client().get("/set-up").headers["Location"] == "/sign-in"
    assert Client().post("/set-up", YOU).headers["Location"] == "/sign-in"
    assert {Client().get(f"/set-up/{step}").status_code for step in ("book", "roles", "address")} == {403}


def test_the_connection_test_says_what_failed_and_keeps_the_form(you: dict[str, str]) -> None:
    client = Client()
    client.post("/set-up", you)
    answer = client.post(
        "/set-up/address",
        {
            "address": "support@lighthouse.example",
            "mode": "imap",
            "imap_host": "127.0.0.1",
            "imap_port": "1",
            "imap_security": "plain",
            "smtp_host": "127.0.0.1",
            "smtp_port": "1",
            "smtp_security": "plain",
            "username": "mira",
            "act": "test",
        },
    )
    assert answer.status_code == 200
    assert answer.content.count(b"nothing answers on port 1") >= 2
    assert b'value="support@lighthouse.example"' in answer.content
    assert not Endpoint.objects.exists()


def test_a_wrong_port_is_said_at_its_field(you: dict[str, str]) -> None:
    client = Client()
    client.post("/set-up", you)
    answer = client.post("/set-up/address", {"address": "a@b.example", "smtp_host": "x", "smtp_port": "banana"})
    assert answer.status_code == 422
    assert b'id="smtp_port-error"' in answer.content
