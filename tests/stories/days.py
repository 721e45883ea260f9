"""A day at a desk: acts drawn by a seeded generator, on time that only goes on. Used by the story and by its drill."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from firsthand.domain.errors import DeskError
from firsthand.domain.handoffs import End
from firsthand.domain.names import Role
from firsthand.models.conversation import Message
from firsthand.models.handoffs import Handoff
from firsthand.models.help import HelpRequest
from firsthand.models.outbox import Delivery
from firsthand.models.people import Person
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.access.viewers import Viewer
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.delivery.actions import delivery_bounced, delivery_left, delivery_refused, retry
from firsthand.services.desk.actions import change_settings
from firsthand.services.notices.mailing import mail_due
from firsthand.services.outbox.actions import claim_due
from firsthand.services.tickets.actions import asking_for_help, handing_over, helping, provisional
from firsthand.services.tickets.actions.conversation import add_note, nothing_to_answer, reply, take_back
from firsthand.services.tickets.actions.custody import assign, release, take
from firsthand.services.tickets.actions.kinds import confirm_kind, end_as_not_a_request, set_severity
from firsthand.services.tickets.actions.marking import mark_reply
from firsthand.services.tickets.actions.merging import link, merge, split, unlink
from firsthand.services.tickets.actions.offers_due import expire_due
from firsthand.services.tickets.actions.opening import Opening, add_customer_message
from firsthand.services.tickets.actions.provisional import offer_due
from firsthand.services.tickets.actions.status import move_due, set_status
from firsthand.services.tickets.actions.tags import tag
from firsthand.services.timers.book import bring_to_book
from firsthand.services.timers.firing import fire_due
from firsthand.services.timers.names import bring_names_to_book
from tests.asking_for_help import ask
from tests.handing_over import context
from tests.lighthouse import Lighthouse
from tests.stories.beside import Beside
from tests.stories.book import AMENDMENT, renaming, section
from tests.stories.invariants_beside import check_may_be_told

ANSWER = "I reproduced it: the cookie is refused after the upgrade. Next I send a patched build on Monday."
STEPS = (0, 0.1, 1, 7, 16, 45, 300)
Act = Callable[[], object]
NAMES = {
    "role": ("role.support", "support", "care"),
    "kind": ("kind.how_to", "how_to", "question"),
    "state": ("state.on_hold", "on_hold", "parked"),
    "stage": ("stage.trial", "trial", "pilot"),
}
TERMS = """service_levels:
  - clause: {kind}.{name}
    source: [S1]
    text: Other terms from now on.
    clock: {{kind: {kind}, budget: {budget} minutes elapsed, calendar: always{pauses}}}
    class: internal_target
    precedence: contract
    straddle: {rule}
"""


@dataclass(kw_only=True)
class Days:
    """What happens at a desk. `recent` keeps the story among the newest tickets, so that it does not thin out;
    the book changes at most `amendments` times."""

    desk: Lighthouse
    random: random.Random
    at: datetime
    recent: int = 12
    done: dict[str, int] = field(default_factory=dict)
    refusals: list[DeskError] = field(default_factory=list)
    amended: int = 0
    amendments: int = 40
    renamed: dict[str, int] = field(default_factory=dict)

    def act(self) -> str:
        """One act by somebody on some ticket; a refusal is an answer too. Answers its name."""
        self.at += timedelta(minutes=self.random.choice(STEPS))
        name, act = self.random.choice(list(self.acts()))
        try:
            act()
            self.done[name] = self.done.get(name, 0) + 1
        except DeskError as refusal:
            self.refusals.append(refusal)
        return name

    def hand_overs(self, ticket: Ticket, viewer: Viewer, role: Role) -> Iterator[tuple[str, Act]]:
        """What may happen to an offer of a ticket, or to the open or last answered one."""
        at, number = self.at, ticket.pk
        rows = Handoff.objects.filter(ticket__in=[one.pk for one in self.newest()]).order_by("-id")[:4]
        row = self.random.choice(list(rows)) if rows else None
        to = End(role=role, person=viewer.person_id if self.random.random() < 0.3 else None)
        for _ in range(3):
            yield (
                "offer",
                lambda: handing_over.offer(
                    viewer=viewer, ticket_id=number, to=to, context=context(ticket, role, at), at=at
                ),
            )
        yield "begin", lambda: provisional.start(viewer=viewer, ticket_id=number, at=at)
        yield "stuck", lambda: provisional.stuck(viewer=viewer, ticket_id=number, tried="The proxy.", at=at)
        yield "overdue", lambda: offer_due(now=at)
        if row is None:
            return
        instead = Role(row.from_role)
        some: dict[str, Act] = {
            "accept_offer": lambda: handing_over.accept(viewer=viewer, handoff_id=row.pk, essence="It loops.", at=at),
            "decline_offer": lambda: handing_over.decline(
                viewer=viewer, handoff_id=row.pk, why="Not ours.", instead=instead, at=at
            ),
            "ask_offer": lambda: handing_over.ask(viewer=viewer, handoff_id=row.pk, question="Since when?", at=at),
            "answer_offer": lambda: handing_over.answer(viewer=viewer, handoff_id=row.pk, text="Since Monday.", at=at),
            "withdraw_offer": lambda: handing_over.withdraw(viewer=viewer, handoff_id=row.pk, at=at),
            "take_back_answer": lambda: handing_over.take_back(viewer=viewer, handoff_id=row.pk, at=at),
        }
        yield from some.items()
        yield "accept_offer", some["accept_offer"]
        yield "accept_offer", some["accept_offer"]

    def help(self, ticket: Ticket, viewer: Viewer) -> Iterator[tuple[str, Act]]:
        """What may happen to help that is asked for, or to the open or last ended one."""
        at, number = self.at, ticket.pk
        rows = HelpRequest.objects.filter(ticket__in=[one.pk for one in self.newest()]).order_by("-id")[:4]
        row = self.random.choice(list(rows)) if rows else None
        priority, team = self.random.choice(["now", "next"]), self.random.choice(["login_team", ""])
        given = {"priority": priority, "team": team}
        yield (
            "ask_help",
            lambda: ask(Person.objects.get(pk=viewer.person_id), Ticket.objects.get(pk=number), at=at, **given),
        )
        if row is None:
            return
        olu = self.desk.viewer(self.desk.olu, at=at)
        helper = olu if self.random.random() < 0.7 else viewer
        some: dict[str, Act] = {
            "take_help": lambda: helping.take(viewer=helper, help_id=row.pk, at=at),
            "leave_help": lambda: helping.leave(viewer=helper, help_id=row.pk, at=at),
            "pass_on_help": lambda: helping.pass_on(viewer=helper, help_id=row.pk, team=None, why="Theirs.", at=at),
            "talk_help": lambda: helping.talk(viewer=viewer, help_id=row.pk, text="Since when?", asks=True, at=at),
            "again_help": lambda: asking_for_help.ask_again(viewer=viewer, help_id=row.pk, why="Not all.", at=at),
            "close_help": lambda: asking_for_help.close(viewer=viewer, help_id=row.pk, link="", why="Known.", at=at),
            "withdraw_help": lambda: asking_for_help.withdraw(viewer=viewer, help_id=row.pk, at=at),
        }
        yield from some.items()
        for _ in range(4):
            yield "answer_help", lambda: helping.answer(viewer=helper, help_id=row.pk, text="So it is.", at=at)

    def begins_with_an_offer(self) -> None:
        """Mira takes a ticket, asks for help with it, and offers it to customer engineering: what becomes of that is
        left to chance, too."""
        [ticket], viewer = self.newest()[:1], self.desk.viewer(self.desk.mira, at=self.at)
        take(viewer=viewer, ticket_id=ticket.pk, at=self.at)
        ask(self.desk.mira, ticket, at=self.at, priority="now")
        to, said = End(role=Role("customer_engineering")), context(ticket, Role("customer_engineering"), self.at)
        handing_over.offer(viewer=viewer, ticket_id=ticket.pk, to=to, context=said, at=self.at)
        self.done |= {"offer": 1, "ask_help": 1}

    def newest(self) -> list[Ticket]:
        """The tickets among which the story is."""
        return list(Ticket.objects.order_by("-id")[: self.recent])

    def acts(self) -> Iterator[tuple[str, Act]]:
        """What may happen now."""
        newest = self.newest()
        desk, at = self.desk, self.at
        ticket, other = self.random.choice(newest), self.random.choice(newest)
        who: Person = self.random.choice([desk.mira, desk.noor, desk.ada, desk.olu, desk.pat, desk.eve])
        viewer, number, had = desk.viewer(who, at=at), ticket.pk, ticket.responsible_id
        company = open_desk(at).organisation
        role, kind = self.random.choice(list(company.roles)), self.random.choice(list(company.kinds))
        status, severity = self.random.choice(list(company.states.by_name)), self.random.choice(["", "s1", "s2"])
        seen = self.message(ticket, "inbound") if self.random.random() < 0.5 else None
        yield "take", lambda: take(viewer=viewer, ticket_id=number, at=at, had=had)
        yield "release", lambda: release(viewer=viewer, ticket_id=number, at=at)
        person = self.random.choice([desk.mira.pk, desk.ada.pk, None])
        yield "assign", lambda: assign(viewer=viewer, ticket_id=number, person_id=person, had=had, at=at)
        hand_overs = list(self.hand_overs(ticket, viewer, role))
        yield from self.random.sample(hand_overs, min(1, len(hand_overs)))
        helps = list(self.help(ticket, viewer))
        yield from self.random.sample(helps, min(2, len(helps)))
        yield "confirm_kind", lambda: confirm_kind(viewer=viewer, ticket_id=number, kind=kind, at=at)
        yield "set_severity", lambda: set_severity(viewer=viewer, ticket_id=number, severity=severity, at=at)
        yield "set_status", lambda: set_status(viewer=viewer, ticket_id=number, status=status, at=at)
        marked = self.random.random() < 0.7
        after = self.random.choice([None, None, status])
        for _ in range(3):
            yield (
                "reply",
                lambda: reply(
                    viewer=viewer,
                    ticket_id=number,
                    text=ANSWER,
                    substantive=marked,
                    at=at,
                    seen=seen,
                    status_after=after,
                ),
            )
        yield "note", lambda: add_note(viewer=viewer, ticket_id=number, text="Checked the logs.", at=at)
        yield "tag", lambda: tag(viewer=viewer, ticket_id=number, name=f"t{at.minute}", at=at)
        yield "merge", lambda: merge(viewer=viewer, ticket_id=number, into_id=other.pk, at=at)
        yield (
            "split",
            lambda: split(
                viewer=viewer, ticket_id=number, message_id=self.message(ticket, "inbound"), subject="Also", at=at
            ),
        )
        yield "link", lambda: link(viewer=viewer, ticket_id=number, other_id=other.pk, at=at)
        yield "unlink", lambda: unlink(viewer=viewer, ticket_id=number, other_id=other.pk, at=at)
        yield "spam", lambda: end_as_not_a_request(viewer=viewer, ticket_id=number, as_=ClosedAs.spam, at=at)
        yield "nothing", lambda: nothing_to_answer(viewer=viewer, ticket_id=number, at=at, why="Only thanks.")
        yield "take_back", lambda: self.take_back_own(ticket)
        yield "mark", lambda: self.mark(ticket)
        for _ in range(2):
            yield "new", self.opens
            yield "writes", lambda: self.writes(number)
        yield "machine", lambda: self.writes(number, automatic="auto_reply")
        for _ in range(3):
            yield "post", self.post
        yield "bounce", self.bounce
        yield "refuse", self.refuse
        yield "resend", self.resend
        yield "expire", lambda: expire_due(now=at)
        yield "fire", lambda: fire_due(now=at)
        yield "close", lambda: move_due(now=at)
        yield "book", lambda: bring_to_book(now=at, after=newest[-1].pk - 1)
        for _ in range(3):
            yield "names", lambda: bring_names_to_book(now=at)
        yield "minutes", self.minutes
        yield "amend", self.amend
        for _ in range(2):
            yield "rename", self.rename
        yield from Beside(desk=desk, random=self.random, at=at, viewer=viewer, ticket=ticket).acts()

    def fresh(self) -> int:
        """A number that no other has."""
        return self.random.getrandbits(60)

    def message(self, ticket: Ticket, direction: str) -> int:
        """One of the messages of a ticket, 0 where there is none."""
        found = list(ticket.messages.filter(direction=direction).values_list("id", flat=True))
        return self.random.choice(found) if found else 0

    def opens(self) -> None:
        """A customer writes for the first time."""
        contact = self.random.choice([self.desk.ana, self.desk.ben])
        self.desk.ticket(contact=contact, received_at=self.at, number=self.fresh())

    def writes(self, number: int, *, automatic: str = "") -> None:
        """A customer writes on a ticket; the mail took its time."""
        incoming = Opening(
            subject="Re: it",
            text="Still there.",
            channel="email",
            external_id=f"<{self.fresh()}@acme.example>",
            sender="ana@acme.example",
            contact=self.desk.ana,
            account=self.desk.acme,
            received_at=self.at - timedelta(minutes=self.random.choice([0, 0, 3])),
            automatic=automatic,
        )
        add_customer_message(ticket_id=number, incoming=incoming, desk=open_desk(self.at))

    def take_back_own(self, ticket: Ticket) -> None:
        """Whoever wrote a reply takes it back, if it has not left."""
        newest = Message.objects.filter(ticket=ticket, direction="outbound").select_related("person").last()
        if newest is not None and newest.person is not None:
            viewer = self.desk.viewer(newest.person, at=self.at)
            take_back(viewer=viewer, message_id=newest.pk, at=self.at)

    def mark(self, ticket: Ticket) -> None:
        """Somebody judges a reply again."""
        counts, number = self.random.random() < 0.5, self.message(ticket, "outbound")
        writer = Message.objects.filter(pk=number).values_list("person", flat=True).first()
        person = Person.objects.get(pk=writer) if counts and writer is not None else self.desk.ada
        viewer = self.desk.viewer(person, at=self.at)
        mark_reply(viewer=viewer, message_id=number, counts=counts, at=self.at, why="Read again.")

    def post(self) -> None:
        """What is due leaves."""
        mail_due(now=self.at)
        for claim in claim_due(self.at, "story", limit=50):
            check_may_be_told(claim, self.at)
            delivery_left(claim, at=self.at)

    def bounce(self) -> None:
        """A server says that a mail did not arrive, or is late."""
        sent = list(
            Delivery.objects.filter(state__in=["sent", "failed"]).order_by("-id").values_list("id", flat=True)[:10]
        )
        if sent:
            permanent = self.random.random() < 0.7
            delivery_bounced(delivery_id=self.random.choice(sent), permanent=permanent, reason="550", at=self.at)

    def refuse(self) -> None:
        """A server refuses what is due."""
        for claim in claim_due(self.at, "story", limit=1):
            delivery_refused(claim, error="550 no such user", at=self.at)

    def resend(self) -> None:
        """Somebody sends again what failed."""
        failed = list(Delivery.objects.filter(state="failed", purpose="reply").order_by("-id")[:5])
        if failed:
            viewer = self.desk.viewer(self.desk.mira, at=self.at)
            retry(delivery_id=self.random.choice(failed).pk, viewer=viewer, at=self.at)

    def minutes(self) -> None:
        """An owner gives answers more or less time to leave."""
        mira = self.desk.viewer(self.desk.mira, at=self.at)
        change_settings(viewer=mira, leaves_within=self.random.choice([1, 15, 60]), at=self.at)

    def amend(self) -> None:
        """The book changes, seldom."""
        if self.random.random() > 0.1 or self.amended >= self.amendments:
            return
        text = TERMS.format(
            name=f"a{self.amended + 1}",
            kind=self.random.choice(["first_response", "next_response", "resolution", "update", "answer", "help"]),
            budget=self.random.choice([20, 90, 400]),
            pauses=self.random.choice(["", ", pauses_on: [pending]"]),
            rule=self.random.choice(["at_creation", "at_evaluation", "customer_favourable", "restart_at_effective"]),
        )
        self.publish(text)

    def rename(self) -> None:
        """A role, a kind, a state or a stage gives way to another name, or to its old one, seldom."""
        if self.random.random() > 0.3 or self.amended >= self.amendments:
            return
        family = self.random.choice(list(NAMES))
        ident, *names = NAMES[family]
        count = self.renamed.get(family, 0)
        organisation, ownership = renaming(family, ident, names[(count + 1) % 2])
        self.publish(section(organisation) + (section(ownership, "ownership") if ownership else ""))
        self.renamed[family] = count + 1

    def publish(self, text: str) -> None:
        """Another amendment of the book."""
        self.amended += 1
        name = f"a{self.amended}"
        head = AMENDMENT.format(name=name, at=self.at.isoformat())
        publish(texts=[(f"{name}.yaml", head + text)], at=self.at, by=None)
