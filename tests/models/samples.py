"""Every verb that the version before events wrote, with what it kept, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Sample:
    """An old row of a timeline, and the facts and words that it falls into."""

    verb: str
    why: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, object] | None = None
    by_desk: bool = False


_ANA = "Ana Ölsen <ana@acme.example>"
_DUE = "2026-03-02T17:00:00+00:00"
_CLASSIFIED = {"from": "troubleshooting", "to": "how_to", "responsible_role": "support"}
_CLOCK = {"clock": "resolution", "due_at": _DUE, "clause": "S21.s1-resolution"}
_TOLD = {"clock": "resolution", "due_at": _DUE, "clauses": ["breach.team"], "seen_at": _DUE}
_MAIL = {"mail": 7, "purpose": "reply", "message": 4}
_CHANGED = {
    "clock": "first_response",
    "from": "S18",
    "to": "S18.long",
    "clause": "S18.long",
    "rule": "at creation",
    "due_at": _DUE,
}
_AS_IF = {"clock": "first_response", "edition": "2021-06-22-first-version", "outcome": "met", "due_at": _DUE}

SAMPLES = (
    Sample(
        verb="received",
        by_desk=True,
        why='This answers #3, which is "closed".',
        detail={"from": _ANA, "to": "help@lighthouse.example", "responsible_role": "support"},
        facts={"responsible_role": "support"},
        words={"from": _ANA, "to": "help@lighthouse.example", "notes": 'This answers #3, which is "closed".'},
    ),
    Sample(
        verb="message_received",
        by_desk=True,
        detail={"from": _ANA, "was": "pending"},
        facts={"was": "pending"},
        words={"from": _ANA},
    ),
    Sample(
        verb="automatic_message_received",
        by_desk=True,
        detail={"from": "", "was": "new"},
        facts={"was": "new"},
    ),
    Sample(verb="note_added", why="by e-mail", detail={"message": 4}, facts={"message": 4}, words={"why": "by e-mail"}),
    Sample(
        verb="replied",
        why="It says no next step.",
        detail={"message": 4, "counts": False, "before": {"status": "new", "responsible": None}},
        facts={"message": 4, "counts": False, "before": {"status": "new"}},
        words={"why": "It says no next step."},
    ),
    Sample(verb="reply_taken_back", detail={"message": 4}, facts={"message": 4}),
    Sample(
        verb="mail_failed",
        by_desk=True,
        why="Mailbox full",
        detail={**_MAIL, "recipients": ["ana@acme.example", "ben@acme.example"]},
        facts=_MAIL,
        words={"recipients": ["ana@acme.example", "ben@acme.example"], "why": "Mailbox full"},
    ),
    Sample(verb="mail_bounced", by_desk=True, detail={**_MAIL, "recipients": []}, facts=_MAIL),
    Sample(
        verb="mail_delayed",
        by_desk=True,
        detail={"mail": 7, "purpose": "notice", "recipients": ["mira@lighthouse.example"]},
        facts={"mail": 7, "purpose": "notice"},
        words={"recipients": ["mira@lighthouse.example"]},
    ),
    Sample(
        verb="mail_retried",
        detail={**_MAIL, "recipients": ["ana@acme.example"]},
        facts=_MAIL,
        words={"recipients": ["ana@acme.example"]},
    ),
    Sample(verb="kind_confirmed", detail=_CLASSIFIED, facts=_CLASSIFIED),
    Sample(
        verb="reclassified", why="She asks how", detail=_CLASSIFIED, facts=_CLASSIFIED, words={"why": "She asks how"}
    ),
    Sample(
        verb="severity_set",
        why="Down for all",
        detail={"from": "", "to": "s1", "responsible_role": "support"},
        facts={"from": "", "to": "s1", "responsible_role": "support"},
        words={"why": "Down for all"},
    ),
    Sample(
        verb="assigned",
        why="Knows it",
        detail={"from": {"role": "support", "person": 2}, "role": "product", "to": "Noor Haddad"},
        facts={"from_role": "support", "from_person": 2, "role": "product"},
        words={"to": "Noor Haddad", "why": "Knows it"},
    ),
    Sample(
        verb="assigned",
        detail={"from": {"role": "support", "person": None}, "role": "product", "to": ""},
        facts={"from_role": "support", "role": "product"},
    ),
    Sample(verb="taken", detail={"from": 2}, facts={"from_person": 2}),
    Sample(verb="taken", detail={"from": ""}),
    Sample(verb="released", why="On holiday", words={"why": "On holiday"}),
    Sample(
        verb="released",
        why="Noor left the desk.",
        detail={"was": 2, "responsible_role": "support"},
        facts={"from_person": 2, "responsible_role": "support"},
        words={"why": "Noor left the desk."},
    ),
    Sample(
        verb="status_set",
        why="Asked her",
        detail={"from": "open", "to": "pending"},
        facts={"from": "open", "to": "pending"},
        words={"why": "Asked her"},
    ),
    Sample(verb="closed_by_itself", by_desk=True),
    Sample(
        verb="ended_as_not_a_request",
        why="Casino",
        detail={"as": "spam"},
        facts={"as": "spam"},
        words={"why": "Casino"},
    ),
    Sample(verb="merged_away", why="The same", detail={"ticket": 2}, facts={"ticket": 2}, words={"why": "The same"}),
    Sample(verb="merged_in", detail={"ticket": 2}, facts={"ticket": 2}),
    Sample(
        verb="split_off",
        why="Two things",
        detail={"ticket": 2, "message": 4},
        facts={"ticket": 2, "message": 4},
        words={"why": "Two things"},
    ),
    Sample(verb="split_from", detail={"ticket": 2}, facts={"ticket": 2}),
    Sample(verb="linked", detail={"ticket": 2, "kind": "follows"}, facts={"ticket": 2, "kind": "follows"}),
    Sample(verb="unlinked", detail={"ticket": 2}, facts={"ticket": 2}),
    Sample(verb="tagged", detail={"tag": "billing"}, words={"tag": "billing"}),
    Sample(verb="untagged", detail={"tag": "billing"}, words={"tag": "billing"}),
    Sample(verb="clock_started", by_desk=True, detail=_CLOCK, facts=_CLOCK),
    Sample(
        verb="clock_cancelled",
        why="decided again",
        detail={"clock": "resolution", "clause": "S21.s1-resolution"},
        facts={"clock": "resolution", "clause": "S21.s1-resolution"},
        words={"why": "decided again"},
    ),
    Sample(verb="clock_met", detail=_CLOCK, facts=_CLOCK),
    Sample(verb="clock_answered_late", detail=_CLOCK, facts=_CLOCK),
    Sample(
        verb="clock_warned",
        by_desk=True,
        detail={**_TOLD, "told": ["Mira", "Noor Haddad"]},
        facts=_TOLD,
        words={"told": ["Mira", "Noor Haddad"]},
    ),
    Sample(
        verb="clock_breached", by_desk=True, detail={**_TOLD, "told": ["Mira"]}, facts=_TOLD, words={"told": ["Mira"]}
    ),
    Sample(verb="clock_escalated", by_desk=True, detail={**_TOLD, "told": []}, facts=_TOLD),
    Sample(
        verb="policy_changed",
        by_desk=True,
        why="From August on the hours are longer.",
        detail=_CHANGED,
        facts=_CHANGED,
        words={"why": "From August on the hours are longer."},
    ),
    Sample(verb="judged_as_if", why="She asked", detail=_AS_IF, facts=_AS_IF, words={"why": "She asked"}),
    Sample(
        verb="contact_erased",
        why="They asked us to",
        detail={"contact": "Erased contact 9"},
        facts={"contact": "Erased contact 9"},
        words={"why": "They asked us to"},
    ),
)
UNKNOWN = Sample(
    verb="of_a_fork",
    why="Ours",
    detail={"from": "x", "nothing": None, "empty": ""},
    facts={"from": "x", "nothing": None, "empty": ""},
    words={"why": "Ours"},
)
