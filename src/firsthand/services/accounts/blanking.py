"""What goes with an erased contact, row by row. Only for `erasing`, inside its transaction."""

import json
import operator
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path

from django.db.models import Q, QuerySet

from firsthand.domain.events import SubjectKind
from firsthand.domain.events.actors import person
from firsthand.domain.kept_sentences import with_words
from firsthand.domain.notices import NoticeKind
from firsthand.domain.people.erasing import Identity, erased_words
from firsthand.domain.sentences import Sentence, say
from firsthand.models.accounts import Contact, Erasure
from firsthand.models.blocking import Block
from firsthand.models.coaching import CoachingStep
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Attachment, Direction, Message, Scan
from firsthand.models.events import Event
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff
from firsthand.models.help import HelpRequest, HelpWord
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.outbox import Delivery, Notice, OutboxState
from firsthand.models.proposals import Proposal
from firsthand.models.questions import Question, QuestionAnswer
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.models.writing import Unsent
from firsthand.services.accounts.blanking_consequences import asked_beside, blank_consequences
from firsthand.services.book.desk import open_desk
from firsthand.services.desk.folders import attachment_file, infected_file, raw_message_file
from firsthand.services.held.actions import dismiss
from firsthand.services.outbox.values import TEXT_ERASED, Purpose

ERASED = "(erased)"
_LONGEST_BESIDE, _LONGEST_TITLE, _LONGEST_TOLD = 400, 200, 2000
_REASON = say("Erased with its sender.")
_WORDS = ("sender", "answer_to", "recipients", "copies", "subject", "text", "quoted", "html", "warnings")
_IN_PROSE = (SubjectKind.task, SubjectKind.coaching_step)
_OF_THE_DESK = (SubjectKind.desk, SubjectKind.endpoint, SubjectKind.person)


def blank(contact: Contact, identity: Identity, tombstone: Erasure, *, tickets: Sequence[int]) -> None:
    """Blank everything, and note in the tombstone how much and which files are to go."""
    raws = raw_messages(contact, identity, tickets=tickets)
    files = Attachment.objects.filter(message__contact=contact)
    shas = list(files.values_list("sha256", flat=True))
    scanned = files.exclude(scan=Scan.unasked).values_list("sha256", flat=True)  # one may go apart at this moment
    tombstone.messages = Message.objects.filter(contact=contact).count()
    tombstone.raw_messages, tombstone.attachments = len(raws), len(shas)
    tombstone.files = sorted(
        {
            *(raw_message_file(Path(), raw.sha256).as_posix() for raw in raws),
            *(attachment_file(Path(), sha).as_posix() for sha in shas),
            *(infected_file(Path(), sha).as_posix() for sha in scanned),
        }
    )
    files.delete()
    titles = _titles(contact)
    _outbox(identity, tickets=tickets, titles=titles)
    _messages(contact, identity, tickets=tickets, titles=titles)
    beside = _beside(contact)
    _events(contact, identity, tickets=tickets, beside=beside, titles=titles)
    _proposals(contact, identity, tickets=tickets, titles=titles)
    _questions(identity, tickets=tickets, titles=titles)
    _feature_requests(identity, tickets=tickets, titles=titles)
    _considerations(identity, tickets=tickets, titles=titles)
    blank_consequences(contact, tickets=tickets, clean=lambda text: identity.out_of_prose(_untitled(text, titles)))
    _handoffs(identity, tickets=tickets, titles=titles)
    _help(identity, tickets=tickets, titles=titles)
    _unsent(identity, tickets=tickets, titles=titles)
    _tasks(identity, tickets=tickets, beside=beside, titles=titles)
    _coaching(contact, identity, titles=titles)
    _notices(contact, identity, tickets=tickets, beside=beside, titles=titles)
    _raws(raws, identity, tombstone)
    _raws_of_others(identity, tickets=tickets, titles=titles)
    _blocks(identity)
    contact.name, contact.erased_at = identity.pseudonym, tombstone.at
    contact.save()
    _handles(contact)


def any_of(conditions: Iterable[Q]) -> Q:
    """What one of the conditions says; nothing where there is none."""
    return reduce(operator.or_, conditions, Q(pk__in=()))


def _handles(contact: Contact) -> None:
    """Nobody is known by the person's addresses any more, but a teammate who has one too."""
    contact.handles.filter(person=None).delete()
    contact.handles.update(contact=None)


def raw_messages(contact: Contact, identity: Identity, *, tickets: Sequence[int]) -> list[RawMessage]:
    """The raw mails that came from the contact, by the message they became or by their sender, and the reports about
    mail that did not reach them."""
    found = RawMessage.objects.filter(
        Q(message__contact=contact)
        | any_of(Q(sender__icontains=one) | Q(envelope_from__iexact=one) for one in identity.addresses)
        | Q(ticket__in=tickets, state=RawState.recorded),
        erased_at=None,
    )
    theirs = set(Message.objects.filter(contact=contact).values_list("pk", flat=True))
    return [
        raw
        for raw in found.order_by("pk")
        if raw.message_id in theirs
        or raw.envelope_from.lower() in identity.addresses
        or identity.is_named_in(raw.sender)
        or raw.state == RawState.recorded
    ]


def _titles(contact: Contact) -> tuple[str, ...]:
    """Take the titles off the contact's own tickets; what they were, the longest first."""
    theirs = Ticket.objects.filter(contact=contact)
    titles = {subject for subject in theirs.values_list("title", flat=True) if subject}
    theirs.update(title=ERASED)
    return tuple(sorted(titles, key=len, reverse=True))


def _untitled(text: str, titles: Sequence[str]) -> str:
    for title in titles:
        text = text.replace(title, ERASED)
    return text


def _messages(contact: Contact, identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """Blank what the contact wrote. Of what others wrote on these tickets, the text stays without the person in it;
    quoted history and layout go, because they repeat what the person wrote."""
    for message in Message.objects.filter(Q(ticket__in=tickets) | Q(contact=contact)).order_by("pk"):
        if message.contact_id == contact.pk:
            message.sender, message.recipients, message.subject = identity.pseudonym, [], ""
            message.text, message.warnings, message.copies, message.answer_to = "", [], [], None
        else:
            ours = message.direction != Direction.inbound
            message.text = (identity.out_of_prose if ours else identity.out_of)(message.text)
            message.sender = identity.out_of(message.sender)
            message.recipients = identity.out_of_value(message.recipients)
            message.copies = identity.out_of_value(message.copies)
            message.answer_to = identity.out_of_value(message.answer_to)
            message.warnings = identity.out_of_value(message.warnings)
            message.subject = identity.out_of(_untitled(message.subject, titles))
        message.quoted, message.html = "", ""
        message.save(update_fields=list(_WORDS))


def _outbox(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """Mail to the person loses its text and its address, and what had not left yet never will."""
    told = Notice.objects.filter(subject__ticket__in=tickets).values("delivery")
    mails = Delivery.objects.filter(Q(ticket__in=tickets) | Q(pk__in=told)).select_related("message")
    for mail in mails.order_by("pk"):
        if mail.state == OutboxState.queued:
            _take_out(mail, identity)
        to_them = any(identity.is_theirs(one) for one in (*mail.recipients, *mail.copies))
        mail.text = TEXT_ERASED if to_them else identity.out_of_prose(_untitled(_without_history(mail), titles))
        out_of = identity.out_of_prose if mail.purpose == Purpose.notice else identity.out_of
        mail.subject = out_of(_untitled(mail.subject, titles))
        mail.recipients = identity.out_of_value(mail.recipients)
        mail.copies = identity.out_of_value(mail.copies)
        mail.reached, mail.not_reached = map(identity.out_of_value, (mail.reached, mail.not_reached))
        mail.last_error = with_words(mail.last_error, identity.out_of)
        mail.save(update_fields=["text", "subject", "recipients", "copies", "reached", "not_reached", "last_error"])
    mails.filter(state=OutboxState.queued, text=TEXT_ERASED).update(state=OutboxState.taken_back, next_attempt_at=None)


def _without_history(mail: Delivery) -> str:
    """The text of a mail but for what it quotes of the conversation."""
    return mail.text.removesuffix(mail.message.quoted).rstrip() if mail.message is not None else mail.text


def _take_out(mail: Delivery, identity: Identity) -> None:
    """What has not left yet goes to the others whom it was written to; to nobody else where there are none."""
    to, copies = ([one for one in some if not identity.is_theirs(one)] for some in (mail.recipients, mail.copies))
    if to or copies:
        mail.recipients, mail.copies = (to, copies) if to else (copies, [])


def _events(
    contact: Contact, identity: Identity, *, tickets: Sequence[int], beside: Sequence[int], titles: Sequence[str]
) -> None:
    """What events say in words, on these tickets, by this person, on their account, and wherever the address stands:
    prose is cleaned and addresses are replaced, field by field as the registry classes them. Facts stay, and so do
    the words on teammates, mailboxes and the desk, which are about nobody at a customer."""
    named = any_of(Q(words__icontains=one) | Q(words__icontains=json.dumps(one)[1:-1]) for one in identity.addresses)
    if contact.account is not None:
        named |= Q(subject=contact.account.subject_id) | Q(subject__in=beside)
        named |= Q(subject__in=Proposal.objects.filter(account=contact.account).values("subject"))
    found = Event.objects.filter(
        Q(subject__ticket__in=tickets) | Q(contact=contact) | (named & ~Q(subject__kind__in=_OF_THE_DESK)),
        words__isnull=False,
    )
    here = frozenset(tickets)
    for event in found.select_related("subject").order_by("pk").iterator():
        words = erased_words(
            event.verb,
            _untitled_words(event.words or {}, titles),
            identity,
            theirs=event.contact_id == contact.pk,
            on_their_ticket=event.subject.ticket_id in here or event.subject_id in beside,
        )
        if words != event.words:
            event.words = words or None
            event.save(update_fields=["words"])


def _untitled_sentence(sentence: Sentence, titles: Sequence[str]) -> Sentence:
    return with_words(sentence, lambda text: _untitled(text, titles))


def _untitled_words(words: Mapping[str, object], titles: Sequence[str]) -> dict[str, object]:
    return {key: _untitled(value, titles) if isinstance(value, str) else value for key, value in words.items()}


def _proposals(contact: Contact, identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """Why teammates proposed something on these tickets and on their account, and what was answered, without the
    person. Values are those of fields of the desk, and stay."""
    for row in _proposals_of(contact, tickets).order_by("pk"):
        cleaned = identity.out_of_prose if row.ticket_id is not None else identity.out_of
        row.why = cleaned(_untitled(row.why, titles))[:_LONGEST_BESIDE]
        row.answer = cleaned(_untitled(row.answer, titles))[:_LONGEST_BESIDE]
        if row.field == "coaching_step":  # the only value in somebody's words
            row.value = cleaned(_untitled(row.value, titles))[:_LONGEST_BESIDE]
        row.save(update_fields=["why", "answer", "value"])


def _proposals_of(contact: Contact, tickets: Sequence[int]) -> QuerySet[Proposal]:
    theirs = Q(account=contact.account_id) if contact.account_id is not None else Q()
    return Proposal.objects.filter(Q(ticket__in=tickets) | theirs)


def _questions(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """What teammates asked each other about these tickets, and answered, stays without the person in it."""
    asked: list[Question | QuestionAnswer] = list(Question.objects.filter(ticket__in=tickets).order_by("pk"))
    for one in (*asked, *QuestionAnswer.objects.filter(question__ticket__in=tickets).order_by("pk")):
        one.text = identity.out_of_prose(_untitled(one.text, titles))
        one.save(update_fields=["text"])


def _feature_requests(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """What was wished on these tickets, and answered, stays without the person in it."""
    for row in FeatureRequest.objects.filter(ticket__in=tickets).order_by("pk"):
        row.title = identity.out_of_prose(_untitled(row.title, titles))[:_LONGEST_TITLE]
        row.evidence = identity.out_of_prose(_untitled(row.evidence, titles))
        row.why = identity.out_of_prose(_untitled(row.why, titles))[:_LONGEST_BESIDE]
        row.save(update_fields=["title", "evidence", "why"])


def _considerations(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """What was given to consider on these tickets, and answered, stays without the person in it."""
    for row in Consideration.objects.filter(ticket__in=tickets).order_by("pk"):
        row.text = identity.out_of_prose(_untitled(row.text, titles))[:_LONGEST_BESIDE]
        row.why = identity.out_of_prose(_untitled(row.why, titles))[:_LONGEST_BESIDE]
        row.save(update_fields=["text", "why"])


def _handoffs(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """What teammates said to each other when they handed these tickets over stays, without the person in it."""
    said = ("question", "answer", "essence", "why")
    for row in Handoff.objects.filter(ticket__in=tickets).order_by("pk"):
        for name in said:
            setattr(row, name, identity.out_of_prose(_untitled(getattr(row, name), titles))[:_LONGEST_BESIDE])
        row.context = [
            {**one, "value": identity.out_of_prose(_untitled(str(one["value"]), titles))} for one in row.context
        ]
        row.save(update_fields=[*said, "context"])


def _help(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """The help that was asked about these tickets, and all that was said about it, stays without the person in it."""

    def out(text: str) -> str:
        return identity.out_of_prose(_untitled(text, titles))

    for row in HelpRequest.objects.filter(ticket__in=tickets).order_by("pk"):
        row.context = [{**one, "value": out(str(one["value"]))} for one in row.context]
        row.teammates, row.matched = out(row.teammates)[:_LONGEST_TOLD], out(row.matched)[:_LONGEST_TITLE]
        row.why, row.link = out(row.why)[:_LONGEST_BESIDE], out(row.link)[:_LONGEST_BESIDE]
        row.save(update_fields=["context", "teammates", "matched", "why", "link"])
    for word in HelpWord.objects.filter(help__ticket__in=tickets).order_by("pk"):
        word.text = out(word.text)
        word.save(update_fields=["text"])


def _unsent(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    """What teammates began to write on these tickets stays, without the person in it."""
    for one in Unsent.objects.filter(ticket__in=tickets).order_by("pk"):
        one.text = identity.out_of_prose(_untitled(one.text, titles))
        one.recipients, one.copies = identity.out_of_value(one.recipients), identity.out_of_value(one.copies)
        one.save(update_fields=["text", "recipients", "copies"])


def _tasks(identity: Identity, *, tickets: Sequence[int], beside: Sequence[int], titles: Sequence[str]) -> None:
    """What is to be done on these tickets and on the account stays, without the person in it."""
    about = Q(ticket__in=tickets) | Q(subject__in=beside)
    for task in Task.objects.filter(about).order_by("pk"):
        task.what = identity.out_of_prose(_untitled(task.what, titles))[:_LONGEST_BESIDE]
        task.why = identity.out_of_prose(_untitled(task.why, titles))[:_LONGEST_BESIDE]
        task.save(update_fields=["what", "why"])


def _beside(contact: Contact) -> list[int]:
    """The subjects of the tasks and the coaching steps on the account, and of what was asked before a move."""
    if contact.account_id is None:
        return []
    tasks = Task.objects.filter(account=contact.account_id, ticket=None).values_list("subject", flat=True)
    steps = CoachingStep.objects.filter(account=contact.account_id).values_list("subject", flat=True)
    return [*tasks, *steps, *sorted(asked_beside(contact.account_id))]


def _coaching(contact: Contact, identity: Identity, *, titles: Sequence[str]) -> None:
    """What was done for the account, unasked, and what came of it stays, without the person in it."""
    said = {"what": _LONGEST_TITLE, "done_means": _LONGEST_BESIDE, "note": None, "evidence": _LONGEST_BESIDE}
    for row in CoachingStep.objects.filter(account=contact.account_id or 0).order_by("pk"):
        for name, longest in said.items():
            setattr(row, name, identity.out_of_prose(_untitled(getattr(row, name), titles))[:longest])
        row.save(update_fields=list(said))


def _notices(
    contact: Contact, identity: Identity, *, tickets: Sequence[int], beside: Sequence[int], titles: Sequence[str]
) -> None:
    """What teammates were told of these tickets, and of proposals, tasks and consequences on them or on the account; of
    those on the account by mail too, which belongs to no ticket."""
    proposed = _proposals_of(contact, tickets).values("subject")
    about = Q(subject__ticket__in=tickets) | Q(subject__in=proposed) | Q(subject__in=beside)
    for notice in Notice.objects.filter(about).select_related("subject").order_by("pk"):
        in_prose = notice.subject is not None and notice.subject.kind in _IN_PROSE
        in_prose = in_prose or notice.subject_id in beside or notice.kind == NoticeKind.consequence
        out_of = identity.out_of_prose if in_prose else identity.out_of
        notice.text = with_words(_untitled_sentence(notice.text, titles), out_of)
        notice.save(update_fields=["text"])
    told = Notice.objects.filter(subject__in=beside).values("delivery")
    for mail in Delivery.objects.filter(pk__in=told).order_by("pk"):
        mail.subject = identity.out_of_prose(_untitled(mail.subject, titles))
        mail.text = identity.out_of_prose(_untitled(mail.text, titles))
        mail.save(update_fields=["subject", "text"])


def _raws(raws: Sequence[RawMessage], identity: Identity, tombstone: Erasure) -> None:
    """Of a raw mail stay its digest, instant and size, so that it is not taken in again; one that was held is owed no
    answer any more."""
    desk, actor = open_desk(tombstone.at), person(tombstone.by_id)
    for raw in raws:
        if raw.state == RawState.quarantined:
            raw.state = RawState.discarded
            dismiss(raw, why=_REASON, desk=desk, actor=actor)
        raw.subject, raw.sender, raw.envelope_from = "", identity.pseudonym, ""
        raw.reason, raw.erased_at = _REASON, tombstone.at
        raw.save()


def _raws_of_others(identity: Identity, *, tickets: Sequence[int], titles: Sequence[str]) -> None:
    for raw in RawMessage.objects.filter(ticket__in=tickets, erased_at=None).order_by("pk"):
        raw.subject = identity.out_of(_untitled(raw.subject, titles))
        raw.sender, raw.reason = identity.out_of(raw.sender), with_words(raw.reason, identity.out_of)
        raw.save(update_fields=["subject", "sender", "reason"])


def _blocks(identity: Identity) -> None:
    """An entry of the block list for one of their addresses holds nothing any more: it no longer says whose it was."""
    for row in Block.objects.filter(whom__in=identity.addresses):
        row.whom, row.why = identity.pseudonym, identity.out_of(row.why)
        row.save(update_fields=["whom", "why"])
