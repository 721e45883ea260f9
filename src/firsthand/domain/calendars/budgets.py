"""Budgets of time that say their unit, because `24 hours` has meant three different instants (A1, A2)."""

import enum
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from firsthand.domain.calendars.business_days import due_business_days, due_same_time, due_to_the_close
from firsthand.domain.calendars.errors import CalendarError
from firsthand.domain.calendars.instants import (
    END_OF_INSTANTS,
    FIRST_INSTANT,
    FIRST_YEAR,
    LAST_YEAR,
    SECOND,
    after_us,
    datetime_of,
    instant_of,
)
from firsthand.domain.calendars.working_time import WorkingTime
from firsthand.domain.sentences import Sentence, count, say

# No request can be received so early that a longer budget would be spent within the years that calendars cover.
_LONGEST = (END_OF_INSTANTS - FIRST_INSTANT) // SECOND
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_TEXT = re.compile(
    r"(?P<amount>\d{1,9}) (?P<business>business )?(?P<unit>second|minute|hour|day)s?"
    r"(?P<elapsed> elapsed)?(?P<rule>, then next opening|, same time|, to the close)?",
    re.ASCII,
)
_FORMS = say(
    "expected for example '8 business hours', '2 business days', '2 business days, same time', "
    "'2 business days, to the close', '24 hours elapsed' or '24 hours elapsed, then next opening'"
)


class BudgetUnit(enum.StrEnum):
    """What an amount counts: seconds of working time, business days, or seconds whether anyone works or not."""

    BUSINESS_TIME = "business_time"
    BUSINESS_DAYS = "business_days"
    BUSINESS_DAYS_SAME_TIME = "business_days_same_time"
    BUSINESS_DAYS_TO_CLOSE = "business_days_to_close"
    ELAPSED_EXACT = "elapsed_exact"
    ELAPSED_NEXT_OPENING = "elapsed_next_opening"

    @property
    def in_days(self) -> bool:
        """Whether an amount is a number of business days, which have no fixed length."""
        return self in _DUE_IN_DAYS

    @property
    def needs_hours(self) -> bool:
        """Whether only the opening hours of a calendar count."""
        return self is BudgetUnit.BUSINESS_TIME or self.in_days


_DUE_IN_DAYS = {
    BudgetUnit.BUSINESS_DAYS: due_business_days,
    BudgetUnit.BUSINESS_DAYS_SAME_TIME: due_same_time,
    BudgetUnit.BUSINESS_DAYS_TO_CLOSE: due_to_the_close,
}
_RULES = {
    BudgetUnit.BUSINESS_DAYS_SAME_TIME: ", same time",
    BudgetUnit.BUSINESS_DAYS_TO_CLOSE: ", to the close",
    BudgetUnit.ELAPSED_NEXT_OPENING: ", then next opening",
}
_SAID = {
    (True, "second"): ("{n} business second", "{n} business seconds"),
    (True, "minute"): ("{n} business minute", "{n} business minutes"),
    (True, "hour"): ("{n} business hour", "{n} business hours"),
    (True, "day"): ("{n} business day", "{n} business days"),
    (False, "second"): ("{n} second elapsed", "{n} seconds elapsed"),
    (False, "minute"): ("{n} minute elapsed", "{n} minutes elapsed"),
    (False, "hour"): ("{n} hour elapsed", "{n} hours elapsed"),
    (False, "day"): ("{n} day elapsed", "{n} days elapsed"),
}
_SAID_WITH = {
    ", same time": "{amount}, same time",
    ", to the close": "{amount}, to the close",
    ", then next opening": "{amount}, then next opening",
}
_DAY_UNITS = {_RULES.get(unit): unit for unit in _DUE_IN_DAYS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Budget:
    """An amount of time in seconds (or in days, where the unit is `in_days`); `str` gives it as it was written.

    Two budgets are equal when they mean the same, however they were written: 60 business minutes are 1 business
    hour.
    """

    amount: int
    unit: BudgetUnit
    written: str = field(default="", compare=False)

    @property
    def duration(self) -> timedelta:
        """The amount as a duration; CalendarError for business days, which have no fixed length."""
        if self.unit.in_days:
            raise CalendarError("no_fixed_length", say("{budget} is not a fixed duration", budget=str(self)), "budget")
        return timedelta(seconds=self.amount)

    @property
    def sentence(self) -> Sentence:
        """The budget in the units that it was written in: "1 business hour"."""
        return _said(str(self))

    def __str__(self) -> str:
        if self.written:
            return self.written
        business = self.unit.needs_hours
        amount, unit = self.amount, "day"
        if not self.unit.in_days:
            unit = next(unit for unit in ("hour", "minute", "second") if self.amount % _SECONDS[unit] == 0)
            amount = self.amount // _SECONDS[unit]
        text = f"{amount} {'business ' if business else ''}{unit}{'' if amount == 1 else 's'}"
        return f"{text}{'' if business else ' elapsed'}{_RULES.get(self.unit, '')}"


@lru_cache(maxsize=1024)
def _said(text: str) -> Sentence:
    """A budget as `str` gives it, as a sentence. Every request that is decided says its own."""
    match = next(_TEXT.finditer(text.lower()))
    said = count(int(match["amount"]), *_SAID[bool(match["business"]), match["unit"]])
    return say(_SAID_WITH[match["rule"]], amount=said) if match["rule"] else said


def parse_budget(text: object, field: str = "budget") -> Budget:
    """The budget that a text states; CalendarError `unit_missing` when it does not say what it counts."""
    if not isinstance(text, str):
        raise CalendarError(
            "unit_missing", say("{text} does not say its unit; {forms}", text=repr(text), forms=_FORMS), field
        )
    written = " ".join(text.split())
    match = _TEXT.fullmatch(written.lower())
    if match is None:
        code = "unit_missing" if re.fullmatch(r"[\d.]+", written) else "bad_budget"
        raise CalendarError(code, say("{text} is not a budget; {forms}", text=repr(text), forms=_FORMS), field)
    business, elapsed, rule = bool(match["business"]), bool(match["elapsed"]), match["rule"]
    if business == elapsed or (rule is not None and (rule == _RULES[BudgetUnit.ELAPSED_NEXT_OPENING]) != elapsed):
        raise CalendarError(
            "unit_missing",
            say("{text} does not say whether closed time counts; {forms}", text=repr(text), forms=_FORMS),
            field,
        )
    amount, unit = int(match["amount"]), match["unit"]
    if amount == 0:
        raise CalendarError(
            "bad_budget", say("{text} is no time at all; {forms}", text=repr(text), forms=_FORMS), field
        )
    if amount * _SECONDS[unit] >= _LONGEST:
        never = say(
            "{text} is never over: calendars cover the years {first_year} to {last_year}; {forms}",
            text=repr(text),
            first_year=FIRST_YEAR,
            last_year=LAST_YEAR,
            forms=_FORMS,
        )
        raise CalendarError("bad_budget", never, field)
    if business and unit == "day":
        return Budget(amount=amount, unit=_DAY_UNITS[rule], written=written)
    kind = BudgetUnit.BUSINESS_TIME if business else BudgetUnit.ELAPSED_EXACT
    if rule is not None:
        if business:
            raise CalendarError(
                "bad_budget",
                say("{text}: {rule} follows business days only", text=repr(text), rule=repr(rule[2:])),
                field,
            )
        kind = BudgetUnit.ELAPSED_NEXT_OPENING
    return Budget(amount=amount * _SECONDS[unit], unit=kind, written=written)


def due_of(budget: Budget, working_time: WorkingTime, start: datetime) -> datetime:
    """The instant at which the budget is spent, in UTC, when nothing pauses it.

    ELAPSED_NEXT_OPENING moves an instant that falls in closed time to the next opening; one that falls exactly on
    a close stays there, as everything that ends at a close does.
    """
    if budget.unit.in_days:
        return _DUE_IN_DAYS[budget.unit](working_time, start, budget.amount)
    start_us = instant_of(start)
    return datetime_of(due_of_us(budget, working_time, start_us))


def due_of_us(budget: Budget, working_time: WorkingTime, start_us: int) -> int:
    """`due_of` in integer microseconds."""
    if budget.unit is BudgetUnit.BUSINESS_TIME:
        return working_time.due_us(start_us, budget.amount * SECOND)
    if budget.unit.in_days:
        return instant_of(due_of(budget, working_time, datetime_of(start_us)))
    end = after_us(start_us, budget.amount * SECOND)
    if budget.unit is BudgetUnit.ELAPSED_EXACT or working_time.is_open_or_closing_us(end):
        return end
    return working_time.next_opening_us(end)
