"""Publishing amendments: whole or not at all."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from firsthand.domain.errors import Invalid
from firsthand.domain.policy import Book, PolicyError
from firsthand.models.desk import Desk
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.services.policy.files import book_from_texts, plain_of


def publish(*, texts: Iterable[tuple[str, str]], at: datetime, by: Person | None) -> Book:
    """Publish the named YAML texts as amendments and make their book the desk's.

    What is published already with the same text is left as it is. Raises PolicyError for a text that does not
    load and Invalid for an amendment that was published with another text: nothing of the call is kept then.
    """
    with transaction.atomic():
        desk = Desk.objects.select_for_update().first()
        if desk is None:
            raise Invalid("no_desk", "Set up the desk before a book is published.")
        given = dict(texts)
        known = dict(Amendment.objects.filter(book=_named_by(given)).values_list("name", "text"))
        for name in sorted(set(given) & set(known)):
            if known[name] != given[name]:
                raise Invalid(
                    "already_published",
                    f"{name} was published before with another text. An amendment is never rewritten; "
                    "write the change as a new one.",
                    field=name,
                )
        book = book_from_texts(list((known | given).items()))
        published = {amendment.file: amendment for amendment in book.amendments}
        for amendment_name in sorted(set(given) - set(known)):
            text = given[amendment_name]
            Amendment.objects.create(
                book=book.name,
                name=amendment_name,
                text=text,
                digest=hashlib.sha256(text.encode()).hexdigest(),
                published_at=published[amendment_name].published_at,
                loaded_at=at,
                loaded_by=by,
            )
        desk.book = book.name
        desk.save(update_fields=["book"])
    return book


def _named_by(given: dict[str, str]) -> str:
    """The book that the first of the texts says it belongs to; the rest are checked when they are loaded."""
    for name, text in given.items():
        plain, _ = plain_of(name, text)
        return str(plain.get("book", "")) if isinstance(plain, dict) else ""
    return ""


def import_folder(*, folder: Path, at: datetime, by: Person | None) -> Book:
    """Publish every amendment of a book's folder. Raises PolicyError as `publish` does."""
    paths = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))) if folder.is_dir() else []
    if not paths:
        raise PolicyError(
            "no_amendments",
            f"{folder} has no amendments; expected a folder with at least one file ending in .yaml",
        )
    return publish(texts=[(path.name, path.read_text(encoding="utf-8")) for path in paths], at=at, by=by)
