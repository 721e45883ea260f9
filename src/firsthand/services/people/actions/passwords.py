"""Passwords: changed by their owner, or set anew through a signed link that works once, for two hours.

A reset link carries `<person>-<second>-<mac>`. The mac covers the present password's hash and the last sign-in,
so that using the link, or signing in, ends it. Nothing is stored.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
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
from firsthand.services.people.links import reset_link
from firsthand.services.people.words import check_password

VALID_FOR = timedelta(hours=2)
ONE_MAIL_EVERY = timedelta(minutes=5)
_SALT = "firsthand.services.people.passwords"


@transaction.atomic
def request_password_reset(*, email: str, at: datetime) -> None:
    """Send a reset link to a teammate with this address. Answers the same for anybody else, so that nobody learns
    who is here; at most one mail in five minutes for each person.

    Raises Invalid when the desk does not know its own web address, whoever asks.
    """
    link = web_address()
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None or not person.email:
        return
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
        recipients=[person.email],
        subject=mail.subject,
        text=mail.text,
        at=at,
    )


def reset_token(person: Person, *, at: datetime) -> str:
    """The token that lets `person` set a new password until two hours after `at`."""
    second = int(at.timestamp())
    return f"{int_to_base36(person.pk)}-{int_to_base36(second)}-{_mac(person, second)}"


def whose_reset(*, token: str, at: datetime) -> Person:
    """The person whom `token` lets in now. Raises Missing for one that was used, ran out or is not ours."""
    try:
        number, second, mac = token.split("-")
        pk, made = base36_to_int(number), base36_to_int(second)
        made_at = datetime.fromtimestamp(made, UTC)
        person = Person.objects.filter(pk=pk, is_active=True).first() if 0 < pk < 1 << 62 else None
    except (ValueError, OverflowError, OSError):
        person = None
    if person is None or not constant_time_compare(mac, _mac(person, made)) or not at < made_at + VALID_FOR:
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


@transaction.atomic
def change_password(*, viewer: Viewer, current: str, new: str, at: datetime) -> Person:
    """Change one's own password. Raises Invalid on `current` when that is not the present one."""
    person = locked(viewer.person_id)
    if not person.check_password(current):
        raise Invalid("password_wrong", say("That is not your present password."), field="current")
    _set(person, new, by="self", at=at)
    return person


def _set(person: Person, password: str, *, by: str, at: datetime) -> None:
    person.set_password(check_password(password, person=person))
    person.save(update_fields=["password"])
    with acting(person.subject, desk=open_desk(at), actor=actor_of(person.pk)) as act:
        act.append(PasswordChanged(by=by))


def _mac(person: Person, second: int) -> str:
    last = person.last_login.isoformat() if person.last_login else ""
    return salted_hmac(_SALT, f"{person.pk}:{person.password}:{last}:{second}", algorithm="sha256").hexdigest()[:40]
