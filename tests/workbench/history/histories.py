"""Small histories for tests: three tickets of Acme and Borealis, with their waits and hands."""

from datetime import UTC, datetime

import numpy as np

from firsthand.domain.calendars.instants import instant_of
from firsthand.workbench.history import NAT, Categories, History, Pauses, Spans, no_instants


def at(text: str) -> int:
    """The instant of an ISO text in UTC, in microseconds."""
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=UTC))


def three_tickets() -> History:
    """Ana's login at Acme (answered late), Jon's question at Borealis (open), Ana's wish (answered at once)."""
    return History(
        ids=["T-1", "T-2", "T-3"],
        received_at=np.array([at("2021-07-06T16:00"), at("2021-07-07T17:00"), at("2021-07-08T18:00")]),
        kind=Categories.of(["troubleshooting", "how_to", "feature_request"]),
        severity=Categories.of(["s2", None, None]),
        channel=Categories.of(["email", "slack", "email"]),
        stage=Categories.of(["trial", "production", "trial"]),
        strategic=np.array([False, True, False]),
        plan=Categories.of(["team", None, "team"]),
        contract=Categories.of([None, "gold", None]),
        topic=Categories.constant(None, 3),
        account=Categories.of(["Acme", "Borealis", "Acme"]),
        team=Categories.of(["support", "customer_engineering", "customer_engineering"]),
        group=Categories.constant(None, 3),
        first_response_at=np.array([at("2021-07-09T16:00"), NAT, at("2021-07-08T18:10")]),
        resolved_at=np.array([at("2021-07-12T16:00"), NAT, at("2021-07-09T18:00")]),
        target_at=no_instants(3),
        pauses=Pauses(
            rows=np.array([0, 0]),
            from_at=np.array([at("2021-07-07T16:00"), at("2021-07-09T17:00")]),
            to_at=np.array([at("2021-07-08T16:00"), at("2021-07-09T18:00")]),
            party=Categories.of(["customer", "third_party"]),
            state=Categories.of(["pending", "on_hold"]),
        ),
        custody=Spans(
            rows=np.array([0, 0, 2]),
            from_at=np.array([at("2021-07-06T16:30"), at("2021-07-09T16:00"), at("2021-07-08T18:00")]),
            to_at=np.array([at("2021-07-09T16:00"), NAT, NAT]),
            party=Categories.of(["support", "engineering", "customer_engineering"]),
        ),
        until=at("2021-07-20T00:00"),
    )
