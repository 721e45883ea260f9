"""Lighthouse, the company of the tests: named people in every role, three customers, the customer-first book."""

from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand import books
from firsthand.domain.names import Role, Stage
from firsthand.domain.organisation.default import DEFAULT
from firsthand.models.accounts import Account, AccountDomain, Contact
from firsthand.models.channels import Endpoint, Handle
from firsthand.models.clocks import Clock
from firsthand.models.desk import DeskSettings
from firsthand.models.names import keep_names
from firsthand.models.people import Person, RoleHolding
from firsthand.models.tickets import Ticket
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.amending.actions import import_folder
from firsthand.services.book.desk import open_desk
from firsthand.services.delivery.actions import delivery_left
from firsthand.services.notices.mailing import mail_due
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions.opening import Opening, open_ticket
from tests.kept import kept

LONG_AGO = datetime(2021, 1, 4, 9, 0, tzinfo=UTC)
FRIDAY_1645_PACIFIC = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Lighthouse:
    """The desk with its people; each is also a viewer by first name through `viewer`."""

    mira: Person
    noor: Person
    ada: Person
    olu: Person
    pat: Person
    eve: Person
    acme: Account
    borealis: Account
    cobalt: Account
    ana: Contact
    ben: Contact
    mailbox: Endpoint

    def viewer(self, person: Person, *, at: datetime = FRIDAY_1645_PACIFIC) -> Viewer:
        """The person as of an instant."""
        return viewer_of(person, at=at)

    def ticket(
        self,
        *,
        subject: str = "Login loops after the upgrade",
        text: str = "The login page loops after we upgraded.",
        contact: Contact | None = None,
        received_at: datetime = FRIDAY_1645_PACIFIC,
        number: int = 1,
    ) -> Ticket:
        """A ticket of Ana at Acme (or of another contact), opened as intake does it."""
        sender = contact or self.ana
        return open_ticket(
            opening=Opening(
                subject=subject,
                text=text,
                channel="email",
                external_id=f"<{number}.{sender.pk}@mail.example>",
                sender=sender.address,
                contact=sender,
                account=sender.account,
                endpoint=self.mailbox,
                to_address=self.mailbox.address,
                received_at=received_at,
            ),
            desk=open_desk(received_at),
        ).ticket

    def post(self, *, at: datetime) -> int:
        """Everything in the outbox leaves at `at`, as if the customers' servers said yes at once; how many mails."""
        mail_due(now=at)
        claims = claim_due(at, "lighthouse", limit=100)
        return sum(delivery_left(claim, at=at) for claim in claims)


def clocks(ticket: Ticket) -> dict[str, Clock]:
    """The newest clock of each kind of a ticket, as it is now."""
    return {clock.kind: clock for clock in Clock.objects.filter(subject__ticket=ticket).order_by("id")}


def person(name: str, role: Role | None, *, owner: bool = False) -> Person:
    """A teammate who has held a role since long ago."""
    made = Person.objects.create(
        email=f"{name.split(maxsplit=1)[0].lower()}@lighthouse.example",
        name=name,
        joined_at=LONG_AGO,
        is_owner=owner,
        zone="America/Los_Angeles",
    )
    Handle.objects.create(channel="email", address=made.email or "", person=made)
    if role is not None:
        RoleHolding.objects.create(person=made, role=role, from_at=LONG_AGO)
    return made


def contact(email: str, *, name: str = "", account: Account | None = None) -> Contact:
    """Somebody at a customer, known by a mail address since long ago; with an empty one by name alone."""
    made = Contact.objects.create(name=name, account=account, created_at=LONG_AGO)
    if email:
        Handle.objects.create(channel="email", address=email, contact=made)
    return made


def mailbox(address: str, *, name: str = "Support", is_active: bool = True, **settings: object) -> Endpoint:
    """A mail address of the desk; mail for it is handed over unless the settings say otherwise."""
    values = {"mode": "handed_over", "smtp_host": "", **settings}
    return Endpoint.objects.create(
        channel="email",
        called="email",
        address=address,
        name=name,
        is_active=is_active,
        settings=values,
        created_at=LONG_AGO,
    )


@kept()
def light_up() -> Lighthouse:
    """Make the desk, its people, customers and mailbox, and load the customer-first book."""
    keep_names(DEFAULT)
    DeskSettings.objects.create(name="Lighthouse", set_up_at=LONG_AGO, base_url="http://desk.lighthouse.example")
    noor = person("Noor Haddad", Role("customer_engineering"))
    acme = Account.objects.create(name="Acme", stage=Stage("trial"), accountable=noor, created_at=LONG_AGO)
    borealis = Account.objects.create(
        name="Borealis",
        stage=Stage("production"),
        plan="enterprise",
        strategic=True,
        strategic_reason="largest account",
        accountable=noor,
        created_at=LONG_AGO,
    )
    cobalt = Account.objects.create(name="Cobalt", stage=Stage("production"), accountable=noor, created_at=LONG_AGO)
    for account, domain in ((acme, "acme.example"), (borealis, "borealis.example"), (cobalt, "cobalt.example")):
        AccountDomain.objects.create(account=account, domain=domain)
    desk = Lighthouse(
        mira=person("Mira Lindqvist", Role("support"), owner=True),
        noor=noor,
        ada=person("Ada Obi", Role("head_of_support")),
        olu=person("Olu Bello", Role("engineering")),
        pat=person("Pat Ruiz", Role("product")),
        eve=person("Eve Sato", Role("sales")),
        acme=acme,
        borealis=borealis,
        cobalt=cobalt,
        ana=contact("ana@acme.example", name="Ana Costa", account=acme),
        ben=contact("ben@borealis.example", name="Ben Frost", account=borealis),
        mailbox=mailbox("support@lighthouse.example", name="Lighthouse support"),
    )
    import_folder(folder=books.folder("customer-first"), at=LONG_AGO, by=None)
    return desk
