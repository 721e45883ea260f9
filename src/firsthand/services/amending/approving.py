"""Whose approval an amendment needs on this desk: the owners of the book's rule sets, as their roles are held now."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from firsthand.domain.amending.publishing import Area, Need, needs, touched
from firsthand.domain.book import Amendment, Book, Edition
from firsthand.domain.errors import Invalid, Refused
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Name, Sentence, either, say
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, require, viewer_of
from firsthand.services.amending.actions import folder_texts, publish
from firsthand.services.amending.agreement import LIST, verify_folder
from firsthand.services.amending.sealing import desk_key
from firsthand.services.amending.signing import public_text
from firsthand.services.book.files import book_from_texts
from firsthand.services.book.queries import current_book, published_texts
from firsthand.services.people.queries import holders_by_role, owners


def needs_of(amendment: Amendment, before: Edition, *, at: datetime) -> tuple[Need, ...]:
    """The approvals that an amendment on top of an edition needs, with the roles as they are held at `at`."""
    held = holders_by_role(at)
    vacant = {role for role in before.owners.values() if not held[role]}
    return needs(touched(amendment, before), before=before, vacant=vacant)


def who_may_give(need: Need, *, at: datetime) -> list[Person]:
    """The people who may give an approval, by name."""
    return owners() if need.role is None else holders_by_role(at)[need.role]


def refusal_of(need: Need, *, at: datetime) -> Sentence:
    """The sentence for somebody who may not give an approval: whose it is, and the way that is open."""
    people = who_may_give(need, at=at)
    return say(
        "Only {whose} ({people}) may publish a change of {area}. You may propose it.",
        whose=need.whose,
        people=either(person.name for person in people) if people else say("nobody at present"),
        area=say("what an owner of the desk answers for")
        if need.area is Area.desk
        else say("the rule set {area}", area=Name(need.area)),
    )


@transaction.atomic
def found_book(*, viewer: Viewer, texts: Sequence[tuple[str, str]], at: datetime, by: Person) -> Book:
    """Load the desk's first book, as YAML texts by the names of their files. Raises Refused once one was published: it
    is changed by amendments from then on."""
    require(viewer, Right.run_desk)
    if current_book().amendments:
        raise Refused(
            "already_founded", say("This desk has a book. It is changed by amendments, which its owners approve.")
        )
    return publish(texts=texts, at=at, by=by)


@transaction.atomic
def import_amendments(*, folder: Path, at: datetime, by: Sequence[Person]) -> list[str]:
    """Publish what is new in a folder of amendments; their file names. What differs from what was published is
    refused, and so is a folder that disagrees with its own `editions.json`.

    The first book needs nobody. Later each new amendment needs `by` people who may approve what it touches, unless
    its edition was signed with this desk's own key: then it was approved on a desk that shares the key.
    """
    texts = folder_texts(folder)
    signed = _signed_here(folder)
    known = published_texts()
    new = [name for name, _ in texts if name not in known]
    book = book_from_texts(list((known | dict(texts)).items()))
    if known:
        viewers = [viewer_of(person, at=at) for person in by]
        for amendment in book.amendments:
            if amendment.file in new and amendment.file not in signed:
                _check_approved(book, amendment, viewers, at=at)
    publish(texts=texts, at=at, by=by[0] if by else None, sealed_before=signed)
    return new


def _signed_here(folder: Path) -> frozenset[str]:
    if not (folder / LIST).exists():
        return frozenset()
    found = verify_folder(folder)
    changed = [one for one in found.differences if not one.message.endswith("it was not published")]
    if changed:
        raise Invalid(
            "differs",
            say("{file} {message}. Nothing was imported.", file=changed[0].file, message=changed[0].message),
            field=changed[0].file,
        )
    here = public_text(desk_key())
    return frozenset(one.file for one in found.editions if one.key == here)


def _check_approved(book: Book, amendment: Amendment, viewers: Sequence[Viewer], *, at: datetime) -> None:
    place = book.amendments.index(amendment)
    before = Book(name=book.name, amendments=book.amendments[:place]).edition()
    for need in needs_of(amendment, before, at=at):
        if not any(need.may_be_given_by(roles=one.roles, is_owner=one.is_owner) for one in viewers):
            raise Refused(
                "not_yours",
                say(
                    "{file}: {refusal} Name who approved it with --by.",
                    file=amendment.file,
                    refusal=refusal_of(need, at=at),
                ),
            )
