"""Erasing a contact: who they were and what they wrote goes; what was done, promised and judged stays.

Everything is one transaction. While its tombstone is not sealed the database lets words be blanked, and never again
after that (`models/append_only.py`). The files go afterwards, by the list that the tombstone keeps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.tickets import ContactErased
from firsthand.domain.organisation import Right
from firsthand.domain.people.erasing import Identity
from firsthand.domain.sentences import Series, say
from firsthand.models.accounts import Account, Contact, Erasure
from firsthand.models.clocks import LIVE
from firsthand.models.conversation import Attachment, Message
from firsthand.models.intake import RawMessage
from firsthand.models.tickets import Ticket
from firsthand.models.writing import UnsentFile
from firsthand.services.access.doors import contacts_for, files_for, messages_for
from firsthand.services.access.restrictions import shut_out_of
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.accounts import blanking
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import open_desk
from firsthand.services.tickets.actions.locking import locked

LONGEST_WHY = 400


@dataclass(frozen=True, kw_only=True)
class WouldGo:
    """What erasing a contact destroys, to be said before. `waiting` are the tickets that must end first. What stands on
    restricted tickets that the viewer is not let in to goes too; here it is neither counted nor named, but that the
    person waits on such a ticket (`waiting_elsewhere`), or an owner would never learn why nothing can be erased."""

    contact: Contact
    tickets: int
    messages: int
    attachments: int
    raw_messages: int
    waiting: tuple[int, ...]
    waiting_elsewhere: bool


def would_go(*, viewer: Viewer, contact_id: int) -> WouldGo:
    """Count what erasing the contact would destroy. Raises Refused or Missing as the act itself does."""
    require(viewer, Right.erase_contacts)
    contact = _found(viewer, contact_id)
    identity, waiting = identity_of(contact), _waiting(contact)
    tickets = _tickets(contact, identity)
    shut = shut_out_of(viewer, {*tickets, *waiting})
    seen, them = [number for number in tickets if number not in shut], (contact, *contact.merged.all())
    found = (blanking.raw_messages(one, identity, tickets=tickets) for one in them)
    raws = list({raw.pk: raw for some in found for raw in some}.values())
    return WouldGo(
        contact=contact,
        tickets=len(seen),
        messages=messages_for(viewer).filter(contact__in=them).count(),
        attachments=files_for(viewer).filter(message__contact__in=them).count(),
        raw_messages=sum(raw.ticket_id not in shut for raw in raws),
        waiting=tuple(number for number in waiting if number not in shut),
        waiting_elsewhere=any(number in shut for number in waiting),
    )


def erase_contact(*, viewer: Viewer, contact_id: int, why: str, at: datetime) -> Erasure:
    """Erase a contact for good; only an owner of the desk may. Answers the tombstone.

    Raises Invalid without a reason or with one that names the person, Missing, and Refused for somebody who was
    erased before or who still waits for an answer: afterwards nobody could be written to.
    """
    require(viewer, Right.erase_contacts)
    with transaction.atomic():
        contact = _found(viewer, contact_id, lock=True)
        identity = identity_of(contact)
        reason = _reason(why, identity)
        tickets = _tickets(contact, identity)
        list(Ticket.objects.select_for_update().filter(pk__in=tickets).order_by("pk"))
        if waiting := _waiting(contact):
            shut = shut_out_of(viewer, waiting)
            named = [say("#{number}", number=number) for number in waiting if number not in shut]
            closed_to_them = [say("a restricted ticket")] if shut else []
            raise Refused(
                "still_waiting",
                say(
                    "Answer or end {tickets} first, and let the answer leave: afterwards nobody can be written to.",
                    tickets=Series((*named, *closed_to_them)),
                ),
            )
        tombstone = _erase(contact, identity, viewer=viewer, tickets=tickets, why=reason, at=at)
        _say_so(contact, identity, viewer=viewer, tickets=tickets, why=reason, at=at)
    return tombstone


def _erase(
    contact: Contact, identity: Identity, *, viewer: Viewer, tickets: Sequence[int], why: str, at: datetime
) -> Erasure:
    """Blank the contact and whoever was merged into them, who are the same person; the contact's tombstone."""
    for merged in contact.merged.filter(erased_at=None).order_by("pk"):
        _erase(merged, _as(merged, identity), viewer=viewer, tickets=tickets, why=why, at=at)
    tombstone = Erasure.objects.create(
        contact=contact, pseudonym=identity.pseudonym, at=at, by_id=viewer.person_id, why=why
    )
    blanking.blank(contact, identity, tombstone, tickets=tickets)
    tombstone.sealed_at = at
    tombstone.save()
    return tombstone


def _as(contact: Contact, identity: Identity) -> Identity:
    """A merged contact by every name and address of the person that they are."""
    return replace(identity, pseudonym=_pseudonym(contact), address=_no_address(contact))


def delete_files(*, folder: Path, now: datetime, limit: int = 20) -> int:
    """Delete the raw mails and files of erased contacts below the data folder; of how many contacts.

    A file that came with somebody else's message as well, or is about to go with one, stays. Safe to do twice, and
    again after a crash.
    """
    waiting = list(Erasure.objects.filter(files_gone_at=None, sealed_at__isnull=False).order_by("pk")[:limit])
    for tombstone in waiting:
        for name in tombstone.files:
            if not any(rows.objects.filter(sha256=Path(name).name).exists() for rows in (Attachment, UnsentFile)):
                (folder / name).unlink(missing_ok=True)
        Erasure.objects.filter(pk=tombstone.pk).update(files_gone_at=now)
    return len(waiting)


def identity_of(contact: Contact) -> Identity:
    """Who is taken out: the addresses, and every name they wrote under, as whomever the desk knew them."""
    them = (contact, *contact.merged.order_by("pk"))
    senders = Message.objects.filter(contact__in=them).values_list("sender", flat=True).distinct()
    names = [*(one.name for one in them), *(sender.rpartition("<")[0].strip(' "') for sender in senders)]
    return Identity(
        names=tuple(dict.fromkeys(name for name in names if name)),
        addresses=tuple(sorted(one.address.lower() for one in contact.handles.all())),
        pseudonym=_pseudonym(contact),
        address=_no_address(contact),
    )


def _pseudonym(contact: Contact) -> str:
    return f"Erased contact {contact.pk}"


def _no_address(contact: Contact) -> str:
    return f"erased-{contact.pk}@erased.invalid"


def _found(viewer: Viewer, contact_id: int, *, lock: bool = False) -> Contact:
    seen = contacts_for(viewer).filter(pk=contact_id)
    contact = (seen.select_for_update(of=("self",), no_key=True) if lock else seen).first()
    if contact is None:
        raise Missing("no_contact", say("There is no such contact."))
    if contact.erased_at is not None:
        raise Refused("erased_before", say("This contact was erased before."))
    return contact


def _reason(why: str, identity: Identity) -> str:
    reason = " ".join(why.split())[:LONGEST_WHY]
    if not reason:
        raise Invalid("reason_missing", say("Say why, for example: they asked us to on 3 May."), field="why")
    if identity.is_named_in(reason):
        raise Invalid("reason_names_them", say("The reason stays; say it without their name and address."), field="why")
    return reason


def _tickets(contact: Contact, identity: Identity) -> list[int]:
    """The tickets that the contact opened, wrote on, or was written to on."""
    theirs = Ticket.objects.filter(Q(contact=contact) | Q(messages__contact__in=(contact, *contact.merged.all())))
    perhaps = blanking.any_of(Q(recipients__icontains=one) | Q(copies__icontains=one) for one in identity.addresses)
    written_to = {
        number
        for number, to, copies in Message.objects.filter(perhaps).values_list("ticket", "recipients", "copies")
        if any(identity.is_theirs(one) for one in (*to, *copies))
    }
    return sorted({*theirs.values_list("pk", flat=True), *written_to})


def _waiting(contact: Contact) -> tuple[int, ...]:
    owed = Ticket.objects.filter(Q(solved_at=None) | Q(subject__clocks__state__in=LIVE), contact=contact)
    return tuple(sorted(set(owed.values_list("pk", flat=True))))


def _say_so(
    contact: Contact, identity: Identity, *, viewer: Viewer, tickets: list[int], why: str, at: datetime
) -> None:
    desk, said = open_desk(at), ContactErased(contact=identity.pseudonym, why=why)
    for number in tickets:  # those behind a shut door too: the person is gone from them
        with acting_on_ticket(locked(number), desk=desk, actor=viewer.actor) as act:
            act.append(said)
    if contact.account_id is not None:
        account = Account.objects.select_related("subject").get(pk=contact.account_id)
        with acting(account.subject, desk=desk, actor=viewer.actor, account_id=account.pk) as act:
            act.append(said)


def erased_again(raw: RawMessage) -> None:
    """A mail of an erased sender was handed over once more: its files are to go again."""
    Erasure.objects.filter(pseudonym=raw.sender).update(files_gone_at=None)
