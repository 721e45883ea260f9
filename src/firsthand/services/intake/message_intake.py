"""What one message is, and the rows that come of it: always exactly one raw row, in the caller's transaction."""

from dataclasses import dataclass, replace
from datetime import datetime

from firsthand.domain.conversation.incoming import AutoKind, DeliveryReport, Incoming
from firsthand.domain.events.conversation import CarriedClock
from firsthand.domain.kept_sentences import with_words
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.blocking import Block
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import ClosedAs, Ticket
from firsthand.services.held.actions import hold
from firsthand.services.intake.blocking import why_held
from firsthand.services.intake.bounces import take_bounce
from firsthand.services.intake.colleagues import colleague_wrote, note_above
from firsthand.services.intake.copies import Twin, find_twin
from firsthand.services.intake.lookup import KnownMessage, Lookup
from firsthand.services.intake.receipts import write_receipt
from firsthand.services.intake.senders import Sender
from firsthand.services.intake.threads import Thread, find_thread, may_join, named_ticket
from firsthand.services.intake.ticketing import Arrived, add_to_history, add_to_thread, open_new
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn
from firsthand.services.scanning.incoming import first_scan
from firsthand.services.writing.attaching import attach

LONGEST_REASON = 400
_HISTORY = say("It came before this address was answered: kept as history, and nobody owes anything.")
_STATES = {
    IntakeOutcome.opened: RawState.ticketed,
    IntakeOutcome.joined: RawState.ticketed,
    IntakeOutcome.noted: RawState.ticketed,
    IntakeOutcome.duplicate: RawState.duplicate,
    IntakeOutcome.recorded: RawState.recorded,
    IntakeOutcome.quarantined: RawState.quarantined,
}


def _kept(words: str) -> str:
    """Words of a server as a row can hold them."""
    return words.replace("\x00", "")[:LONGEST_REASON]


def raw_row(raw: RawFacts) -> RawMessage:
    """A new row for a raw message, not saved yet."""
    return RawMessage(
        channel=raw.channel,
        sha256=raw.sha256,
        via=raw.via[:32],
        envelope_to=raw.envelope_to[:320],
        envelope_from=raw.envelope_from[:320],
        received_at=raw.received_at,
        size=raw.size,
    )


def end(
    row: RawMessage,
    outcome: IntakeOutcome,
    *,
    reason: Sentence = NOTHING_SAID,
    ticket_id: int | None = None,
    message_id: int | None = None,
) -> TakenIn:
    """Save in the row of a raw message what became of it."""
    row.state, row.reason = _STATES[outcome], with_words(reason, _kept)
    row.ticket_id, row.message_id = ticket_id, message_id
    row.save()
    return TakenIn(outcome=outcome, raw_id=row.pk, ticket_id=ticket_id, message_id=message_id, reason=row.reason)


def describe(row: RawMessage, incoming: Incoming) -> None:
    """Give the row the subject and sender of its message."""
    row.subject, row.sender = incoming.subject[:998], incoming.author.said[:400]


@dataclass(frozen=True, kw_only=True)
class MessageIntake:
    """One message to take in. `row` is its raw row, new or from the quarantine; `force` makes a ticket of what would
    be held; `carried` is what is owed to it since it was held."""

    incoming: Incoming
    raw: RawFacts
    row: RawMessage
    lookup: Lookup
    force: bool = False
    carried: tuple[CarriedClock, ...] = ()

    def take_in(self) -> TakenIn:
        """Decide what the message is and write it."""
        describe(self.row, self.incoming)
        same = self.lookup.message(self.incoming.external_id)
        if not self.force:
            if reason := self._why_quarantined():
                return self._hold(reason)
            if self.incoming.report is not None:
                return self._bounce(self.incoming.report)
        twin = find_twin(self.incoming, same)
        if same is not None and not same.ours and (copy := self._same_content(same, twin)) is not None:
            return end(
                self.row,
                IntakeOutcome.duplicate,
                reason=say("The same message came before by another way."),
                ticket_id=copy.ticket_id,
                message_id=copy.message_id,
            )
        block = self.lookup.block(self.incoming.author.address)
        if block is not None and self._since is None and not self.force:
            return self._hold_blocked(block)
        return self._to_ticket(known_id=same is not None, twin=twin)

    def _hold(self, reason: Sentence, *, is_owed: bool = True) -> TakenIn:
        """Keep it for a person. The row says which ticket the mail names, so that it stands behind that ticket's door;
        nothing on the ticket changes."""
        about = named_ticket(self.incoming, self.lookup)
        if self._since is not None:
            return end(self.row, IntakeOutcome.recorded, reason=_HISTORY, ticket_id=about)
        taken = end(self.row, IntakeOutcome.quarantined, reason=reason, ticket_id=about)
        if is_owed and not self._is_ours:
            hold(self.row, account=self._account_of_sender(), desk=self.lookup.desk)
        return replace(taken, ticket_id=None)

    def _hold_blocked(self, block: Block) -> TakenIn:
        """Keep what a blocked sender wrote for a person to see. A customer is owed an answer all the same: nobody takes
        a promise back by an entry."""
        self.row.block = block
        is_of_a_machine = self.incoming.auto is not None and self.incoming.auto.reacts
        return self._hold(why_held(block), is_owed=not is_of_a_machine and self._account_of_sender() is not None)

    @property
    def _since(self) -> datetime | None:
        """From when on its address is answered, where it came before; None where a person makes a ticket of it."""
        return None if self.force else self.lookup.answered_since(self.raw)

    @property
    def _is_ours(self) -> bool:
        """Whether the desk itself wrote it: then it is no request, whatever it says."""
        same = self.lookup.message(self.incoming.external_id)
        return self.incoming.auto is AutoKind.loop or (same is not None and same.ours)

    def _account_of_sender(self) -> Account | None:
        """The account that the sender belongs to; one that nobody could answer belongs to none."""
        if not self.incoming.author.address or self.lookup.endpoint(self.incoming.author.address) is not None:
            return None
        return self.lookup.sender(self.incoming, at=self.raw.received_at).account

    def _why_quarantined(self) -> Sentence:
        if self._is_ours:
            return say("This is the desk's own message come back; answering it would go round in a circle.")
        address = self.incoming.author.address
        if address and self.lookup.endpoint(address) is not None:
            return say("It says that it comes from the desk's own address; an answer would come back to the desk.")
        if not address and self.incoming.report is None:
            return say("It names no sender that could be answered.")
        return NOTHING_SAID

    def _bounce(self, report: DeliveryReport) -> TakenIn:
        bounce = take_bounce(self.incoming, report, reported_at=self.raw.received_at, at=self.lookup.desk.at)
        is_history = not bounce.known and self._since is not None
        return end(
            self.row,
            IntakeOutcome.recorded if bounce.known or is_history else IntakeOutcome.quarantined,
            reason=_HISTORY if is_history else bounce.reason,
            ticket_id=bounce.ticket_id,
            message_id=bounce.message_id,
        )

    def _same_content(self, same: KnownMessage, twin: Twin | None) -> KnownMessage | None:
        """The message with this one's name and content: `same`, or one that was kept without a name because its name
        was taken."""
        digest = self.incoming.digest
        if same.content_digest == digest or (twin is not None and twin.says_the_same):
            return same
        rows = Message.objects.filter(content_digest=digest).values_list("ticket_id", "id")
        if not digest or (found := rows.first()) is None:
            return None
        ticket_id, pk = found
        return KnownMessage(ticket_id=ticket_id, message_id=pk, content_digest=digest, ours=False)

    def _to_ticket(self, *, known_id: bool, twin: Twin | None) -> TakenIn:
        """Write it. What is sent once stays on one ticket, also where a way of its copy left some of it out."""
        sender = self.lookup.sender(self.incoming, at=self.raw.received_at)
        thread = find_thread(incoming=self.incoming, lookup=self.lookup, sender=sender)
        if twin is not None and may_join(twin.ticket, sender):
            thread = Thread(joins=twin.ticket)
        endpoint = self.lookup.endpoint(self.incoming.endpoint)
        arrived = Arrived(
            incoming=self.incoming,
            raw=self.raw,
            sender=sender,
            endpoint=endpoint,
            known_id=known_id,
            carried=self.carried,
        )
        if self._since is not None and (thread.joins is None or thread.joins.closed_as == ClosedAs.history):
            message = add_to_history(arrived, ticket=thread.joins, since=self._since, desk=self.lookup.desk)
            outcome = IntakeOutcome.opened if thread.joins is None else IntakeOutcome.joined
        elif thread.joins is not None:
            message, outcome = self._join(arrived, ticket=thread.joins)
        elif not self.force and (reason := self._why_no_request(sender, thread)):
            return self._hold(reason)
        else:
            added = open_new(arrived, refused=thread.refused, desk=self.lookup.desk)
            message, outcome = added.message, IntakeOutcome.opened
            if arrived.forwarded is not None:
                note_above(arrived, arrived.forwarded, ticket=added.ticket, desk=self.lookup.desk)
            # one that was refused answers a thread, and another machine may have written it
            if thread.refused is None and not sender.is_colleague:
                write_receipt(ticket=added.ticket, incoming=self.incoming, sender=sender, desk=self.lookup.desk)
        attach(message, self.incoming.files, scan=first_scan())
        taken = end(self.row, outcome, ticket_id=message.ticket_id, message_id=message.pk)
        self.lookup.learn(self.row, message)
        return taken

    def _answers_a_notice(self) -> bool:
        found = (self.lookup.message(name) for name in self.incoming.answers)
        return any(one is not None and one.is_notice for one in found)

    def _why_no_request(self, sender: Sender, thread: Thread) -> Sentence:
        """Why no ticket is opened: a teammate answers a notice, or a machine reacts to something or writes about
        a ticket that its sender does not belong to. Empty where one is."""
        auto, why = self.incoming.auto, self.incoming.auto_because
        if sender.is_colleague and self._answers_a_notice():
            return say("It answers a notice of the desk that is about no ticket; nobody at a customer wrote it.")
        if auto is not None and auto.reacts:
            return say("It is an automatic reply to nothing that the desk sent this person: {why}.", why=why)
        if auto is not None and auto.is_nobodys and thread.refused is not None:
            text = "A machine sent it to #{number}, to which its sender does not belong: {why}."
            return say(text, number=thread.refused.pk, why=why)
        return NOTHING_SAID

    def _join(self, arrived: Arrived, *, ticket: Ticket) -> tuple[Message, IntakeOutcome]:
        desk = self.lookup.desk
        if arrived.sender.is_colleague:
            whom = [one for one in (*self.incoming.to, *self.incoming.cc) if self.lookup.is_customer(one)]
            return colleague_wrote(arrived, ticket=ticket, customers=whom, desk=desk), IntakeOutcome.noted
        added = add_to_thread(replace(arrived, joins=True), ticket=ticket, desk=desk)
        return added.message, IntakeOutcome.opened if added.opened_new else IntakeOutcome.joined
