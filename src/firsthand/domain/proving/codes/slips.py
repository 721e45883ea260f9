"""Findings that ask whether something is meant: what fits together, and hardly anybody would write on purpose."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

_DAYS = """\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
"""
_OWNED = """\
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
"""


def _clock(ident: str, terms: str, text: str = "We answer in time.", more: str = "class: contractual") -> str:
    return f"""\
  - clause: {ident}
    source: our page
    text: {text}
    clock: {{{terms}}}
    {more}
    precedence: plan
"""


_FIRST = "kind: first_response, calendar: days, budget: "
_RESOLVED = "kind: resolution, calendar: days, budget: "
_SLOW = _clock("slow", f"{_FIRST}8 business hours", more="when: {severity: s1}\n    class: contractual")
_QUICK = _clock("quick", f"{_FIRST}4 business hours", more="when: {severity: s2}\n    class: contractual")

SLIPS = (
    FindingKind(
        code=FindingCode.waits_longer,
        severity=FindingSeverity.warning,
        about="A more severe ticket, or a customer of a better plan, waits longer.",
        title=say("{first} lets {one} wait longer than {second} lets {other}"),
        follows=say("What is worse, or paid for more, is answered later: {slow} against {quick}."),
        mend=say("Correct the budget of {first} or of {second}, or the order of the declared severities."),
        explained="""\
Severities are declared the most severe first, so that the wait should only grow along them. Which plan is the better
one, a book does not say; it shows where customers of one wait less than those of another everywhere but in one
place.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n{_SLOW}{_QUICK}",
    ),
    FindingKind(
        code=FindingCode.resolution_first,
        severity=FindingSeverity.warning,
        about="A resolution is promised before the first response.",
        title=say("{first} promises a resolution before {second} promises an answer"),
        follows=say(
            "A ticket is late to be solved ({resolution}) before anybody has to have answered it ({response})."
        ),
        mend=say("Correct the budget of {first} or of {second}."),
        explained="""\
Whoever solves a request answers it. A resolution that is due before the first response is mostly a budget in the wrong
unit, or two budgets in each other's place.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n{_clock('answer', f'{_FIRST}8 business hours')}"
        f"{_clock('solve', f'{_RESOLVED}4 business hours')}",
    ),
    FindingKind(
        code=FindingCode.disclosed_target,
        severity=FindingSeverity.warning,
        about="Customers may be told an internal target.",
        title=say("{first} is an internal target, and customers may be told"),
        follows=say("Customers hold us to what nobody promised to them."),
        mend=say("Take `disclosable: true` out of {first}, or say that it is `contractual` or `best_effort`."),
        explained="""\
An internal target is for ourselves (A23). What a customer may be told is a promise, and has another class.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n"
        + _clock("S18", f"{_FIRST}8 business hours", more="class: internal_target\n    disclosable: true"),
    ),
    FindingKind(
        code=FindingCode.stands_still_for_us,
        severity=FindingSeverity.warning,
        about="A clock stands still while the next step is ours.",
        title=say("{first} stands still while a ticket is {states}"),
        follows=say("There the next step is ours, and the longer we leave it the later the clock is due."),
        mend=say("Take {states} out of `pauses_on`."),
        explained="""\
A clock pauses while somebody else owes the next step. A state in which a team or a person of ours owes it is no reason
to stop.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n"
        + _clock("S18", "kind: resolution, calendar: days, budget: 8 business hours, pauses_on: [open, pending]"),
    ),
    FindingKind(
        code=FindingCode.elapsed_on_hours,
        severity=FindingSeverity.warning,
        about="A budget counts every hour, and its calendar closes.",
        title=say("{first} counts {budget}, by night too, and names {calendar}, which closes"),
        follows=say("The hours of {calendar} change nothing: what comes before a weekend is due in it."),
        mend=say("Count business hours, add `, then next opening`, or name a calendar that is always open."),
        explained="""\
Elapsed time counts whether anybody works or not, so that a calendar with hours is not looked at. Mostly business hours
are meant, or an instant that moves to the next opening.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n{_clock('S18', f'{_FIRST}24 hours elapsed')}",
    ),
    FindingKind(
        code=FindingCode.breach_untold,
        severity=FindingSeverity.warning,
        about="A clock is breached, and nobody is told.",
        title=say("When {first} is breached, nobody is told"),
        follows=say("The book says of other clocks whom a breach is told to; of this one only the ticket knows."),
        mend=say("Widen a step of the escalation at a breach, or add one for this clock."),
        explained="""\
A step of the escalation may hold for some clocks and some owners only. In a book that has any for a breach, a clock
that no step is about is mostly one that was added later.""",
        example=f"""\
{_DAYS}{_OWNED}service_levels:
{_clock("S18", f"{_FIRST}8 business hours")}{_clock("S21", f"{_RESOLVED}16 business hours")}escalation:
  - clause: S61
    source: our page
    text: An answer that is late is told to the team.
    when: {{clock: first_response}}
    escalates: {{at: breach, tell: team}}
""",
    ),
    FindingKind(
        code=FindingCode.window_turned_round,
        severity=FindingSeverity.warning,
        about="A calendar is open over night, for longer than half a day.",
        title=say("{calendar} is open {window}, which is most of the night and morning"),
        follows=say("The desk counts the hours in which nobody is thought to work, and not those of the day."),
        mend=say("Turn the window round; hours over midnight that are meant are two windows, one on each side of it."),
        explained="""\
A window that closes at or before its opening runs over midnight, as a night shift does. One of more than twelve hours
is mostly a day with its two ends in each other's place.""",
        example=f"""\
calendars:
  days: {{zone: Europe/Berlin, weekly: {{mon-fri: "17:00-09:00"}}}}
{_OWNED}service_levels:
{_clock("S18", f"{_FIRST}8 business hours")}""",
    ),
    FindingKind(
        code=FindingCode.calendar_lost,
        severity=FindingSeverity.warning,
        about="A calendar loses a day or a holiday that it had in the version before.",
        title=say("{calendar} has no {lost} any more"),
        follows=say(
            "From the new version on, days count or do not count otherwise than they did, and no clause says so."
        ),
        mend=say("Add what is missing to the newer version of {calendar}."),
        explained="""\
A new version of a calendar, or one that is published again, says all of its weekly hours, and all of its holidays if it
says any. What is left out is gone.""",
        example=f"""\
calendars:
  days:
    zone: Europe/Berlin
    weekly: {{mon-fri: "09:00-17:00"}}
    versions:
      - {{from: 2027-02-01, weekly: {{mon-thu: "08:00-18:00"}}}}
{_OWNED}service_levels:
{_clock("S18", f"{_FIRST}8 business hours")}""",
    ),
    FindingKind(
        code=FindingCode.text_differs,
        severity=FindingSeverity.warning,
        about="A clause's text says another number, unit, hours or zone than the clause does.",
        title=say("The text of {first} says {text}, and the clause does {does}"),
        follows=say("People read one thing and the desk does another."),
        mend=say("Correct the text or the clause; where both are right, say under `reading` how the text is meant."),
        explained="""\
Lengths of time, hours of the day, weekdays, zones and shares that a text names are held against the clause. A `reading`
counts as text: it explains, for instance, that 24 hours are one working day of 8 hours.""",
        example=f"{_DAYS}{_OWNED}service_levels:\n"
        + _clock("S18", f"{_FIRST}8 business hours", text="We answer within four hours."),
    ),
)
