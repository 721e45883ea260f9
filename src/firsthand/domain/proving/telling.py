"""A finding as it is told to somebody who wrote the page and knows no code: its ticket as a sentence in the words and
the zone of the book, the clauses that it is about as they are written, and where to look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.domain.book.editions import Edition
from firsthand.domain.calendars.zones import zone_named
from firsthand.domain.day_names import DAYS, MONTHS
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation import Organisation
from firsthand.domain.proving.findings import ExampleTicket, Finding, Place
from firsthand.domain.proving.places import first_line, place_of
from firsthand.domain.sentences import Sentence, Teller, every, say
from firsthand.domain.words import words


@dataclass(frozen=True, kw_only=True)
class QuotedClause:
    """A clause that a finding is about, as the page says it."""

    clause: str
    text: str
    place: Place


@dataclass(frozen=True, kw_only=True)
class ToldFinding:
    """A finding in somebody's language, with what only its edition knows: its ticket (empty without one), its clauses,
    its place."""

    finding: Finding
    title: str
    about: str
    message: str
    region: str
    ticket: str
    follows: str
    mend: str
    quotes: tuple[QuotedClause, ...]
    place: Place


def tell(finding: Finding, edition: Edition, teller: Teller) -> ToldFinding:
    """The finding of an edition, told by a teller who knows the names of its book."""
    found = tuple(_quotes(finding, edition))
    first = found[0].place if found else first_line(edition)
    return ToldFinding(
        finding=finding,
        title=teller.phrase(finding.title),
        about=teller.phrase(finding.about),
        message=teller.phrase(finding.message),
        region=teller.phrase(finding.region),
        ticket=teller.sentence(ticket_said(finding.example, edition)) if finding.example else "",
        follows=teller.phrase(finding.follows),
        mend=teller.phrase(finding.mend),
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


def ticket_said(ticket: ExampleTicket, edition: Edition) -> Sentence:
    """A ticket as a sentence: "A trial account sends a how-to question on Tuesday 3 August 2021 at 10:00 PDT." That it
    has no severity is said where some clause looks for one."""
    account = ticket["account"]
    assert isinstance(account, Mapping)  # noqa: S101 - the form of a ticket
    local = datetime.fromisoformat(str(ticket["received_at"])).astimezone(zone_named(edition.zone))
    asked = _asked(str(ticket["kind"]), edition.declared)
    if severity := ticket.get("severity"):
        asked = say("{request} of severity {severity}", request=asked, severity=words(str(severity)))
    elif any(clause.condition.on("severity") for clause in edition.clauses):
        asked = say("{request} with no severity", request=asked)
    if "topic" in ticket:
        asked = say("{request} about {topic}", request=asked, topic=words(str(ticket["topic"])))
    if "channel" in ticket:
        asked = say("{request} through {channel}", request=asked, channel=str(ticket["channel"]))
    return say(
        "{sender} sends {request} on {weekday} {day} {month} {year} at {time}.",
        sender=_sender(account, edition.declared),
        request=asked,
        weekday=DAYS[local.weekday()],
        day=local.day,
        month=MONTHS[local.month - 1],
        year=str(local.year),
        time=f"{local:%H:%M %Z}",
    )


def _sender(account: Mapping[str, object], company: Organisation) -> Sentence:
    stage, is_strategic = company.called(str(account["stage"]), NameFamily.stage), bool(account.get("strategic"))
    if "name" in account:
        text = "The strategic {stage} account {name}" if is_strategic else "The {stage} account {name}"
    elif is_strategic:
        text = "A strategic {stage} account"
    else:
        text = "An {stage} account" if _begins_with_a_vowel(stage) else "A {stage} account"
    sender = say(text, stage=stage, name=str(account.get("name", "")))
    found = {"plan": say("plan {plan}", plan=str(account.get("plan")))} if "plan" in account else {}
    if "contract" in account:
        found["contract"] = say("contract {contract}", contract=str(account["contract"]))
    return say("{sender} with {terms}", sender=sender, terms=every(found.values())) if found else sender


def _asked(kind: str, company: Organisation) -> Sentence:
    """One request of a kind; a kind without a word for one of it is said as what it is."""
    said = company.one(kind)
    is_one = said != company.called(kind, NameFamily.kind) or said.endswith(("request", "question"))
    if not is_one:
        return say("a request of kind {kind}", kind=said)
    return say("an {request}", request=said) if _begins_with_a_vowel(said) else say("a {request}", request=said)


def _begins_with_a_vowel(noun: str) -> bool:
    return noun[:1].lower() in "aeiou"
