"""The organisation of a book that declares none: the company of the customer-first page, and its own workflow."""

from firsthand.domain.names import Kind, Role, Stage, StateName
from firsthand.domain.organisation.declared import (
    DeclaredKind,
    DeclaredRole,
    DeclaredStage,
    GivenRight,
    Organisation,
)
from firsthand.domain.organisation.rights import Right
from firsthand.domain.tickets.lifecycle import Owes, Phase, State, States

RULE_SET_OWNERS = {
    "organisation": Role("vp_customer_engineering"),
    "ownership": Role("vp_customer_engineering"),
    "service_levels": Role("head_of_support"),
    "priority": Role("vp_product"),
    "escalation": Role("vp_customer_engineering"),
    "promise_wording": Role("head_of_support"),
}
"""Who owns a rule set in a book that does not say (S5, A21)."""

_ROLES = (
    DeclaredRole(name=Role("sales")),
    DeclaredRole(name=Role("customer_engineering"), short="cust. eng."),
    DeclaredRole(name=Role("support")),
    DeclaredRole(name=Role("product")),
    DeclaredRole(name=Role("engineering"), short="eng."),
    DeclaredRole(
        name=Role("vp_customer_engineering"),
        called="VP of customer engineering",
        short="VP cust. eng.",
        heads=Role("customer_engineering"),
    ),
    DeclaredRole(name=Role("vp_sales"), called="VP of sales", heads=Role("sales")),
    DeclaredRole(name=Role("vp_product"), called="VP of product", heads=Role("product")),
    DeclaredRole(name=Role("head_of_support"), short="head of sup.", heads=Role("support")),
)
_KINDS = (
    DeclaredKind(
        name=Kind("how_to"), called="how-to", one="how-to question", many="how-to questions", means="how does one do it"
    ),
    DeclaredKind(name=Kind("feature_request"), means="what it cannot do yet"),
    DeclaredKind(
        name=Kind("troubleshooting"),
        one="troubleshooting request",
        many="troubleshooting",
        means="something does not work",
    ),
)
_STAGES = (
    DeclaredStage(name=Stage("prospect"), group="pre-sales"),
    DeclaredStage(name=Stage("trial"), group="pre-sales"),
    DeclaredStage(name=Stage("production"), group="post-sales"),
    DeclaredStage(name=Stage("former")),
)


def _state(name: str, owes: Owes, *, customer: str | None, reply: str, phase: Phase = Phase.open) -> State:
    after = StateName(customer) if customer is not None else None
    return State(name=StateName(name), phase=phase, owes=owes, after_customer=after, after_reply=StateName(reply))


_STATES = (
    _state("new", Owes.team, customer="new", reply="pending"),
    _state("open", Owes.person, customer="open", reply="pending"),
    _state("pending", Owes.customer, customer="open", reply="pending"),
    _state("on_hold", Owes.inside, customer="open", reply="pending"),
    _state("solved", Owes.nobody, customer="open", reply="solved", phase=Phase.solved),
    _state("closed", Owes.nobody, customer=None, reply="closed", phase=Phase.closed),
)


def _given(right: Right, *roles: str, source: str) -> GivenRight:
    return GivenRight(right=right, roles=frozenset(map(Role, roles)), source=source)


_RIGHTS = (
    GivenRight(right=Right.see_desk, everyone=True),
    GivenRight(right=Right.work_tickets, everyone=True),
    GivenRight(right=Right.restrict, everyone=True),
    GivenRight(right=Right.edit_contacts, everyone=True),
    GivenRight(right=Right.handle_quarantine, everyone=True),
    GivenRight(right=Right.propose_amendment, everyone=True, source="S6"),
    _given(
        Right.assign_directly,
        "head_of_support",
        "vp_customer_engineering",
        "vp_sales",
        "vp_product",
        source="",
    ),
    _given(Right.ask_for_help, "support", "head_of_support", source="S50"),
    _given(Right.answer_help, "engineering", source="S50"),
    _given(Right.set_severity, "support", "head_of_support", source="S51"),
    _given(Right.set_commercial, "sales", "vp_sales", source="S7"),
    _given(Right.set_accountable, "customer_engineering", "vp_customer_engineering", source="S10"),
    _given(Right.be_accountable, "customer_engineering", "vp_customer_engineering", source="S10"),
    _given(Right.be_seller, "sales", "vp_sales", source="S7"),
    _given(Right.coach, "customer_engineering", "vp_customer_engineering", source="S8, S9"),
    _given(Right.skip_coaching, "customer_engineering", "vp_customer_engineering", source="S9"),
    _given(Right.set_strategic, "vp_customer_engineering", "vp_sales", source="A10"),
)
DEFAULT = Organisation(
    roles={one.name: one for one in _ROLES},
    kinds={one.name: one for one in _KINDS},
    stages={one.name: one for one in _STAGES},
    states=States(by_name={one.name: one for one in _STATES}, became={}),
    rights={one.right: one for one in _RIGHTS},
    first_line=Role("support"),
    unread_as=Kind("troubleshooting"),
)
