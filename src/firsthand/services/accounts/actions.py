"""Writes on accounts: each field through the act that owns it (S5, S7, S10, A10), each change an event."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from firsthand.domain.errors import Invalid, Missing
from firsthand.domain.events.accounts import AccountChanged
from firsthand.domain.mail.addresses import plain_name
from firsthand.domain.names import NameFamily, Stage
from firsthand.domain.organisation import Organisation, Right
from firsthand.domain.sentences import Sentence, Series, as_written, count, either, in_a_row, named, say
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.models.channels import Handle
from firsthand.models.people import Person, RoleHolding
from firsthand.services.access.doors import accounts_for
from firsthand.services.access.viewers import Viewer, held_at, require
from firsthand.services.accounts.words import check_account_name, check_domain, check_short
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.handles import give_handle, handles_of
from firsthand.services.channels.registry import first_channel
from firsthand.services.coaching.following import follow_accountable, follow_stage
from firsthand.services.consequences.moving import note_stage
from firsthand.services.people.words import check_email
from firsthand.services.tickets.actions.rerouting import follow_account

LONGEST_WHY = 400
_DECIDING = frozenset({"stage", "strategic", "plan", "contract"})
"""What the book may go by to say who owns the account's requests."""


@transaction.atomic
def create_account(*, viewer: Viewer, name: str, at: datetime, why: str = "") -> Account:
    """A new account: a prospect with no plan, contract or accountable customer engineer yet. Raises Invalid."""
    require(viewer, Right.edit_contacts)
    checked = check_account_name(name)
    try:
        with transaction.atomic():
            account = Account.objects.create(name=checked, stage=viewer.organisation.first_stage, created_at=at)
    except IntegrityError as error:
        raise _name_taken(checked) from error
    _note(account, viewer=viewer, at=at, why=why, changes={"name": ("", checked)})
    return account


@transaction.atomic
def rename(*, viewer: Viewer, account_id: int, name: str, at: datetime, why: str = "") -> Account:
    """Give an account another name. Raises Invalid when another account has it."""
    require(viewer, Right.edit_contacts)
    account = _locked(viewer, account_id)
    checked = check_account_name(name)
    if Account.objects.filter(name=checked).exclude(pk=account.pk).exists():
        raise _name_taken(checked)
    return _change(account, viewer=viewer, at=at, why=why, values={"name": checked})


@transaction.atomic
def set_commercial(
    *,
    viewer: Viewer,
    account_id: int,
    at: datetime,
    stage: Stage | None = None,
    plan: str | None = None,
    contract: str | None = None,
    why: str | Sentence = "",
) -> Account:
    """Change the stage, plan or contract: sales' fields (S7). None leaves a field as it is. Open tickets keep the
    snapshot they were received with (A9); where another role owns one by now, it is offered to them."""
    require(viewer, Right.set_commercial)
    values: dict[str, object] = {}
    if stage is not None:
        if stage not in viewer.organisation.stages:
            raise Invalid(
                "unknown_stage",
                say(
                    "The book has no stage {stage}; it has {known}.",
                    stage=repr(stage),
                    known=Series(tuple(named(viewer.organisation.stages, NameFamily.stage))),
                ),
                field="stage",
            )
        values["stage"] = stage
    if plan is not None:
        values["plan"] = check_short(plan, field="plan")
    if contract is not None:
        values["contract"] = check_short(contract, field="contract")
    return _change(_locked(viewer, account_id), viewer=viewer, at=at, why=why, values=values)


@transaction.atomic
def set_seller(
    *, viewer: Viewer, account_id: int, person_id: int | None, at: datetime, why: str | Sentence = ""
) -> Account:
    """Name the one account executive (S7), or nobody. Raises Invalid for somebody who does not hold that role."""
    require(viewer, Right.set_commercial)
    person = holder_of(person_id, organisation=viewer.organisation, right=Right.be_seller, at=at, field="seller")
    return _change(_locked(viewer, account_id), viewer=viewer, at=at, why=why, values={"seller": person})


@transaction.atomic
def set_accountable(
    *, viewer: Viewer, account_id: int, person_id: int | None, at: datetime, why: str | Sentence = ""
) -> Account:
    """Name the one customer engineer accountable for the account (S10), or nobody. Raises Invalid for somebody
    who does not hold that role."""
    require(viewer, Right.set_accountable)
    person = holder_of(
        person_id, organisation=viewer.organisation, right=Right.be_accountable, at=at, field="accountable"
    )
    return _change(_locked(viewer, account_id), viewer=viewer, at=at, why=why, values={"accountable": person})


@transaction.atomic
def set_strategic(*, viewer: Viewer, account_id: int, strategic: bool, reason: str, at: datetime) -> Account:
    """Set or take away the strategic flag, with the reason (A10). Raises Invalid without one."""
    require(viewer, Right.set_strategic)
    text = " ".join(reason.split())
    if not text or len(text) > LONGEST_WHY:
        raise Invalid(
            "reason_missing",
            say(
                "Say in at most {longest} characters why the account is, or no longer is, strategic.",
                longest=LONGEST_WHY,
            ),
            field="reason",
        )
    values: dict[str, object] = {"strategic": strategic, "strategic_reason": text if strategic else ""}
    return _change(_locked(viewer, account_id), viewer=viewer, at=at, why=text, values=values)


@transaction.atomic
def add_domain(*, viewer: Viewer, account_id: int, domain: str, at: datetime, why: str = "") -> AccountDomain:
    """Mail from this domain belongs to the account from now on; contacts there who have no account join it.

    Raises Invalid for what is no domain, a public mail provider, or a domain of another account.
    """
    require(viewer, Right.edit_contacts)
    account, checked = _locked(viewer, account_id), check_domain(domain)
    there = AccountDomain.objects.select_related("account").filter(domain=checked).first()
    if there is not None:
        if there.account_id == account.pk:
            return there
        raise Invalid(
            "domain_taken",
            say("{domain} already belongs to {account}.", domain=checked, account=there.account.name),
            field="domain",
        )
    row = AccountDomain.objects.create(account=account, domain=checked)
    theirs = Handle.objects.filter(address__endswith=f"@{checked}", contact__account=None).values("contact")
    joined = Contact.objects.filter(pk__in=theirs, erased_at=None).update(account=account)
    words: str | Sentence = why
    if joined:
        contacts = count(joined, "({n} contact joined)", "({n} contacts joined)")
        words = in_a_row((as_written(why), contacts)) if why else contacts
    _note(account, viewer=viewer, at=at, why=words, changes={"domain": ("", checked)})
    return row


@transaction.atomic
def remove_domain(*, viewer: Viewer, account_id: int, domain: str, at: datetime, why: str = "") -> None:
    """Mail from this domain no longer belongs to the account; contacts stay. Raises Missing."""
    require(viewer, Right.edit_contacts)
    account = _locked(viewer, account_id)
    gone, _ = AccountDomain.objects.filter(account=account, domain=domain.strip().lower()).delete()
    if not gone:
        raise Missing("no_domain", say("{account} has no domain {domain}.", account=account.name, domain=repr(domain)))
    _note(account, viewer=viewer, at=at, why=why, changes={"domain": (domain.strip().lower(), "")})


@transaction.atomic
def add_contact(
    *, viewer: Viewer, account_id: int, email: str = "", name: str = "", at: datetime, why: str = ""
) -> Contact:
    """Make somebody a contact of the account: new, or known without one. Who has no mail address needs a name, and is
    somebody else than whoever has the same one. Raises Invalid when the address belongs to another account; move them
    with `move_contact`."""
    require(viewer, Right.edit_contacts)
    account, called = _locked(viewer, account_id), plain_name(name)
    if not email.strip():
        if not called:
            raise Invalid("name_missing", say("Give a name, or an address."), field="email")
        contact = Contact.objects.create(name=called, account=account, created_at=at)
        _note(account, viewer=viewer, at=at, why=why, changes={"contact": ("", called)})
        return contact
    address, channel = check_email(email), first_channel().name
    handle = handles_of(channel, [address]).get(address)
    known = handle.contact if handle is not None else None
    if known is not None and known.account_id == account.pk:
        return known
    if known is not None and known.account is not None:
        raise Invalid(
            "contact_taken",
            say("{address} already belongs to {account}.", address=address, account=known.account.name),
            field="email",
        )
    contact = known or Contact(created_at=at)
    contact.account, contact.name = account, called or contact.name
    contact.save()
    give_handle(channel=channel, address=address, contact=contact)
    _note(account, viewer=viewer, at=at, why=why, changes={"contact": ("", address)})
    return contact


@transaction.atomic
def move_contact(*, viewer: Viewer, contact_id: int, account_id: int | None, at: datetime, why: str) -> Contact:
    """Move a contact to another account, or to none; both accounts keep the change. Their tickets stay where they
    are. Raises Missing, or Invalid without a reason."""
    require(viewer, Right.edit_contacts)
    if not why.strip():
        raise Invalid("reason_missing", say("Say why this person belongs elsewhere."), field="why")
    contact = Contact.objects.select_for_update(of=("self",), no_key=True).filter(pk=contact_id).first()
    if contact is None:
        raise Missing("no_contact", say("There is no such contact."))
    before = contact.account
    after = _locked(viewer, account_id) if account_id is not None else None
    if before == after:
        return contact
    contact.account = after
    contact.save(update_fields=["account"])
    if before is not None:
        _note(before, viewer=viewer, at=at, why=why, changes={"contact": (contact.address or contact.name, "")})
    if after is not None:
        _note(after, viewer=viewer, at=at, why=why, changes={"contact": ("", contact.address or contact.name)})
    return contact


def _locked(viewer: Viewer, account_id: int) -> Account:
    account = accounts_for(viewer).select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    return account


def holder_of(
    person_id: int | None, *, organisation: Organisation, right: Right, at: datetime, field: str
) -> Person | None:
    """Somebody whose role gives them `right` at an instant, or nobody for None. Raises Invalid on `field`."""
    if person_id is None:
        return None
    roles = organisation.who_may(right)
    held = RoleHolding.objects.filter(held_at(at), person_id=person_id, role__in=roles, person__is_active=True)
    if (holding := held.select_related("person").first()) is None:
        holds = say("Choose somebody who holds {roles} now.", roles=either(named(roles, NameFamily.role)))
        raise Invalid("wrong_role", holds, field=field)
    return holding.person


def _change(
    account: Account, *, viewer: Viewer, at: datetime, why: str | Sentence, values: Mapping[str, object]
) -> Account:
    changes: dict[str, tuple[str, str]] = {}
    accountable = account.accountable if "accountable" in values else None
    for field, value in values.items():
        before = getattr(account, field)
        if before != value:
            changes[field] = (_words(before), _words(value))
            setattr(account, field, value)
    if changes:
        account.save(update_fields=list(changes))
        events = _note(account, viewer=viewer, at=at, why=why, changes=changes)
        if "stage" in changes:
            follow_stage(account, viewer=viewer, desk=open_desk(at), because=events["stage"])
            note_stage(account, changes["stage"][0], viewer=viewer, at=at, why=why)
        if "accountable" in changes:
            because = events["accountable"]
            follow_accountable(account, accountable, viewer=viewer, desk=open_desk(at), because=because)
    if changes.keys() & _DECIDING:
        follow_account(account, viewer=viewer, at=at)
    return account


def _words(value: object) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _note(
    account: Account, *, viewer: Viewer, at: datetime, why: str | Sentence, changes: Mapping[str, tuple[str, str]]
) -> dict[str, int]:
    """Append each change; the events, by their fields."""
    words = why.strip()[:LONGEST_WHY] if isinstance(why, str) else why
    with acting(account.subject, desk=open_desk(at), actor=viewer.actor, account_id=account.pk) as act:
        said = {
            field: AccountChanged(field=field, before=before[:LONGEST_WHY], after=after[:LONGEST_WHY], why=words)
            for field, (before, after) in changes.items()
        }
        return {field: act.append(payload).pk for field, payload in said.items()}


def _name_taken(name: str) -> Invalid:
    return Invalid("name_taken", say("There is already an account called {name}.", name=name), field="name")
