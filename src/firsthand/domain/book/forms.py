"""Reads the form that a clause asks to be filled in."""

from firsthand.domain.book.entries import Entry
from firsthand.domain.forms import DeskFact, FieldKind, Form, FormField, Need
from firsthand.domain.sentences import say
from firsthand.domain.shapes import Shape, may, must


def _listed(values: type[FieldKind] | type[Need] | type[DeskFact]) -> str:
    return ", ".join(f"`{one.value}`" for one in values)


FORM_FIELD = Shape(
    title="a field of a form",
    about="What somebody is asked for. What the desk knows already is filled in, and marked as its own.",
    keys=(
        must("name", "small letters, digits and underscores", "its name"),
        must("asks", "a text", "what it asks, in the words of the form"),
        may("kind", f"one of {_listed(FieldKind)}", "what it takes", "`text`"),
        may(
            "need",
            f"one of {_listed(Need)}",
            "what holds while it is empty: the form is not taken, the next step waits, or everybody sees it",
            "`visible`",
        ),
        may("choices", "a text or a list", "what a choice is among; for that kind alone"),
        may("known", f"one of {_listed(DeskFact)}", "what the desk fills in by itself"),
    ),
)


def read_form(entry: Entry) -> Form:
    """The fields of a form, each under a name of its own."""
    fields = tuple(_read_field(one) for one in entry.items())
    names = [one.name for one in fields]
    if not fields or len(set(names)) < len(names):
        raise entry.wrong("form_names", say("expected one field or more, each with a name of its own"))
    return Form(fields=fields)


_TAKEN = ("act", "next", "show", "ticket", "to")
"""What the forms in which these fields stand send beside them."""


def _read_field(entry: Entry) -> FormField:
    parts = entry.of(FORM_FIELD)
    if parts["name"].declared() in _TAKEN:
        raise parts["name"].wrong("form_names", say("{name} means something else there", name=parts["name"].declared()))
    kind = parts["kind"].choice(FieldKind) if "kind" in parts else FieldKind.text
    choices = parts["choices"].texts() if "choices" in parts else ()
    if (kind is FieldKind.choice) != bool(choices):
        raise entry.wrong("form_choices", say("a choice names its choices, and no other kind does"))
    return FormField(
        name=parts["name"].declared(),
        asks=parts["asks"].text(),
        kind=kind,
        need=parts["need"].choice(Need) if "need" in parts else Need.visible,
        choices=choices,
        known=parts["known"].choice(DeskFact) if "known" in parts else None,
    )
