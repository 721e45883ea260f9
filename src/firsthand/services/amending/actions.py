"""Publishing amendments: whole or not at all."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.amending.publishing import clocks_not_run, refusal_to_run
from firsthand.domain.book import Book, PolicyError
from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events.actors import DESK, person
from firsthand.domain.events.desk import AmendmentPublished
from firsthand.domain.sentences import say
from firsthand.models.desk import DeskSettings
from firsthand.models.names import keep_names
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.services.acting import acting
from firsthand.services.amending.agreement import LIST, list_text
from firsthand.services.amending.sealing import seal, sealed_editions
from firsthand.services.book.desk import Desk
from firsthand.services.book.files import book_from_texts, plain_of, text_of
from firsthand.services.book.names import check_names
from firsthand.services.exceptions.actions import end_what_is_over, promise_reviews


def publish(
    *, texts: Iterable[tuple[str, str]], at: datetime, by: Person | None, sealed_before: Collection[str] = ()
) -> Book:
    """Publish the named YAML texts as amendments and make their book the desk's.

    What is published already with the same text is left as it is; what is new is sealed into the chain of editions.
    Raises PolicyError for a text that does not load, and Invalid for an amendment that was published with another
    text, claims a publication before the newest one, or promises a clock that the desk does not run: nothing of the
    call is kept then. `sealed_before` are files that were published and sealed before, on a desk with the same key.
    """
    with transaction.atomic():
        desk = DeskSettings.objects.select_for_update().first()
        if desk is None:
            raise Invalid("no_desk", say("Set up the desk before a book is published."))
        given = dict(texts)
        known = dict(Amendment.objects.filter(book=_named_by(given)).values_list("name", "text"))
        _check_unchanged(given, known)
        book = book_from_texts(list((known | given).items()))
        new = sorted(set(given) - set(known))
        _check_in_order(book, new)
        _check_runs(book, [name for name in new if name not in sealed_before])
        published = {amendment.file: amendment for amendment in book.amendments}
        for name in new:
            Amendment.objects.create(
                book=book.name,
                name=name,
                text=given[name],
                digest=digest_of(given[name]),
                published_at=published[name].published_at,
                loaded_at=at,
                loaded_by=by,
            )
        if known and new:
            before = Desk(at=at, book=book_from_texts(list(known.items()))).organisation
            check_names(before, book.edition().organisation_at(book.edition().latest), file=new[-1])
        keep_names(book.edition().declared)
        seal(book=book.name, at=at)
        desk.book = book.name
        desk.save(update_fields=["book"])
        _keep_events(desk, book, new, at=at, by=by)
    return book


def _keep_events(desk: DeskSettings, book: Book, new: Sequence[str], *, at: datetime, by: Person | None) -> None:
    """Who published what, on the desk's timeline, in the order of publication; and what that promises or ends."""
    if not new:
        return
    actor, now = person(by.pk) if by is not None else DESK, Desk(at=at, book=book)
    published = [one.id for one in book.amendments if one.file in new]
    with acting(desk.subject, desk=now, actor=actor) as act:
        for amendment in published:
            act.append(AmendmentPublished(amendment=amendment, book=book.name))
    promise_reviews(desk=now, of=published)
    end_what_is_over(desk=now)


def _check_unchanged(given: dict[str, str], known: dict[str, str]) -> None:
    for name in sorted(set(given) & set(known)):
        if known[name] != given[name]:
            raise Invalid(
                "already_published",
                say(
                    "{name} was published before with another text. An amendment is never rewritten; write the "
                    "change as a new one.",
                    name=name,
                ),
                field=name,
            )


def _check_in_order(book: Book, new: Sequence[str]) -> None:
    """What was known at an instant stays what was known: nothing is published before what is there already."""
    before = [one for one in book.amendments if one.file not in new]
    for one in book.amendments:
        if before and one.file in new and one.published_at < before[-1].published_at:
            raise Invalid(
                "back_dated",
                say(
                    "{file} says it was published {published_at}, before {newest} ({newest_at}), which is already "
                    "here. What was known then cannot change; give in_force_from an earlier date instead.",
                    file=one.file,
                    published_at=one.published_at.isoformat(),
                    newest=before[-1].file,
                    newest_at=before[-1].published_at.isoformat(),
                ),
                field=one.file,
            )


def _check_runs(book: Book, new: Sequence[str]) -> None:
    for one in book.amendments:
        if one.file in new and (clauses := clocks_not_run(one)):
            raise Invalid(
                "clock_not_run",
                say("{file}: {refusal}", file=one.file, refusal=refusal_to_run(clauses[0])),
                field=one.file,
            )


def _named_by(given: dict[str, str]) -> str:
    """The book that the first of the texts says it belongs to; the rest are checked when they are loaded."""
    for name, text in given.items():
        plain, _ = plain_of(name, text)
        return str(plain.get("book", "")) if isinstance(plain, dict) else ""
    return ""


def folder_texts(folder: Path) -> list[tuple[str, str]]:
    """The amendments of a book's folder by file name. Raises PolicyError for a folder without any."""
    paths = sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))) if folder.is_dir() else []
    if not paths:
        raise PolicyError(
            "no_amendments",
            say(
                "{folder} has no amendments; expected a folder with at least one file ending in .yaml",
                folder=str(folder),
            ),
        )
    return [(path.name, text_of(path)) for path in paths]


def import_folder(*, folder: Path, at: datetime, by: Person | None) -> Book:
    """Publish every amendment of a book's folder. Raises PolicyError as `publish` does."""
    return publish(texts=folder_texts(folder), at=at, by=by)


@transaction.atomic
def export_folder(*, folder: Path, at: datetime) -> int:
    """Write each amendment of the desk's book byte for byte, and `editions.json` with the signed chain; how many.

    A file of the same name and text is left alone. Raises Invalid for one with another text: nothing is written then.
    """
    desk = DeskSettings.objects.select_for_update().first()
    rows = list(Amendment.objects.filter(book=desk.book if desk else ""))
    if desk is None or not rows:
        raise Missing("no_book", say("This desk has no book yet; there is nothing to export."))
    seal(book=desk.book, at=at)
    for row in rows:
        if Path(row.name).name != row.name:
            raise Invalid(
                "bad_name",
                say("{name} is not a plain file name; it cannot be exported.", name=row.name),
                field=row.name,
            )
        path = folder / row.name
        if path.exists() and path.read_bytes() != row.text.encode():
            raise Invalid(
                "differs",
                say("{path} differs from what was published. Nothing was written.", path=str(path)),
                field=row.name,
            )
    folder.mkdir(parents=True, exist_ok=True)
    for row in rows:
        (folder / row.name).write_bytes(row.text.encode())
    (folder / LIST).write_text(list_text(desk.book, sealed_editions(book=desk.book)), encoding="utf-8")
    return len(rows)
