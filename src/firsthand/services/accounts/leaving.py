"""The accounts that somebody who leaves is accountable for (S10) or sells to (S7)."""

from collections.abc import Mapping
from functools import partial
from typing import Literal

from firsthand.domain.events.accounts import AccountChanged
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import count, say
from firsthand.models.accounts import Account
from firsthand.models.people import Person
from firsthand.services.acting import acting
from firsthand.services.book.desk import Desk
from firsthand.services.owning.values import OF_NO_ROLE, Leaver, Owned

Column = Literal["accountable", "seller"]
_RIGHTS = {"accountable": Right.be_accountable, "seller": Right.be_seller}


def _role(column: Column, desk: Desk) -> Role:
    """The role whose it is by the book: the first that may have it."""
    return next(iter(desk.organisation.who_may(_RIGHTS[column])), OF_NO_ROLE)


def _counted(person: Person, desk: Desk, *, column: Column) -> Mapping[Role, int]:
    number = Account.objects.filter(merged_into=None, **{column: person}).count()
    return {_role(column, desk): number} if number else {}


def _hand_on(leaver: Leaver, *, column: Column) -> None:
    to = leaver.owner(column, _role(column, leaver.desk))
    theirs = Account.objects.select_for_update(of=("self",), no_key=True).select_related("subject")
    for account in theirs.filter(merged_into=None, **{column: leaver.person}).order_by("subject_id"):
        setattr(account, column, to)
        account.save(update_fields=[column])
        after = to.name if to is not None else ""
        changed = AccountChanged(field=column, before=leaver.person.name, after=after, why=leaver.why)
        with acting(account.subject, desk=leaver.desk, actor=leaver.actor, account_id=account.pk) as act:
            act.append(changed, because=leaver.because)
        if to is not None:
            leaver.given.append((to, column))


OWNED = (
    Owned(
        kind="accountable",
        columns=frozenset({"Account.accountable"}),
        counted=partial(_counted, column="accountable"),
        said=lambda number: count(number, "Accountable for one account", "Accountable for {n} accounts"),
        left_behind=lambda: Account.objects.filter(merged_into=None, accountable__is_active=False).values_list(
            "accountable"
        ),
        hand_on=partial(_hand_on, column="accountable"),
        left_to=say("nobody for now"),
    ),
    Owned(
        kind="seller",
        columns=frozenset({"Account.seller"}),
        counted=partial(_counted, column="seller"),
        said=lambda number: count(number, "Account executive of one account", "Account executive of {n} accounts"),
        left_behind=lambda: Account.objects.filter(merged_into=None, seller__is_active=False).values_list("seller"),
        hand_on=partial(_hand_on, column="seller"),
        left_to=say("nobody for now"),
    ),
)
