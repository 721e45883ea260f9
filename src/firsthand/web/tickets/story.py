"""The timeline in sentences: what each event says to a reader. Names of people and clauses stay data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from firsthand.models.events import Event
from firsthand.web.formats import words


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event as a sentence: who, what, when and why; `tone` is calm, soon, late or good."""

    id: int
    at: datetime
    who: str
    what: str
    why: str
    ticket_id: int | None
    clause: str
    due_at: datetime | None
    tone: str


_TONES = {
    "clock_warned": "soon",
    "clock_breached": "late",
    "clock_escalated": "late",
    "clock_answered_late": "late",
    "clock_met": "good",
    "mail_failed": "late",
    "mail_bounced": "late",
    "mail_delayed": "soon",
}


def told_of(event: Event) -> Told:
    """The event in words."""
    detail: dict[str, Any] = event.detail
    clauses = detail.get("clauses") or ([detail["clause"]] if detail.get("clause") else [])
    due = detail.get("due_at")
    number = detail.get("ticket")
    return Told(
        id=event.pk,
        at=event.at,
        who=event.actor.name if event.actor else _("The desk"),
        what=_SENTENCES.get(event.verb, _unknown(event.verb))(detail),
        why=event.why,
        ticket_id=number if isinstance(number, int) else None,
        clause=str(clauses[0]) if clauses else "",
        due_at=datetime.fromisoformat(due) if due else None,
        tone=_TONES.get(event.verb, "calm"),
    )


def _unknown(verb: str) -> Callable[[dict[str, Any]], str]:
    return lambda _detail: words(verb)


def _clock(detail: dict[str, Any]) -> str:
    return words(str(detail.get("clock", "")))


def _to(detail: dict[str, Any]) -> str:
    role = words(str(detail.get("role", "")))
    person = str(detail.get("to") or "")
    return _("{role} · {person}").format(role=role, person=person) if person else role


def _told(detail: dict[str, Any]) -> str:
    people = ", ".join(map(str, detail.get("told") or []))
    return _(" and told {people}").format(people=people) if people else ""


def _change(text: str) -> Callable[[dict[str, Any]], str]:
    def sentence(detail: dict[str, Any]) -> str:
        before, after = (words(str(detail.get(name) or "")) for name in ("from", "to"))
        return _(text).format(before=before or _("none"), after=after or _("none"))

    return sentence


def _received(detail: dict[str, Any]) -> str:
    role = words(str(detail.get("responsible_role", "")))
    return _("received it from {sender}; {role} is responsible").format(sender=detail.get("from", ""), role=role)


def _confirmed(detail: dict[str, Any]) -> str:
    role = words(str(detail.get("responsible_role", "")))
    kind = words(str(detail.get("to", "")))
    if detail.get("from") == detail.get("to"):
        return _("confirmed {kind}; {role} is responsible").format(kind=kind, role=role)
    before = words(str(detail.get("from", "")))
    return _("made it {kind} instead of {before}; {role} is responsible").format(kind=kind, before=before, role=role)


def _policy_changed(detail: dict[str, Any]) -> str:
    clock, before, after = _clock(detail), str(detail.get("from") or ""), str(detail.get("to") or "")
    if not after:
        return _("ended the {clock} clock, because the policy changed").format(clock=clock)
    if not before:
        return _("started the {clock} clock, because the policy changed").format(clock=clock)
    return _("moved the {clock} clock from {before} to {after}, because the policy changed").format(
        clock=clock, before=before, after=after
    )


def _judged_as_if(detail: dict[str, Any]) -> str:
    outcome = _("kept") if detail.get("outcome") == "met" else _("not kept in time")
    return _("judged the {clock} as if {edition} had held: {outcome}").format(
        clock=_clock(detail), edition=detail.get("edition", ""), outcome=outcome
    )


def _replied(detail: dict[str, Any]) -> str:
    return _("replied") if detail.get("counts") else _("replied; it does not count as the response that is owed")


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "received": _received,
    "message_received": lambda detail: _("received a message from {sender}").format(sender=detail.get("from", "")),
    "automatic_message_received": lambda detail: _("received an automatic message from {sender}").format(
        sender=detail.get("from", "")
    ),
    "kind_confirmed": _confirmed,
    "reclassified": _confirmed,
    "severity_set": _change("set the severity from {before} to {after}"),
    "assigned": lambda detail: _("made {role} responsible").format(role=_to(detail)),
    "taken": lambda detail: _("took it"),
    "released": lambda detail: _("gave it back to the team"),
    "status_set": _change("set it from {before} to {after}"),
    "note_added": lambda detail: _("added a note"),
    "replied": _replied,
    "reply_taken_back": lambda detail: _("took a reply back before it left"),
    "merged_away": lambda detail: _("merged it into #{number}").format(number=detail.get("ticket", "")),
    "merged_in": lambda detail: _("merged #{number} into this").format(number=detail.get("ticket", "")),
    "split_off": lambda detail: _("split #{number} off").format(number=detail.get("ticket", "")),
    "split_from": lambda detail: _("split this from #{number}").format(number=detail.get("ticket", "")),
    "linked": lambda detail: _("linked #{number}").format(number=detail.get("ticket", "")),
    "unlinked": lambda detail: _("took away the link to #{number}").format(number=detail.get("ticket", "")),
    "tagged": lambda detail: _("tagged it {tag}").format(tag=detail.get("tag", "")),
    "untagged": lambda detail: _("took off the tag {tag}").format(tag=detail.get("tag", "")),
    "clock_started": lambda detail: _("started the {clock} clock").format(clock=_clock(detail)),
    "clock_cancelled": lambda detail: _("ended the {clock} clock").format(clock=_clock(detail)),
    "clock_met": lambda detail: _("kept the {clock} promise").format(clock=_clock(detail)),
    "clock_answered_late": lambda detail: _("answered after the {clock} was due").format(clock=_clock(detail)),
    "clock_warned": lambda detail: (
        _("warned that the {clock} is due soon").format(clock=_clock(detail)) + _told(detail)
    ),
    "clock_breached": lambda detail: _("noted that the {clock} is late").format(clock=_clock(detail)) + _told(detail),
    "clock_escalated": lambda detail: _("escalated the late {clock}").format(clock=_clock(detail)) + _told(detail),
    "policy_changed": _policy_changed,
    "judged_as_if": _judged_as_if,
    "contact_erased": lambda detail: _("erased a person of this conversation, now {contact}").format(
        contact=detail.get("contact", "")
    ),
    "closed_by_itself": lambda detail: _("closed it after it had been solved long enough"),
    "ended_as_not_a_request": lambda detail: _("ended it as {what}; it is counted apart from requests").format(
        what=words(str(detail.get("as", "")))
    ),
    "mail_failed": lambda detail: _("could not deliver the reply"),
    "mail_bounced": lambda detail: _("learned that the reply was refused by the other side"),
    "mail_delayed": lambda detail: _("learned that the reply is delayed"),
    "mail_retried": lambda detail: _("tried to send the reply again"),
}
