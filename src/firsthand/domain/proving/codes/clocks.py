"""Findings about clocks and the hours in which they count."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

_DAYS = """\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
"""

CLOCKS = (
    FindingKind(
        code=FindingCode.clock_not_run,
        severity=FindingSeverity.error,
        about="A clause promises a clock that nothing starts.",
        title=say("{first} promises a {kind} clock, which the desk does not run"),
        follows=say("No ticket ever gets this clock and nobody is warned. A new amendment with it is not published."),
        mend=say(
            "Take the clause out, make it a `duty:` of the people it is about, or promise a clock that runs: {runs}."
        ),
        explained="""\
The grammar of the book knows more kinds of clocks than the desk runs. A published book keeps such a clause and runs the
rest; a new amendment with one is refused.""",
        example=f"""\
{_DAYS}service_levels:
  - clause: S50
    source: our page
    text: Engineering says within four hours how long it takes.
    clock: {{kind: estimate, budget: 4 business hours, calendar: days}}
    class: internal_target
    precedence: internal
""",
    ),
    FindingKind(
        code=FindingCode.never_pauses,
        severity=FindingSeverity.warning,
        about="A clause lets a clock stand still that never does.",
        title=say("{first} lets a {kind} clock stand still, and the desk never pauses one"),
        follows=say("The clock counts on: it is due, and late, earlier than the page says."),
        mend=say("Take `pauses_on` out of the clause."),
        explained="""\
A first response is owed from the receipt of the request until a person answers; nothing that the customer does or
leaves undone makes it stand still. `pauses_on` is for clocks that wait for the customer, such as a resolution.""",
        example=f"""\
{_DAYS}service_levels:
  - clause: S18
    source: our page
    text: We answer within a day, unless we wait for the customer.
    clock: {{kind: first_response, budget: 8 business hours, calendar: days, pauses_on: pending}}
    class: contractual
    precedence: plan
""",
    ),
    FindingKind(
        code=FindingCode.pauses_itself,
        severity=FindingSeverity.warning,
        about="A clock for updates stands still where our own message leads.",
        title=say("{first} stops the {kind} clock as soon as we have written"),
        follows=say(
            "Our own message makes a ticket {states}; there the clock stands still, so that it hardly ever runs."
        ),
        mend=say("Take {states} out of `pauses_on`."),
        explained="""\
An update clock promises the next word after our last one. Our message to the customer changes the state of the ticket;
a clock that stands still in that state begins and stops at once.""",
        example=f"""\
{_DAYS}service_levels:
  - clause: S24
    source: our page
    text: We write every two days.
    clock: {{kind: update, budget: 16 business hours, calendar: days, pauses_on: pending}}
    class: internal_target
    precedence: internal
""",
    ),
    FindingKind(
        code=FindingCode.unused_calendar,
        severity=FindingSeverity.warning,
        about="No clause uses a calendar.",
        title=say("Nothing uses the calendar {calendar}"),
        follows=say("Its hours hold for no promise; whoever changes them changes nothing."),
        mend=say("Name it under `calendar:` of the clause that it was written for, or take it out of the draft."),
        explained="""\
A calendar holds only for the clauses that name it. One that none names is forgotten, or a clause names another by
mistake.""",
        example=f"""\
{_DAYS}""",
    ),
    FindingKind(
        code=FindingCode.never_due,
        severity=FindingSeverity.error,
        about="The budget of a clause is longer than the years that calendars cover.",
        title=say("{first} gives {budget}, which is never over"),
        follows=say(
            "No request that it is about can be decided; `firsthand decide` refuses each of them. The check looks "
            "at nothing else before this is mended."
        ),
        mend=say("Correct the budget. A promise without an end is a clause that says `no_clock`."),
        explained="""\
Calendars cover the years 1900 to 2399. A budget that starts when its clause takes force, or when the book is published,
and is not spent by then has a digit or a unit too many.""",
        example=f"""\
{_DAYS}service_levels:
  - clause: S18
    source: our page
    text: We answer within 400 years.
    clock: {{kind: first_response, budget: 146100 days elapsed, calendar: days}}
    class: contractual
    precedence: plan
""",
    ),
    FindingKind(
        code=FindingCode.never_opens_while_in_force,
        severity=FindingSeverity.error,
        about="The calendar of a clause has no open hour while the clause is in force.",
        title=say("{calendar} has no open hour while {first} is in force"),
        follows=say("The clock begins to count only {opens}, when the clause no longer holds."),
        mend=say("Move the dates of the clause (`in_force`), or give it a calendar that is open then."),
        explained="""\
Business hours are counted on a calendar. A clause that holds only over a weekend or a holiday, on a calendar that is
closed then, promises something that begins after it has ended.""",
        example=f"""\
{_DAYS}service_levels:
  - clause: S18
    source: our page
    text: We answer within a day.
    clock: {{kind: first_response, budget: 8 business hours, calendar: days}}
    class: contractual
    precedence: plan
  - clause: launch
    source: our page
    text: On the weekend of the launch we answer within an hour.
    in_force: {{from: 2027-01-02, to: 2027-01-04}}
    clock: {{kind: first_response, budget: 1 business hours, calendar: days}}
    class: contractual
    precedence: contract
""",
    ),
    FindingKind(
        code=FindingCode.two_zones_disagree,
        severity=FindingSeverity.error,
        about="The hours of a calendar are written twice, and the two are not the same.",
        title=say("{calendar} is written in two ways that are not the same hours"),
        follows=say(
            "The desk counts by the calendar; whoever reads “{text}” expects other hours: {said}, for instance "
            "from {begin} until {end}."
        ),
        mend=say(
            "Correct the calendar or its `also_written`. Hours in UTC and hours in a zone with summer time agree for "
            "a part of the year only: give that statement `from` and `to`."
        ),
        explained="""\
`also_written` keeps the other ways in which a page states its hours, so that they are held against the calendar. The
check compares them at every instant of every year.""",
        example="""\
calendars:
  days:
    zone: Europe/Berlin
    weekly: {mon-fri: "09:00-17:00"}
    also_written:
      - {text: 8 to 16 UTC, zone: UTC, weekly: {mon-fri: "08:00-16:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
service_levels:
  - clause: S18
    source: our page
    text: We answer within a day.
    clock: {kind: first_response, budget: 8 business hours, calendar: days}
    class: contractual
    precedence: plan
""",
    ),
    FindingKind(
        code=FindingCode.unrostered,
        severity=FindingSeverity.warning,
        about="A clock counts hours in which nobody of the team that owes it is at work.",
        title=say("{first} counts hours in which nobody of {role} is at work"),
        follows=say(
            "From {begin} until {end}, and perhaps later again, the promise runs and nobody is there to keep it."
        ),
        mend=say("{narrow}, or extend the roster of {role} (`rosters`)."),
        explained="""\
A promise is made in the hours of a calendar and kept by people with a roster. Once the book says when a role is at
work, the check compares the two for every year. It says the first span in which only the calendar is open; for a
budget that counts every hour, the first request that is due before anybody came to work.""",
        example="""\
calendars:
  long: {zone: Europe/Berlin, weekly: {mon-fri: "07:00-17:00"}}
rosters:
  support: {zone: Europe/Berlin, weekly: {mon-fri: "08:00-17:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
service_levels:
  - clause: S18
    source: our page
    text: We answer within an hour.
    clock: {kind: first_response, budget: 1 business hours, calendar: long}
    class: internal_target
    precedence: internal
""",
    ),
    FindingKind(
        code=FindingCode.owed_by_another,
        severity=FindingSeverity.warning,
        about="A clock is one team's promise, and another team owns the request.",
        title=say("{first} is a promise of {debtor}, and {second} gives the request to {owner}"),
        follows=say("The ticket is with {owner}, and its clock is a measure of {debtor}: each may wait for the other."),
        mend=say(
            "Name the same role in both (`owed_by:` of {first}, `owner:` of {second}), or narrow one with `when:`."
        ),
        explained="""\
`owed_by` says whose promise a clock is. Where another role owns the request, the people who could act are not the ones
who are late.""",
        example="""\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S28, source: our page, text: Product owns every request., owner: product}
service_levels:
  - clause: S18
    source: our page
    text: Support answers within a day.
    clock: {kind: first_response, budget: 8 business hours, calendar: days, owed_by: support}
    class: contractual
    precedence: plan
""",
    ),
)
