"""The desk's addresses on its channels: adding, changing, trying out, pausing and resuming one."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from firsthand.channels.protocol import Channel, Check
from firsthand.domain.errors import DeskError, Missing
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.services.access.viewers import require
from firsthand.services.channels import queries
from firsthand.services.channels.queries import EndpointRow
from firsthand.services.channels.registry import channel_of, channels
from firsthand.services.language.telling import TEXT
from firsthand.web.acts import posted
from firsthand.web.desk.endpoint_form import (
    EXAMPLE,
    checks_of,
    form_of,
    instructions_for,
    looks_first,
    options_of,
    parts_of,
    wanted_from,
    with_checks,
)
from firsthand.web.errors import status_of
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_endpoint(request: HttpRequest, channel: str) -> HttpResponse:
    """Add an address of the desk on a channel."""
    require(viewer_of(request), Right.run_desk)
    if channel not in channels():
        raise Http404
    by = channel_of(channel)
    if request.method == "GET":
        return _page(request, Form(), by, None)
    form = Form.of(request)
    if (shown := _looked(request, form, by, None)) is not None:
        return shown
    return posted(
        request,
        rooms=["addresses"],
        verb="add",
        again=lambda form, status: _page(request, at_its_input(form), by, None, status=status),
        stay=reverse("settings"),
        shows=DeskError,
        channel=channel,
    )


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
        return _page(request, form_of(row, zone=viewer.zone), by, row)
    form = Form.of(request)
    if (shown := _looked(request, form, by, row)) is not None:
        return shown
    return posted(
        request,
        rooms=["addresses"],
        again=lambda form, status: _page(request, at_its_input(form), by, row, status=status),
        stay=reverse("settings"),
        shows=DeskError,
        endpoint=endpoint_id,
    )


def _looked(request: HttpRequest, form: Form, by: Channel, row: EndpointRow | None) -> HttpResponse | None:
    """The page with what came of connecting, where somebody asks for that or is about to begin fetching; nothing is
    kept. None where the act goes on."""
    if form.text("act") not in ("test", "save", ""):
        return None
    number = row.id if row is not None else None
    try:
        at, zone = now_of(request), viewer_of(request).zone
        wanted = wanted_from(form, by, at=at, zone=zone, is_active=row is None or row.is_active)
        if not looks_first(form, wanted, at=at, endpoint_id=number):
            return None
        checks = checks_of(by, wanted, at=at, endpoint_id=number)
    except DeskError as error:
        return _page(request, failed(form, error), by, row, status=status_of(error))
    return _page(request, with_checks(form, checks), by, row, checks=checks)


def at_its_input(form: Form) -> Form:
    """The form with what is wrong with the name, or with an instant, at the input that it has."""
    for field, own in (("name", "shown_name"), ("received_at", "since")):
        if wrong := form.error(field):
            form = form.wrong(own, wrong)
    return form


def failed(form: Form, error: DeskError) -> Form:
    """The form with an error at its input."""
    return at_its_input(form.failed(error))


def _page(
    request: HttpRequest,
    form: Form,
    channel: Channel,
    row: EndpointRow | None,
    *,
    status: int = 200,
    checks: Sequence[Check] = (),
) -> HttpResponse:
    context = {
        "form": form,
        "box": row,
        "of": f"addresses.{'add' if row is None else 'save'}",
        **context_of(channel, row, checks=checks),
    }
    return show(request, "desk/endpoint.html", context, status=status)


def context_of(channel: Channel, row: EndpointRow | None, *, checks: Sequence[Check] = ()) -> dict[str, object]:
    """What the fields of an address need to be shown."""
    address = row.address if row is not None else EXAMPLE
    return {
        "channel": channel,
        "parts_of_form": parts_of(channel),
        "options_of": options_of,
        "instructions": instructions_for(channel, address),
        "usual_since": "" if row is not None else "now",
        "has_secrets": row.has_secrets if row is not None else frozenset(),
        "checks": [(one, TEXT.sentence(one.what), TEXT.sentence(one.words)) for one in checks],
    }
