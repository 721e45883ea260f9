"""A desk whose book calls everything otherwise: nothing that a person reads says a name where the book has a word.

The demo of four-functions is played with every declared name made `x_care` and called "our care".
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from typer.testing import CliRunner

from firsthand import books
from firsthand.cli.app import app
from firsthand.cli.demo import building, company
from firsthand.cli.demo.post_office import PostOffice
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import PLAIN
from firsthand.models.accounts import Account
from firsthand.models.drafts import AmendmentDraft
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.book.files import plain_of

BOOK = "four-functions"
NO_NAMES = {
    "clause",
    "source",
    "owes",
    "topic",
    "fields",
    "words",
    "proposes_topic",
    "text",
    "title",
    "note",
    "reason",
    "about",
}
"""Keys under which a word is no declared name, though it may be spelled like one."""
HIDDEN = re.compile(
    r"<(script|style|textarea|pre)\b.*?</\1>|"
    r' (?:value|href|id|for|name|class|action|form|aria-[a-z]+by|data-[a-z-]+|hx-[a-z-]+)="[^"]*"',
    re.DOTALL,
)
SAID = re.compile(r"\bx[ _][a-z_ ]{3,20}")
PAGES = (
    *(
        "/?view=all",
        "/waiting",
        "/tasks",
        "/notices",
        "/proposals",
        "/questions",
        "/requests",
        "/quarantine",
        "/consequences",
    ),
    *("/a/", "/people", "/book", "/book/changes"),
)
MORE = ("/outbox", "/settings", "/settings/restricted", "/profile")


def renamed(found: Any, names: set[str], key: str = "") -> Any:
    """The values of a file with each declared name made another, which the book calls by a word of its own."""
    if isinstance(found, dict):
        made = {one: renamed(value, names, key if one == "not" else one) for one, value in found.items()}
        return {**made, "called": f"our {found['name']}"} if key in set(NameFamily) else made
    if isinstance(found, list):
        return [renamed(one, names, key) for one in found]
    return f"x_{found}" if key not in NO_NAMES and found in names else found


@pytest.fixture
def desk(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Tern's desk after its weeks of work, and the folder of its book."""
    [file] = books.folder(BOOK).glob("*.yaml")
    plain: Any = plain_of(file.name, file.read_text(encoding="utf-8"))[0]
    names = {clause[family]["name"] for clause in plain["organisation"] for family in NameFamily if family in clause}
    book = tmp_path / "books" / BOOK
    book.mkdir(parents=True)
    (book / file.name).write_text(yaml.safe_dump(renamed(plain, names), sort_keys=False), encoding="utf-8")
    for story in company.FOLDER.glob(f"{BOOK}*.yaml"):
        told = renamed(yaml.safe_load(story.read_text(encoding="utf-8")), names)
        text = yaml.safe_dump(told, sort_keys=False).replace("{stage: pilot}", "{stage: x_pilot}")
        (tmp_path / story.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(books, "FOLDER", tmp_path / "books")
    monkeypatch.setattr(company, "FOLDER", tmp_path)
    office = PostOffice(folder=tmp_path / "sent")
    office.start()
    building.make(
        replace(settings.ENVIRONMENT, data=tmp_path),
        company.company_of(BOOK),
        password="four green lamps",
        office=office,
    )
    yield book
    office.stop()


def said_on(page: str) -> set[str]:
    """The names that a page shows as they are."""
    return set(SAID.findall(unescape(HIDDEN.sub("", page))))


def addresses() -> Iterator[str]:
    """Every page that there is to read."""
    yield from (*PAGES, *MORE)
    for ticket in Ticket.objects.values_list("pk", flat=True):
        yield from (f"/t/{ticket}", f"/t/{ticket}?all=1", f"/t/{ticket}/why", f"/t/{ticket}/why?as=text")
        yield f"/t/{ticket}/customer"
    yield from (f"/a/{number}" for number in Account.objects.values_list("pk", flat=True))
    yield from (f"/people/{number}" for number in Person.objects.values_list("pk", flat=True))
    yield from (f"/book/drafts/{number}" for number in AmendmentDraft.objects.values_list("pk", flat=True))


def test_everything_is_said_in_the_words_of_the_book(desk: Path) -> None:
    found: dict[str, set[str]] = {}
    for person in Person.objects.filter(name__in=("Signe Dahl", "Hanna Lowe", "Nikolaj Friis")):
        client = Client()
        client.force_login(person)
        for address in addresses():
            answer = client.get(address)
            assert answer.status_code in (200, 403, 404), address
            if told := said_on(answer.content.decode()):
                found.setdefault(address, set()).update(told)
    notices = "\n".join(map(PLAIN.sentence, Notice.objects.values_list("text", flat=True)))
    mails = "\n".join(f"{subject}\n{text}" for subject, text in Delivery.objects.values_list("subject", "text"))
    shown = CliRunner().invoke(app, ["policy", "show", str(desk)]).output
    checked = CliRunner().invoke(app, ["policy", "check", str(desk)]).output
    for where, text in {"notices": notices, "mails": mails, "policy show": shown, "policy check": checked}.items():
        if told := set(SAID.findall(text)):
            found[where] = told
    assert found == {}
