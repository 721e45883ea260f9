"""A column that keeps a sentence of the desk, to be told in the language of whoever reads it."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from firsthand.domain.kept_sentences import plain_sentence, sentence_of
from firsthand.domain.sentences import Sentence, as_written

if TYPE_CHECKING:
    TextOfSentence = models.TextField[Sentence, Sentence]
else:
    TextOfSentence = models.TextField


class SentenceField(TextOfSentence):
    """A `Sentence`, kept as JSON in a column of text; empty where nothing is said. What an earlier version kept there
    in plain English is read as it stands."""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Sentence | None:
        """The sentence of a row."""
        return None if value is None else read_sentence(value)

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401, RUF100 - Django's own signature
        """The text of the column."""
        return written_sentence(value) if isinstance(value, Sentence) else value


def written_sentence(sentence: Sentence) -> str:
    """The sentence as its column holds it."""
    return json.dumps(plain_sentence(sentence), ensure_ascii=False) if sentence else ""


def read_sentence(kept: str) -> Sentence:
    """The sentence that a column holds."""
    return sentence_of(json.loads(kept)) if kept.startswith('{"say": ') else as_written(kept)
