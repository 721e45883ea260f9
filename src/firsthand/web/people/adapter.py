"""How people are signed in by django-allauth here: its way through, with the desk's budgets, addresses and known
browsers where allauth leaves the choice (docs/decisions/0018)."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from firsthand.domain.errors import DeskError
from firsthand.models.people import Person
from firsthand.services.people.budgets import (
    SIGN_IN_OF_BROWSER,
    SIGN_IN_OF_CLIENT,
    SIGN_IN_TO_ACCOUNT,
    Purse,
    count_try,
    give_back,
)
from firsthand.web.forms import is_within
from firsthand.web.people.known_browsers import know_browser, known_browser
from firsthand.web.request import client_of, now_of

log = structlog.get_logger("firsthand.web.people")


class DeskAdapter(DefaultAccountAdapter):
    """What allauth asks the desk."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """The teammate who has this `email` and `password`. None for a wrong password, an unknown address and whoever
        left, after the same work. Raises Refused for who tries too often, and while others sign in; what was right, or
        not looked at, does not count as a try."""
        now, tries = now_of(request), _tries(request, email=credentials["email"])
        try:
            count_try(tries, at=now)
        except DeskError:
            log.warning("sign_in_refused", client=client_of(request))
            raise
        try:
            found = super().authenticate(request, **credentials)
        except DeskError:
            give_back(tries, at=now)
            raise
        if not isinstance(found, Person) or not found.is_active:
            log.warning("sign_in_failed", client=client_of(request))
            return None
        give_back(tries, at=now)
        return found

    def is_safe_url(self, url: str) -> bool:
        """Whether to go there after signing in: allauth would also go to other ports of this machine."""
        return is_within(url)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **how: Any) -> HttpResponse:
        """Where they go now, by whichever way they came in; their browser is known from now on."""
        answer = super().post_login(request, user, **how)
        log.info("signed_in", person=user.pk, client=client_of(request))
        know_browser(request, answer, email=getattr(user, "email", None) or "")
        return answer


def _tries(request: HttpRequest, *, email: str) -> tuple[Purse, ...]:
    browser = known_browser(request, email=email)
    account = SIGN_IN_OF_BROWSER.of(browser) if browser else SIGN_IN_TO_ACCOUNT.of(email)
    return SIGN_IN_OF_CLIENT.of(client_of(request)), account
