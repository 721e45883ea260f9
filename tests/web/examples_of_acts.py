"""An example of each act: what is sent, on a desk where it can be done, and who of those that have its right can."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from firsthand.domain.amending.chain import digest_of
from firsthand.domain.consequences import Move
from firsthand.domain.names import Kind, Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import say
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.blocking import Block
from firsthand.models.channels import Endpoint
from firsthand.models.coaching import CoachingStep, LikeTickets
from firsthand.models.consequences import ConsequenceRound
from firsthand.models.considerations import Consideration
from firsthand.models.conversation import Direction, Message
from firsthand.models.drafts import AmendmentDraft
from firsthand.models.feature_requests import FeatureRequest
from firsthand.models.handoffs import Handoff
from firsthand.models.help import HelpRequest
from firsthand.models.intake import RawMessage
from firsthand.models.outbox import Delivery, Notice, OutboxState
from firsthand.models.people import Invitation, Person
from firsthand.models.proposals import Proposal
from firsthand.models.questions import QuestionAnswer
from firsthand.models.rosters import TimeOff
from firsthand.models.saved_replies import SavedReply
from firsthand.models.tasks import Task
from firsthand.models.tickets import Ticket
from firsthand.services.absences.actions import Whose, give_holidays
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.book.desk import open_desk
from firsthand.services.channels.actions import EndpointWanted, add_endpoint
from firsthand.services.coaching import actions as coaching
from firsthand.services.consequences import actions as consequences
from firsthand.services.considerations.actions import give
from firsthand.services.desk.kept_files import keep_raw
from firsthand.services.drafts import actions as drafts
from firsthand.services.drafts.texts import skeleton
from firsthand.services.feature_requests.actions import send
from firsthand.services.intake.blocking import block
from firsthand.services.outbox.actions import write
from firsthand.services.outbox.values import Purpose
from firsthand.services.people.actions import RoleWanted, invite
from firsthand.services.people.actions.holdings import hold
from firsthand.services.proposals import actions as proposals
from firsthand.services.questions import actions as questions
from firsthand.services.rosters.actions import enter_time_off
from firsthand.services.saved_replies.actions import SavedText, save
from firsthand.services.tasks import actions as tasks
from firsthand.services.tickets.actions import conversation, handing_over, kinds, merging
from tests.asking_for_help import answer as answer_help
from tests.asking_for_help import ask as ask_for_help
from tests.handing_over import offer
from tests.lighthouse import Lighthouse

HOURS = """
calendars:
  support-hours:
    zone: America/Los_Angeles
    weekly: {{mon-fri: "02:00-17:00"}}
    versions:
      - {{from: {on}, weekly: {{mon-fri: "02:00-24:00"}}}}
"""
ENGINEERING = Role("engineering")
AWAY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Lighthouse at an instant, Robin who does everything, and what they do it to."""

    desk: Lighthouse
    robin: Person
    now: datetime
    ticket: Ticket
    other: Ticket
    message: Message
    reply: Message
    task: Task
    mine: Proposal
    theirs: Proposal
    draft: AmendmentDraft
    failed: Delivery
    waiting: Delivery
    invitation: Invitation
    notice: Notice
    phone: Endpoint
    held: RawMessage
    block: Block
    saved: SavedReply
    away: TimeOff
    holidays: AbsenceCalendar
    how_to: Ticket
    given: QuestionAnswer
    wish: Ticket
    sent: FeatureRequest
    considered: Consideration
    offer: Handoff
    asked: Handoff
    step: CoachingStep
    alike: LikeTickets
    round: ConsequenceRound
    trouble: Ticket
    helped: HelpRequest
    answered: HelpRequest


def set_the_scene(desk: Lighthouse, robin: Person, *, now: datetime) -> Scene:
    """What Robin finds, and what Robin began as an engineer."""
    hold(robin, [RoleWanted(role=ENGINEERING)], at=now - timedelta(minutes=5))
    me, noor, mira = viewer_of(robin, at=now), desk.viewer(desk.noor, at=now), desk.viewer(desk.mira, at=now)
    ticket, other = (desk.ticket(received_at=now - timedelta(minutes=3), number=one) for one in (1, 2))
    merging.link(viewer=me, ticket_id=ticket.pk, other_id=other.pk, at=now)
    mails = [_mail(key, ticket, now) for key in ("failed", "waiting")]
    Delivery.objects.filter(pk=mails[0].pk).update(state=OutboxState.failed, attempts=3, next_attempt_at=None)
    wish, wished = (_wish(me, desk.ticket(received_at=now - timedelta(minutes=3), number=one), now) for one in (14, 15))
    how_to = desk.ticket(received_at=now - timedelta(minutes=3), number=13)
    kinds.confirm_kind(viewer=me, ticket_id=how_to.pk, kind=Kind("how_to"), at=now)
    asked = questions.ask(viewer=noor, ticket_id=how_to.pk, text="May I?", at=now)
    notice = Notice.objects.create(key="robin", person=robin, at=now, kind="book", text=say("Look."))
    return Scene(
        desk=desk,
        robin=robin,
        now=now,
        ticket=ticket,
        other=other,
        message=Message.objects.get(ticket=ticket, direction=Direction.inbound),
        reply=_reply(me, ticket, now),
        task=tasks.give_on_ticket(viewer=me, ticket_id=ticket.pk, what="Look", due_at=now + timedelta(days=1), at=now),
        how_to=how_to,
        wish=wish,
        considered=give(viewer=noor, ticket_id=ticket.pk, text="They renew.", until=now + timedelta(days=2), at=now),
        sent=send(viewer=me, ticket_id=wished.pk, title="Dark mode", evidence="Ana.", at=now),
        given=questions.answer(viewer=me, question_id=asked.pk, text="You may.", at=now),
        mine=_proposal(me, ticket, "s1", now),
        theirs=_proposal(noor, ticket, "s2", now),
        draft=_draft(me, now),
        failed=mails[0],
        waiting=mails[1],
        invitation=invite(viewer=mira, email="zoe@lighthouse.example", name="Zoe", roles=[], at=now),
        notice=notice,
        held=_held(now),
        saved=save(viewer=me, wanted=SavedText(name="Lock", text="We found {number}."), at=now),
        block=block(viewer=mira, whom="ads.example", why="ads", until=now + timedelta(days=1), at=now),
        offer=_offer(desk, now, number=3),
        asked=_asked(desk, now),
        step=coaching.add(
            viewer=noor, account_id=desk.acme.pk, what="Show them", due_at=now + timedelta(days=9), at=now
        ),
        alike=LikeTickets.objects.create(account=desk.acme, topic="export", from_at=now, clause="S25", proposed_at=now),
        round=_round(desk, now),
        **_help(desk, now),
        phone=add_endpoint(viewer=mira, wanted=EndpointWanted(channel="console", address="Phone"), at=now),
        holidays=give_holidays(viewer=me, whose=Whose(person=robin.pk), place="DE", at=now),
        away=enter_time_off(viewer=me, person_id=robin.pk, first="2098-03-02", last="2098-03-02", at=now),
    )


def _wish(me: Viewer, ticket: Ticket, now: datetime) -> Ticket:
    return kinds.confirm_kind(viewer=me, ticket_id=ticket.pk, kind=Kind("feature_request"), at=now)


def _mail(key: str, ticket: Ticket, now: datetime) -> Delivery:
    return write(
        key=key,
        purpose=Purpose.notice,
        recipients=["ada@lighthouse.example"],
        subject="Late",
        text="It is.",
        at=now,
        ticket=ticket,
    )


def _offer(desk: Lighthouse, now: datetime, *, number: int) -> Handoff:
    """A wish that Noor offers to product."""
    wish, noor = desk.ticket(received_at=now - timedelta(minutes=3), number=number), desk.viewer(desk.noor, at=now)
    kinds.confirm_kind(viewer=noor, ticket_id=wish.pk, kind=Kind("feature_request"), at=now)
    return offer(desk.noor, wish, "product", at=now)


def _asked(desk: Lighthouse, now: datetime) -> Handoff:
    """Another one, about which Pat asks something."""
    row, pat = _offer(desk, now, number=4), desk.viewer(desk.pat, at=now)
    return handing_over.ask(viewer=pat, handoff_id=row.pk, question="Since when?", at=now)


def _round(desk: Lighthouse, now: datetime) -> ConsequenceRound:
    """Eve asks before a date of Acme is moved."""
    eve = desk.viewer(desk.eve, at=now)
    return consequences.ask(
        viewer=eve, account_id=desk.acme.pk, move=Move.date, wanted="1 May", why="They sign.", at=now
    )


def _help(desk: Lighthouse, now: datetime) -> dict[str, Any]:
    """Trouble that Mira has; some help about it is asked for, some is answered."""
    mira, found = desk.viewer(desk.mira, at=now), desk.ticket(received_at=now - timedelta(minutes=3), number=16)
    kinds.confirm_kind(viewer=mira, ticket_id=found.pk, kind=Kind("troubleshooting"), at=now)
    asked = [ask_for_help(desk.mira, found, at=now) for _ in range(2)]
    return {"trouble": found, "helped": asked[0], "answered": answer_help(desk.olu, asked[1], at=now)}


def _held(now: datetime) -> RawMessage:
    raw = b"From: Ana <ana@acme.example>\r\nTo: support@lighthouse.example\r\n\r\nIt fails.\r\n"
    keep_raw(settings.ENVIRONMENT.data, [raw])
    return RawMessage.objects.create(
        sha256=sha256(raw).hexdigest(), channel="email", state="quarantined", via="pipe", received_at=now, size=len(raw)
    )


def _reply(me: Viewer, ticket: Ticket, now: datetime) -> Message:
    text = "We found the lock, rebuilt the index and checked it; tell us by tomorrow if it comes back."
    return conversation.reply(viewer=me, ticket_id=ticket.pk, text=text, substantive=True, at=now).message


def _proposal(who: Viewer, ticket: Ticket, severity: str, now: datetime) -> Proposal:
    return proposals.propose(
        viewer=who, field="severity", value=severity, why="It is down.", ticket_id=ticket.pk, at=now
    )


def _draft(me: Viewer, now: datetime) -> AmendmentDraft:
    book, on = open_desk(now).book, (now + timedelta(days=40)).date()
    head = skeleton(book=book.name, title="Hours", zone="America/Los_Angeles", on=on.isoformat(), today=now.date())
    return drafts.start(viewer=me, title="Hours", text=head + HOURS.format(on=on), at=now)


@dataclass(frozen=True, kw_only=True)
class Example:
    """What is sent. Of those who have the act's right `only` they can whose role is named here, or who have `also` that
    right, or who have it `not`; everybody else is refused with `refused`. Without these it is what everybody is."""

    sent: Callable[[Scene], Mapping[str, object]]
    only: frozenset[str] | None = None
    also: Right | None = None
    lacking: Right | None = None
    refused: str = ""

    def is_done_by(self, viewer: Viewer) -> bool:
        """Whether somebody with the act's right can do it."""
        if self.refused and self.only is None and self.also is None and self.lacking is None:
            return False
        return (
            (self.only is None or bool(self.only & viewer.roles))
            and (self.also is None or viewer.may(self.also))
            and (self.lacking is None or not viewer.may(self.lacking))
        )


def _on(**more: object) -> Callable[[Scene], Mapping[str, object]]:
    return lambda scene: {"ticket": scene.ticket.pk, **more}


def _at_acme(**more: object) -> Callable[[Scene], Mapping[str, object]]:
    return lambda scene: {"account": scene.desk.acme.pk, **more}


def _noor(**more: object) -> Callable[[Scene], Mapping[str, object]]:
    return lambda scene: {"person": scene.desk.noor.pk, **more}


def _robin(**more: object) -> Callable[[Scene], Mapping[str, object]]:
    return lambda scene: {"person": scene.robin.pk, **more}


def _draft_as_read(**more: object) -> Callable[[Scene], Mapping[str, object]]:
    return lambda scene: {"draft": scene.draft.pk, "digest": digest_of(scene.draft.text), **more}


RATES = Right.set_severity
ASKS = frozenset({Role("customer_engineering")})
WARNS = frozenset({Role("support"), Role("product"), Role("engineering")})
HEAD = frozenset({Role("head_of_support")})
PRODUCT = frozenset({Role("product"), Role("vp_product")})
ACCEPTS = frozenset({Role("product")})
"""Who holds the role that is offered it: its head answers only where nobody does."""
HELPS = frozenset({Role("engineering")})
ASKS_FOR_HELP = frozenset({Role("support"), Role("head_of_support")})
OFFERS = frozenset({Role("customer_engineering"), Role("vp_customer_engineering")})
EXAMPLES: dict[str, Example] = {
    "tickets.reply": Example(sent=_on(text="We are at it.")),
    "tickets.enter": Example(
        sent=lambda scene: {"customer": "ana@acme.example", "endpoint": scene.phone.pk, "text": "It fails again."}
    ),
    "tickets.begin": Example(
        sent=lambda scene: {
            "customer": "ana@acme.example",
            "endpoint": scene.phone.pk,
            "subject": "Your export",
            "text": "It works again.",
        }
    ),
    "tickets.take-back": Example(sent=lambda scene: {"message": scene.reply.pk}),
    "tickets.note": Example(sent=_on(text="Seen it.")),
    "tickets.nothing": Example(sent=_on(why="Thanks."), refused="nothing_owed"),
    "tickets.mark": Example(sent=lambda scene: {"message": scene.reply.pk, "counts": "no", "why": "No next step."}),
    "tickets.take": Example(sent=_on(), only=frozenset({Role("support")}), refused="not_your_role"),
    "tickets.release": Example(sent=_on(), refused="not_taken"),
    "tickets.assign": Example(sent=_on(to="support:"), only=HEAD, refused="hand_over"),
    "tickets.status": Example(sent=_on(status="solved")),
    "tickets.kind": Example(sent=_on(kind="how_to")),
    "tickets.severity": Example(sent=_on(severity="s1")),
    "tickets.topic": Example(sent=_on(topic="")),
    "tickets.end": Example(sent=lambda scene: {"ticket": scene.other.pk, "as": "spam"}),
    "tickets.requester": Example(sent=_on(who="Ben Frost <ben@borealis.example>"), refused="has_requester"),
    "tickets.merge": Example(sent=lambda scene: {"ticket": scene.other.pk, "into": scene.ticket.pk}),
    "tickets.split": Example(sent=lambda scene: {"ticket": scene.ticket.pk, "message": scene.message.pk}),
    "tickets.link": Example(sent=lambda scene: {"ticket": scene.other.pk, "other": scene.ticket.pk}),
    "tickets.unlink": Example(sent=lambda scene: {"ticket": scene.ticket.pk, "other": scene.other.pk}),
    "tickets.restrict": Example(sent=_on(let_in="role:support", why="A hole.")),
    "tickets.lift": Example(sent=_on(why="It is known.")),
    "tickets.let-oneself-in": Example(sent=_on(why="All have left."), refused="no_ticket"),
    "tickets.tag": Example(sent=_on(tag="login")),
    "tickets.untag": Example(sent=_on(tag="login")),
    "tickets.judge-as-if": Example(sent=lambda scene: {"clock": 0, "edition": "first"}, refused="no_clock"),
    "handoffs.hand-over": Example(
        sent=_on(to="product:", asked="They want dark mode."),
        only=frozenset({Role("support"), Role("head_of_support")}),
        refused="not_your_role",
    ),
    "handoffs.accept-handoff": Example(
        sent=lambda scene: {"handoff": scene.offer.pk, "essence": "They want dark mode."},
        only=ACCEPTS,
        refused="not_yours",
    ),
    "handoffs.decline-handoff": Example(
        sent=lambda scene: {"handoff": scene.offer.pk, "why": "Full.", "instead": "customer_engineering"},
        only=ACCEPTS,
        refused="not_yours",
    ),
    "handoffs.ask-sender": Example(
        sent=lambda scene: {"handoff": scene.offer.pk, "question": "Since when?"}, only=ACCEPTS, refused="not_yours"
    ),
    "handoffs.answer-receiver": Example(
        sent=lambda scene: {"handoff": scene.asked.pk, "text": "Since May."},
        only=OFFERS,
        refused="not_yours",
    ),
    "handoffs.withdraw-offer": Example(
        sent=lambda scene: {"handoff": scene.offer.pk}, only=OFFERS, refused="not_yours"
    ),
    "handoffs.offer-by-the-book": Example(sent=lambda scene: {"tickets": scene.ticket.pk}, refused="nothing_to_offer"),
    "handoffs.reopen-offer": Example(sent=lambda scene: {"handoff": scene.offer.pk}, refused="nothing_answered"),
    "handoffs.start-provisionally": Example(
        sent=lambda scene: {"ticket": scene.other.pk},
        only=frozenset({Role("customer_engineering")}),
        refused="not_yours_to_begin",
    ),
    "handoffs.stop-provisionally": Example(sent=_on(), refused="not_begun"),
    "handoffs.stuck": Example(sent=_on(tried="The proxy."), refused="not_begun"),
    "proposals.propose": Example(sent=_on(field="severity", value="s3", why="Slow."), lacking=RATES, refused="do_it"),
    "proposals.accept-proposal": Example(
        sent=lambda scene: {"proposal": scene.theirs.pk}, also=RATES, refused="not_yours"
    ),
    "proposals.decline-proposal": Example(
        sent=lambda scene: {"proposal": scene.theirs.pk, "why": "No."}, also=RATES, refused="not_yours"
    ),
    "proposals.withdraw-proposal": Example(sent=lambda scene: {"proposal": scene.mine.pk}),
    "questions.ask": Example(
        sent=lambda scene: {"ticket": scene.how_to.pk, "text": "How?"}, only=ASKS, refused="not_yours"
    ),
    "questions.answer-question": Example(sent=lambda scene: {"question": scene.given.question_id, "text": "So."}),
    "questions.withdraw-question": Example(
        sent=lambda scene: {"question": scene.given.question_id}, refused="not_yours"
    ),
    "questions.it-helped": Example(sent=lambda scene: {"answer": scene.given.pk}, refused="not_yours"),
    "questions.no-help": Example(sent=lambda scene: {"answer": scene.given.pk}, refused="not_yours"),
    "feature_requests.send-request": Example(
        sent=lambda scene: {"ticket": scene.wish.pk, "title": "Dark mode", "evidence": "Ana."}
    ),
    "feature_requests.answer-request": Example(
        sent=lambda scene: {"request": scene.sent.pk, "answer": "later", "why": "Q4."},
        only=frozenset({Role("product")}),
        refused="not_yours",
    ),
    "coaching.plan-ask": Example(sent=_at_acme()),
    "coaching.step-add": Example(sent=_at_acme(what="Call them", due="in 2 days")),
    "coaching.step-done": Example(
        sent=lambda scene: {"step": scene.step.pk, "note": "Three tried it.", "evidence": "The recording."}
    ),
    "coaching.step-skip": Example(sent=lambda scene: {"step": scene.step.pk, "why": "They know it."}),
    "coaching.step-hand-on": Example(
        sent=lambda scene: {"step": scene.step.pk, "who": "", "why": "No."}, refused="same_person"
    ),
    "coaching.alike-take": Example(sent=lambda scene: {"alike": scene.alike.pk, "what": "Show them how"}),
    "coaching.alike-leave": Example(sent=lambda scene: {"alike": scene.alike.pk, "why": "A bug of ours."}),
    "coaching.ticket-prevention": Example(sent=lambda scene: {"ticket": scene.ticket.pk, "step": scene.step.pk}),
    "consequences.ask-first": Example(sent=_at_acme(move="stage", wanted="production", why="They sign.")),
    "consequences.answer-asked": Example(
        sent=lambda scene: {"asked": scene.round.asked.get(role="product").pk, "seen": "none"},
        only=frozenset({Role("product")}),
        refused="not_yours",
    ),
    "consequences.warn": Example(sent=_on(text="It doubles the queue."), only=WARNS, refused="not_yours"),
    "consequences.combine": Example(
        sent=lambda scene: {
            "round": scene.round.pk,
            "customer_interest": "They need it.",
            "long_term": "It holds.",
            "conflict": "none",
            "advice": "go",
        },
        refused="not_yours",
    ),
    "consequences.move-now": Example(sent=lambda scene: {"round": scene.round.pk, "why": "They signed."}),
    "consequences.withdraw-round": Example(sent=lambda scene: {"round": scene.round.pk}),
    "help.ask-for-help": Example(
        sent=lambda scene: {
            "ticket": scene.trouble.pk,
            "help_of": "engineering:",
            "help_priority": "cs/p1",
            "help_skipped": "A defect.",
            "environment": "3.29",
            "reproduction": "Sign in.",
        },
        also=Right.ask_for_help,
        refused="not_yours",
    ),
    "help.take-help": Example(sent=lambda scene: {"help": scene.helped.pk}, only=HELPS, refused="not_yours"),
    "help.leave-help": Example(sent=lambda scene: {"help": scene.helped.pk}, refused="not_taken"),
    "help.pass-on-help": Example(
        sent=lambda scene: {"help": scene.helped.pk, "team": "search", "why": "Theirs."},
        only=HELPS,
        refused="not_yours",
    ),
    "help.talk-about-help": Example(
        sent=lambda scene: {"help": scene.helped.pk, "text": "Since when?"},
        only=HELPS | ASKS_FOR_HELP,
        refused="not_yours",
    ),
    "help.answer-help": Example(
        sent=lambda scene: {"help": scene.helped.pk, "text": "So."}, only=HELPS, refused="not_yours"
    ),
    "help.ask-again": Example(
        sent=lambda scene: {"help": scene.answered.pk, "why": "Not all."}, only=ASKS_FOR_HELP, refused="not_yours"
    ),
    "help.close-help": Example(
        sent=lambda scene: {"help": scene.answered.pk, "why": "Known."}, only=ASKS_FOR_HELP, refused="not_yours"
    ),
    "help.withdraw-help": Example(
        sent=lambda scene: {"help": scene.helped.pk}, only=ASKS_FOR_HELP, refused="not_yours"
    ),
    "considerations.give-to-consider": Example(
        sent=_on(text="They renew.", until="in 2 days"), only=ASKS, refused="not_yours"
    ),
    "considerations.answer-consideration": Example(
        sent=lambda scene: {"consideration": scene.considered.pk, "answer": "taken", "why": "First."},
        only=frozenset({Role("support")}),
        refused="not_yours",
    ),
    "considerations.take-back-consideration": Example(
        sent=lambda scene: {"consideration": scene.considered.pk}, refused="not_yours"
    ),
    "tasks.task-give": Example(sent=_on(what="Ask Ana", due="in 2 days")),
    "tasks.task-done": Example(sent=lambda scene: {"task": scene.task.pk}),
    "tasks.task-drop": Example(sent=lambda scene: {"task": scene.task.pk, "why": "Answered."}),
    "tasks.task-move": Example(sent=lambda scene: {"task": scene.task.pk, "due": "in 3 days", "why": "Later."}),
    "accounts.create": Example(sent=lambda scene: {"name": "Dunes"}),
    "accounts.rename": Example(sent=_at_acme(name="Acme 2")),
    "accounts.commercial": Example(sent=_at_acme(stage="production")),
    "accounts.seller": Example(sent=_at_acme()),
    "accounts.accountable": Example(sent=_at_acme()),
    "accounts.strategic": Example(sent=_at_acme(strategic="1", reason="The largest.")),
    "accounts.add_domain": Example(sent=_at_acme(domain="acme2.example")),
    "accounts.remove_domain": Example(sent=_at_acme(domain="acme.example")),
    "accounts.add_contact": Example(sent=_at_acme(email="cy@acme.example")),
    "accounts.merge": Example(
        sent=lambda scene: {"account": scene.desk.acme.pk, "into": scene.desk.cobalt.pk, "why": "One company."}
    ),
    "accounts.merge_contact": Example(
        sent=lambda scene: {"contact": scene.desk.ben.pk, "into": scene.desk.ana.pk, "why": "One person.", "sure": "1"}
    ),
    "accounts.erase": Example(sent=lambda scene: {"contact": scene.desk.ben.pk, "why": "They asked us to."}),
    "exceptions.review": Example(sent=lambda scene: {"exception": 0, "why": "It stands."}, refused="no_exception"),
    "people.invite": Example(sent=lambda scene: {"name": "Kai", "email": "kai@lighthouse.example"}),
    "people.withdraw": Example(sent=lambda scene: {"invitation": scene.invitation.pk}),
    "people.roles": Example(sent=_noor(roles="support:holds")),
    "people.owner": Example(sent=_noor(is_owner="1")),
    "people.deactivate": Example(sent=_noor()),
    "people.reactivate": Example(sent=_noor()),
    "people.profile": Example(sent=lambda scene: {"name": "Robin R", "zone": "UTC"}),
    "rosters.hours": Example(sent=_robin(hours="mon-fri 09:00-17:00", zone="UTC", from_on="2026-01-05")),
    "rosters.capacity": Example(sent=_robin(at_most="3")),
    "rosters.away": Example(sent=_robin(first="2098-03-03", last="2098-03-04")),
    "rosters.back": Example(sent=lambda scene: {"time_off": scene.away.pk}),
    "absences.address": Example(sent=_robin(address="https://calendar.example/away.ics")),
    "absences.file": Example(sent=lambda scene: {"person": scene.robin.pk, "file": SimpleUploadedFile("a.ics", AWAY)}),
    "absences.holidays": Example(sent=_robin(place="DE")),
    "absences.read": Example(sent=lambda scene: {"calendar": scene.holidays.pk}),
    "absences.take-away": Example(sent=lambda scene: {"calendar": scene.holidays.pk}),
    "notices.way": Example(sent=lambda scene: {"kind": "mentioned", "way": "page"}),
    "people.signature": Example(sent=lambda scene: {"endpoint": scene.desk.mailbox.pk, "text": "Robin, Lighthouse"}),
    "people.password": Example(
        sent=lambda scene: {"current": "?", "password": "a long enough sentence"}, refused="password_wrong"
    ),
    "desk.settings": Example(sent=lambda scene: {"name": "Another", "zone": "UTC"}),
    "addresses.add": Example(sent=lambda scene: {"channel": "console", "address": "Hallway"}),
    "addresses.save": Example(sent=lambda scene: {"endpoint": scene.phone.pk, "address": "Telephone"}),
    "addresses.pause": Example(sent=lambda scene: {"endpoint": scene.phone.pk}),
    "addresses.resume": Example(sent=lambda scene: {"endpoint": scene.phone.pk}),
    "notices.read": Example(sent=lambda scene: {"notice": scene.notice.pk}),
    "intake.ticket": Example(sent=lambda scene: {"raw": scene.held.pk}),
    "intake.retry": Example(sent=lambda scene: {"raw": scene.held.pk}),
    "intake.discard": Example(sent=lambda scene: {"raw": scene.held.pk, "reason": "A newsletter."}),
    "saved_replies.write": Example(sent=lambda scene: {"name": "Hello", "text": "Hello {first_name|there}."}),
    "saved_replies.change": Example(sent=lambda scene: {"saved": scene.saved.pk, "name": "Lock", "text": "Gone."}),
    "saved_replies.retire": Example(sent=lambda scene: {"saved": scene.saved.pk}),
    "intake.block": Example(sent=lambda scene: {"whom": "shop.example", "why": "Offers", "until": "in 30 days"}),
    "intake.unblock": Example(sent=lambda scene: {"block": scene.block.pk}),
    "outbox.retry": Example(sent=lambda scene: {"mail": scene.failed.pk}),
    "outbox.take_back": Example(sent=lambda scene: {"mail": scene.waiting.pk}),
    "drafts.begin": Example(sent=lambda scene: {"title": "Passwords"}),
    "drafts.begin-from-file": Example(
        sent=lambda scene: {"file": SimpleUploadedFile("one.yaml", b"title: Passwords\n")}
    ),
    "drafts.save": Example(
        sent=lambda scene: {"draft": scene.draft.pk, "text": f"{scene.draft.text}# later\n", "version": "1"}
    ),
    "drafts.propose": Example(sent=lambda scene: {"draft": scene.draft.pk}),
    "drafts.approve": Example(sent=_draft_as_read(), only=HEAD, refused="not_yours"),
    "drafts.decline": Example(sent=_draft_as_read(why="Too late."), only=HEAD, refused="not_yours"),
    "drafts.remark": Example(sent=lambda scene: {"draft": scene.draft.pk, "remark": "Nights too?"}),
    "drafts.withdraw": Example(sent=lambda scene: {"draft": scene.draft.pk}),
    "drafts.publish": Example(sent=_draft_as_read(known="1"), only=HEAD, refused="not_yours"),
}
