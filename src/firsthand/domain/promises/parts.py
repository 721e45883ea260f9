"""What the readers of times share: a part that was read, and amounts as ISO 8601 writes them."""

from typing import NamedTuple

from firsthand.domain.promises.values import TimeKind, TimeUnit

_UNITS = {"S": "PT{}S", "MIN": "PT{}M", "H": "PT{}H", "D": "P{}D", "W": "P{}W", "2W": "P{}W", "M": "P{}M", "Y": "P{}Y"}
FEW = {
    "S": "few seconds",
    "MIN": "few minutes",
    "H": "few hours",
    "D": "few days",
    "W": "few weeks",
    "M": "few months",
    "Y": "few years",
}


class Part(NamedTuple):
    """The core of an expression, up to before the letter `end`. `alone` says that it needs no preposition, `by` that
    it is an end even without one."""

    end: int
    kind: TimeKind
    pattern: str
    anchor: str | None = None
    unit: TimeUnit = TimeUnit.WALL
    low: str | None = None
    high: str | None = None
    by: bool = False


def iso(number: str, unit: str) -> str | None:
    """An amount as ISO 8601: `iso("2", "H")` is `PT2H`, one and a half hours `PT90M`; None for what has no such
    form."""
    if number == "few":
        return FEW.get(unit)
    if unit not in _UNITS and not unit.endswith("MIN"):
        return f"P{int(number) * 3}M" if unit == "Q" and number.isdecimal() else None
    amount = float(number.replace(",", "."))
    if unit.endswith("MIN") and unit != "MIN":
        amount, unit = amount * int(unit[:2]), "MIN"
    if unit == "2W":
        amount *= 2
    if amount != int(amount):
        smaller = {"H": (60, "MIN"), "MIN": (60, "S"), "D": (24, "H"), "W": (7, "D"), "Y": (12, "M")}.get(unit)
        if smaller is None:
            return None
        amount, unit = amount * smaller[0], smaller[1]
    return _UNITS[unit].format(int(amount))
