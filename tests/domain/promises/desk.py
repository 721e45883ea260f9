"""The desk of the labels, as the reference page describes it."""

from datetime import datetime

from firsthand.domain.calendars import WorkingTime, parse_budget, parse_calendar, working_time
from firsthand.domain.names import Role
from firsthand.domain.promises import ActFound, InternalClock, Names, Setting, Support, Wording, acts_in

LOADED = (
    *("ASAP", "A.S.A.P", "as soon as possible", "immediately", "right away", "at once", "top priority", "urgently"),
    *(
        "so schnell wie möglich",
        "schnellstmöglich",
        "umgehend",
        "sofort",
        "unverzüglich",
        "höchste Priorität",
        "dringend",
    ),
)
SUPPORTS = {
    Role("support"): Support(clause="S45", budget=parse_budget("8 business hours")),
    Role("engineering"): Support(clause="S45", budget=parse_budget("2 business days")),
}
WORDING = (
    Wording(
        clause="S44", phrases=LOADED, by=(Role("customer_engineering"), Role("sales")), advice="Say what happens next."
    ),
    Wording(clause="S46", phrases=("within a few hours at most", "within a few hours"), stops=False),
)


NAMES = {
    "en": Names(
        teams=tuple(
            (word, role)
            for role, words in (
                ("support", "support | support team | support engineers | helpdesk | help desk | cs team"),
                (
                    "engineering",
                    "engineering | engineers | engineer | devs | developers | developer | dev team"
                    " | development | r&d | eng | engineering team | dev",
                ),
                (
                    "product",
                    "product team | product management | product manager | product managers | product owner | pm team",
                ),
                ("sales", "sales | account executive | account exec | sales team | ae"),
                (
                    "customer_engineering",
                    "customer engineering | customer engineer | customer engineers | solutions engineer | ce team",
                ),
            )
            for word in words.split(" | ")
        )
    ),
    "de": Names(
        teams=tuple(
            (word, role)
            for role, words in (
                (
                    "support",
                    "support | support-team | supportteam | kundensupport | kundendienst | helpdesk"
                    " | kollegen vom support | kollegen aus dem support",
                ),
                (
                    "engineering",
                    "entwicklung | entwickler | entwicklern | entwicklungsteam | entwicklungsabteilung"
                    " | engineering | dev team | devs | technik | kollegen aus der entwicklung"
                    " | kollegen der entwicklung | entwicklerteam | entwicklungs team"
                    " | kollegen von der entwicklung",
                ),
                (
                    "product",
                    "produktteam | produktmanagement | produktmanager | produktmanagerin | product team"
                    " | produkt team | product",
                ),
                ("sales", "vertrieb | vertriebsteam | sales | sales team | account executive | aussendienst"),
                ("customer_engineering", "customer engineering | customer engineer"),
            )
            for word in words.split(" | ")
        )
    ),
}
"""What the labels call teams; a book says so for a desk."""


def hours(zone: str) -> WorkingTime:
    """Monday to Friday 09:00 to 17:00, closed on 25 and 26 December and 1 January."""
    holidays = [{"date": day, "name": day} for day in ("12-25", "12-26", "01-01")]
    return working_time(
        parse_calendar("labels", {"zone": zone, "weekly": {"mon-fri": "09:00-17:00"}, "holidays": holidays})
    )


def setting(
    *, now: datetime, role: str = "support", language: str = "en", zone: str = "America/Los_Angeles"
) -> Setting:
    """The setting in which a label was written."""
    return Setting(
        now=now,
        role=Role(role),
        language=language,
        working=hours(zone),
        supports=SUPPORTS,
        internal=(InternalClock(clause="A23", role=Role("support"), budget=parse_budget("1 hours elapsed")),),
        wording=WORDING,
        names=NAMES[language],
    )


def acts(text: str, language: str = "en", role: str = "support") -> list[ActFound]:
    """The acts of a text; German where it has German words."""
    return list(acts_in(text, language=language, role=role, names=NAMES[language]))
