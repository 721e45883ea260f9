"""Open tickets that a new edition gives to another role. None moves by that (S32): whoever published it has them as one
list, and offers them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from firsthand.domain.book import Edition
from firsthand.domain.book.answers import Owner
from firsthand.domain.errors import Refused
from firsthand.domain.handoffs import HandoffState, Occasion
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.ownership import owner as owner_of
from firsthand.domain.sentences import Name, count, say
from firsthand.models.handoffs import Handoff, MoveByBook
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.models.tickets import Decision, Ticket
from firsthand.services.access.doors import moves_for
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.book.about_one_clock import request_now
from firsthand.services.book.deciding import POLICY_CHANGED
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.notices.actions import notify
from firsthand.services.people.queries import owners
from firsthand.services.tickets.actions.locking import locked
from firsthand.services.tickets.actions.rerouting import offer_to_owner

PAGE = "/handoffs/by-the-book"
AT_ONCE = 200
"""So many are offered by one act at most."""


def note_move(ticket: Ticket, *, desk: Desk) -> None:
    """Keep whether the book, which changed, gives a ticket to another role than it did when somebody last said what it
    is, and than has it. The caller holds the ticket locked."""
    to = _moves_to(ticket, desk)
    if to is None:
        MoveByBook.objects.filter(ticket=ticket).delete()
        return
    amendment = _amendment_of(desk.edition, to.clause, desk)
    MoveByBook.objects.update_or_create(
        ticket=ticket,
        defaults={
            "to_role": to.role,
            "clause": to.clause,
            "amendment": amendment.name if amendment is not None else "",
            "published_by": amendment.loaded_by if amendment is not None else None,
            "found_at": desk.at,
        },
    )


def _moves_to(ticket: Ticket, desk: Desk) -> Owner | None:
    if ticket.solved_at is not None or ticket.kind_confirmed_at is None:
        return None
    now = desk.organisation.now
    to = owner_of(desk.edition, request_now(ticket, desk))
    if to is None or to.role == now(Role(ticket.responsible_role)) or to.role == now(_decided(ticket)):
        return None
    declined = Handoff.objects.filter(state=HandoffState.declined, occasion=Occasion.book, ticket=ticket)
    return None if declined.filter(to_role=to.role).exists() else to


def standing(rows: QuerySet[MoveByBook]) -> QuerySet[MoveByBook]:
    """Of these moves those that are still to be offered: the ticket is open, nobody moved it there meanwhile, and it is
    not offered there now, nor was that declined. What was withdrawn, or nobody answered in time, is offered again."""
    answered = Q(state=HandoffState.declined, occasion=Occasion.book) | Q(state=HandoffState.offered)
    answered |= Q(state=HandoffState.accepted, ended_at__gte=OuterRef("found_at"))
    offered = Handoff.objects.filter(answered, ticket=OuterRef("ticket"), to_role_name=OuterRef("to_role"))
    return rows.filter(~Exists(offered), ticket__solved_at=None).exclude(ticket__responsible_role=F("to_role"))


def _decided(ticket: Ticket) -> Role:
    """Whose the book said that it is, when it was last asked about it; whose it is where it never was."""
    asked = Decision.objects.filter(subject=ticket.subject_id).exclude(occasion=POLICY_CHANGED).order_by("-id")
    owner = (asked.values_list("outcome", flat=True).first() or {}).get("owner") or {}
    return Role(owner.get("role", ticket.responsible_role))


def _amendment_of(edition: Edition, clause: str, desk: Desk) -> Amendment | None:
    """The newest publication that added a clause, replaced it, or activated it."""
    touching = (
        one
        for one in reversed(edition.amendments)
        if any(added.id == clause for added in one.adds) or any(record.clause == clause for record in one.activates)
    )
    newest = next(touching, None)
    rows = Amendment.objects.select_related("loaded_by").filter(book=desk.book.name)
    return rows.filter(name=newest.file).first() if newest is not None else None


def tell_of_moves(*, since: datetime | None, key: str, now: datetime) -> None:
    """Tell whoever published it, once for a change of the book, how many open tickets it gives to other roles; the
    owners of the desk where nobody here did."""
    rows = MoveByBook.objects.filter(found_at__gte=since) if since is not None else MoveByBook.objects.all()
    for published_by in set(rows.values_list("published_by", flat=True)):
        people = list(Person.objects.filter(pk=published_by, is_active=True)) or owners()
        for person in people:
            seen = standing(moves_for(viewer_of(person, at=now))).filter(
                pk__in=rows.values("pk"), published_by=published_by
            )
            if found := seen.count():
                _tell(person, found, key=f"moves:{key}:{published_by or 0}", now=now)


def _tell(person: Person, found: int, *, key: str, now: datetime) -> None:
    text = count(
        found,
        "By the book one open ticket belongs to another role now. It stays where it is until you offer it.",
        "By the book {n} open tickets belong to other roles now. They stay where they are until you offer them.",
    )
    notify(people=[person], subject=None, at=now, kind=NoticeKind.book, text=text, clause="", key=key, path=PAGE)


@transaction.atomic
def offer_moves(*, viewer: Viewer, tickets: Collection[int], at: datetime) -> int:
    """Offer these tickets to the roles that the book gives them to, with what the desk knows filled in; each stays
    whose it is until it is accepted. How many. Raises Refused where none of them is the viewer's to offer."""
    seen = standing(moves_for(viewer)).filter(ticket__in=tickets).order_by("ticket")
    mine = list(seen.filter(offerable_by(viewer))[:AT_ONCE])
    if not mine:
        if first := seen.select_related("published_by").first():
            raise _refused(first)
        raise Refused("nothing_to_offer", say("None of these belongs to another role by the book any more."))
    desk, made = open_desk(at), 0
    for row in mine:
        ticket = locked(row.ticket_id)
        to = owner_of(desk.edition, request_now(ticket, desk)) if ticket.solved_at is None else None
        if to is not None:
            role = Name(to.role, NameFamily.role)
            why = say("The book changed; by {clause} it is {role}’s now.", clause=to.clause, role=role)
            made += bool(offer_to_owner(ticket, to, occasion=Occasion.book, why=why, desk=desk, actor=viewer.actor))
        if to is None or to.role != row.to_role:
            MoveByBook.objects.filter(pk=row.pk).delete()
    return made


def offerable_by(viewer: Viewer) -> Q:
    """The moves that a viewer offers: what they published; an owner of the desk every one."""
    return Q() if viewer.is_owner else Q(published_by=viewer.person_id)


def _refused(row: MoveByBook) -> Refused:
    if row.published_by is None or not row.published_by.is_active:
        return Refused("not_yours", say("Only an owner of the desk offers them: nobody here published it."))
    text = say("Only {person}, who published it, or an owner of the desk offers them.", person=row.published_by.name)
    return Refused("not_yours", text)
