"""Seals each published amendment into the chain of editions, with the desk's signature."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from firsthand.domain.amending.chain import FIRST, edition_hash
from firsthand.models.desk import DeskSettings
from firsthand.models.policy import Amendment, EditionSeal
from firsthand.services.amending.agreement import SealedEdition
from firsthand.services.amending.signing import public_text, signature_of, signing_key
from firsthand.services.book.files import plain_of


def desk_key() -> Ed25519PrivateKey:
    """The key of this desk. Raises SettingError for one that cannot be used."""
    environment = settings.ENVIRONMENT
    return signing_key(data=environment.data, given=environment.signing_key)


def seal(*, book: str, at: datetime) -> int:
    """Seal what is published of a book and not sealed yet, in the order of publication; how many that was. The
    caller holds the desk's row, so that a chain has one end."""
    waiting = list(Amendment.objects.filter(book=book, seal=None).order_by("published_at", "id"))
    if not waiting:
        return 0
    key = desk_key()
    public = public_text(key)
    newest = EditionSeal.objects.filter(amendment__book=book).order_by("-id").first()
    previous = newest.hash if newest else FIRST
    for amendment in waiting:
        made = edition_hash(book=book, previous=previous, name=amendment.name, digest=amendment.digest)
        EditionSeal.objects.create(
            amendment=amendment,
            edition=_edition_of(amendment),
            previous=previous,
            hash=made,
            signature=signature_of(key, made),
            key=public,
            at=at,
        )
        previous = made
    return len(waiting)


def seal_what_waits(*, at: datetime) -> int:
    """Seal the desk's amendments that an earlier version published without a seal; how many. Raises SettingError for a
    key that cannot be used, also when nothing waits."""
    desk_key()
    if not Amendment.objects.filter(seal=None).exists():
        return 0
    with transaction.atomic():
        desk = DeskSettings.objects.select_for_update().first()
        return seal(book=desk.book, at=at) if desk is not None else 0


def _edition_of(amendment: Amendment) -> str:
    plain, _ = plain_of(amendment.name, amendment.text)
    return str(plain["amendment"]) if isinstance(plain, dict) else amendment.name


def sealed_editions(*, book: str) -> tuple[SealedEdition, ...]:
    """The chain of a book, first to last."""
    rows = EditionSeal.objects.filter(amendment__book=book).select_related("amendment").order_by("id")
    return tuple(
        SealedEdition(
            edition=row.edition,
            file=row.amendment.name,
            digest=row.amendment.digest,
            previous=row.previous,
            hash=row.hash,
            signature=row.signature,
            key=row.key,
        )
        for row in rows
    )


def seals_by_file(*, book: str) -> dict[str, EditionSeal]:
    """The seal of each amendment of a book, by its file name; one that was never sealed has none."""
    rows = EditionSeal.objects.filter(amendment__book=book).select_related("amendment")
    return {row.amendment.name: row for row in rows}
