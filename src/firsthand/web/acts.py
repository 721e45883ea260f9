"""Acts over HTTP: a form posts to the catalogue by name, what was done is said on the next page, and what was refused
stands where it was asked for, with what was typed."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from markupsafe import Markup

from firsthand.domain.acts import Sent, SentFile, parameters_of
from firsthand.domain.errors import DeskError, Invalid, Missing
from firsthand.domain.sentences import say
from firsthand.services.catalogue import CATALOGUE, act_named
from firsthand.services.catalogue.act import Act, Doer, Done, Place, Undo
from firsthand.web.errors import status_of
from firsthand.web.forms import Form, path_within
from firsthand.web.request import desk_of, now_of, viewer_of
from firsthand.web.sentences import teller_to
from firsthand.web.toasts import Toast, UndoForm, toast
from firsthand.web.writing import of_the_chosen

ON_TICKET = (
    *("tickets", "handoffs", "proposals", "questions", "feature_requests", "help"),
    *("considerations", "consequences", "coaching", "tasks"),
)
"""The rooms whose acts a ticket's page has forms for."""
ON_ACCOUNT = ("accounts", "exceptions", "proposals", "consequences", "tasks")
"""Those of an account's page."""


def perform(request: HttpRequest, act: Act[Any], **subjects: int | str | None) -> Done:
    """Do an act with what was posted; `subjects` are what the address names. Raises DeskError."""
    doer = Doer(viewer=viewer_of(request), desk=desk_of(request))
    return act.perform(doer, _sent(request, act, subjects))


def _sent(request: HttpRequest, act: Act[Any], subjects: Mapping[str, int | str | None]) -> Sent:
    texts = of_the_chosen({name: [str(one) for one in values] for name, values in request.POST.lists()})
    known = parameters_of(act.parameters)
    files = {name: [_read(one) for one in request.FILES.getlist(name)] for name in request.FILES if name in known}
    named = {name: [str(number)] for name, number in subjects.items() if number is not None}
    return {**texts, **files, **named}


def _read(file: "UploadedFile[Any]") -> SentFile:
    return SentFile(
        name=file.name or "", content=file.read(), content_type=file.content_type or "application/octet-stream"
    )


def posted(
    request: HttpRequest,
    *,
    rooms: Iterable[str],
    again: Callable[[Form, int], HttpResponse],
    stay: str,
    shows: type[DeskError] = Invalid,
    verb: str = "",
    **subjects: int | str | None,
) -> HttpResponse:
    """Do the act that a page's form names (`act`, unless `verb` does) and go on. What is refused in a way that the page
    `shows` stands on it again, with its status; anything else is a page of its own."""
    form = Form.of(request)
    try:
        done = perform(request, act_named(verb, rooms=rooms) if verb else _named(form, rooms), **subjects)
    except Missing as error:
        if not error.field:
            raise
        return again(form.failed(error), status_of(error))
    except shows as error:
        return again(form.failed(error), status_of(error))
    return go_on(request, done, stay=stay)


def _named(form: Form, rooms: Iterable[str]) -> Act[Any]:
    """The act that a form names. Raises Invalid."""
    try:
        return act_named(form.text("act"), rooms=rooms)
    except Missing as error:
        raise Invalid(error.code, error.message) from error


def go_on(request: HttpRequest, done: Done, *, stay: str) -> HttpResponseRedirect:
    """To where the act leads, else to `stay`, with what is said about it."""
    to = address_of(done.goes_to) if done.goes_to is not None else stay
    shown = toast_of(request, done, on=to)
    if shown is not None:
        toast(request, shown.text, undo=shown.undo)
    return HttpResponseRedirect(to, status=303)


def toast_of(request: HttpRequest, done: Done, *, on: str) -> Toast | None:
    """What is said after an act `on` the next page, with its undo; None where the page says enough."""
    if done.said is None:
        return None
    viewer = viewer_of(request)
    teller = teller_to(viewer.organisation, zone=viewer.zone, now=now_of(request))
    return Toast(text=teller.sentence(done.said), undo=_undo_form(done.undo, on=on) if done.undo else None)


def _undo_form(undo: Undo, *, on: str) -> UndoForm:
    act, number = CATALOGUE[undo.act], undo.sent.get("ticket")
    sent = {name: value for name, value in undo.sent.items() if name in act.asked_with}
    if number is not None and act.room in ON_TICKET and on == address_of(Place(kind="ticket", of=number)):
        return UndoForm(act=act.name, address=f"{on}/do/{act.verb}", sent=sent, swaps=True)
    return UndoForm(act=act.name, address=reverse("act", kwargs={"name": act.name}), sent={**sent, "next": on})


def address_of(place: Place) -> str:
    """The page of a place."""
    match place.kind:
        case "ticket":
            return reverse("ticket", kwargs={"ticket_id": place.of})
        case "account":
            return reverse("account", kwargs={"account_id": place.of})
        case "consequences":
            return reverse("consequence_round", kwargs={"round_id": place.of})
        case "draft":
            return reverse("draft", kwargs={"draft_id": place.of})
        case "change":
            return f"{reverse('book_changes')}?edition={place.of}"
        case _:
            return reverse(place.kind)


@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Do any act by its full name, with all of its parameters in the form; then go to where it leads, or to `next`.
    What is refused is a page of its own."""
    found = CATALOGUE.get(name)
    if found is None:
        raise Missing("no_act", say("There is no such act. Nothing was changed."))
    return go_on(request, perform(request, found), stay=path_within(request))


def act_called(verb: str) -> Act[Any]:
    """The act that a ticket's page calls so."""
    return act_named(verb, rooms=ON_TICKET)


@cache
def shortcut(name: str) -> Markup:
    """The key of an act, as an attribute of what it opens."""
    return Markup('aria-keyshortcuts="{}"').format(CATALOGUE[name].key)


@cache
def bounds(name: str, field: str, *, required: bool = True) -> Markup:
    """The bounds of an act's parameter as attributes of a field of a form. `required` False: the form may leave out
    what the act then asks for itself."""
    one = parameters_of(CATALOGUE[name].parameters)[field]
    said = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in one.kind.attributes.items())
    return said + Markup(" required") if one.required and required else said
