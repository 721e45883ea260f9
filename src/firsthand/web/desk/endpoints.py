"""The desk's addresses on its channels: adding, changing, trying out, pausing and resuming one."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.channels.protocol import Channel, Check
from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.organisation import Act
from firsthand.domain.sentences import say
from firsthand.services.access.viewers import require
from firsthand.services.channels import actions, queries
from firsthand.services.channels.queries import EndpointRow
from firsthand.services.channels.registry import channel_of, channels
from firsthand.services.language.telling import TEXT
from firsthand.services.language.telling import gettext as _
from firsthand.web.desk.endpoint_form import (
    EXAMPLE,
    checks_of,
    form_of,
    instructions_for,
    options_of,
    parts_of,
    wanted_from,
    with_checks,
)
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_endpoint(request: HttpRequest, channel: str) -> HttpResponse:
    """Add an address of the desk on a channel."""
    require(viewer_of(request), Act.run_desk)
    if channel not in channels():
        raise Http404
    by = channel_of(channel)
    if request.method == "GET":
        return _page(request, Form(), by, None)
    form = Form.of(request)
    try:
        wanted = wanted_from(form, by)
        if form.text("act") == "test":
            checks = checks_of(by, wanted)
            return _page(request, with_checks(form, checks), by, None, checks=checks)
        added = actions.add_endpoint(viewer=viewer_of(request), wanted=wanted, at=now_of(request))
    except DeskError as error:
        return _page(request, failed(form, error), by, None, status=422)
    toast(request, _("{address} is an address of this desk now.").format(address=added.address))
    return redirect(reverse("settings"))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Change, try out, pause or resume an address."""
    viewer = viewer_of(request)
    row = next((one for one in queries.endpoints(viewer=viewer) if one.id == endpoint_id), None)
    if row is None:
        raise Missing("no_endpoint", say("The desk has no such address."))
    by = channel_of(row.channel)
    if request.method == "GET":
        return _page(request, form_of(row), by, row)
    form = Form.of(request)
    try:
        if form.text("act") in ("pause", "resume"):
            wanted = replace(wanted_from(form_of(row), by), is_active=form.text("act") == "resume")
        else:
            wanted = wanted_from(form, by, is_active=row.is_active)
        if form.text("act") == "test":
            checks = checks_of(by, wanted, endpoint_id=row.id)
            return _page(request, with_checks(form, checks), by, row, checks=checks)
        actions.change_endpoint(viewer=viewer, endpoint_id=row.id, wanted=wanted, at=now_of(request))
    except DeskError as error:
        return _page(request, failed(form, error), by, row, status=422)
    toast(request, _words(form.text("act"), row.address))
    return redirect(reverse("settings"))


def _words(act: str, address: str) -> str:
    words = {
        "pause": _("{address} is paused: nothing is fetched until you resume it."),
        "resume": _("{address} is used again."),
    }
    return words.get(act, _("{address} is saved.")).format(address=address)


def failed(form: Form, error: DeskError) -> Form:
    """The form with an error at its input."""
    return form.wrong("shown_name", error.message) if error.field == "name" else form.failed(error)


def _page(
    request: HttpRequest,
    form: Form,
    channel: Channel,
    row: EndpointRow | None,
    *,
    status: int = 200,
    checks: Sequence[Check] = (),
) -> HttpResponse:
    context = {"form": form, "box": row, **context_of(channel, row, checks=checks)}
    return show(request, "desk/endpoint.html", context, status=status)


def context_of(channel: Channel, row: EndpointRow | None, *, checks: Sequence[Check] = ()) -> dict[str, object]:
    """What the fields of an address need to be shown."""
    address = row.address if row is not None else EXAMPLE
    return {
        "channel": channel,
        "parts_of_form": parts_of(channel),
        "options_of": options_of,
        "instructions": instructions_for(channel, address),
        "has_secrets": row.has_secrets if row is not None else frozenset(),
        "checks": [(one, TEXT.sentence(one.what), TEXT.sentence(one.words)) for one in checks],
    }
