"""What a form asks: each field has a kind, and says what holds while it is empty."""

from dataclasses import dataclass
from enum import StrEnum

from firsthand.domain.sentences import Sentence


class FieldKind(StrEnum):
    """What a field takes: words, an address on the web, one of some choices, an instant, or teammates."""

    text = "text"
    link = "link"
    choice = "choice"
    instant = "instant"
    people = "people"


class Need(StrEnum):
    """What holds while a field is empty: the form is not taken (`required`), it is taken and the next step waits
    (`blocking`), or everybody sees that it is empty (`visible`)."""

    required = "required"
    blocking = "blocking"
    visible = "visible"


class DeskFact(StrEnum):
    """What the desk knows of a ticket, and fills in by itself."""

    customer = "customer"
    account = "account"
    link = "link"
    stage = "stage"
    severity = "severity"
    topic = "topic"
    last_message = "last_message"
    due = "due"


@dataclass(frozen=True, kw_only=True)
class FormField:
    """One question: its `name` in the file and in the request, and what it `asks`, in the words of the book or, where
    the desk asks by itself, as a sentence. `known` is the fact that the desk fills in."""

    name: str
    asks: str | Sentence
    kind: FieldKind = FieldKind.text
    need: Need = Need.visible
    choices: tuple[str, ...] = ()
    known: DeskFact | None = None


@dataclass(frozen=True, kw_only=True)
class Form:
    """The fields, in the order in which they are asked."""

    fields: tuple[FormField, ...]

    @property
    def first_text(self) -> FormField | None:
        """Where words go that somebody gave without looking at the form: the first text that must be given, else the
        first text at all."""
        texts = [one for one in self.fields if one.kind is FieldKind.text and one.known is None]
        return next((one for one in texts if one.need is Need.required), texts[0] if texts else None)
