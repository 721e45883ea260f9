"""What every ticket of the drill stands on: people, accounts, two mailboxes, and a published book."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from django.db import connection

from drills.upgrade.clock import Terms
from drills.upgrade.rows import Rows
from firsthand.domain.amending.chain import digest_of
from firsthand.domain.book import AccountFacts, Edition, Request, decide
from firsthand.domain.calendars import Budget
from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import Kind, Role, Stage
from firsthand.domain.ownership import escalation
from firsthand.services.book.files import book_from_texts

ACCOUNTS, CONTACTS, PEOPLE = 200, 2_000, 12
_BOOK = "customer-first"
_ROOT = Path(__file__).resolve().parents[2]
_PLACES = ("src/firsthand/books", "policies")
_SINCE = datetime(2022, 1, 3, 9, 0, tzinfo=UTC)


def open_desk(rows: Rows) -> list[tuple[int, str]]:
    """The desk with its people, accounts and mailboxes; the people by number and name."""
    people = [(number, f"Person {number}") for number in range(1, PEOPLE + 1)]
    for number, name in people:
        email = f"person{number}@lighthouse.example"
        rows.add(
            "person",
            id=number,
            password="!",  # noqa: S106 - nobody signs in with it
            email=email,
            name=name,
            zone="UTC",
            is_owner=number == 1,
            is_active=True,
            joined_at=_SINCE,
        )
        role = ("support", "customer_engineering", "head_of_support", "vp_product")[number % 4]
        rows.add("roleholding", person_id=number, role=role, acting=False, from_at=_SINCE, to_at=None)
    for number in range(1, ACCOUNTS + 1):
        rows.add(
            "account",
            id=number,
            name=f"Customer {number}",
            stage="production",
            plan="",
            contract="",
            strategic=False,
            strategic_reason="",
            accountable_id=2,
            seller_id=None,
            created_at=_SINCE,
        )
    for number in range(1, CONTACTS + 1):
        account = number % ACCOUNTS + 1
        rows.add("contact", id=number, email=f"c{number}@mail.example", name="", account_id=account, created_at=_SINCE)
    for number, address in enumerate(("help@lighthouse.example", "urgent@lighthouse.example"), start=1):
        rows.add("mailbox", id=number, address=address, name="Help", created_at=_SINCE, **_MAILBOX)
    return people


_MAILBOX: dict[str, object] = {
    "mode": "handed_over",
    "is_active": True,
    "imap_host": "",
    "imap_port": 993,
    "imap_security": "tls",
    "imap_folder": "INBOX",
    "smtp_host": "",
    "smtp_port": 587,
    "smtp_security": "starttls",
    "username": "",
    "password": "",
    "last_uid": 0,
    "last_error": "",
}


def publish(rows: Rows, *, now: datetime) -> Edition:
    """The shipped book, and an amendment that starts every kind of clock; the edition that they make."""
    folder = next(_ROOT / one / _BOOK for one in _PLACES if (_ROOT / one / _BOOK).is_dir())
    paths = [*sorted(folder.glob("*.yaml")), Path(__file__).with_name("book.yaml")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    book = book_from_texts(texts.items())
    for one in book.amendments:
        text = texts[one.file]
        rows.add(
            "amendment",
            book=_BOOK,
            name=one.file,
            text=text,
            digest=digest_of(text),
            published_at=one.published_at,
            loaded_at=_SINCE,
            loaded_by_id=None,
        )
    rows.add(
        "desk",
        id=1,
        name="Lighthouse",
        base_url="",
        zone="UTC",
        book=_BOOK,
        set_up_at=_SINCE,
        followed_amendment=len(book.amendments),
        followed_at=None,
    )
    return book.known_at(now)


def terms_of(edition: Edition) -> Callable[[str, str, str], tuple[Terms, ...]]:
    """The clocks that the book gives a ticket of a stage, a kind and a severity."""

    @cache
    def terms(stage: str, kind: str, severity: str) -> tuple[Terms, ...]:
        request = Request(
            id="new",
            received_at=datetime(2025, 3, 3, 18, 0, tzinfo=UTC),
            kind=Kind(kind),
            severity=severity or None,
            channel="email",
            account=AccountFacts(name=None, stage=Stage(stage), strategic=False, plan=None, contract=None),
        )
        return tuple(
            Terms(
                kind=one.kind.value,
                clause=one.clause,
                commitment=one.class_.value,
                disclosable=one.disclosable,
                budget=one.budget,
                working=edition.calendar(one.calendar),
                calendar=one.calendar,
                calendar_version=one.calendar_version,
                pauses_on=tuple(one.pauses_on),
                warn_share=one.warn_share,
                later=_later(edition, one.kind),
            )
            for one in decide(edition, request).clocks
        )

    return terms


def _later(edition: Edition, kind: ClockKind) -> tuple[Budget, ...]:
    """How long after its breach a clock of the kind goes to more people."""
    steps = escalation(edition, kind, Role("support"), _SINCE)
    return tuple(one.at for one in steps if isinstance(one.at, Budget))


def histories(rows: Rows, chance: random.Random, *, now: datetime) -> None:
    """What was changed on the accounts, one erased contact among it."""
    for number in range(1, ACCOUNTS * 5 + 1):
        erased = number % 97 == 0
        rows.add(
            "accountevent",
            account_id=number % ACCOUNTS + 1,
            at=now - timedelta(days=chance.uniform(1, 400)),
            actor_id=None if number % 11 == 0 else chance.randint(1, PEOPLE),
            field="contact_erased" if erased else chance.choice(["stage", "plan", "accountable", "strategic"]),
            before="" if erased or number % 3 == 0 else "trial",
            after="Erased contact 7" if erased else chance.choice(["production", "", "yes"]),
            why=chance.choice(["", "They signed."]),
        )


def count_on(rows: Rows) -> None:
    """PostgreSQL numbers what comes after the rows that were given a number."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in rows.counts:
            name = f"firsthand_{table}"
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}")
