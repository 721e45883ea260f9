"""The command palette: what the catalogue says that the reader may do, and nothing else."""

import json
import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from firsthand.services.tickets.actions.custody import take
from firsthand.web.commands import BEGINS, OWN_PAGES
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.web.desk_of_lighthouse import BusyDesk
from tests.web.forms_of import forms_of

_OFFERED = re.compile(r'id="ticket"[^>]* data-acts="([^"]*)"')
_ANYWHERE = re.compile(r'id="palette-list"[^>]* data-acts="([^"]*)"')


def offered(client: Client, address: str) -> set[str]:
    """The acts that the page of a ticket offers."""
    return {one["name"] for one in said(_OFFERED, client, address)}


def said(where: re.Pattern[str], client: Client, address: str) -> list[dict[str, str]]:
    """The commands that a page holds."""
    found = where.search(client.get(address).content.decode())
    commands: list[dict[str, str]] = json.loads(unescape(found[1])) if found else []
    return commands


def test_who_holds_the_role_is_offered_to_take_it_and_then_to_give_it_back(busy: BusyDesk, mira: Client) -> None:
    ticket = busy.desk.ticket(number=90)
    address = f"/t/{ticket.pk}"
    before = offered(mira, address)
    assert ("tickets.take" in before, "tickets.release" in before) == (True, False)
    take(viewer=busy.desk.viewer(busy.desk.mira), ticket_id=ticket.pk, at=NOW)
    after = offered(mira, address)
    assert ("tickets.take" in after, "tickets.release" in after) == (False, True)


def test_what_others_may_is_not_offered(busy: BusyDesk, sit_down: Callable[[str], Client]) -> None:
    eve, mira = sit_down("eve"), sit_down("mira")
    address = f"/t/{busy.login.pk}"
    assert [("tickets.severity" in offered(one, address)) for one in (mira, eve)] == [True, False]
    assert [("/people" in {line["href"] for line in said(_ANYWHERE, one, "/")}) for one in (mira, eve)] == [True, False]


def test_each_command_has_its_form_on_the_page(busy: BusyDesk, mira: Client) -> None:
    address = f"/t/{busy.login.pk}"
    on_page = {form.act for form in forms_of(mira.get(address).content.decode())}
    assert offered(mira, address) <= on_page | {"tickets.topic", *OWN_PAGES}
    begun = {
        form.act for one in said(_ANYWHERE, mira, "/") for form in forms_of(mira.get(one["href"]).content.decode())
    }
    assert begun >= {name for name in BEGINS if name not in ("tickets.enter", "tickets.begin")}


def test_the_keys_of_the_acts_on_a_ticket_are_each_once(busy: BusyDesk, mira: Client) -> None:
    keys = [one["key"] for one in said(_OFFERED, mira, f"/t/{busy.login.pk}") if one["key"]]
    assert len(keys) == len(set(keys)) > 5
