"""What is changed on an account, by whom and why."""

from typing import ClassVar

from firsthand.domain.events.desk import said_value
from firsthand.domain.events.payload import Address, Payload, Why, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, Sentence, count, say


@event
class AccountChanged(Payload):
    """One field of an account got another value. A value may name a person."""

    verb: ClassVar[str] = "account_changed"
    field: str
    before: Address = ""
    after: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        field, before, after = Name(self.field), self._said(self.before), self._said(self.after)
        if self.before and self.after:
            return say("changed {field} from {before} to {after}", field=field, before=before, after=after)
        if self.after:
            return say("set {field} to {after}", field=field, after=after)
        return say("took away {field} {before}", field=field, before=before)

    def _said(self, value: str) -> str | Name:
        return Name(value, NameFamily.stage) if self.field == NameFamily.stage else said_value(value)


@event
class AccountMerged(Payload):
    """What the account had is another's from now on: `into` it."""

    verb: ClassVar[str] = "account_merged"
    into: int
    name: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("merged it into {name}", name=self.name)


@event
class AccountTakenIn(Payload):
    """Another account was merged into this one: how many contacts and tickets came, and which mail domains."""

    verb: ClassVar[str] = "account_taken_in"
    account: int
    name: Address = ""
    contacts: int = 0
    tickets: int = 0
    domains: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        contacts, tickets = (
            count(self.contacts, "{n} contact", "{n} contacts"),
            count(self.tickets, "{n} ticket", "{n} tickets"),
        )
        said = say(
            "merged {name} into it, with {contacts} and {tickets}", name=self.name, contacts=contacts, tickets=tickets
        )
        return (
            said
            if not self.domains
            else say("{said}; mail from {domains} is its own now", said=said, domains=self.domains)
        )


@event
class TicketsAccountMerged(Payload):
    """The account of the ticket was merged into another, whose it is now. It keeps what it was received with (A9)."""

    verb: ClassVar[str] = "tickets_account_merged"
    moves_clocks: ClassVar[bool] = False
    before: Address = ""
    after: Address = ""

    @property
    def sentence(self) -> Sentence:
        return say("merged the account {before} into {after}", before=self.before, after=self.after)


@event
class ContactsMerged(Payload):
    """One person at the customer was known as two: `contact` is who was `merged`."""

    verb: ClassVar[str] = "contacts_merged"
    contact: int
    merged: int
    who: Address = ""
    was: Address = ""
    why: Why = ""

    @property
    def sentence(self) -> Sentence:
        return say("said that {was} is {who}", was=self.was, who=self.who)
