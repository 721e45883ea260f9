"""The file format of a policy book, described once: the reader takes its known and required keys from here, and the
reference page `docs/reference/policy-format.md` is written from here. The shape of an effect stands in its own file."""

from firsthand.domain.book.clause_sets import ClauseSet
from firsthand.domain.organisation.default import RULE_SET_OWNERS
from firsthand.domain.shapes import Shape, may, must

_DATE = "an instant with an offset or `Z`, or a date, meaning its local midnight in `zone` (A11)"
_FORCE = "`in_force_from`, else the publication"
_PEOPLE = "a text, or a list of authors or approvers"

AMENDMENT = Shape(
    title="An amendment",
    about="One file is one dated, authored publication. It only ever adds to the book; what was published stays.",
    keys=(
        must("book", "a name", "the book that the amendment belongs to"),
        must("amendment", "a name", "its own id; the edition that it makes is named after it"),
        must("title", "a text", "what the page is headed with"),
        must("published_at", "an instant with an offset or `Z`", "from then on the amendment is known"),
        must("author", _PEOPLE, "who wrote it (A21)"),
        must("approver", _PEOPLE, "who agreed (A21)"),
        must("zone", "an IANA zone", "the policy zone, in which dates are read"),
        may("note", "a text", "what it is about, in a sentence or two"),
        may("in_force_from", _DATE, "when what names no date of its own takes force",
            "the publication"),
        may("fields", "declared names", "which severities and other names the book knows"),
        may("owners", "a role for each rule set", "who may publish changes of a rule set (S5, A21)"),
        may("holders", "a list of role holders", "who holds a role, from when to when (A20)"),
        may("readings", "a text for each id", "how an open text of the source was read, such as `A1`"),
        may("calendars", "a calendar for each name", "opening hours; the same name again replaces them"),
        may("rosters", "a calendar for each role", "hours in which people of a role are at work"),
        *(may(each.value, "a list of clauses", f"the clauses of the rule set {each.value}") for each in ClauseSet),
        may("withdraws", "a list of withdrawals", "clauses that end without a replacement"),
        may("activates", "a list of activations", "clauses that take force because somebody says so (A15)"),
        may("examples", "a list of worked examples", "tickets with what the book must say about them"),
    ),
)  # fmt: skip
CONTRIBUTOR = Shape(
    title="An author or approver",
    about="Written so by the desk when it publishes, and told in the reader's language. A text is shown as it is.",
    keys=(
        must("name", "a text", "who it is"),
        may("roles", "a role, or a list of roles", "the roles in which they wrote or agreed", "none is said"),
        may("desk_owner", "`true` or `false`", "whether they did so as an owner of the desk", "false"),
    ),
)
FIELDS = Shape(
    title="Declared names",
    about="A clause that names anything else is refused, with the nearest name. A request may still carry another.",
    keys=(
        may("severity", "a list, the most severe first", "the severities from this amendment on", "s1 to s4"),
        may("channel", "a list of names", "the channels that clauses may name", "any name"),
        may("plan", "a list of names", "the plans that clauses may name", "any name"),
        may("contract", "a list of names", "the contracts that clauses may name", "any name"),
        may(
            "topic", "a list of names", "what requests are about, such as products; the routing may use it", "any name"
        ),
        may("measure", "a list of names", "what targets may measure besides whether clocks are met", "any name"),
    ),
)
OWNERS = Shape(
    title="Owners of the rule sets",
    about="Only a holder of the role may publish a change of the rule set; anybody may propose one (S5, S6).",
    keys=(
        may("organisation", "a role", "owner of who there is and may do what", RULE_SET_OWNERS["organisation"]),
        may("ownership", "a role", "owner of who owns what", RULE_SET_OWNERS["ownership"]),
        may("service_levels", "a role", "owner of the promises and their calendars", RULE_SET_OWNERS["service_levels"]),
        may("priority", "a role", "owner of the order of work", RULE_SET_OWNERS["priority"]),
        may("escalation", "a role", "owner of who is told and who decides", RULE_SET_OWNERS["escalation"]),
        may("promise_wording", "a role", "owner of what may be said", RULE_SET_OWNERS["promise_wording"]),
    ),
)
HOLDER = Shape(
    title="A role holder",
    about="The same role, name and `from` in a later amendment replaces the entry, to end it for example.",
    keys=(
        must("role", "a role", "the role that is held"),
        must("name", "a text", "who holds it"),
        may("from", _DATE, "since when", "the publication"),
        may("to", _DATE, "until when, half-open", "no end"),
        may("acting", "`true` or `false`", "whether it is a stand-in", "false"),
    ),
)
CLAUSE = Shape(
    title="A clause",
    about="One rule: where it comes from, what it says to people, when it holds, and one effect.",
    keys=(
        must("clause", "a name", "its stable id"),
        must("source", "a text or a list", "the requirements or lines that it comes from"),
        must("text", "a text", "the rule, as people say it"),
        may("reading", "a text", "how an open text was read"),
        may("when", "matches on fields", "what it holds for; all matches must hold", "always"),
        may("class", "`contractual`, `internal_target`, `best_effort` or `aspiration`",
            "how binding it is; an aspiration is never applied; a clock needs one", "none"),
        may("disclosable", "`true` or `false`", "whether a customer may be told (A23)", "false"),
        may("precedence", "`scope`, `contract`, `plan` or `internal`",
            "which of two clauses about the same thing wins, first to last (A5); a clock needs one", "plan"),
        may("over", "a clause id or a list", "clauses of the same precedence that it wins over"),
        may("exception", "a deviation for one account",
            "comes before every contract; needs `when.account` with one name, which needs it"),
        may("straddle", "`at_creation`, `at_evaluation`, `customer_favourable` or `restart_at_effective`",
            "what becomes of its open clocks when it or its calendar changes (A12)", "at_creation"),
        may("in_force", "`from` and `to`", "when it holds, half-open", "from `in_force_from`, no end"),
        may("activation", "`by` and `text`", "what brings it into force (A15)", "its dates"),
        may("review_at", _DATE, "when somebody must look at it again; the check reports one that is overdue", "never"),
        may("replaces", "a clause id or a list", "clauses of earlier amendments that give way to it"),
        may("old_ends", "`at_once`, `when_in_force` or an instant", "when the replaced clauses end",
            "when this one takes force; at once if they had not yet"),
        may("see", "a clause id or a list", "clauses that the text refers to"),
    ),
)  # fmt: skip
IN_FORCE = Shape(
    title="Dates of a clause",
    about="",
    keys=(may("from", _DATE, "first instant", _FORCE), may("to", _DATE, "first instant after", "no end")),
)
ACTIVATION = Shape(
    title="What brings a clause into force",
    about="Without it, its dates do. A clause that waits is shown and never applied until an amendment activates it.",
    keys=(
        must("by", "`date`, `manual` or `condition`", "somebody decides, or a condition that somebody confirms"),
        must("text", "a text", "what is waited for"),
    ),
)
ACCOUNT_EXCEPTION = Shape(
    title="A deviation for one account",
    about="Documented, approved and reviewed. One whose review is overdue still holds, and the check reports it.",
    keys=(
        must("reason", "a text", "why this account is treated differently"),
        must("approver", "a text", "who agreed"),
        must("review_at", _DATE, "when somebody must look at it again"),
    ),
)
WITHDRAWAL = Shape(
    title="A withdrawal",
    about="From then on there is no policy, unless another clause speaks.",
    keys=(
        must("clause", "a clause id", "the clause that ends"),
        must("why", "a text", "the reason"),
        may("at", _DATE, "when it ends", _FORCE),
        may("becomes", "a declared name", "what takes the place of the name that the clause declared"),
    ),
)
ACTIVATES = Shape(
    title="An activation",
    about="",
    keys=(
        must("clause", "a clause id", "the clause that takes force"),
        must("by", "a text", "who says so"),
        must("why", "a text", "what was found"),
        may("at", _DATE, "from when on", _FORCE),
    ),
)
MATCH = Shape(
    title="A match that is not plain values",
    about="",
    keys=(
        may("not", "a value or a list", "none of these"),
        may("from", "a value of the declared order", "the first of a range", "the first declared"),
        may("to", "a value of the declared order", "the last of a range, included", "the last declared"),
    ),
)
EXAMPLE = Shape(
    title="A worked example",
    about="What is not stated is not checked.",
    keys=(
        must("about", "a text", "what the example shows"),
        must("ticket", "a request", "as `firsthand decide` takes it, without the id"),
        may("at", "an instant with an offset or `Z`", "as its clocks stand then, after the changes of the policy since",
            "as it was decided at receipt"),
        may("owner", "a role, or `nobody`", "who must own it"),
        may("clocks", "an expectation for each clock",
            "`no_clock_by_policy`, `no_policy`, or `clause` and `due_at`, one or both"),
        may("context", "a list", "what must be given along"),
    ),
)  # fmt: skip
TICKET = Shape(
    title="The ticket of an example",
    about="",
    keys=(
        must("received_at", "an instant with an offset or `Z`", "when the customer's message was received"),
        must("kind", "a kind", "what was asked"),
        may("severity", "a declared severity", "how severe it is", "not given"),
        may("channel", "a name", "how it came", "not given"),
        may("topic", "a name", "what it is about", "not given"),
        must("account", "the customer's account", "as it stood at receipt"),
    ),
)
ACCOUNT = Shape(
    title="The account of a ticket",
    about="",
    keys=(
        must("stage", "a stage", "where it stands (A9)"),
        may("name", "a name", "its name", "not given"),
        may("strategic", "`true` or `false`", "the flag (A10)", "false"),
        may("plan", "a name", "its plan", "not given"),
        may("contract", "a name", "its own contract", "not given"),
    ),
)
EXPECTED_CLOCK = Shape(
    title="An expected clock",
    about="",
    keys=(may("clause", "a clause id", "the clause that runs it"), may("due_at", "an instant", "when it is due")),
)
