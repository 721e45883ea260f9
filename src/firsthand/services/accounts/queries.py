"""Reads about accounts."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from firsthand.domain.errors import Missing
from firsthand.domain.names import Stage
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.accounts import Account
from firsthand.models.coaching import CoachingStep, LikeTickets
from firsthand.models.events import Event
from firsthand.models.proposals import UNANSWERED, Proposal
from firsthand.models.tickets import OPEN, Ticket
from firsthand.services.access.doors import accounts_for, consequence_rounds_for, tasks_for, tickets_for
from firsthand.services.access.viewers import Viewer, require
from firsthand.services.coaching.queries import NextStep, next_step
from firsthand.services.events.queries import history_of


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """One account in the list."""

    id: int
    name: str
    stage: Stage
    plan: str
    contract: str
    strategic: bool
    accountable: str
    seller: str
    open_tickets: int


@dataclass(frozen=True, kw_only=True)
class AccountList:
    """A page of accounts by name."""

    rows: tuple[AccountRow, ...]
    total: int
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class ContactRow:
    """A person at the customer, or the pseudonym that is left of one who was erased."""

    id: int
    name: str
    address: str
    erased: bool


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """Everything on the account page. `has_proposals`: some are open; `has_alike`: tickets propose a coaching step;
    `has_rounds`: sales asked for consequences. `may` holds the acts that this viewer may do."""

    account: Account
    domains: tuple[str, ...]
    contacts: tuple[ContactRow, ...]
    open_tickets: tuple[Ticket, ...]
    ended_tickets: tuple[Ticket, ...]
    events: tuple[Event, ...]
    has_proposals: bool
    coaching: NextStep
    has_alike: bool
    has_rounds: bool
    may: frozenset[Right]


_NEWEST = 50
ACCOUNT_RIGHTS = (
    Right.edit_contacts,
    Right.set_commercial,
    Right.set_accountable,
    Right.set_strategic,
    Right.erase_contacts,
)


def account_list(*, viewer: Viewer, words: str = "", offset: int = 0, limit: int = 50) -> AccountList:
    """Accounts by name, those whose name, domain or contact's address holds `words`. Three queries."""
    require(viewer, Right.see_desk)
    found = accounts_for(viewer)
    if text := words.strip():
        match = (
            Q(name__icontains=text) | Q(domains__domain__icontains=text) | Q(contacts__handles__address__icontains=text)
        )
        found = found.filter(pk__in=accounts_for(viewer).filter(match).values("pk"))
    page = list(found.select_related("accountable", "seller").order_by("name")[offset : offset + limit + 1])
    counted = dict(
        tickets_for(viewer)
        .filter(OPEN, account_id__in=[account.pk for account in page])
        .values_list("account_id")
        .annotate(Count("id"))
        .order_by()
    )
    rows = tuple(
        AccountRow(
            id=account.pk,
            name=account.name,
            stage=Stage(account.stage),
            plan=account.plan,
            contract=account.contract,
            strategic=account.strategic,
            accountable=account.accountable.name if account.accountable else "",
            seller=account.seller.name if account.seller else "",
            open_tickets=counted.get(account.pk, 0),
        )
        for account in page[:limit]
    )
    return AccountList(rows=rows, total=found.count(), has_more=len(page) > limit)


def account_page(*, viewer: Viewer, account_id: int) -> AccountPage:
    """One account with its people, tickets and changes (the newest 50 of each). Raises Missing."""
    found = accounts_for(viewer).select_related("accountable", "seller")
    waiting = Proposal.objects.filter(UNANSWERED, account=OuterRef("pk"))
    merged_here = Account.objects.filter(merged_into=OuterRef("pk"))
    found = found.annotate(
        proposed_about=Exists(waiting),
        took_in=Exists(merged_here),
        warned_of=Exists(consequence_rounds_for(viewer).filter(account=OuterRef("pk"))),
        coached=Exists(CoachingStep.objects.filter(account=OuterRef("pk"))),
        alike=Exists(LikeTickets.objects.filter(account=OuterRef("pk"), proposed_at__isnull=False)),
    )
    account = found.filter(pk=account_id).first()
    if account is None:
        raise Missing("no_account", say("There is no such account."))
    tickets = tickets_for(viewer).filter(account=account).select_related("contact", "responsible")
    proposed = account.proposals.order_by("-id").values_list("subject", flat=True)[:_NEWEST]
    tasks = tasks_for(viewer).filter(account=account).order_by("-id").values_list("subject", flat=True)[:_NEWEST]
    coaching = next_step(viewer=viewer, account=account) if account.coached else NextStep()
    asked = consequence_rounds_for(viewer).filter(account=account).order_by("-id").values_list("subject", flat=True)
    rounds = asked[:_NEWEST] if account.warned_of else ()
    merged = account.merged.values_list("subject", flat=True) if account.took_in else ()
    return AccountPage(
        account=account,
        domains=tuple(account.domains.order_by("domain").values_list("domain", flat=True)),
        contacts=tuple(
            ContactRow(id=one.pk, name=one.name, address=one.address, erased=one.erased_at is not None)
            for one in account.contacts.prefetch_related("handles").order_by(
                F("erased_at").asc(nulls_first=True), "name", "id"
            )[:200]
        ),
        open_tickets=tuple(tickets.filter(OPEN).order_by("order_at", "id")[:50]),
        ended_tickets=tuple(tickets.exclude(OPEN).order_by("-received_at")[:50]),
        events=tuple(history_of(account.subject_id, *merged, *proposed, *tasks, *coaching.subjects[:_NEWEST], *rounds)),
        has_proposals=account.proposed_about,
        coaching=coaching,
        has_alike=account.alike,
        has_rounds=account.warned_of,
        may=frozenset(right for right in ACCOUNT_RIGHTS if viewer.may(right)),
    )
