"""Signing in and out, and a new password by mail."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.sentences import count, say
from firsthand.services.desk.queries import desk, is_set_up
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions
from firsthand.web.errors import status_of
from firsthand.web.forms import Form, show
from firsthand.web.people.throttle import Throttle
from firsthand.web.request import client_of, now_of
from firsthand.web.toasts import toast

THROTTLE = Throttle()


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
        return redirect(_next(request))
    return _ask(request, Form())


def _ask(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return show(request, "people/sign_in.html", {"form": form, "next": wanted, "desk_name": desk().name}, status=status)


def _try_to_sign_in(request: HttpRequest) -> HttpResponse:
    form, now = Form.of(request), now_of(request)
    email = form.text("email").lower()
    key = (email, client_of(request))
    wait = THROTTLE.wait(key, at=now)
    if wait:
        seconds = int(wait.total_seconds()) + 1
        words = count(
            seconds,
            "Too many tries for this address. Wait {n} second, then try again; or ask for a new password.",
            "Too many tries for this address. Wait {n} seconds, then try again; or ask for a new password.",
        )
        answer = _ask(request, form.wrong("", words), status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    person = authenticate(request, username=email, password=form.raw("password"))
    if person is None:
        THROTTLE.failed(key, at=now)
        words = say("This address and password do not go together. Check both; the address was kept.")
        return _ask(request, form.wrong("", words), status=422)
    THROTTLE.succeeded(key)
    login(request, person)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else reverse("inbox")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect(reverse("sign_in"))


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a reset link; the answer is the same whether or not somebody has the address."""
    form = Form.of(request)
    if request.method == "GET":
        return show(request, "people/forgotten.html", {"form": Form(), "sent": ""})
    key, now = (f"reset {form.text('email').lower()}", client_of(request)), now_of(request)
    if "@" not in form.text("email"):
        wrong = form.wrong("email", say("Expected an address such as mira@example.com."))
        return show(request, "people/forgotten.html", {"form": wrong, "sent": ""}, status=422)
    if not THROTTLE.wait(key, at=now):
        THROTTLE.failed(key, at=now)
        try:
            actions.request_password_reset(email=form.text("email"), at=now)
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
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    toast(request, _("Your new password is set."))
    return redirect(reverse("inbox"))
