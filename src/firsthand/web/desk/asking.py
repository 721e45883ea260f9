"""What the desk's pages read from a request, and what they say back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firsthand.domain.errors import DeskError
from firsthand.domain.people.permissions import Act
from firsthand.domain.tickets import Role
from firsthand.models.people import Person
from firsthand.web.asking import viewer_of
from firsthand.web.formats import words


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a person typed, kept as typed, and what is wrong with it by field ("" for the form as a whole)."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

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
        """The text without space around it."""
        return self.raw(name).strip()

    def many(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be given more than once."""
        return self.values.get(name, ())

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def whole(self, name: str) -> int | None:
        """A whole number, or None when it is not one."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None

    def error(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return self.errors.get(name, "")

    def wrong(self, name: str, message: str) -> "Form":
        """The same form with an error at a field."""
        return replace(self, errors={**self.errors, name: message})

    def failed(self, error: DeskError) -> "Form":
        """The same form with the error of a service at its field."""
        return self.wrong(error.field, error.message)


def person_of(request: HttpRequest) -> Person:
    """The person who is signed in. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def may_do(request: HttpRequest, act: Act) -> bool:
    """Whether the viewer may do `act`."""
    return viewer_of(request).may(act)


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone a person may choose, without the old short names."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))


def show(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the desk, with the choices that its forms offer."""
    choices = {
        "zones": zone_names(),
        "role_options": [(role.value, words(role.value)) for role in Role],
        "form": Form(),
    }
    return render(request, template, {**choices, **context}, status=status)


def client_of(request: HttpRequest) -> str:
    """The address of who asks, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))
