"""Forms that the book asks to be filled in: typed fields, what each wants, and what was given."""

from firsthand.domain.forms.fields import DeskFact, FieldKind, Form, FormField, Need
from firsthand.domain.forms.filling import Asked, Filled, FilledField, fill, is_address, known_of

__all__ = [
    "Asked",
    "DeskFact",
    "FieldKind",
    "Filled",
    "FilledField",
    "Form",
    "FormField",
    "Need",
    "fill",
    "is_address",
    "known_of",
]
