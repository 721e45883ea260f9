"""Accounts: each field through the right that owns it (S5, S7, S10, A10), and erasing a contact."""

from dataclasses import dataclass
from typing import Annotated

from firsthand.domain.acts import Declared, Flag, Id, Text
from firsthand.domain.names import Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account
from firsthand.services.access.doors import accounts_for
from firsthand.services.accounts import actions, erasing, merging
from firsthand.services.accounts.words import LONGEST, LONGEST_DOMAIN, LONGEST_SHORT
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act
from firsthand.services.people.words import LONGEST_EMAIL

_SAVED = say("Saved.")
Why = Annotated[str, Text(at_most=actions.LONGEST_WHY)]
AccountName = Annotated[str, Text(at_most=LONGEST)]
Short = Annotated[str, Text(at_most=LONGEST_SHORT)]
Domain = Annotated[str, Text(at_most=LONGEST_DOMAIN)]
Somebody = Annotated[int | None, Id("person")]


@dataclass(frozen=True, kw_only=True)
class OnAccount:
    """An account."""

    account: Annotated[int, Id("account")]


def _before(doer: Doer, number: int) -> Account | None:
    """The account as it stands before an act: what an undo leads back to."""
    return accounts_for(doer.viewer).filter(pk=number).first()


def _undo(act_name: str, account: int, **sent: object) -> Undo:
    texts = {field: "" if value is None else str(value) for field, value in sent.items()}
    return Undo(act=act_name, sent={"account": str(account), **texts})


@dataclass(frozen=True, kw_only=True)
class Create:
    """A customer organisation's name."""

    name: AccountName


@act("accounts.create", say("Create an account"), right=Right.edit_contacts, refusals=("name_wrong", "name_taken"))
def create(doer: Doer, wanted: Create) -> Done:
    """A prospect with no plan, contract or accountable person yet."""
    made = actions.create_account(viewer=doer.viewer, name=wanted.name, at=doer.at)
    return Done(said=say("{name} is an account now.", name=made.name), goes_to=Place(kind="account", of=made.pk))


@dataclass(frozen=True, kw_only=True)
class Rename(OnAccount):
    """Its new name, and why."""

    name: AccountName
    why: Why = ""


@act(
    "accounts.rename",
    say("Rename an account"),
    right=Right.edit_contacts,
    refusals=("no_account", "name_wrong", "name_taken"),
    undone_by="accounts.rename",
)
def rename(doer: Doer, wanted: Rename) -> Done:
    """No two accounts have the same name."""
    before = _before(doer, wanted.account)
    actions.rename(viewer=doer.viewer, account_id=wanted.account, name=wanted.name, why=wanted.why, at=doer.at)
    changed = before is not None and before.name != wanted.name
    undo = _undo("accounts.rename", wanted.account, name=before.name) if before and changed else None
    return Done(said=_SAVED, undo=undo)


@dataclass(frozen=True, kw_only=True)
class Commercial(OnAccount):
    """Stage, plan and contract, and why."""

    stage: Annotated[Stage, Declared("stage")]
    plan: Short = ""
    contract: Short = ""
    why: Why = ""


@act(
    "accounts.commercial",
    say("Change the stage, plan or contract"),
    right=Right.set_commercial,
    refusals=("no_account", "unknown_stage", "plan_wrong", "contract_wrong"),
    undone_by="accounts.commercial",
)
def set_commercial(doer: Doer, wanted: Commercial) -> Done:
    """Open tickets keep what they were received with (A9)."""
    before = _before(doer, wanted.account)
    actions.set_commercial(
        viewer=doer.viewer,
        account_id=wanted.account,
        stage=wanted.stage,
        plan=wanted.plan,
        contract=wanted.contract,
        why=wanted.why,
        at=doer.at,
    )
    if before is None or (before.stage, before.plan, before.contract) == (wanted.stage, wanted.plan, wanted.contract):
        return Done(said=_SAVED)
    back = {"stage": before.stage, "plan": before.plan, "contract": before.contract}
    return Done(said=_SAVED, undo=_undo("accounts.commercial", wanted.account, **back))


@dataclass(frozen=True, kw_only=True)
class Seller(OnAccount):
    """The one account executive, or nobody, and why."""

    seller: Somebody = None
    why: Why = ""


@act(
    "accounts.seller",
    say("Name the account executive"),
    right=Right.set_commercial,
    refusals=("no_account", "wrong_role"),
    undone_by="accounts.seller",
)
def set_seller(doer: Doer, wanted: Seller) -> Done:
    """Somebody who may sell to an account."""
    before = _before(doer, wanted.account)
    actions.set_seller(
        viewer=doer.viewer, account_id=wanted.account, person_id=wanted.seller, why=wanted.why, at=doer.at
    )
    if before is None or before.seller_id == wanted.seller:
        return Done(said=_SAVED)
    return Done(said=_SAVED, undo=_undo("accounts.seller", wanted.account, seller=before.seller_id))


@dataclass(frozen=True, kw_only=True)
class Accountable(OnAccount):
    """The one person who is accountable, or nobody, and why."""

    accountable: Somebody = None
    why: Why = ""


@act(
    "accounts.accountable",
    say("Name who is accountable for an account"),
    right=Right.set_accountable,
    refusals=("no_account", "wrong_role"),
    undone_by="accounts.accountable",
)
def set_accountable(doer: Doer, wanted: Accountable) -> Done:
    """Somebody who may be accountable for an account (S10)."""
    before = _before(doer, wanted.account)
    actions.set_accountable(
        viewer=doer.viewer, account_id=wanted.account, person_id=wanted.accountable, why=wanted.why, at=doer.at
    )
    if before is None or before.accountable_id == wanted.accountable:
        return Done(said=_SAVED)
    undo = _undo("accounts.accountable", wanted.account, accountable=before.accountable_id)
    return Done(said=_SAVED, undo=undo)


@dataclass(frozen=True, kw_only=True)
class Strategic(OnAccount):
    """Whether it is strategic, and the reason for that or for the contrary."""

    strategic: Annotated[bool, Flag()] = False
    reason: Why


@act(
    "accounts.strategic",
    say("Set or take away the strategic flag"),
    right=Right.set_strategic,
    refusals=("no_account", "reason_missing"),
)
def set_strategic(doer: Doer, wanted: Strategic) -> Done:
    """With the reason (A10)."""
    actions.set_strategic(
        viewer=doer.viewer,
        account_id=wanted.account,
        strategic=wanted.strategic,
        reason=wanted.reason,
        at=doer.at,
    )
    return Done(said=_SAVED)


@dataclass(frozen=True, kw_only=True)
class OnDomain(OnAccount):
    """A mail domain."""

    domain: Domain


@act(
    "accounts.add_domain",
    say("Add a mail domain"),
    right=Right.edit_contacts,
    refusals=("no_account", "domain_wrong", "public_provider", "domain_taken"),
)
def add_domain(doer: Doer, wanted: OnDomain) -> Done:
    """Mail from it becomes the account's, and contacts there who have no account join it."""
    actions.add_domain(viewer=doer.viewer, account_id=wanted.account, domain=wanted.domain, at=doer.at)
    return Done(said=_SAVED)


@act(
    "accounts.remove_domain",
    say("Remove a mail domain"),
    right=Right.edit_contacts,
    refusals=("no_account", "no_domain"),
    undone_by="accounts.add_domain",
)
def remove_domain(doer: Doer, wanted: OnDomain) -> Done:
    """Mail from it no longer belongs to the account; contacts stay."""
    actions.remove_domain(viewer=doer.viewer, account_id=wanted.account, domain=wanted.domain, at=doer.at)
    return Done(said=_SAVED, undo=_undo("accounts.add_domain", wanted.account, domain=wanted.domain))


@dataclass(frozen=True, kw_only=True)
class AddContact(OnAccount):
    """Somebody's address, their name, or both."""

    email: Annotated[str, Text(at_most=LONGEST_EMAIL)] = ""
    contact_name: Annotated[str, Text(at_most=LONGEST)] = ""


@act(
    "accounts.add_contact",
    say("Add a contact"),
    right=Right.edit_contacts,
    refusals=("no_account", "name_missing", "email_wrong", "email_long", "contact_taken"),
)
def add_contact(doer: Doer, wanted: AddContact) -> Done:
    """Somebody new, or somebody known who belongs to no account."""
    actions.add_contact(
        viewer=doer.viewer, account_id=wanted.account, email=wanted.email, name=wanted.contact_name, at=doer.at
    )
    return Done(said=_SAVED)


@dataclass(frozen=True, kw_only=True)
class Merge(OnAccount):
    """The account whose everything is from then on, and why."""

    into: Annotated[int, Id("account")]
    why: Why


@act(
    "accounts.merge",
    say("Merge an account into another"),
    right=Right.set_commercial,
    refusals=("no_account", "same", "reason_missing", "still_proposed"),
)
def merge(doer: Doer, wanted: Merge) -> Done:
    """Contacts, mail domains, tickets, tasks and history are the other's; what the other has keeps its values."""
    kept = merging.merge_accounts(
        viewer=doer.viewer, account_id=wanted.account, into_id=wanted.into, why=wanted.why, at=doer.at
    )
    return Done(said=say("Merged into {name}.", name=kept.name), goes_to=Place(kind="account", of=kept.pk))


@dataclass(frozen=True, kw_only=True)
class MergeContact:
    """A contact, who they are, and why; `sure` where the two belong to different accounts."""

    contact: Annotated[int, Id("contact")]
    into: Annotated[int, Id("contact")]
    why: Why
    sure: Annotated[bool, Flag()] = False


@act(
    "accounts.merge_contact",
    say("Say that two contacts are one person"),
    right=Right.edit_contacts,
    refusals=("no_contact", "same", "reason_missing", "two_accounts"),
)
def merge_contact(doer: Doer, wanted: MergeContact) -> Done:
    """Addresses and tickets are the other's; who wrote which message stays."""
    kept = merging.merge_contacts(
        viewer=doer.viewer,
        contact_id=wanted.contact,
        into_id=wanted.into,
        why=wanted.why,
        at=doer.at,
        sure=wanted.sure,
    )
    account = kept.account_id
    return Done(
        said=say("One person from now on: {name}.", name=kept.name or kept.address),
        goes_to=Place(kind="accounts") if account is None else Place(kind="account", of=account),
    )


@dataclass(frozen=True, kw_only=True)
class Erase:
    """A contact, and why."""

    contact: Annotated[int, Id("contact")]
    why: Why


@act(
    "accounts.erase",
    say("Erase a contact for good"),
    right=Right.erase_contacts,
    refusals=("no_contact", "erased_before", "reason_missing", "reason_names_them", "still_waiting"),
)
def erase(doer: Doer, wanted: Erase) -> Done:
    """Their name, address and words go; tickets, clocks and verdicts stay."""
    done = erasing.erase_contact(viewer=doer.viewer, contact_id=wanted.contact, why=wanted.why, at=doer.at)
    account = done.contact.account_id
    return Done(
        said=say("Erased. What is left is called “{name}”; the files go within a minute.", name=done.pseudonym),
        goes_to=Place(kind="accounts") if account is None else Place(kind="account", of=account),
    )
