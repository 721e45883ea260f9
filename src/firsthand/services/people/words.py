"""Checks on what a person types about themselves: address, name, zone, password."""

from datetime import timedelta
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from firsthand.domain.errors import Invalid
from firsthand.domain.sentences import Sentence, count, say
from firsthand.models.people import Person
from firsthand.services.language.languages import languages

LONGEST_LANGUAGE = 16
LONGEST_NAME = 200
LONGEST_EMAIL = 254
LONGEST_ZONE = 64
LONGEST_PASSWORD = 1_024


def too_many(wait: timedelta) -> Sentence:
    """What somebody is told who tried too often."""
    minutes = int(wait.total_seconds()) // 60 + 1
    return count(
        minutes,
        "That was too many tries. Wait {n} minute, then try again; or ask for a new password.",
        "That was too many tries. Wait {n} minutes, then try again; or ask for a new password.",
    )


def check_email(text: str, *, field: str = "email") -> str:
    """The address in lower case. Raises Invalid on `field`."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(
            "email_wrong",
            say("{text} is not an e-mail address; expected one like mira@example.com.", text=repr(text)),
            field=field,
        ) from error
    if len(email) > LONGEST_EMAIL:
        raise Invalid(
            "email_long", say("The address is longer than {longest} characters.", longest=LONGEST_EMAIL), field=field
        )
    return email


def check_name(text: str) -> str:
    """The name in one line. Raises Invalid on `name`."""
    name = " ".join(text.split())
    if not name:
        raise Invalid("name_missing", say("A name is needed: it is what customers and teammates read."), field="name")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(
            "name_wrong",
            say("A name has at most {longest} printable characters in one line.", longest=LONGEST_NAME),
            field="name",
        )
    return name


def check_zone(text: str) -> str:
    """The IANA zone. Raises Invalid on `zone`."""
    zone = text.strip()
    if zone not in available_timezones():
        raise Invalid(
            "zone_unknown",
            say("{text} is not a time zone; expected an IANA name such as Europe/Berlin.", text=repr(text)),
            field="zone",
        )
    return zone


def check_language(text: str) -> str:
    """The code of a language that there is, or empty for none of one's own. Raises Invalid on `language`."""
    if text and text not in languages():
        raise Invalid("language_unknown", say("Choose one of the list."), field="language")
    return text


def check_password(password: str, *, person: Person | None = None) -> str:
    """The password, if it is long enough and not a common one. Raises Invalid on `password`."""
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        first, *others = (_why_weak(one) for one in error.error_list)
        raise Invalid("password_weak", first.followed_by(*others), field="password") from error
    return password


def _why_weak(error: ValidationError) -> Sentence:
    if error.code == "password_too_short":
        least = (error.params or {})["min_length"]
        return say("This password is too short. It must contain at least {least} characters.", least=least)
    return say("This password is too common.")
