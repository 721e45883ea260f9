"""Every verb of the registry: it is written and read back, it says a sentence, and each of its fields has a class."""

import json
import string
from collections.abc import Iterator
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.domain.events import REGISTRY, Content, Payload, decode, encode, slots_of
from firsthand.domain.sentences import Sentence
from tests.at_length import at_length
from tests.domain.events.made import VERBS, payloads

# Facts that are texts: declared names, ids and instants, never a person's words or name
DECLARED = {
    "act": "a decision right",
    "advice": "a way of combining answers",
    "answer": "yes, later or no",
    "sender": "a role",
    "as_": "how a ticket ended",
    "book": "a book",
    "amendment": "an amendment",
    "by": "by which way, or an amendment",
    "cause": "a cause of a status",
    "channel": "a channel of the desk",
    "clause": "a clause",
    "clauses": "clauses",
    "clock": "a kind of clock",
    "contact": "the pseudonym that is left of a contact",
    "language": "a language that the book has a text in",
    "due_at": "an instant, as earlier versions wrote it",
    "edition": "an amendment",
    "end": "an end of a hand-off, or of help",
    "field": "a column",
    "from_": "a declared name, or a clause",
    "from_on": "a day",
    "from_role": "a role",
    "hours": "weekly hours",
    "from_team": "a team",
    "instead": "a role",
    "judged": "kinds of clock",
    "priority": "a priority of the book",
    "team_clause": "a clause",
    "kind": "a kind of link",
    "move": "what sales moves",
    "mode": "how a mailbox is read",
    "moment": "a moment of a clock",
    "moments": "moments of a clock",
    "occasion": "why a hand-off was offered",
    "outcome": "an outcome",
    "origin": "where a coaching step comes from",
    "stage": "a stage",
    "now": "a stage",
    "budget": "an amount of time with its unit",
    "calendar": "a calendar",
    "calendar_version": "dated hours of a calendar",
    "conflict": "which interest won",
    "commitment": "a class of commitment",
    "topic": "a topic",
    "owes": "who owes the next step",
    "owner_role": "a role",
    "phase": "a phase",
    "purpose": "what a mail was for",
    "responsible_role": "a role",
    "role": "a role",
    "roles": "roles",
    "team": "a team",
    "rule": "a straddle rule",
    "said": "a host, or a country",
    "seen": "whether a consequence was seen",
    "source": "what a calendar is read from",
    "status": "a status",
    "stood": "how a round stood when it was moved",
    "teams": "teams",
    "then": "what becomes of an offer",
    "to": "a declared name, or a clause",
    "was": "a status",
    "without": "roles that had not answered",
    "zone": "a time zone",
}


@pytest.mark.parametrize("verb", VERBS)
@settings(max_examples=at_length(30, short=10))
@given(data=st.data())
def test_what_is_written_is_read_back(verb: str, data: st.DataObject) -> None:
    payload = data.draw(payloads(REGISTRY[verb]))
    written = encode(payload)
    facts, words = json.loads(json.dumps(written.facts)), json.loads(json.dumps(written.words))
    assert (written.verb, decode(verb, facts, words)) == (verb, payload)


@pytest.mark.parametrize("verb", VERBS)
def test_a_row_that_lacks_everything_is_still_read_and_said(verb: str) -> None:
    payload = decode(verb, {}, None)
    assert payload.verb == verb
    assert payload.sentence.text


@pytest.mark.parametrize("verb", VERBS)
@settings(max_examples=at_length(30, short=10))
@given(data=st.data())
def test_its_sentence_says_exactly_the_values_that_it_brings(verb: str, data: st.DataObject) -> None:
    payload = data.draw(payloads(REGISTRY[verb]))
    assert type(payload).sentence is not Payload.sentence, "says nothing of its own"
    for said in all_of(payload.sentence):
        names = {name for _, name, _, _ in string.Formatter().parse(said.text) if name is not None}
        assert names == set(said.values)
        assert said.text.strip()


def all_of(said: Sentence) -> Iterator[Sentence]:
    """A sentence and those that follow it."""
    yield said
    for one in said.then:
        yield from all_of(one)


@pytest.mark.parametrize("verb", VERBS)
def test_facts_and_words_are_kept_apart_by_the_class_of_each_field(verb: str) -> None:
    kind = REGISTRY[verb]
    keys = [slot.key for slot in slots_of(kind)]
    assert len(keys) == len(set(keys))
    assert {slot.content for slot in slots_of(kind)} <= set(Content)


@pytest.mark.parametrize("verb", VERBS)
def test_no_text_that_a_person_wrote_or_is_called_by_is_a_fact(verb: str) -> None:
    hints = get_type_hints(REGISTRY[verb])
    texts = {
        slot.name
        for slot in slots_of(REGISTRY[verb])
        if slot.content is Content.fact and hints[slot.name] in (str, tuple[str, ...])
    }
    assert texts - set(DECLARED) == set(), "is it Prose or an Address? If it is a declared name, say so above"


def test_every_declared_name_is_still_one_of_some_verb() -> None:
    used = {slot.name for kind in REGISTRY.values() for slot in slots_of(kind) if slot.content is Content.fact}
    assert set(DECLARED) - used == set()


def test_a_verb_is_registered_once() -> None:
    assert all(verb == kind.verb and issubclass(kind, Payload) for verb, kind in REGISTRY.items())
    assert len(set(REGISTRY.values())) == len(REGISTRY)
