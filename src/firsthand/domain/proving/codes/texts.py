"""Findings about what is said to customers, about people, and about what a text leaves behind."""

from firsthand.domain.proving.codes.code import FindingCode, FindingKind, FindingSeverity
from firsthand.domain.sentences import say

_OWNED = """\
ownership:
  - {clause: S30, source: our page, text: Support owns every request., owner: support}
"""
_RESPONSE = f"""\
calendars:
  days: {{zone: Europe/Berlin, weekly: {{mon-fri: "09:00-17:00"}}}}
{_OWNED}service_levels:
  - clause: S18
    source: our page
    text: We answer within a day.
    clock: {{kind: first_response, budget: 8 business hours, calendar: days}}
    class: contractual
    precedence: plan
"""

TEXTS = (
    FindingKind(
        code=FindingCode.undercuts_a_clock,
        severity=FindingSeverity.error,
        about="Approved wording tells a customer a time that ends before the clock is due.",
        title=say("The wording of {first} promises more than {second} does"),
        follows=say(
            "Whoever writes {received} is told to hear by {told}, and the clock is due {due}: we can keep our "
            "promise and be late for the customer all the same."
        ),
        mend=say("Change the sentence and its `promises`, or shorten the clock{also}."),
        explained="""\
`approved` is a sentence that people may send; `promises` says which clock it speaks about and which time it tells.
The check looks for an instant of receipt for which the sentence ends before the clock does, over weekends too.""",
        example=f"""\
{_RESPONSE}promise_wording:
  - clause: S46
    source: our page
    text: What we tell a customer.
    approved: {{wording: We answer within a few hours., promises: {{clock: first_response, within: 4 hours elapsed}}}}
""",
    ),
    FindingKind(
        code=FindingCode.tells_an_internal_clock,
        severity=FindingSeverity.error,
        about="Approved wording tells the time of a clock that a customer may not be told.",
        title=say("The wording of {first} tells customers the internal time of {second}"),
        follows=say("Customers learn of {budget} and will hold us to it, though nobody promised it to them."),
        mend=say("Take the time out of the sentence, or say `disclosable: true` in {second}."),
        explained="""\
A clause that is not `disclosable` is internal: a customer is not told the hour (A23). A sentence that people may send
must not tell it either.""",
        example=f"""\
{_RESPONSE}promise_wording:
  - clause: S46
    source: our page
    text: What we tell a customer.
    approved: {{wording: We answer within a day., promises: {{clock: first_response, within: 8 business hours}}}}
""",
    ),
    FindingKind(
        code=FindingCode.approved_and_banned,
        severity=FindingSeverity.error,
        about="Approved wording contains a phrase that another clause says to avoid.",
        title=say("{first} approves what {second} says to avoid: “{phrase}”"),
        follows=say("Whoever sends the approved sentence is warned of it by the same book."),
        mend=say("Reword the sentence in {first}, or take the phrase off the list of {second}."),
        explained="""\
`avoid` lists phrases that people should not write to a customer; the composer marks them. A sentence that the book
itself approves should contain none, whichever team it is for.""",
        example=f"""\
{_OWNED}promise_wording:
  - clause: script
    source: our page
    text: What we answer first.
    approved: {{wording: I will get this resolved ASAP.}}
  - clause: S44
    source: our page
    text: We do not promise what we cannot keep.
    avoid: {{phrases: [asap], advice: Say what happens next.}}
""",
    ),
    FindingKind(
        code=FindingCode.unknown_measure,
        severity=FindingSeverity.warning,
        about="A target measures something that the book does not know.",
        title=say("{first} is a target of {measure}, which nothing measures"),
        follows=say("No report shows this target beside what is attained, and nobody misses it."),
        mend=say("Correct the name{near}, or declare {measure} under `fields` as a `measure`."),
        explained="""\
What the desk measures is whether its clocks are met: `first_response_met`, `resolution_met` and so on. A company may
have targets of other things, such as how satisfied customers are; it declares their names, so that a slip in one is
refused.""",
        example=f"""\
{_OWNED}service_levels:
  - clause: goal
    source: our page
    text: We answer nine of ten in time.
    target: {{measure: first_respons_met, at_least: 90%}}
""",
    ),
    FindingKind(
        code=FindingCode.vacant_role,
        severity=FindingSeverity.warning,
        about="An owner, or a step of the escalation, is a role that nobody holds.",
        title=say("{first} needs {role}, and nobody holds that role"),
        follows=say("When it comes to that, there is nobody ({region})."),
        mend=say("Say under `holders` who holds the role, if only `acting: true`, or name another role in the clause."),
        explained="""\
In a book that says who holds which role, a step of the escalation that tells a role, or is the duty of one that leads,
needs somebody there at every instant at which it holds (A20). The same holds for a role that owns requests, once the
book says of any role that does who holds it.""",
        example=f"""\
{_RESPONSE}escalation:
  - clause: S61
    source: our page
    text: A promise that was missed goes to the head of support.
    escalates: {{at: breach, tell: head_of_support}}
holders:
  - {{role: head_of_support, name: Ada Obi, from: 2027-03-01}}
""",
    ),
    FindingKind(
        code=FindingCode.expired_exception,
        severity=FindingSeverity.warning,
        about="A deviation for one account still decides, and its review is overdue.",
        title=say("The deviation {first} was to be looked at again {review}"),
        follows=say("The account keeps its terms although nobody confirmed that they should still hold."),
        mend=say("Withdraw the deviation, or replace it with one that has a new `review_at`."),
        explained="""\
A deviation holds for one account, with a reason, an approver and a date at which somebody looks at it again. It does
not end by itself: the account counts on it.""",
        example=f"""\
{_RESPONSE}  - clause: acme
    source: our page
    text: Acme is answered within an hour.
    when: {{account: Acme}}
    clock: {{kind: first_response, budget: 1 business hours, calendar: days}}
    class: contractual
    exception: {{reason: They launch., approver: Bo, review_at: 2027-02-01}}
""",
    ),
    FindingKind(
        code=FindingCode.overdue_review,
        severity=FindingSeverity.warning,
        about="A rule still stands, and the day on which somebody was to look at it again is past.",
        title=say("{first} was to be looked at again {review}"),
        follows=say("What was meant for a time goes on, and nobody confirmed that it should."),
        mend=say("Withdraw the clause, or replace it with one that has a new `review_at`, or none."),
        explained="""\
A rule for a time says when somebody looks at it again (`review_at`). It does not end by itself; what ends on a day has
`in_force: to`.""",
        example=f"""\
{_RESPONSE}  - clause: launch
    source: our page
    text: For the launch, questions about billing go to their own people.
    duty: support
    review_at: 2027-03-01
""",
    ),
    FindingKind(
        code=FindingCode.stale_aspiration,
        severity=FindingSeverity.warning,
        about="The date of an announcement passed, and it still stands in the book.",
        title=say("{first} announced something for {horizon}, and still stands there"),
        follows=say("Readers of the page wait for what has happened, or will not."),
        mend=say("Withdraw the announcement, or replace it with what came of it or with a new date."),
        explained="""\
An aspiration is published and never applied. Its `in_force: to` is its horizon: by then it came true, was renewed, or
should go.""",
        example=f"""\
{_OWNED}  - clause: S22
    source: our page
    text: By February everybody is answered within an hour.
    states: true
    class: aspiration
    in_force: {{to: 2027-02-01}}
""",
    ),
    FindingKind(
        code=FindingCode.dead_reference,
        severity=FindingSeverity.warning,
        about="A clause refers to one that is not in the book at that time.",
        title=say("{first} refers to {second}, which is not in the book"),
        follows=say("Whoever looks for it finds nothing ({region}); under `over`, it comes before nothing."),
        mend=say("Name the clause that took its place under `see` or `over`, or take the reference out."),
        explained="""\
`see` and `over` name other clauses. One that was withdrawn, or gave way to one of another id, is no longer there.""",
        example=f"""\
{_OWNED}  - clause: S19
    source: our page
    text: How fast is said under our service levels.
    states: true
    see: our-service-levels
""",
    ),
)
