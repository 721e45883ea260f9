"""The first user's walk: you, your book, the roles that you hold in it, your address."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.books import folder as folder_of
from firsthand.channels.protocol import Channel, Check
from firsthand.domain.book import PolicyError
from firsthand.domain.errors import DeskError, Invalid, Refused
from firsthand.domain.names import Role
from firsthand.domain.organisation import Organisation, Right
from firsthand.domain.sentences import say
from firsthand.models.people import Person
from firsthand.services.access import viewers
from firsthand.services.amending.actions import folder_texts
from firsthand.services.amending.approving import found_book
from firsthand.services.book.files import text_from
from firsthand.services.channels.actions import add_endpoint
from firsthand.services.channels.registry import first_channel
from firsthand.services.desk import actions as desk_actions
from firsthand.services.desk.queries import is_set_up, set_up_state
from firsthand.services.desk.set_up_code import forget_set_up_code, is_set_up_code
from firsthand.services.language.telling import gettext as _
from firsthand.services.people import actions as people_actions
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.budgets import SET_UP_OF_CLIENT, count_try, give_back
from firsthand.web.book.shipped_books import ShippedBook, shipped_books
from firsthand.web.desk.endpoint_form import checks_of, looks_first, wanted_from, with_checks
from firsthand.web.desk.endpoints import context_of, failed
from firsthand.web.errors import status_of, with_wait
from firsthand.web.forms import Form, show
from firsthand.web.people.letting_in import let_in
from firsthand.web.request import client_of, now_of, organisation_of, person_of, viewer_of
from firsthand.web.toasts import toast

OWN_FILES = "own"


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """The first owner; open while there is none, for whoever has the printed code. From where they ask tells nothing: a
    proxy on this machine makes every stranger look like somebody at it."""
    if is_set_up():
        return redirect(reverse("set_up_book" if request.user.is_authenticated else "sign_in"))
    form = Form.of(request)
    if request.method == "GET":
        return _ask_for_code(request, Form())
    tries = (SET_UP_OF_CLIENT.of(client_of(request)),)
    try:
        count_try(tries, at=now_of(request), field="code")
    except Refused as error:
        return with_wait(_ask_for_code(request, form.failed(error), status=status_of(error)), error)
    if not is_set_up_code(form.text("code"), data=settings.ENVIRONMENT.data):
        words = say("That is not the code of this desk. It was printed where the desk was started.")
        return _ask_for_code(request, form.wrong("code", words), status=403)
    give_back(tries, at=now_of(request))
    if form.text("act") == "code":
        return _ask_who(request, Form.filled(code=form.text("code")))
    try:
        person = _create(request, form)
    except DeskError as error:
        return _ask_who(request, form.failed(error), status=status_of(error))
    forget_set_up_code(settings.ENVIRONMENT.data)
    return let_in(request, person, by="set_up", to=reverse("set_up_book"))


def _ask_for_code(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return show(request, "desk/set_up_code.html", {"form": form}, status=status)


def _ask_who(request: HttpRequest, form: Form, *, status: int = 200) -> HttpResponse:
    return show(request, "desk/set_up_you.html", {"form": form}, status=status)


def _create(request: HttpRequest, form: Form) -> Person:
    if not form.text("desk_name"):
        raise Invalid(
            "name_missing", say("Expected your company's name: customers read it in replies."), field="desk_name"
        )
    address = settings.ENVIRONMENT.base_url or request.build_absolute_uri("/")
    return desk_actions.set_up(
        name=form.text("desk_name"),
        base_url=address,
        zone=form.text("zone"),
        owner=desk_actions.FirstOwner(email=form.text("email"), name=form.text("name"), password=form.raw("password")),
        at=now_of(request),
    )


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Load one of the shipped books, or the files of one's own."""
    viewers.require(viewer_of(request), Right.run_desk)
    if request.method == "GET" and set_up_state().book:
        return redirect(reverse("set_up_roles"))
    form, books = Form.of(request), shipped_books()
    if request.method == "GET":
        return show(request, "desk/set_up_book.html", {"books": books})
    try:
        found_book(viewer=viewer_of(request), texts=_texts(request, books), at=now_of(request), by=person_of(request))
    except PolicyError as error:
        text = say("The book was not loaded: {why}", why=error.placed)
        return show(request, "desk/set_up_book.html", {"form": form.wrong("", text), "books": books}, status=422)
    except DeskError as error:
        told = form.wrong("", error.message)
        return show(request, "desk/set_up_book.html", {"form": told, "books": books}, status=422)
    return redirect(reverse("set_up_roles"))


def _texts(request: HttpRequest, books: list[ShippedBook]) -> list[tuple[str, str]]:
    """The amendments of the book that was chosen, by the names of their files."""
    wanted = request.POST.get("book", "")
    if wanted == OWN_FILES:
        files = request.FILES.getlist("files")
        if not files:
            raise Invalid("no_files", say("Choose the YAML files of your book."))
        return sorted((file.name or "", text_from(file.name or "", file.read())) for file in files)
    chosen = next((one for one in books if one.folder == wanted and not one.problem), None)
    if chosen is None:
        raise Invalid("no_book", say("Choose one of the books below."))
    return folder_texts(folder_of(chosen.folder))


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """Which of the book's roles the owner holds."""
    viewer, organisation = viewer_of(request), organisation_of(request)
    viewers.require(viewer, Right.run_desk)
    if request.method == "GET":
        held = viewer.roles & organisation.roles.keys() or _likely(organisation)
        return show(request, "desk/set_up_roles.html", {"held": held})
    form = Form.of(request)
    people_actions.set_roles(
        viewer=viewer,
        person_id=viewer.person_id,
        roles=[RoleWanted(role=role) for role in organisation.roles if role in form.many("roles")],
        at=now_of(request),
    )
    return redirect(reverse("inbox" if set_up_state().address else "set_up_address"))


def _likely(organisation: Organisation) -> frozenset[Role]:
    """The roles that whoever sets up a desk most likely holds: those of its first line, and its head."""
    first = organisation.first_line
    return frozenset({first, *(one.name for one in organisation.roles.values() if one.heads == first)})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The first address of the desk; can be tested before it is saved, and skipped."""
    viewer = viewer_of(request)
    viewers.require(viewer, Right.run_desk)
    form = Form.of(request) if request.method == "POST" else Form()
    by = first_channel()
    if request.method == "GET":
        return _show_address(request, form, by)
    try:
        at = now_of(request)
        wanted = wanted_from(form, by, at=at, zone=viewer.zone)
        if looks_first(form, wanted, at=at):
            checks = checks_of(by, wanted, at=at)
            return _show_address(request, with_checks(form, checks), by, checks=checks)
        add_endpoint(viewer=viewer, wanted=wanted, at=at)
    except DeskError as error:
        return _show_address(request, failed(form, error), by, status=status_of(error))
    toast(request, _("The desk is open."))
    return redirect(reverse("inbox"))


def _show_address(
    request: HttpRequest, form: Form, channel: Channel, *, status: int = 200, checks: Sequence[Check] = ()
) -> HttpResponse:
    context = {"form": form, **context_of(channel, None, checks=checks)}
    return show(request, "desk/set_up_address.html", context, status=status)
