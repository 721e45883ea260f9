"""Erasing a contact: what it destroys is said first, and a reason is asked for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.domain.errors import Invalid
from firsthand.models.accounts import Contact
from firsthand.services.accounts import erasing
from firsthand.services.language.telling import gettext as _
from firsthand.web.forms import Form, show
from firsthand.web.request import now_of, viewer_of
from firsthand.web.toasts import toast


@require_http_methods(["GET", "POST"])
def erase_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Say what would go and what stays; on POST erase the contact. Raises Refused for who may not."""
    if request.method == "GET":
        return _page(request, contact_id, Form())
    form, viewer = Form.of(request), viewer_of(request)
    try:
        done = erasing.erase_contact(viewer=viewer, contact_id=contact_id, why=form.text("why"), at=now_of(request))
    except Invalid as error:
        return _page(request, contact_id, form.failed(error), status=422)
    text = _("Erased. What is left is called “{name}”; the files go within a minute.")
    toast(request, text.format(name=done.pseudonym))
    return redirect(_back(done.contact))


def _page(request: HttpRequest, contact_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    goes = erasing.would_go(viewer=viewer_of(request), contact_id=contact_id)
    context = {"goes": goes, "contact": goes.contact, "back": _back(goes.contact), "form": form}
    return show(request, "accounts/erase.html", context, status=status)


def _back(contact: Contact) -> str:
    """The account's page; the accounts for somebody who belongs to none."""
    if contact.account_id is None:
        return reverse("accounts")
    return reverse("account", kwargs={"account_id": contact.account_id})
