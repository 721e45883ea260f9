"""The closed choices that a request is described with."""

from enum import StrEnum


class TicketKind(StrEnum):
    """What a customer asked for. Every request is exactly one of these (S27)."""

    how_to = "how_to"
    feature_request = "feature_request"
    troubleshooting = "troubleshooting"


class Stage(StrEnum):
    """Where the account stands. Pre-sales is prospect or trial, post-sales is production (A9)."""

    prospect = "prospect"
    trial = "trial"
    production = "production"
    former = "former"


class Role(StrEnum):
    """A part that a person plays towards customers. Holders are dated; a role is never a person."""

    sales = "sales"
    customer_engineering = "customer_engineering"
    support = "support"
    product = "product"
    engineering = "engineering"
    vp_customer_engineering = "vp_customer_engineering"
    vp_sales = "vp_sales"
    vp_product = "vp_product"
    head_of_support = "head_of_support"
