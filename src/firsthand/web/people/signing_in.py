"""Signing in and out, and a new password by mail."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_login_redirect_url
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.services.desk.queries import desk, is_set_up
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions
from firsthand.web.errors import status_of, with_wait
from firsthand.web.forms import Form, show
from firsthand.web.people.letting_in import let_in
from firsthand.web.request import client_of, now_of
from firsthand.web.toasts import toast


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; an unknown address costs as much time as a wrong password."""
    if request.method == "POST":
        return _try_to_sign_in(request)
    if not is_set_up():
        return redirect(reverse("set_up"))
    if request.user.is_authenticated:
        return redirect(get_login_redirect_url(request))
    return _ask(request, Form())


def _ask(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return show(request, "people/sign_in.html", {"form": form, "next": wanted, "desk_name": desk().name}, status=status)


def _try_to_sign_in(request: HttpRequest) -> HttpResponse:
    form = Form.of(request)
    try:
        email, password = form.text("email").lower(), form.raw("password")
        person = get_adapter(request).authenticate(request, email=email, password=password)
    except DeskError as error:
        return with_wait(_ask(request, form.failed(error), status=status_of(error)), error)
    if not isinstance(person, Person):
        words = say("This address and password do not go together. Check both; the address was kept.")
        return _ask(request, form.wrong("", words), status=422)
    return let_in(request, person, by="password")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and let the browser forget the pages that it has."""
    logout(request)
    answer = redirect(reverse("sign_in"))
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a reset link; the answer is the same whether or not somebody has the address."""
    form = Form.of(request)
    if request.method == "GET":
        return show(request, "people/forgotten.html", {"form": Form(), "sent": ""})
    if "@" not in form.text("email"):
        wrong = form.wrong("email", say("Expected an address such as mira@example.com."))
        return show(request, "people/forgotten.html", {"form": wrong, "sent": ""}, status=422)
    try:
        actions.request_password_reset(email=form.text("email"), client=client_of(request), at=now_of(request))
    except DeskError as error:
        failed = form.wrong("", error.message)
        return show(request, "people/forgotten.html", {"form": failed, "sent": ""}, status=status_of(error))
    return show(request, "people/forgotten.html", {"form": form, "sent": form.text("email")})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Set a new password through a link from a mail, and sign in."""
    now, form = now_of(request), Form.of(request)
    try:
        if request.method == "GET":
            actions.whose_reset(token=token, at=now)
            return show(request, "people/reset.html", {"dead": ""})
        person = actions.reset_password(token=token, password=form.raw("password"), at=now)
    except Missing as error:
        return show(request, "people/reset.html", {"dead": error.message}, status=status_of(error))
    except DeskError as error:
        return show(request, "people/reset.html", {"form": form.failed(error), "dead": ""}, status=status_of(error))
    toast(request, _("Your new password is set."))
    return let_in(request, person, by="password_reset", to=reverse("inbox"))
