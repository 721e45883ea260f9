"""What one message is, and the rows that come of it: always exactly one raw row, in the caller's transaction."""

from dataclasses import dataclass, replace

from firsthand.domain.conversation.incoming import AutoKind, DeliveryReport, Incoming
from firsthand.domain.events.conversation import CarriedClock
from firsthand.domain.kept_sentences import with_words
from firsthand.domain.mail.copies import is_changed_on_the_way
from firsthand.domain.sentences import NOTHING_SAID, Sentence, say
from firsthand.models.accounts import Account
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.held.actions import hold
from firsthand.services.intake.bounces import take_bounce
from firsthand.services.intake.lookup import KnownMessage, Lookup
from firsthand.services.intake.threads import find_thread, named_ticket
from firsthand.services.intake.ticketing import Arrived, add_to_thread, note_of_teammate, open_forwarded, open_new
from firsthand.services.intake.values import IntakeOutcome, RawFacts, TakenIn
from firsthand.services.tickets.actions.attaching import attach

LONGEST_REASON = 400
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
        if same is not None and not same.ours and (copy := self._same_content(same)) is not None:
            return end(
                self.row,
                IntakeOutcome.duplicate,
                reason=say("The same message came before by another way."),
                ticket_id=copy.ticket_id,
                message_id=copy.message_id,
            )
        return self._to_ticket(known_id=same is not None)

    def _hold(self, reason: Sentence) -> TakenIn:
        """Keep it for a person. The row says which ticket the mail names, so that it stands behind that ticket's door;
        nothing on the ticket changes."""
        about = named_ticket(self.incoming, self.lookup)
        taken = end(self.row, IntakeOutcome.quarantined, reason=reason, ticket_id=about)
        if not self._is_ours:
            hold(self.row, account=self._account_of_sender(), desk=self.lookup.desk)
        return replace(taken, ticket_id=None)

    @property
    def _is_ours(self) -> bool:
        """Whether the desk itself wrote it: then it is no request, whatever it says."""
        same = self.lookup.message(self.incoming.external_id)
        return self.incoming.auto is AutoKind.loop or (same is not None and same.ours)

    def _account_of_sender(self) -> Account | None:
        """The account that the sender belongs to; one that nobody could answer belongs to none."""
        if not self.incoming.author.address or self.incoming.author.address in self.lookup.own:
            return None
        return self.lookup.sender(self.incoming, at=self.raw.received_at).account

    def _why_quarantined(self) -> Sentence:
        if self._is_ours:
            return say("This is the desk's own message come back; answering it would go round in a circle.")
        address = self.incoming.author.address
        if address in self.lookup.own:
            return say("It says that it comes from the desk's own address; an answer would come back to the desk.")
        if not address and self.incoming.report is None:
            return say("It names no sender that could be answered.")
        return NOTHING_SAID

    def _bounce(self, report: DeliveryReport) -> TakenIn:
        bounce = take_bounce(self.incoming, report, reported_at=self.raw.received_at, at=self.lookup.desk.at)
        return end(
            self.row,
            IntakeOutcome.recorded if bounce.known else IntakeOutcome.quarantined,
            reason=bounce.reason,
            ticket_id=bounce.ticket_id,
            message_id=bounce.message_id,
        )

    def _same_content(self, same: KnownMessage) -> KnownMessage | None:
        """The message with this one's name and content: `same`, or one that was kept without a name because its name
        was taken."""
        digest = self.incoming.digest
        if same.content_digest == digest or self._was_changed_on_the_way(same):
            return same
        rows = Message.objects.filter(content_digest=digest).values_list("ticket_id", "id")
        if not digest or (found := rows.first()) is None:
            return None
        ticket_id, pk = found
        return KnownMessage(ticket_id=ticket_id, message_id=pk, content_digest=digest, ours=False)

    def _was_changed_on_the_way(self, same: KnownMessage) -> bool:
        """Whether it is that message, of the same author and with the same files, as a list or gateway passed it on."""
        kept = Message.objects.filter(pk=same.message_id or 0).first()
        if kept is None:
            return False
        author, files = self.incoming.author.address, {one.sha256 for one in self.incoming.files}
        is_theirs = kept.sender == author or kept.sender.endswith(f"<{author}>")
        has_the_same = set(kept.attachments.values_list("sha256", flat=True)) == files
        return is_theirs and has_the_same and is_changed_on_the_way(kept.text, self.incoming.text)

    def _to_ticket(self, *, known_id: bool) -> TakenIn:
        sender = self.lookup.sender(self.incoming, at=self.raw.received_at)
        thread = find_thread(incoming=self.incoming, lookup=self.lookup, sender=sender)
        endpoint = self.lookup.endpoint(self.incoming.endpoint)
        arrived = Arrived(
            incoming=self.incoming,
            raw=self.raw,
            sender=sender,
            endpoint=endpoint,
            known_id=known_id,
            carried=self.carried,
        )
        if thread.joins is not None:
            message, outcome = self._join(arrived, ticket=thread.joins)
        elif self.incoming.auto is AutoKind.auto_reply and not self.force:
            reason = say(
                "It is an automatic reply to nothing that the desk sent this person: {why}.",
                why=self.incoming.auto_because,
            )
            return self._hold(reason)
        else:
            message, outcome = self._open(arrived, refused=thread.refused), IntakeOutcome.opened
        attach(message, self.incoming.files)
        taken = end(self.row, outcome, ticket_id=message.ticket_id, message_id=message.pk)
        self.lookup.learn(self.row, message)
        return taken

    def _open(self, arrived: Arrived, *, refused: Ticket | None) -> Message:
        """Open a ticket: of the sender, or of whom a teammate forwards."""
        desk, forwarded = self.lookup.desk, self.lookup.forwarded_by(self.incoming)
        if forwarded is None or not arrived.sender.is_one_of_us:
            return open_new(arrived, refused=refused, desk=desk).message
        customer = self.lookup.customer(forwarded.author, at=self.raw.received_at)
        message, note = open_forwarded(arrived, forwarded=forwarded, customer=customer, desk=desk)
        if note is not None:
            self.lookup.learn(self.row, note)
        return message

    def _join(self, arrived: Arrived, *, ticket: Ticket) -> tuple[Message, IntakeOutcome]:
        if arrived.sender.is_one_of_us:
            return note_of_teammate(arrived, ticket=ticket, desk=self.lookup.desk), IntakeOutcome.noted
        added = add_to_thread(replace(arrived, joins=True), ticket=ticket, desk=self.lookup.desk)
        return added.message, IntakeOutcome.opened if added.opened_new else IntakeOutcome.joined
