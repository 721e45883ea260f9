"""Passwords: changed by their owner, or set anew through a signed link that works once, for two hours.

A reset link carries `<person>-<token of Django's>`. The token covers the present password's hash, the address and the
last sign-in, so that using the link, or signing in, ends it. Nothing is stored.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.http import base36_to_int, int_to_base36

from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events.actors import person as actor_of
from firsthand.domain.events.people import PasswordChanged
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.language.languages import language_of
from firsthand.services.language.letters import Letter, told
from firsthand.services.language.telling import TEXT
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from firsthand.services.people.actions.invitations import web_address
from firsthand.services.people.actions.members import locked
from firsthand.services.people.budgets import (
    OWN_PASSWORD,
    RESET_OF_ACCOUNT,
    RESET_OF_CLIENT,
    count_try,
    give_back,
    spend,
)
from firsthand.services.people.links import reset_link
from firsthand.services.people.words import check_password

ONE_MAIL_EVERY = timedelta(minutes=5)


@transaction.atomic
def request_password_reset(*, email: str, client: str, at: datetime) -> None:
    """Send a reset link to a teammate with this address. For anybody else it does the same work and takes the mail
    back, so that neither the answer nor its time tells who is here. At most one mail in five minutes for each person;
    whoever asks too often gets none.

    Raises Invalid when the desk does not know its own web address, whoever asks.
    """
    link, address = web_address(), email.strip().lower()
    if spend((RESET_OF_CLIENT.of(client), RESET_OF_ACCOUNT.of(address)), at=at):
        return
    person = Person.objects.filter(email=address, is_active=True).first()
    try:
        with transaction.atomic():
            _write_reset(person or Person(pk=0, email=address, name=address), link=link, at=at)
            if person is None:
                raise _NobodyError
    except _NobodyError:
        return


class _NobodyError(Exception):
    """Nobody has the address: the mail that was written is taken back."""


def _write_reset(person: Person, *, link: str, at: datetime) -> None:
    slot = int(at.timestamp() // ONE_MAIL_EVERY.total_seconds())
    letter = Letter(
        name=person.name,
        subject=say("Set a new password"),
        paragraphs=[
            say("Somebody asked to set a new password for you. If that was you, do it here, within two hours:"),
            reset_link(link, reset_token(person, at=at)),
            say("The link works once. If it was not you, nothing changes, and you need not do anything."),
        ],
    )
    mail = told(letter, language=language_of(person), teller=TEXT)
    write(
        key=f"password-reset:{person.pk}:{slot}",
        purpose=Purpose.password_reset,
        recipients=[person.email or ""],
        subject=mail.subject,
        text=mail.text,
        at=at,
    )


def reset_token(person: Person, *, at: datetime) -> str:
    """The token that lets `person` set a new password until two hours after `at`."""
    return f"{int_to_base36(person.pk)}-{_Tokens(at).make_token(person)}"


def whose_reset(*, token: str, at: datetime) -> Person:
    """The person whom `token` lets in now. Raises Missing for one that was used, ran out or is not ours."""
    number, _, rest = token.partition("-")
    try:
        pk = base36_to_int(number)
    except ValueError:
        pk = 0
    person = Person.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 1 << 62 else None
    if person is None or not _Tokens(at).check_token(person, rest):
        raise Missing(
            "reset_over",
            say("This link does not work: it was used, or is older than two hours. Ask for a new one."),
        )
    return person


@transaction.atomic
def reset_password(*, token: str, password: str, at: datetime) -> Person:
    """Set a new password through a reset link; the link then no longer works. Raises Missing or Invalid."""
    person = locked(whose_reset(token=token, at=at).pk)
    whose_reset(token=token, at=at)  # again under the lock: of two uses at once, one wins
    _set(person, password, by="reset", at=at)
    return person


def change_password(*, viewer: Viewer, current: str, new: str, at: datetime) -> Person:
    """Change one's own password. Raises Invalid on `current` when that is not the present one, Refused for who guesses
    at it."""
    tries = (OWN_PASSWORD.of(str(viewer.person_id)),)
    count_try(tries, at=at)
    with transaction.atomic():
        person = locked(viewer.person_id)
        if not person.check_password(current):
            raise Invalid("password_wrong", say("That is not your present password."), field="current")
        give_back(tries, at=at)
        _set(person, new, by="self", at=at)
    return person


def _set(person: Person, password: str, *, by: str, at: datetime) -> None:
    person.set_password(check_password(password, person=person))
    person.save(update_fields=["password"])
    with acting(person.subject, desk=open_desk(at), actor=actor_of(person.pk)) as act:
        act.append(PasswordChanged(by=by))


class _Tokens(PasswordResetTokenGenerator):
    """Django's tokens at an instant that is given; being signed out everywhere ends them, too."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self._at = at.astimezone(UTC).replace(tzinfo=None)  # it counts seconds since a naive instant

    def _now(self) -> datetime:
        return self._at

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.signed_out_at}"
