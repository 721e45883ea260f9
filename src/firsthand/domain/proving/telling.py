"""A finding as it is told to somebody who wrote the page and knows no code: its ticket as a sentence in the words and
the zone of the book, the clauses that it is about as they are written, and where to look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.findings import ExampleTicket, Finding, Place
from firsthand.domain.proving.places import first_line, place_of
from firsthand.domain.words import words


@dataclass(frozen=True, kw_only=True)
class QuotedClause:
    """A clause that a finding is about, as the page says it."""

    clause: str
    text: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    """A finding with what only its edition knows: its ticket in words (empty without one), its clauses, its place."""

    finding: Finding
    ticket: str
    quotes: tuple[QuotedClause, ...]
    place: Place


def tell(finding: Finding, edition: Edition) -> ToldFinding:
    """The finding of an edition, told."""
    found = tuple(_quotes(finding, edition))
    first = found[0].place if found else first_line(edition)
    return ToldFinding(
        finding=finding,
        ticket=ticket_words(finding.example, edition) if finding.example else "",
        quotes=found,
        place=finding.place or first,
    )


def _quotes(finding: Finding, edition: Edition) -> list[QuotedClause]:
    """The clauses in their versions of the instant that the ticket is about, else in their newest ones."""
    near = (finding.place.clause,) if finding.place and finding.place.clause else ()
    received = str(finding.example["received_at"]) if finding.example else None
    at = datetime.fromisoformat(received) if received else edition.amendments[-1].published_at
    named = (edition.clause(one, at) for one in (*finding.clauses, *near))
    return [QuotedClause(clause=one.id, text=one.text, place=place_of(one, edition)) for one in named if one]


def ticket_words(ticket: ExampleTicket, edition: Edition) -> str:
    """A ticket as a sentence: "A trial account sends a how-to question on Tuesday 3 August 2021 at 10:00 PDT." That it
    has no severity is said where some clause looks for one."""
    account = ticket["account"]
    assert isinstance(account, Mapping)  # noqa: S101 - the form of a ticket
    local = datetime.fromisoformat(str(ticket["received_at"])).astimezone(zone_named(edition.zone))
    when = f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M %Z}"
    asked = _asked(str(ticket["kind"]), edition.declared)
    if severity := ticket.get("severity"):
        asked += f" of severity {words(str(severity))}"
    elif any(clause.condition.on("severity") for clause in edition.clauses):
        asked += " with no severity"
    through = f" through {ticket['channel']}" if "channel" in ticket else ""
    about = f" about {words(str(ticket['topic']))}" if "topic" in ticket else ""
    return f"{_sender(account, edition.declared)} sends {_article(asked)} {asked}{about}{through} on {when}."


def _sender(account: Mapping[str, object], company: Organisation) -> str:
    stage = company.called(str(account["stage"]), NameFamily.stage)
    who = f"{'strategic ' if account.get('strategic') else ''}{stage} account"
    named = f"The {who} {account['name']}" if "name" in account else f"{_article(who).capitalize()} {who}"
    terms = [f"{name} {account[name]}" for name in ("plan", "contract") if name in account]
    return f"{named} with {' and '.join(terms)}" if terms else named


def _asked(kind: str, company: Organisation) -> str:
    """One request of a kind; a kind without a word for one of it is said as what it is."""
    said = company.one(kind)
    is_one = said != company.called(kind, NameFamily.kind) or said.endswith(("request", "question"))
    return said if is_one else f"request of kind {said}"


def _article(noun: str) -> str:
    return "an" if noun[:1].lower() in "aeiou" else "a"
