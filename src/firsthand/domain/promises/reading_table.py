"""How times are read: numbers that a person can read and change. A book will hold them; this is what holds without
one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_PARTS = {"morning": "12:00", "noon": "12:00", "evening": "20:00", "night": "24:00"}
_FEW = {
    "few seconds": "PT1M",
    "few minutes": "PT15M",
    "few hours": "PT4H",
    "few days": "P3D",
    "few weeks": "P3W",
    "few months": "P3M",
    "few years": "P3Y",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingTable:
    """`parts`: when a part of the day is over, by the wall clock, where it is not the opening (`start`) or the close
    (`end` and `afternoon`). `few`: what "a few" is. The others: until which weekday (0 is Monday), day of the month,
    month of the quarter or of the year its early and middle part last."""

    parts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_PARTS))
    few: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(_FEW))
    early_week: int = 1
    mid_week: int = 2
    early_month: int = 10
    mid_month: int = 15
    early_quarter: int = 1
    mid_quarter: int = 2
    early_year: int = 3
    mid_year: int = 6


DEFAULT_TABLE = ReadingTable()
"""What holds where no book says otherwise."""
