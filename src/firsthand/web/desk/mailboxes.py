"""The desk's mailboxes: adding, changing, testing, pausing and resuming one."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.services.access.viewers import require
from firsthand.services.desk import actions, queries
from firsthand.services.desk.actions import MailboxWanted
from firsthand.services.desk.queries import MailboxRow
from firsthand.services.language.telling import gettext as _
from firsthand.web.desk.mailbox_form import (
    EXAMPLE,
    check_connections,
    commands_for,
    form_of,
    wanted_from,
    with_checks,
)
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast


@never_cache
@sensitive_post_parameters("mailbox_password")
@require_http_methods(["GET", "POST"])
def new_mailbox(request: HttpRequest) -> HttpResponse:
    """Add an address of the desk."""
    require(viewer_of(request), Act.run_desk)
    if request.method == "GET":
        return _mailbox_page(request, Form(), None)
    form = Form.of(request)
    try:
        wanted = wanted_from(form)
        if form.text("act") == "test":
            return _tested(request, form, wanted, None)
        actions.add_mailbox(viewer=viewer_of(request), wanted=wanted, at=now_of(request))
    except DeskError as error:
        return _mailbox_page(request, _failed(form, error), None, status=422)
    toast(request, _("{address} is a mailbox of this desk now.").format(address=wanted.address))
    return redirect(reverse("settings"))


@never_cache
@sensitive_post_parameters("mailbox_password")
@require_http_methods(["GET", "POST"])
def mailbox(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Change, test, pause or resume a mailbox."""
    viewer = viewer_of(request)
    box = next((one for one in queries.mailboxes(viewer=viewer) if one.id == mailbox_id), None)
    if box is None:
        raise Missing("no_mailbox", say("There is no such mailbox."))
    if request.method == "GET":
        return _mailbox_page(request, form_of(box), box)
    form = Form.of(request)
    try:
        if form.text("act") in ("pause", "resume"):
            wanted = replace(wanted_from(form_of(box)), is_active=form.text("act") == "resume")
        else:
            wanted = wanted_from(form, is_active=box.is_active)
        if form.text("act") == "test":
            return _tested(request, form, wanted, box)
        actions.change_mailbox(viewer=viewer, mailbox_id=box.id, wanted=wanted, at=now_of(request))
    except DeskError as error:
        return _mailbox_page(request, _failed(form, error), box, status=422)
    toast(request, _words(form.text("act"), box.address))
    return redirect(reverse("settings"))


def _words(act: str, address: str) -> str:
    words = {
        "pause": _("{address} is paused: nothing is fetched until you resume it."),
        "resume": _("{address} is fetched again."),
    }
    return words.get(act, _("{address} is saved.")).format(address=address)


def _failed(form: Form, error: DeskError) -> Form:
    return form.wrong("box_name", error.message) if error.field == "name" else form.failed(error)


def _tested(request: HttpRequest, form: Form, wanted: MailboxWanted, box: MailboxRow | None) -> HttpResponse:
    stored = queries.mailbox_password(viewer=viewer_of(request), mailbox_id=box.id) if box else ""
    checks = check_connections(wanted, stored_password=stored)
    return _mailbox_page(request, with_checks(form, checks), box, checks=checks)


def _mailbox_page(
    request: HttpRequest, form: Form, box: MailboxRow | None, *, status: int = 200, checks: object = ()
) -> HttpResponse:
    context = {
        "form": form,
        "box": box,
        "checks": checks,
        "commands": commands_for(box.address if box else EXAMPLE),
        "password_hint": _("Left empty, the stored one is kept.") if box and box.has_password else "",
    }
    return show(request, "desk/mailbox.html", context, status=status)
