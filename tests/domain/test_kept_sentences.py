"""A sentence that was kept is the same sentence when it is read, whatever stands in it."""

import json
from datetime import UTC, datetime

from firsthand.domain.kept_sentences import plain_sentence, sentence_of, with_words
from firsthand.domain.sentences import PLAIN, Name, PersonId, count, every, say

WHOLE = say(
    "{who} gave {person} {what} by {when}; {many} and {each}",
    count(2, " {n} waits", " {n} wait"),
    who="Mira",
    person=PersonId(7),
    what=say("a task"),
    when=datetime(2026, 3, 1, 9, tzinfo=UTC),
    many=every(["Ana", Name("first_response")]),
    each=(Name("support"), PersonId(None)),
)


def test_every_value_of_a_sentence_is_kept() -> None:
    assert sentence_of(json.loads(json.dumps(plain_sentence(WHOLE)))) == WHOLE


def test_what_it_quotes_can_be_changed_and_its_own_message_and_names_not() -> None:
    said = say(
        "Ana says: {words} ({more}, {clock})", words="Ana fell", more=say("and {who}", who="Ana"), clock=Name("Ana")
    )
    assert PLAIN.phrase(with_words(said, lambda text: text.replace("Ana", "X"))) == "Ana says: X fell (and X, Ana)"
