"""A policy book of any size, as a company's would be after years: plans, contracts, deviations, calendars, changes."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Plain = dict[str, object]

SEVERITIES = ["s1", "s2", "s3"]
_FIRST = datetime(2021, 1, 1, tzinfo=UTC)
_HEAD = {"book": "generated", "author": "Ines", "approver": "Bo", "zone": "America/New_York"}
_ZONES = ["America/New_York", "Europe/Paris", "Asia/Kolkata", "America/Los_Angeles"]
_HOURS = ["09:00-17:00", "08:00-20:00", "02:00-17:00"]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much a book holds. Amendments after the first each replace some of what is there."""

    plans: int = 3
    contracts: int = 4
    accounts: int = 4
    amendments: int = 2


BIG = Size(plans=40, contracts=190, accounts=300, amendments=12)


@dataclass(kw_only=True)
class _Author:
    """Writes a book that answers every request exactly once."""

    draw: random.Random
    size: Size
    live: list[tuple[str, Plain]] = field(default_factory=list)

    def clause(self, ident: str, **fields: object) -> Plain:
        made: Plain = {"clause": ident, "source": "S19", "text": f"What {ident} says.", **fields}
        self.live.append(("ownership" if "owner" in made or "context" in made else "service_levels", made))
        return made

    def clock(self, kind: str) -> Plain:
        hours = self.draw.choice([1, 2, 4, 8, 16, 24, 40]) * (5 if kind == "resolution" else 1)
        written = f"{hours} business hours" if self.draw.random() < 0.8 else f"{hours} hours elapsed"
        terms = {"kind": kind, "budget": written, "calendar": self.draw.choice(list(calendars()))}
        return {"clock": terms, "class": "contractual"}

    def terms(self, ident: str, when: Plain, **fields: object) -> None:
        """What holds for a first response and for a resolution."""
        self.clause(f"{ident}.response", when=when, **{**self.clock("first_response"), **fields})
        if self.draw.random() < 0.6:
            self.clause(f"{ident}.resolution", when=when, **{**self.clock("resolution"), **fields})
        else:
            self.clause(f"{ident}.resolution", when=when, **_silent("resolution"), **fields)


def _silent(kinds: str) -> Plain:
    return {"no_clock": {"kinds": kinds, "reason": "nothing is promised"}}


def calendars() -> dict[str, Plain]:
    """The calendars of every generated book."""
    off = [{"date": "12-25", "name": "Christmas Day"}, {"date": "01-01", "name": "New Year"}]
    return {
        f"hours-{number}": {"zone": zone, "weekly": {"mon-fri": _HOURS[number % 3]}, "holidays": off}
        for number, zone in enumerate(_ZONES)
    }


def generated_book(seed: int, size: Size) -> list[tuple[str, Plain]]:
    """The files of a book without gaps and overlaps, each with its name; the same for the same seed and size."""
    author = _Author(draw=random.Random(seed), size=size)  # noqa: S311 - the same book on every run
    _owners(author)
    _before_and_after_the_sale(author)
    _plans(author)
    _contracts(author)
    _deviations(author)
    first: Plain = {
        **_HEAD,
        "amendment": "a00",
        "title": "First",
        "published_at": _FIRST.isoformat(),
        "fields": {"severity": SEVERITIES, "plan": plans(size), "contract": contracts(size)},
        "calendars": calendars(),
    }
    return [("a00.yaml", _with_sections(first, author.live)), *_later(author)]


def plans(size: Size) -> list[str]:
    """The names of the plans."""
    return [f"plan-{number}" for number in range(size.plans)]


def contracts(size: Size) -> list[str]:
    """The names of the contracts."""
    return [f"contract-{number}" for number in range(size.contracts)]


def _with_sections(head: Plain, clauses: list[tuple[str, Plain]]) -> Plain:
    sections = {name: [made for where, made in clauses if where == name] for name in ("ownership", "service_levels")}
    return {**head, **{name: made for name, made in sections.items() if made}}


def _owners(author: _Author) -> None:
    author.clause("how-to", owner="customer_engineering", when={"kind": "how_to"})
    author.clause("ideas", owner="product", when={"kind": "feature_request"})
    author.clause("problems", owner="support", when={"kind": "troubleshooting"})
    author.clause("strategic", owner="customer_engineering", over="ideas",
                  when={"kind": "feature_request", "strategic": True})  # fmt: skip
    author.clause("forms", context=["customer", "link"], when={"kind": "troubleshooting"})


def _before_and_after_the_sale(author: _Author) -> None:
    author.clause("open-channel", **_silent("every"), precedence="scope", when={"channel": "open"})
    before: Plain = {"stage": ["prospect", "trial"]}
    author.clause("trials", **{**author.clock("first_response"), "class": "internal_target"}, precedence="internal",
                  when={**before, "kind": "troubleshooting"})  # fmt: skip
    author.clause("trials-others", **_silent("first_response"), precedence="internal",
                  when={**before, "kind": ["how_to", "feature_request"]})  # fmt: skip
    author.clause("trials-resolution", **_silent("resolution"), precedence="internal", when=before)
    author.clause("gone", **_silent("every"), precedence="internal", when={"stage": "former"})


def _plans(author: _Author) -> None:
    names = plans(author.size)
    for name in [*names, ""]:
        plan: object = name or {"not": names}
        for severity in [*SEVERITIES, None]:
            when: Plain = {"stage": "production", "plan": plan, "severity": severity}
            author.terms(f"{name or 'no-plan'}.{severity or 'unrated'}", when, precedence="plan")


def _contracts(author: _Author) -> None:
    for name in contracts(author.size):
        for severity in author.draw.sample(SEVERITIES, 2):
            when: Plain = {"stage": "production", "contract": name, "severity": severity}
            author.terms(f"{name}.{severity}", when, precedence="contract")


def _deviations(author: _Author) -> None:
    for number in range(author.size.accounts):
        deviation = {"reason": "They run a launch.", "approver": "Bo", "review_at": "2031-01-01"}
        begins = _FIRST + timedelta(days=author.draw.randrange(5, 900))
        dates: Plain = {"from": begins.isoformat(), "to": (begins + timedelta(days=200)).isoformat()}
        author.clause(
            f"account-{number}",
            **author.clock("first_response"),
            when={"account": f"Account {number}", "kind": "troubleshooting"},
            exception=deviation,
            **({"in_force": dates} if author.draw.random() < 0.7 else {}),
        )


def _later(author: _Author) -> Iterator[tuple[str, Plain]]:
    """Amendments that give clauses new terms from a date on."""
    replaceable = [(where, made) for where, made in author.live if "clock" in made]
    for number in range(1, author.size.amendments):
        published = _FIRST + timedelta(days=120 * number)
        chosen = author.draw.sample(replaceable, max(1, len(replaceable) // 20))
        made = [(where, _changed(author, one, published)) for where, one in chosen]
        head: Plain = {
            **_HEAD,
            "amendment": f"a{number:02}",
            "title": f"Change {number}",
            "published_at": published.isoformat(),
        }
        yield f"a{number:02}.yaml", _with_sections(head, made)


def _changed(author: _Author, old: Plain, published: datetime) -> Plain:
    """The clause with another budget from a later date on, under its own id."""
    terms = old["clock"]
    kind = str(terms["kind"]) if isinstance(terms, dict) else ""
    begins = published + timedelta(days=author.draw.randrange(0, 60))
    dates = old.get("in_force")
    until = {"to": dates["to"]} if isinstance(dates, dict) and str(dates["to"]) > begins.isoformat() else {}
    kept = {key: value for key, value in old.items() if key not in ("in_force", "clock", "replaces")}
    new = author.clock(kind)["clock"]
    return {**kept, "clock": new, "in_force": {"from": begins.isoformat(), **until}, "replaces": old["clause"]}
