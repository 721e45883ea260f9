"""A timeline in sentences, of whatever subject: what each event says, in the reader's language, with names and times.

Which words an event has is its own affair (`domain/events`); nothing here knows a verb.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup, escape

from firsthand.domain.events import Payload
from firsthand.domain.sentences import PersonId, Sentence, Teller
from firsthand.models.events import Event
from firsthand.services.clocks.turns import Turn
from firsthand.services.events.queries import with_payloads
from firsthand.services.language.telling import TEXT, teller_of, words
from firsthand.services.language.telling import gettext as _
from firsthand.services.people.queries import names_of
from firsthand.web import formats
from firsthand.web.request import now_of, viewer_of
from firsthand.web.templating import time_tag


@dataclass(frozen=True, kw_only=True)
class StoryReader:
    """Who reads: their zone and instant, the words of their book, and the names of the teammates and the customers'
    people that lines speak of."""

    zone: str
    now: datetime
    teller: Teller
    names: Mapping[int, str]
    contacts: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of a timeline: when, who, what, and why. `id` is its event's, 0 for what follows from events; `on` names
    the subject where a page tells of several; `tone` is calm, soon, late or good."""

    id: int
    at: datetime
    who: str
    what: Markup
    why: str = ""
    clause: str = ""
    due_at: datetime | None = None
    tone: str = "calm"
    on: str = ""


def reader_of(
    request: HttpRequest,
    sentences: Iterable[Sentence],
    *,
    names: Mapping[int, str],
    contacts: Mapping[int, str],
) -> StoryReader:
    """The reader of these sentences. `names` and `contacts` are at hand; other teammates are read, all at once."""
    missing = {one for sentence in sentences for one in _people(sentence)} - names.keys()
    known = {**names, **names_of(missing)} if missing else names
    viewer = viewer_of(request)
    return StoryReader(
        zone=viewer.zone,
        now=now_of(request),
        teller=teller_of(viewer.organisation),
        names=known,
        contacts=contacts,
    )


def _people(sentence: Sentence) -> Iterable[int]:
    for value in sentence.values.values():
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, PersonId) and one.id is not None:
                yield one.id
    for more in sentence.then:
        yield from _people(more)


def history(request: HttpRequest, rows: Iterable[Event], on: Mapping[int, str] | None = None) -> list[Told]:
    """Events as lines, in their order. `on` names subjects that are told together."""
    said = with_payloads(rows)
    reader = reader_of_rows(request, said)
    return [told_of(row, payload, reader, on=(on or {}).get(row.subject_id, "")) for row, payload in said]


def reader_of_rows(request: HttpRequest, said: Iterable[tuple[Event, Payload]]) -> StoryReader:
    """The reader of events that were read with who did them."""
    rows = list(said)
    return reader_of(
        request,
        (payload.sentence for _row, payload in rows),
        names={row.person.pk: row.person.name for row, _ in rows if row.person is not None},
        contacts={
            row.contact.pk: row.contact.name or row.contact.address for row, _ in rows if row.contact is not None
        },
    )


def told_of(row: Event, payload: Payload, reader: StoryReader, *, on: str = "") -> Told:
    """An event as a line."""
    sentence = payload.sentence
    what, why = in_words(sentence, reader), _reason(getattr(payload, "why", ""), reader)
    return Told(
        id=row.pk,
        at=row.at,
        who=_who(row, reader),
        what=what,
        why="" if why in what else why,
        clause=_clause(payload, sentence),
        due_at=_due(payload, sentence),
        tone=payload.tone,
        on=on,
    )


def told_of_clock(turn: Turn, reader: StoryReader) -> Told:
    """What befell a clock as a line; the promise is who it happened to."""
    return Told(
        id=0,
        at=turn.at,
        who=formats.sentence(words(turn.clock)),
        what=in_words(turn.sentence, reader),
        why=_reason(turn.why, reader),
        clause=turn.clause,
        due_at=turn.due_at,
        tone=turn.tone,
    )


def _reason(why: str | Sentence, reader: StoryReader) -> str:
    return in_words(why, reader) if isinstance(why, Sentence) else why


def _who(row: Event, reader: StoryReader) -> str:
    if row.person_id is not None:
        return reader.names.get(row.person_id, _("somebody"))
    if row.contact_id is not None:
        return reader.contacts.get(row.contact_id, _("somebody"))
    return _("The desk")


def in_words(sentence: Sentence, reader: StoryReader) -> Markup:
    """The sentence in the reader's language. A ticket's number becomes a link to it."""
    values = {name: escape(_value(value, reader)) for name, value in sentence.values.items()}
    text = str(escape(TEXT.words_of(sentence).replace("#{number}", "{number}"))).format(**values)
    more = Markup().join(in_words(one, reader) for one in sentence.then)
    return Markup(text) + more  # noqa: S704 - the text and each value are escaped


def _value(value: Any, reader: StoryReader) -> str | Markup:  # noqa: ANN401, RUF100 - any of the sentence's values
    match value:
        case PersonId(number):
            return _("nobody") if number is None else reader.names.get(number, _("somebody"))
        case datetime():
            return time_tag(value, formats.short(value, now=reader.now, zone=reader.zone), zone=reader.zone)
        case int():
            return Markup('<a href="/t/{0}">#{0}</a>').format(value)
        case tuple():
            return formats.every(str(_value(one, reader)) for one in value)
        case _:
            return reader.teller.value(value)


def _clause(payload: Payload, sentence: Sentence) -> str:
    """The clause that it goes by, unless the sentence says it."""
    clauses = getattr(payload, "clauses", ()) or (getattr(payload, "clause", ""),)
    return "" if clauses[0] in sentence.values.values() else clauses[0]


def _due(payload: Payload, sentence: Sentence) -> datetime | None:
    """The due instant that it speaks of, unless the sentence says it. Earlier versions kept it as text."""
    due = getattr(payload, "due_at", None)
    if not due or due in sentence.values.values():
        return None
    return datetime.fromisoformat(due) if isinstance(due, str) else due
