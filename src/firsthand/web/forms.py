"""Forms: what a person typed, what is wrong with it by field, and the page that shows it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from firsthand.domain.errors import DeskError, Invalid
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Sentence, say
from firsthand.web.request import organisation_of


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a person typed, kept as typed, and what is wrong with it by field ("" for the form as a whole)."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, Sentence] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "Form":
        """The form that was posted."""
        return cls(values={name: tuple(map(str, values)) for name, values in request.POST.lists()})

    @classmethod
    def filled(cls, **values: object) -> "Form":
        """A form that shows what is stored: texts, numbers, and lists of them."""
        return cls(
            values={
                name: tuple(map(str, value)) if isinstance(value, list | tuple | frozenset) else (str(value),)
                for name, value in values.items()
                if value is not None
            }
        )

    def raw(self, name: str) -> str:
        """The text as typed; empty when the field is absent."""
        return (self.values.get(name) or ("",))[-1]

    def text(self, name: str) -> str:
        """The text without space around it, and without NUL, which no database takes."""
        return self.raw(name).replace("\x00", "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be given more than once."""
        return self.values.get(name, ())

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def whole(self, name: str) -> int | None:
        """A whole number, or None when it is not one."""
        return whole(self.text(name), digits=11)

    def error(self, name: str) -> Sentence | None:
        """What is wrong with a field; None when nothing is."""
        return self.errors.get(name)

    def wrong(self, name: str, message: Sentence) -> "Form":
        """The same form with an error at a field."""
        return replace(self, errors={**self.errors, name: message})

    def only_at(self, *names: str) -> "Form":
        """The same form, on a page that has these fields: what is wrong elsewhere is said of the form as a whole."""
        return replace(self, errors={name if name in names else "": message for name, message in self.errors.items()})

    def failed(self, error: DeskError) -> "Form":
        """The same form with the error of a service at its field."""
        return self.wrong(error.field, error.message)


def whole(text: str, *, digits: int = 17) -> int | None:
    """The whole number that a text is, of at most so many digits; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def offset_of(request: HttpRequest) -> int:
    """Where in a list the page begins that an address asks for (`?from=`); at the start when it does not say."""
    return whole(request.GET.get("from", ""), digits=8) or 0


def text(request: HttpRequest, name: str, *, at_most: int = 500) -> str:
    """A field of the posted form, trimmed; empty when absent. Raises Invalid when it is longer than `at_most`."""
    value = request.POST.get(name, "").strip().replace("\x00", "")
    if len(value) > at_most:
        raise Invalid(
            "too_long",
            say("At most {at_most} characters fit here; it has {length}.", at_most=at_most, length=len(value)),
            field=name,
        )
    return value


def seen(request: HttpRequest) -> int | None:
    """The newest message of the customer's that the writer had before them; None where the form does not say."""
    return whole(text(request, "seen", at_most=40))


def path_within(request: HttpRequest, *, otherwise: str = "/") -> str:
    """Where to go next: the form's `next` when it is an address of this desk, else `otherwise`."""
    wanted = request.POST.get("next", "")
    return wanted if is_within(wanted) else otherwise


def is_within(address: str) -> bool:
    """Whether an address is a page of this desk, whatever host it was asked at."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone a person may choose, without the old short names."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


def show(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the desk, with the choices that its forms offer."""
    organisation = organisation_of(request)
    choices = {
        "zones": zone_names(),
        "role_options": [(role, organisation.called(role, NameFamily.role)) for role in organisation.roles],
        "form": Form(),
    }
    return render(request, template, {**choices, **context}, status=status)
