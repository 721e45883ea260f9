"""The block list. What it holds waits in the quarantine with its reason: nothing is bounced and nothing is dropped."""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce

from django.db import transaction
from django.db.models import Count, Q

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.domain.events.blocking import BlockEnded, SenderBlocked
from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.blocking import checked_pattern, is_domain, patterns_of
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import Sentence, Series, say
from firsthand.models.accounts import AccountDomain
from firsthand.models.blocking import Block
from firsthand.models.channels import Endpoint, Handle
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.accounts.words import PUBLIC_PROVIDERS
from firsthand.services.acting import acting
from firsthand.services.book.desk import open_desk

MOST_NAMED = 3
_OF_SOMEBODY_HERE = say("That is an address of this desk or of somebody who works here; nobody could write any more.")


def in_force(at: datetime) -> Q:
    """The entries that hold mail at an instant."""
    return Q(since__lte=at, until__gt=at, ended_at=None)


def blocks_of(addresses: Iterable[str], *, at: datetime) -> Mapping[str, Block]:
    """The entry that covers each of these addresses at an instant, by address; those that none covers are left out.
    One query."""
    patterns = {address: patterns_of(address) for address in addresses}
    wanted = {pattern for some in patterns.values() for pattern in some}
    found = Block.objects.select_related("by").filter(in_force(at), whom__in=wanted).order_by("-id")
    by_whom = {one.whom: one for one in found}
    covered = (
        (address, next((by_whom[one] for one in some if one in by_whom), None)) for address, some in patterns.items()
    )
    return {address: block for address, block in covered if block is not None}


def why_held(block: Block) -> Sentence:
    """Why a message of a blocked sender is held. Until when it may change, and stands on the list."""
    return say("{name} blocked {whom}: {why}", name=block.by.name, whom=block.whom, why=block.why)


@transaction.atomic
def block(*, viewer: Viewer, whom: str, why: str, until: datetime, at: datetime, sure: bool = False) -> Block:
    """Hold what comes from an address or a domain, until an instant. Raises Invalid for what is neither, for an address
    of the desk's own and for a provider that anybody has an address at; and, unless the doer is `sure`, for one by
    which customers are known."""
    require(viewer, Right.handle_quarantine)
    reason, pattern = " ".join(why.split()), checked_pattern(whom)
    if pattern is None:
        raise Invalid("sender_wrong", say("Give an address or a domain, such as offers.example."), field="whom")
    if not reason:
        raise Invalid("reason_missing", say("Say why; whoever looks for a lost mail will want to know."), field="why")
    _check_not_ours(pattern)
    if (known := known_customers([pattern])[pattern]) and not sure:
        raise Invalid("known_customer", _warning(known), field="sure")
    made = Block.objects.create(whom=pattern, why=reason, since=at, until=until, by_id=viewer.person_id)
    with acting(made.subject, desk=open_desk(at), actor=viewer.actor, is_new=True) as act:
        act.append(SenderBlocked(whom=pattern, until=until, why=reason))
    return made


@transaction.atomic
def unblock(*, viewer: Viewer, block_id: int, at: datetime) -> Block:
    """Let the sender through again. What was held stays until a person looks at it. Raises Missing, or Refused for one
    that has ended."""
    require(viewer, Right.handle_quarantine)
    row = Block.objects.select_for_update().filter(pk=block_id).first()
    if row is None:
        raise Missing("no_block", say("There is no such entry on the block list."))
    if row.ended_at is not None or row.until <= at:
        raise Refused("block_over", say("This entry has ended already; it holds nothing."))
    row.ended_at, row.ended_by_id = at, viewer.person_id
    row.save(update_fields=["ended_at", "ended_by"])
    with acting(row.subject, desk=open_desk(at), actor=viewer.actor) as act:
        act.append(BlockEnded(whom=row.whom))
    return row


def known_customers(patterns: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The accounts that each pattern holds mail of, by name: those of its contacts, and those whose domain it is. Two
    queries for all of them."""
    wanted = tuple(dict.fromkeys(patterns))
    names: dict[str, set[str]] = {one: set() for one in wanted}
    handles = Handle.objects.filter(_any(map(_covers, wanted)), contact__account__isnull=False)
    for address, name in handles.values_list("address", "contact__account__name"):
        for pattern in names.keys() & set(patterns_of(address)):
            names[pattern].add(name)
    domains = AccountDomain.objects.filter(_any(map(_of_the_domain, wanted)))
    for domain, name in domains.values_list("domain", "account__name"):
        for pattern in wanted:
            if domain == domain_of(pattern) or (is_domain(pattern) and f".{domain}".endswith(f".{pattern}")):
                names[pattern].add(name)
    return {pattern: tuple(sorted(some)) for pattern, some in names.items()}


def _covers(pattern: str) -> Q:
    """The addresses that a pattern is about."""
    if not is_domain(pattern):
        return Q(address=pattern)
    return Q(address__endswith=f"@{pattern}") | Q(address__endswith=f".{pattern}")


def _of_the_domain(pattern: str) -> Q:
    if not is_domain(pattern):
        return Q(domain=domain_of(pattern))
    return Q(domain=pattern) | Q(domain__endswith=f".{pattern}")


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(operator.or_, conditions, Q(pk__in=()))


def _warning(known: tuple[str, ...]) -> Sentence:
    named = Series(known[:MOST_NAMED]) if len(known) <= MOST_NAMED else say("{n} accounts", n=len(known))
    return say(
        "Customers write from there: {accounts}. Their mail would wait in the quarantine. Tick the box to block them.",
        accounts=named,
    )


def _check_not_ours(pattern: str) -> None:
    if is_domain(pattern) and pattern in PUBLIC_PROVIDERS:
        raise Invalid(
            "public_provider",
            say("Anybody can have an address at {domain}; block single addresses there.", domain=pattern),
            field="whom",
        )
    teammates = Handle.objects.filter(_covers(pattern), person__is_active=True)
    if Endpoint.objects.filter(_covers(pattern)).exists() or teammates.exists():
        raise Invalid("our_own", _OF_SOMEBODY_HERE, field="whom")


@dataclass(frozen=True, kw_only=True)
class BlockRow:
    """An entry as its page shows it: who, why, until when, what it holds by now, and the customers it is about."""

    id: int
    whom: str
    why: str
    by: str
    since: datetime
    until: datetime
    ended_at: datetime | None
    ended_by: str
    held: int
    customers: tuple[str, ...]

    def is_over(self, at: datetime) -> bool:
        """Whether it holds nothing any more."""
        return self.ended_at is not None or self.until <= at


def block_list(*, viewer: Viewer, offset: int = 0, limit: int = 50) -> tuple[tuple[BlockRow, ...], bool]:
    """The entries, the newest first, and whether there are more. Raises Refused for who may not handle the
    quarantine."""
    require(viewer, Right.handle_quarantine)
    found = Block.objects.select_related("by", "ended_by").annotate(held=Count("raw_messages")).order_by("-id")
    shown = list(found[offset : offset + limit + 1])
    customers = known_customers(one.whom for one in shown[:limit])
    return tuple(_row(one, customers[one.whom]) for one in shown[:limit]), len(shown) > limit


def _row(one: Block, customers: tuple[str, ...]) -> BlockRow:
    return BlockRow(
        id=one.pk,
        whom=one.whom,
        why=one.why,
        by=one.by.name,
        since=one.since,
        until=one.until,
        ended_at=one.ended_at,
        ended_by=one.ended_by.name if one.ended_by is not None else "",
        held=getattr(one, "held", 0),
        customers=customers,
    )
