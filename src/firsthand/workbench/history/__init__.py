"""Histories: what a request desk recorded, as columns. Pure arrays; services read them from files."""

from firsthand.workbench.history.categories import ABSENT, Bools, Categories, Int32s, Int64s
from firsthand.workbench.history.spans import CUSTOMER, THIRD_PARTY, UNASSIGNED, Pauses, Spans, no_pauses, no_spans
from firsthand.workbench.history.ticket_columns import NAT, History, Ids, PickedIds, last_instant, no_instants

__all__ = [
    "ABSENT",
    "CUSTOMER",
    "NAT",
    "THIRD_PARTY",
    "UNASSIGNED",
    "Bools",
    "Categories",
    "History",
    "Ids",
    "Int32s",
    "Int64s",
    "Pauses",
    "PickedIds",
    "Spans",
    "last_instant",
    "no_instants",
    "no_pauses",
    "no_spans",
]
