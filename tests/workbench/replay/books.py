"""Two small books for replays: an answer within three days; then within the hour, and wishes go to product."""

from firsthand.domain.book import Edition, parse_book

_HEAD = {"book": "small", "author": "Ines", "approver": "Bo", "zone": "Europe/Paris"}
CALENDARS = {
    "office": {"zone": "Europe/Paris", "weekly": {"mon-fri": "09:00-17:00"}},
    "always": {"zone": "UTC", "always_open": True},
}


def clause(ident: str, **rest: object) -> dict[str, object]:
    """A clause with its text."""
    return {"clause": ident, "source": "S1", "text": f"Rule {ident}.", **rest}


def promise(ident: str, kind: str, budget: str, **rest: object) -> dict[str, object]:
    """A clause that starts a clock."""
    clock = {"kind": kind, "budget": budget, "calendar": "office", "pauses_on": ["pending"]}
    return clause(ident, clock=clock, **{"class": "internal_target", "precedence": "plan"}, **rest)


def edition(*, ownership: list[dict[str, object]], service_levels: list[dict[str, object]]) -> Edition:
    """An edition with these clauses."""
    dated = {"amendment": "first", "title": "Small", "published_at": "2020-01-01T00:00:00Z", "calendars": CALENDARS}
    return parse_book(
        [("small.yaml", {**_HEAD, **dated, "ownership": ownership, "service_levels": service_levels})]
    ).edition()


def before() -> Edition:
    """Support owns trouble, customer engineering the rest; a first response within 32 business hours."""
    return edition(
        ownership=[
            clause("trouble", when={"kind": "troubleshooting"}, owner="support"),
            clause("rest", when={"kind": ["how_to", "feature_request"]}, owner="customer_engineering"),
        ],
        service_levels=[promise("day", "first_response", "32 business hours")],
    )


def after() -> Edition:
    """Product owns wishes; a first response within the hour, and a resolution within 24 hours elapsed."""
    return edition(
        ownership=[
            clause("trouble", when={"kind": "troubleshooting"}, owner="support"),
            clause("how", when={"kind": "how_to"}, owner="customer_engineering"),
            clause("wish", when={"kind": "feature_request"}, owner="product"),
        ],
        service_levels=[
            promise("hour", "first_response", "1 business hour", when={"stage": "trial"}),
            promise("solve", "resolution", "24 hours elapsed"),
            clause(
                "none",
                when={"stage": "production"},
                no_clock={"kinds": "first_response", "reason": "The contract says nothing."},
                precedence="plan",
            ),
        ],
    )
