"""Two accounts that are one, and two contacts who are one person: what would move, and moving it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.accounts import AccountMerged, AccountTakenIn, ContactsMerged, TicketsAccountMerged
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, count, say
from firsthand.models.accounts import Account, Contact
from firsthand.models.proposals import UNANSWERED
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.doors import accounts_for, coaching_steps_for, contacts_for, tasks_for, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.accounts.actions import LONGEST_WHY
from firsthand.services.acting import acting, acting_on_ticket
from firsthand.services.book.desk import Desk, open_desk
from firsthand.services.coaching.following import take_along as take_coaching_along
from firsthand.services.consequences.moving import take_account_along
from firsthand.services.exceptions.queries import exceptions_of
from firsthand.services.tickets.actions.locking import locked

_COMPARED = ("stage", "plan", "contract", "strategic", "accountable", "seller")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that the two accounts have otherwise: what the one that goes has, and what stays."""

    field: str
    goes: str
    stays: str


@dataclass(frozen=True, kw_only=True)
class WouldMove:
    """What merging `source` into `target` would move, as far as the viewer sees it. `deviations` are what the book says
    of the source by its name, and do not move. `proposals` still wait for an answer: they hold the merge up."""

    source: Account
    target: Account
    contacts: int
    domains: tuple[str, ...]
    open_tickets: int
    ended_tickets: int
    tasks: int
    coaching: int
    differences: tuple[Difference, ...]
    deviations: tuple[str, ...]
    proposals: int


@dataclass(frozen=True, kw_only=True)
class WouldBeOne:
    """What saying that `source` is `target` would move. `other_account`: theirs differ, or one has none."""

    source: Contact
    target: Contact
    addresses: tuple[str, ...]
    tickets: int
    other_account: bool


def merged_account(*, viewer: Viewer, account_id: int) -> int | None:
    """The account that an account was merged into; None for one that was not, or that the viewer sees none of."""
    return accounts_for(viewer).filter(merged=account_id).values_list("pk", flat=True).first()


def mergeable_account(*, viewer: Viewer, account_id: int) -> Account:
    """The account that is to be merged into another. Raises Refused for who may not, or Missing."""
    require(viewer, Right.set_commercial)
    found = accounts_for(viewer).filter(pk=account_id).first()
    if found is None:
        raise _no_account()
    return found


def mergeable_contact(*, viewer: Viewer, contact_id: int) -> Contact:
    """The contact who is somebody else. Raises Refused for who may not, or Missing."""
    require(viewer, Right.edit_contacts)
    return _known_to(viewer, Q(pk=contact_id))


def would_move(*, viewer: Viewer, account_id: int, into: str, at: datetime) -> WouldMove:
    """What a merge into the account called `into` would move. Raises Refused, Missing, or Invalid on `into`."""
    source = mergeable_account(viewer=viewer, account_id=account_id)
    target = accounts_for(viewer).filter(name__iexact=" ".join(into.split())).first()
    if target is None:
        raise Invalid("no_account", say("There is no account called {wanted}.", wanted=repr(into)), field="into")
    _check_two(source.pk, target.pk)
    tickets = tickets_for(viewer).filter(account=source)
    still_open = tickets.filter(OPEN).count()
    desk = open_desk(at)
    return WouldMove(
        source=source,
        target=target,
        contacts=source.contacts.filter(erased_at=None).count(),
        domains=tuple(source.domains.order_by("domain").values_list("domain", flat=True)),
        open_tickets=still_open,
        ended_tickets=tickets.count() - still_open,
        tasks=tasks_for(viewer).filter(account=source, ended_at=None).count(),
        coaching=coaching_steps_for(viewer).filter(account=source, ended_at=None).count(),
        differences=_differences(source, target),
        deviations=tuple(row.text for row in exceptions_of(viewer=viewer, account_name=source.name, desk=desk)),
        proposals=source.proposals.filter(UNANSWERED).count(),
    )


def merge_accounts(*, viewer: Viewer, account_id: int, into_id: int, why: str, at: datetime) -> Account:
    """Everything that the account has is another's from now on: contacts, domains, tickets, tasks and history. What the
    other has keeps its values, and each ticket what it was received with (A9). Answers the other.

    Raises Missing, Invalid without a reason or for one and the same, and Refused while a proposal about it is open.
    """
    require(viewer, Right.set_commercial)
    said = _reason(why)
    with transaction.atomic():
        _check_two(account_id, into_id)
        rows = accounts_for(viewer).select_for_update(no_key=True).filter(pk__in=(account_id, into_id)).order_by("pk")
        found = {row.pk: row for row in rows}
        if len(found) < 2:
            raise _no_account()
        source, target = found[account_id], found[into_id]
        if waiting := source.proposals.filter(UNANSWERED).count():
            raise Refused(
                "still_proposed",
                count(
                    waiting,
                    "{n} proposal about this account waits for an answer. Answer it first.",
                    "{n} proposals about this account wait for an answer. Answer them first.",
                ),
            )
        desk, domains = open_desk(at), tuple(source.domains.order_by("domain").values_list("domain", flat=True))
        still_open = list(Ticket.objects.filter(OPEN, account=source).order_by("pk").values_list("pk", flat=True))
        contacts = source.contacts.update(account=target)
        source.domains.update(account=target)
        tickets = Ticket.objects.filter(account=source).update(account=target)
        source.tasks.update(account=target)
        source.proposals.update(account=target)
        take_account_along(source=source, target=target, viewer=viewer, desk=desk)
        source.merged.update(merged_into=target)
        source.merged_into = target
        source.save(update_fields=["merged_into"])
        # Search writes the words of both anew: what the one was called finds the other.
        Account.objects.filter(pk__in=found).update(name=F("name"))
        with acting(source.subject, desk=desk, actor=viewer.actor, account_id=source.pk) as act:
            merged = act.append(AccountMerged(into=target.pk, name=target.name, why=said))
        with acting(target.subject, desk=desk, actor=viewer.actor, account_id=target.pk) as act:
            act.append(
                AccountTakenIn(
                    account=source.pk,
                    name=source.name,
                    contacts=contacts,
                    tickets=tickets,
                    domains=", ".join(domains)[:LONGEST_WHY],
                    why=said,
                )
            )
        take_coaching_along(source, target, viewer=viewer, desk=desk, because=merged.pk)
        for number in still_open:
            _say_on(number, TicketsAccountMerged(before=source.name, after=target.name), viewer=viewer, desk=desk)
    return target


def would_be_one(*, viewer: Viewer, contact_id: int, into: str) -> WouldBeOne:
    """What saying that a contact is whoever has the address or number `into` would move. Raises Refused, Missing, or
    Invalid on `into`."""
    source = mergeable_contact(viewer=viewer, contact_id=contact_id)
    wanted = into.strip().lower()
    match = Q(pk=int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else Q(handles__address=wanted)
    try:
        target = _known_to(viewer, match)
    except Missing as error:
        raise Invalid(
            "no_contact", say("No contact has the address {wanted}.", wanted=repr(into)), field="into"
        ) from error
    _check_two(source.pk, target.pk)
    return WouldBeOne(
        source=source,
        target=target,
        addresses=tuple(source.handles.order_by("pk").values_list("address", flat=True)),
        tickets=tickets_for(viewer).filter(contact=source).count(),
        other_account=source.account_id != target.account_id,
    )


def merge_contacts(
    *, viewer: Viewer, contact_id: int, into_id: int, why: str, at: datetime, sure: bool = False
) -> Contact:
    """Say that a contact is another one: their addresses and tickets are the other's from now on, and erasing the other
    erases both. Who wrote which message stays as it was. Answers the other.

    Raises Missing, Invalid without a reason or for one and the same, and Refused for two accounts unless `sure`.
    """
    require(viewer, Right.edit_contacts)
    said = _reason(why)
    with transaction.atomic():
        _check_two(contact_id, into_id)
        first, second = sorted((contact_id, into_id))
        found = {number: _known_to(viewer, Q(pk=number), lock=True) for number in (first, second)}
        source, target = found[contact_id], found[into_id]
        if source.account_id != target.account_id and not sure:
            raise Refused("two_accounts", _two_accounts(source, target), field="sure")
        desk, who, was = open_desk(at), target.name or target.address, source.name or source.address
        merged = ContactsMerged(contact=target.pk, merged=source.pk, who=who, was=was, why=said)
        still_open = list(Ticket.objects.filter(OPEN, contact=source).order_by("pk").values_list("pk", flat=True))
        Ticket.objects.filter(contact=source).update(contact=target)
        source.handles.update(contact=target)
        source.merged.update(merged_into=target)
        accounts = dict.fromkeys(one for one in (source.account, target.account) if one is not None)
        source.merged_into, source.account = target, None
        source.save(update_fields=["merged_into", "account"])
        Contact.objects.filter(pk__in=found).update(name=F("name"))  # as for accounts: search writes their words anew
        for account in sorted(accounts, key=lambda one: one.pk):
            with acting(account.subject, desk=desk, actor=viewer.actor, account_id=account.pk) as act:
                act.append(merged)
        for number in still_open:
            _say_on(number, merged, viewer=viewer, desk=desk)
    return target


def _say_on(number: int, said: TicketsAccountMerged | ContactsMerged, *, viewer: Viewer, desk: Desk) -> None:
    """On a ticket behind a shut door too: whose it is changed there as well."""
    with acting_on_ticket(locked(number), desk=desk, actor=viewer.actor) as act:
        act.append(said)


def _differences(source: Account, target: Account) -> tuple[Difference, ...]:
    def of(account: Account, field: str) -> str:
        value = getattr(account, field)
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value or "")

    both = ((field, of(source, field), of(target, field)) for field in _COMPARED)
    return tuple(Difference(field=field, goes=goes, stays=stays) for field, goes, stays in both if goes != stays)


def _known_to(viewer: Viewer, match: Q, *, lock: bool = False) -> Contact:
    seen = contacts_for(viewer).select_related("account").filter(match, erased_at=None)
    found = (seen.select_for_update(of=("self",), no_key=True) if lock else seen).first()
    if found is None:
        raise Missing("no_contact", say("There is no such contact."))
    return found


def _two_accounts(source: Contact, target: Contact) -> Sentence:
    def of(contact: Contact) -> str | Sentence:
        return contact.account.name if contact.account is not None else say("no account")

    return say(
        "{was} belongs to {one}, {who} to {other}. Say that you are sure: whoever writes from either address is then "
        "of {other}.",
        was=source.name or source.address,
        one=of(source),
        who=target.name or target.address,
        other=of(target),
    )


def _check_two(one: int, other: int) -> None:
    if one == other:
        raise Invalid("same", say("That is the same one. Choose another."), field="into")


def _reason(why: str) -> str:
    if not (said := " ".join(why.split())[:LONGEST_WHY]):
        raise Invalid("reason_missing", say("Say why these are one."), field="why")
    return said


def _no_account() -> Missing:
    return Missing("no_account", say("There is no such account."))
