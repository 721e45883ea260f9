"""Letting somebody in who proved who they are: one way for all, through the stages that allauth keeps for it."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from firsthand.models.people import Person


def let_in(request: HttpRequest, person: Person, *, by: str, to: str | None = None) -> HttpResponse:
    """Sign somebody in and send them on: to `to`, or where the request says (`next`), or to the inbox. `by` is how they
    proved who they are (password, password_reset, invitation, set_up); the session remembers it."""
    record_authentication(request, person, method=by)
    return perform_login(request, Login(user=person, redirect_url=to, email=person.email))
