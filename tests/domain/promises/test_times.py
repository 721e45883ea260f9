"""What expressions of time say, as the reference page defines it."""

import pytest

from firsthand.domain.promises import TypedTime
from tests.domain.promises.desk import acts

ENGLISH = (
    ("by Friday noon", "instant", "weekday:fri T12:00", "by"),
    ("tomorrow at 3 pm", "instant", "tomorrow T15:00", "at"),
    ("at 3", "instant", "T03:00?", "at"),
    ("at 10:30", "instant", "T10:30?", "at"),
    ("at 09:00", "instant", "T09:00", "at"),
    ("at half past ten", "instant", "T10:30?", "at"),
    ("by midnight", "instant", "T24:00", "by"),
    ("tomorrow at 3 pm EST", "instant", "tomorrow T15:00 @America/New_York", "at"),
    ("by 17:00 UTC on Monday", "instant", "weekday:mon T17:00 @UTC", "by"),
    ("by the day after tomorrow", "day", "day+2", "by"),
    ("on Friday", "day", "weekday:fri", "at"),
    ("this Friday", "day", "weekday:fri this", "at"),
    ("next Friday", "day", "weekday:fri next", "at"),
    ("Friday next week", "day", "weekday:fri week+1", "at"),
    ("before Friday", "day", "weekday:fri start", "by"),
    ("on Friday, 4 December", "day", "date:12-04", "at"),
    ("on December 3rd, 2026", "day", "date:2026-12-03", "at"),
    ("on the 3rd", "day", "date:03", "at"),
    ("on 12/24", "day", "date:12-24", "at"),
    ("by 03/04/2026", "day", "date:03/04/2026", "by"),
    ("on the next business day", "day", "working+1", "at"),
    ("by EOD", "day", "today end", "by"),
    ("COB Friday", "day", "weekday:fri end", "by"),
    ("first thing Monday", "day", "weekday:mon start", "at"),
    ("this afternoon", "day", "today afternoon", "at"),
    ("tomorrow a.m.", "day", "tomorrow morning", "at"),
    ("by the end of the week", "period", "week+0 end", "by"),
    ("early next week", "period", "week+1 early", "at"),
    ("in December", "period", "month:12", "at"),
    ("in Q1", "period", "quarter:1", "at"),
    ("over the weekend", "period", "weekend+0", "within"),
    ("soon", "vague", None, "within"),
    ("as soon as we can", "vague", None, "within"),
)
GERMAN = (
    ("bis morgen früh um 9 Uhr", "instant", "tomorrow T09:00", "by"),
    ("um 15 Uhr 30", "instant", "T15:30", "at"),
    ("um halb vier", "instant", "T03:30?", "at"),
    ("heute bis 15 Uhr", "instant", "today T15:00", "by"),
    ("bis übermorgen", "day", "day+2", "by"),
    ("bis uebermorgen", "day", "day+2", "by"),
    ("am Freitagnachmittag", "day", "weekday:fri afternoon", "at"),
    ("kommenden Dienstag", "day", "weekday:tue", "at"),
    ("nächsten Dienstag", "day", "weekday:tue next", "at"),
    ("am 3. Dezember 2026", "day", "date:2026-12-03", "at"),
    ("bis zum 3.12.", "day", "date:12-03", "by"),
    ("am nächsten Werktag", "day", "working+1", "at"),
    ("bis Feierabend", "day", "today end", "by"),
    ("gleich morgen früh", "day", "tomorrow start", "at"),
    ("bis Ende der Woche", "period", "week+0 end", "by"),
    ("Anfang nächster Woche", "period", "week+1 early", "at"),
    ("in KW 49", "period", "cw:49", "at"),
    ("zeitnah", "vague", None, "within"),
    ("so schnell wie möglich", "vague", None, "within"),
)
AMOUNTS = (
    ("en", "within two business days", "now", "working", "within", ("P2D", "P2D")),
    ("en", "in one to two days", "now", "wall", "within", ("P1D", "P2D")),
    ("en", "in a day or two", "now", "wall", "within", ("P1D", "P2D")),
    ("en", "in half an hour", "now", "wall", "within", ("PT30M", "PT30M")),
    ("en", "within the hour", "now", "wall", "within", ("PT1H", "PT1H")),
    ("en", "in a few hours", "now", "wall", "within", ("few hours", "few hours")),
    ("en", "within two days of receiving the logs", "event", "wall", "within", ("P2D", "P2D")),
    ("en", "two weeks ago", "now", "wall", "since", ("P2W", "P2W")),
    ("de", "innerhalb von zwei Werktagen", "now", "working", "within", ("P2D", "P2D")),
    ("de", "in anderthalb Stunden", "now", "wall", "within", ("PT90M", "PT90M")),
    ("de", "vor zwei Tagen", "now", "wall", "since", ("P2D", "P2D")),
    ("de", "in zwei bis drei Tagen", "now", "wall", "within", ("P2D", "P3D")),
)


def read(text: str, language: str) -> TypedTime:
    sentence = f"We deliver it {text}." if language == "en" else f"Wir liefern das {text}."
    (found,) = [act for act in acts(sentence, language) if act.time is not None]
    assert found.time is not None
    return found.time.typed


@pytest.mark.parametrize(("text", "kind", "anchor", "bound"), ENGLISH, ids=[row[0] for row in ENGLISH])
def test_english_times(text: str, kind: str, anchor: str | None, bound: str) -> None:
    typed = read(text, "en")
    assert (typed.kind, typed.anchor, typed.bound) == (kind, anchor, bound)


@pytest.mark.parametrize(("text", "kind", "anchor", "bound"), GERMAN, ids=[row[0] for row in GERMAN])
def test_german_times(text: str, kind: str, anchor: str | None, bound: str) -> None:
    typed = read(text, "de")
    assert (typed.kind, typed.anchor, typed.bound) == (kind, anchor, bound)


@pytest.mark.parametrize(
    ("language", "text", "anchor", "unit", "bound", "reach"), AMOUNTS, ids=[row[1] for row in AMOUNTS]
)
def test_amounts(language: str, text: str, anchor: str, unit: str, bound: str, reach: tuple[str, str]) -> None:
    typed = read(text, language)
    assert (typed.anchor, typed.unit, typed.bound, (typed.low, typed.high)) == (anchor, unit, bound, reach)


@pytest.mark.parametrize(
    "text", ["Have a wonderful weekend!", "Good morning Ana,", "We are here 24/7.", "You may close it."]
)
def test_wishes_and_modals_are_no_times(text: str) -> None:
    assert acts(text) == []
