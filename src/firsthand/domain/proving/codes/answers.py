"""Findings about what the book answers: none, two, or never the one that is written."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

ANSWERS = (
    FindingKind(
        code=FindingCode.no_owner,
        severity=FindingSeverity.error,
        about="No clause says who owns some requests.",
        title=say("Nobody owns {requests}"),
        follows=say("Such a ticket stays with {triage}, who sorts what comes in; nobody else has to answer it."),
        mend=say("Under `ownership`, add a clause with `owner:` and {terms}{widen}."),
        explained="""\
Every request needs exactly one team that owns it. The check looks at every request that could come in, at every
instant since the book was published, and reports those for which no clause names an owner. A clause that ended, or
that is narrower than its author thought, is the usual cause. Gaps that have nothing to do with each other are
separate findings.""",
        example="""\
ownership:
  - clause: S30
    source: our page
    text: Support owns what does not work.
    when: {kind: troubleshooting}
    owner: support
""",
    ),
    FindingKind(
        code=FindingCode.two_owners,
        severity=FindingSeverity.error,
        about="Two clauses name different owners, and nothing says which of them counts.",
        title=say("More than one owner for {requests}: {clauses} disagree"),
        follows=say(
            "The desk follows {winner}, because it stands first in the book: {owner} gets the ticket. Whoever "
            "reads {others} expects something else."
        ),
        mend=say(
            "Say which one counts (`over: {winner}` in {others}, or the other way round), or narrow one of them with "
            "`when:`."
        ),
        explained="""\
Two clauses of the same precedence are about the same request and name different roles. The desk never picks one in
silence: it follows the one that stands first, says so in its reasons, and the check reports it until an amendment
settles it with `over`, with `precedence`, or by narrowing one of the clauses.""",
        example="""\
ownership:
  - clause: S28
    source: our page
    text: Customer engineering owns every request.
    owner: customer_engineering
  - clause: T28
    source: our page
    text: Support triages questions.
    when: {kind: how_to}
    owner: support
""",
    ),
    FindingKind(
        code=FindingCode.overlap,
        severity=FindingSeverity.error,
        about="Two clauses answer the same thing about the same requests, and nothing says which of them counts.",
        title=say("More than one answer about {about} for {requests}: {clauses}"),
        follows=say(
            "The desk follows {winner}, because it stands first in the book. Whoever reads {others} expects "
            "something else."
        ),
        mend=say(
            "Say which one counts (`over: {winner}` in {others}, or the other way round), give one of them another "
            "`precedence`, or narrow one with `when:` or with dates."
        ),
        explained="""\
Exactly one clause should settle each clock, each way between two teams, closing, each order of work and each target.
Where several do, precedence decides first (scope, a deviation, contract, plan, internal), then `over`. If that leaves
two, the first in the book decides and the check reports it. Two clauses that name the same owner are reported too:
change one, and they disagree.""",
        example="""\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
service_levels:
  - clause: page
    source: our page
    text: We answer within a day.
    clock: {kind: first_response, budget: 24 hours elapsed, calendar: days}
    class: contractual
    precedence: plan
  - clause: tool
    source: the tool
    text: We answer within eight hours.
    clock: {kind: first_response, budget: 8 business hours, calendar: days}
    class: contractual
    precedence: plan
""",
    ),
    FindingKind(
        code=FindingCode.no_clock_said,
        severity=FindingSeverity.error,
        about="No clause says whether a clock runs for some requests, or that none does.",
        title=say("Nothing says whether {about} runs for {requests}"),
        follows=say("No clock runs, and nobody chose that: there is no promise, no warning, and nothing is ever late."),
        mend=say(
            "Under `service_levels`, add a clause with {terms} and `clock:`, or `no_clock:` with the reason why "
            "nothing is promised{widen}."
        ),
        explained="""\
From the first amendment on that speaks of a kind of clock, every request needs a clock of that kind or a clause that
says there is none. "No clock, by policy" is an answer, with a reason that a customer can be told. "No policy" is a
hole. Gaps that have nothing to do with each other are separate findings.""",
        example="""\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
service_levels:
  - clause: S18
    source: our page
    text: Prospects are answered within an hour.
    when: {stage: prospect}
    clock: {kind: first_response, budget: 1 business hours, calendar: days}
    class: internal_target
    precedence: internal
""",
    ),
    FindingKind(
        code=FindingCode.unreachable,
        severity=FindingSeverity.warning,
        about="A clause is in force and never decides anything.",
        title=say("{first} never decides anything"),
        follows=say("What the page says there never happens: {why}."),
        mend=say("Withdraw the clause, correct its `when:`, or let it come first with `precedence` or `over`."),
        explained="""\
Another clause of higher precedence always comes before it, or no request can have the facts that its `when` asks for.
Readers of the page believe in a rule that the desk never follows.""",
        example="""\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
service_levels:
  - clause: S18
    source: our page
    text: Everybody is answered within an hour.
    clock: {kind: first_response, budget: 1 business hours, calendar: days}
    class: contractual
    precedence: contract
  - clause: S20
    source: our page
    text: Prospects get no promise.
    when: {stage: prospect}
    no_clock: {kinds: first_response, reason: They have not bought yet.}
    precedence: internal
""",
    ),
    FindingKind(
        code=FindingCode.failed_example,
        severity=FindingSeverity.error,
        about="The book decides one of its own worked examples otherwise.",
        title=say("A worked example does not hold: “{example}”"),
        follows=say("The example promises one thing and the clauses decide another: {wrong}."),
        mend=say(
            "Correct the clause that decides it. If the change was meant, add the example anew: of two about the same "
            "ticket the later one counts."
        ),
        explained="""\
The worked examples of a book are what its authors agreed on, ticket by ticket. One that no longer holds means that an
amendment changed more than was meant, or that the example was forgotten. `firsthand policy test` runs them all.""",
        example="""\
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
examples:
  - about: Product owns what a customer wishes for.
    ticket: {received_at: 2027-01-04T10:00:00+01:00, kind: feature_request, account: {stage: trial}}
    owner: product
""",
    ),
    FindingKind(
        code=FindingCode.few_examples,
        severity=FindingSeverity.advice,
        about="A book with fewer than three worked examples.",
        title=say("{count} worked examples; these three would hold most in place"),
        follows=say("A slip that changes who owns a request, or by when it is answered, may go unnoticed."),
        mend=say("Say under `examples` what is decided about such tickets: {tickets}"),
        explained="""\
A worked example is a ticket with what the book must say about it; `firsthand policy test` runs them alone. From three
on, the check names each clause that only another example could hold in place.""",
        example="""\
calendars:
  days: {zone: Europe/Berlin, weekly: {mon-fri: "09:00-17:00"}}
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
        code=FindingCode.unproven_override,
        severity=FindingSeverity.advice,
        about="Only a worked example could hold a clause in place, and none does.",
        title=say("No worked example holds {first} in place"),
        follows=say(
            "A slip in it, such as one word too many or a date a week off, would go unnoticed: what it comes "
            "before takes over in silence."
        ),
        mend=say("Add a worked example that shows {missing}; the ticket below is one."),
        explained="""\
Most clauses hold themselves: without one there is a gap, and a wider one overlaps with its neighbours. An override does
not. In a book that gives worked examples, each clause that comes before another needs some that would come out
otherwise without it, for the values just outside its `when`, and on either side of its dates. This is advice: nothing
is wrong today.""",
        example="""\
ownership:
  - {clause: S28, source: our page, text: Support owns every request., owner: support}
  - clause: S29
    source: our page
    text: Product owns wishes.
    when: {kind: feature_request}
    owner: product
    over: S28
examples:
  - about: Support answers questions.
    ticket: {received_at: 2027-01-04T10:00:00+01:00, kind: how_to, account: {stage: trial}}
    owner: support
  - about: So it does for production accounts.
    ticket: {received_at: 2027-01-04T10:00:00+01:00, kind: how_to, account: {stage: production}}
    owner: support
  - about: And for what does not work.
    ticket: {received_at: 2027-01-04T10:00:00+01:00, kind: troubleshooting, account: {stage: trial}}
    owner: support
""",
    ),
)
