"""Every form of the desk posts an act of the catalogue, asks for its parameters and states their bounds."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from firsthand.domain.acts import Others
from firsthand.models.drafts import AmendmentDraft
from firsthand.models.outbox import Delivery
from firsthand.models.tickets import Ticket
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.tasks.actions import give_on_ticket
from firsthand.services.tickets.actions.merging import link
from tests.web.desk_of_lighthouse import BusyDesk
from tests.web.forms_of import FoundForm, forms_of

BESIDE = {"csrfmiddlewaretoken", "act", "next", "username", "theme", "file"}
"""What a form sends beside the parameters: its token and act, where to go next, what password managers want, this
browser's colours, and a file from which a draft begins by another act."""
NO_ACT = ("/theme", "/sign-out")
"""What changes the browser's session and nothing of the desk."""
_OF_AN_ADDRESS = re.compile("-[0-9]*$")
WITH_BOUNDS = ("text", "search", "number", "email", "password", "date", None)


@pytest.fixture
def pages(busy: BusyDesk, mira: Client) -> list[str]:
    """The pages of a busy desk with all of their forms."""
    now = datetime.now(UTC)
    desk, ticket = busy.desk, busy.login.pk
    me = desk.viewer(desk.mira, at=now)
    give_on_ticket(viewer=me, ticket_id=ticket, what="Ask Ana", due_at=now + timedelta(days=1), at=now)
    another = Ticket.objects.exclude(pk__in=[ticket, busy.merged.pk]).earliest("pk")
    link(viewer=me, ticket_id=ticket, other_id=another.pk, at=now)
    mira.post("/book/drafts/new", {"title": "Longer hours", "on": "2027-01-01"})
    mira.post(f"/t/{ticket}/do/reply", {"text": "We found it and rebuilt the index; tell us if it comes back."})
    mira.post(f"/people/{desk.noor.pk}/hours", {"act": "away", "first": "2098-03-02", "last": "2098-03-03"})
    mira.post("/people/invitations", {"name": "Zoe", "email": "zoe@lighthouse.example"})
    draft, mail = AmendmentDraft.objects.latest("id"), Delivery.objects.latest("id")
    return [
        *(
            f"/t/{ticket}",
            f"/t/{ticket}/why",
            "/tasks",
            "/proposals",
            "/notices",
            "/quarantine/blocked",
            f"/outbox/{mail.pk}",
        ),
        *("/new/entered", "/new/written", "/settings/addresses/new/email", "/settings/addresses/new/console"),
        *(
            "/a/",
            f"/a/{desk.acme.pk}",
            f"/a/{desk.acme.pk}/plan",
            f"/contacts/{desk.ana.pk}/erase",
            "/settings",
            "/profile",
        ),
        *(f"/a/{desk.acme.pk}/merge?into=Cobalt", f"/contacts/{desk.ben.pk}/merge?into=ana@acme.example"),
        *(
            "/quarantine/blocked",
            "/saved-replies/new",
            "/people",
            f"/people/{desk.noor.pk}",
            f"/people/{desk.noor.pk}/hours",
            "/book/drafts/new",
            f"/book/drafts/{draft.pk}",
        ),
    ]


@pytest.fixture
def forms(pages: list[str], mira: Client, sit_down: Callable[[str], Client]) -> list[tuple[str, FoundForm]]:
    """The forms of these pages as Mira and as Eve of sales see them, each with its page."""
    seen = [(page, client.get(page).content.decode()) for client in (mira, sit_down("eve")) for page in pages]
    found = [(page, form) for page, text in seen for form in forms_of(text)]
    return [(page, form) for page, form in found if not form.action.startswith(NO_ACT)]


def test_every_form_is_an_acts_and_asks_for_what_it_takes(forms: list[tuple[str, FoundForm]]) -> None:
    assert len({form.act for _, form in forms}) > 30
    for page, form in forms:
        assert form.act in CATALOGUE, (page, form.action, form.act)
        asked, known = {_OF_AN_ADDRESS.sub("", name) for name in form.fields}, CATALOGUE[form.act].asked_with
        takes_others = any(isinstance(one.kind, Others) for one in known.values())
        assert takes_others or asked - BESIDE <= set(known), (page, form.act)


def test_a_field_that_is_typed_states_the_bounds_of_its_parameter(forms: list[tuple[str, FoundForm]]) -> None:
    for page, form in forms:
        assert form.act, (page, form.action)
        asked_with = CATALOGUE[form.act].asked_with
        for name, given in form.fields.items():
            if (
                _OF_AN_ADDRESS.sub("", name) in asked_with
                and given["tag"] != "select"
                and given.get("type") in WITH_BOUNDS
            ):
                kind = asked_with[_OF_AN_ADDRESS.sub("", name)].kind
                stated = {key: str(value) for key, value in kind.attributes.items()}
                assert {key: given.get(key) for key in stated} == stated, (page, form.act, name)
