"""The command palette: what the reader may do here and from anywhere, as data that the catalogue makes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from firsthand.domain.names import Role
from firsthand.domain.tickets import Phase
from firsthand.services.access.viewers import Viewer
from firsthand.services.catalogue import CATALOGUE, acts_of
from firsthand.services.catalogue.act import Act, Standing
from firsthand.services.language.telling import TEXT
from firsthand.services.tickets.actions.ways import may_assign_directly, may_give
from firsthand.services.tickets.queries import TicketPage
from firsthand.web.acts import ON_TICKET

BEGINS = {
    "tickets.enter": "enter",
    "tickets.begin": "write",
    "accounts.create": "accounts",
    "saved_replies.write": "new_saved_reply",
    "people.invite": "people",
    "drafts.begin": "new_draft",
}
"""The acts that begin something, and the page that has their form."""
OWN_PAGES = {"handoffs.hand-over": "hand_over", "help.ask-for-help": "ask_for_help"}
"""The acts on a ticket whose form has a page of its own."""


def standing_of(
    page: TicketPage,
    viewer: Viewer,
    *,
    answer_owed: bool,
    has_topics: bool,
    may_begin: bool,
    may_ask: bool,
    offered_to_me: bool,
    may_send: bool,
    may_warn: bool,
    may_be_helped: bool,
    may_give_to_consider: bool,
) -> Standing:
    """How the ticket stands to its reader."""
    ticket = page.ticket
    return Standing(
        closed=ticket.phase == Phase.closed,
        mine=ticket.responsible_id == viewer.person_id,
        of_my_role=Role(ticket.responsible_role) in viewer.roles,
        offered=page.offer is not None,
        offered_to_me=offered_to_me,
        may_begin=may_begin,
        began=page.begun_by == viewer.person_id,
        leads=may_assign_directly(viewer, Role(ticket.responsible_role)),
        mine_to_give=may_give(viewer, ticket),
        restricted=page.circle is not None,
        answer_owed=answer_owed,
        has_reader=bool(page.envelopes[0].to) or page.envelopes[0].endpoint is not None,
        has_states=bool(page.statuses),
        has_topics=has_topics,
        may_ask=may_ask,
        may_send=may_send,
        may_warn=may_warn,
        may_be_helped=may_be_helped,
        may_give_to_consider=may_give_to_consider,
    )


def offered_on_ticket(viewer: Viewer, standing: Standing, ticket_id: int) -> Mapping[str, Mapping[str, object]]:
    """The acts that the reader may do to the ticket by now, by name."""
    acts = (one for one in acts_of(*ON_TICKET) if one.possible(standing))
    return {one.name: _command(one, ticket_id) for one in acts if one.right is None or viewer.may(one.right)}


def _command(one: Act[Any], ticket_id: int) -> Mapping[str, object]:
    """The act as the script of the page reads it; `href` is the page that has its form, if that is another."""
    words, page = TEXT.sentence(one.words), OWN_PAGES.get(one.name)
    href = reverse(page, kwargs={"ticket_id": ticket_id}) if page is not None else ""
    return {"name": one.name, "verb": one.verb, "words": words, "key": one.key, "direct": one.is_direct, "href": href}


def commands_anywhere(viewer: Viewer) -> str:
    """What the reader may begin from any page, with the page that has its form."""
    acts = ((CATALOGUE[name], page) for name, page in BEGINS.items())
    return as_data(
        {"words": TEXT.sentence(one.words), "href": reverse(page)}
        for one, page in acts
        if one.right is None or viewer.may(one.right)
    )


def as_data(commands: Iterable[Mapping[str, object]]) -> str:
    """Commands as the script of the page reads them."""
    return json.dumps(list(commands), ensure_ascii=False, separators=(",", ":"))
