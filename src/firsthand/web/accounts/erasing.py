"""Erasing a contact: what it destroys is said first, and a reason is asked for."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from firsthand.models.accounts import Contact
from firsthand.services.accounts import erasing
from firsthand.web.acts import posted
from firsthand.web.forms import Form, show
from firsthand.web.request import viewer_of


@require_http_methods(["GET", "POST"])
def erase_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Say what would go and what stays; on POST erase the contact. Raises Refused for who may not."""
    if request.method == "GET":
        return _page(request, contact_id, Form())
    return posted(
        request,
        rooms=["accounts"],
        verb="erase",
        again=lambda form, status: _page(request, contact_id, form, status=status),
        stay=reverse("accounts"),
        contact=contact_id,
    )


def _page(request: HttpRequest, contact_id: int, form: Form, *, status: int = 200) -> HttpResponse:
    goes = erasing.would_go(viewer=viewer_of(request), contact_id=contact_id)
    context = {"goes": goes, "contact": goes.contact, "back": _back(goes.contact), "form": form}
    return show(request, "accounts/erase.html", context, status=status)


def _back(contact: Contact) -> str:
    """The account's page; the accounts for somebody who belongs to none."""
    if contact.account_id is None:
        return reverse("accounts")
    return reverse("account", kwargs={"account_id": contact.account_id})
