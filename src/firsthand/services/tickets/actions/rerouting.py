"""A ticket that the book gives to another role by now: at once while nobody of its role has worked on it, else offered
by a hand-off, and the role that has it keeps it until that is accepted."""

from dataclasses import replace
from datetime import datetime

from django.db.models import Exists, OuterRef

from firsthand.domain.book.answers import Owner
from firsthand.domain.events import Actor
from firsthand.domain.handoffs import End, Occasion
from firsthand.domain.names import Stage
from firsthand.domain.ownership import owner as owner_of
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.conversation import Direction, Message
from firsthand.models.handoffs import Handoff
from firsthand.models.people import RoleHolding
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.viewers import Viewer, held_at
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.handoffs.actions import Offer, make_offer, standing_on, terms_for, withdraw_open
from firsthand.services.handoffs.context import filled_by_desk
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.ways import holder_of

BY_THE_BOOK = (Occasion.kind, Occasion.account, Occasion.book)


def is_worked_on(ticket: Ticket, desk: Desk) -> bool:
    """Whether somebody of the responsible role has taken the ticket, or answered or noted on it."""
    if ticket.responsible_id is not None:
        return True
    holds = RoleHolding.objects.filter(held_at(desk.at), person=OuterRef("person"), role=ticket.responsible_role)
    ours = Message.objects.filter(ticket=ticket, taken_back_at=None).exclude(direction=Direction.inbound)
    return ours.filter(Exists(holds)).exists()


def offer_to_owner(
    ticket: Ticket,
    owner: Owner | None,
    *,
    occasion: Occasion,
    why: Sentence,
    desk: Desk,
    actor: Actor,
    because: int | None = None,
) -> Handoff | None:
    """Offer the ticket to the role that owns it by the book, where that is another than the one that has it. An offer
    to somebody else ends with that, and so does one that the desk had made and that is no longer right."""
    sender = holder_of(ticket)
    keeps = owner is None or owner.role == sender.role
    before = standing_on(ticket, desk)
    if before is not None:
        if owner is not None and before.to_role == owner.role:
            return None
        if keeps and before.occasion not in BY_THE_BOOK:
            return None
        ended = say("By the book it goes another way now.")
        withdraw_open(ticket, desk=desk, actor=actor, why=ended, because=because)
    if owner is None or keeps:
        return None
    receiver = End(role=owner.role, team=owner.team)
    form = terms_for(ticket, sender=sender.role, receiver=receiver.role, desk=desk).form
    made = Offer(
        sender=sender,
        receiver=receiver,
        context=filled_by_desk(form, ticket, why=why),
        occasion=occasion,
    )
    return make_offer(ticket, made, desk=desk, actor=actor, because=because)


def follow_account(account: Account, *, viewer: Viewer, at: datetime) -> int:
    """Offer the open tickets of an account that changed to who owns them by what it is now; how many. Those on which
    nobody has worked stay as they came in (A9)."""
    desk, made = open_desk(at), 0
    open_ones = Ticket.objects.filter(OPEN, account=account, kind_confirmed_at__isnull=False)
    for number in open_ones.order_by("pk").values_list("pk", flat=True):
        ticket = locked(number)
        if not is_worked_on(ticket, desk):
            continue
        request = request_now(ticket, desk)
        facts = replace(
            request.account,
            stage=Stage(account.stage),
            strategic=account.strategic,
            plan=account.plan or None,
            contract=account.contract or None,
        )
        found = owner_of(desk.edition, replace(request, account=facts))
        why = say("{account} changed; by the book it is another role's now.", account=account.name)
        row = offer_to_owner(ticket, found, occasion=Occasion.account, why=why, desk=desk, actor=viewer.actor)
        made += row is not None
    return made
