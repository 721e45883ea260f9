"""The fields that conditions speak about, and which values each can have.

A closed field has a declared list of values, so that a proof can enumerate it. An open field holds names that
the desk's owner makes up (plans, contracts, channels) or none; a proof needs only the names that a book
mentions and "any other". An amendment may declare the names that clauses may use of it. Severity is closed, in
the order of the declaration, and may be absent.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from firsthand.domain.clocks import ClockKind
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation.default import DEFAULT

Value = str | bool | None


class FieldShape(StrEnum):
    """How a field's value is matched."""

    closed = "closed"
    open_name = "open_name"
    flag = "flag"
    address = "address"
    words = "words"


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field and its domain. `values` is in order, so that a range has a meaning; open fields have none."""

    name: str
    shape: FieldShape
    values: tuple[str, ...] = ()
    may_be_absent: bool = False


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The declared fields of a book, by name. The names of an open field are those that it should know.
    `declared` are the fields of which the book itself declares the names."""

    by_name: tuple[Field, ...]
    declared: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Field:
        for field in self.by_name:
            if field.name == name:
                return field
        raise KeyError(name)

    def __contains__(self, name: str) -> bool:
        return any(field.name == name for field in self.by_name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.by_name)

    def with_values(self, name: str, values: tuple[str, ...]) -> "Fields":
        """The same fields with other declared values of one: severities in their order, or the known names of an open
        field."""
        found = tuple(replace(field, values=values) if field.name == name else field for field in self.by_name)
        return replace(self, by_name=found)

    def with_declared(self, name: str, value: str) -> "Fields":
        """The same fields with one more name that the book declares; with its first, those of the default book go."""
        known = self[name].values if name in self.declared else ()
        values = known if value in known else (*known, value)
        return replace(self.with_values(name, values), declared=self.declared | {name})


# The facts of a request that a decision depends on, in the order of a cell of the compiled table.
REQUEST_FIELDS = ("kind", "severity", "channel", "stage", "strategic", "plan", "contract", "account", "topic")
NAMED_FIELDS = ("channel", "plan", "contract", "topic")
INTAKE_FIELDS = ("to_address", "subject", "words", "form")
ESCALATION_FIELDS = ("clock", "owner")
NAMED_FAMILIES = {
    "kind": NameFamily.kind,
    "stage": NameFamily.stage,
    "owner": NameFamily.role,
    "status": NameFamily.state,
    "team": NameFamily.team,
}


def standard_fields() -> Fields:
    """The fields every book has; the severities are s1 to s4 until a book declares its own."""
    closed, name = FieldShape.closed, FieldShape.open_name
    return Fields(
        by_name=(
            Field(name="kind", shape=closed, values=tuple(DEFAULT.kinds)),
            Field(name="channel", shape=name, may_be_absent=True),
            Field(name="stage", shape=closed, values=tuple(DEFAULT.stages)),
            Field(name="strategic", shape=FieldShape.flag),
            Field(name="plan", shape=name, may_be_absent=True),
            Field(name="contract", shape=name, may_be_absent=True),
            Field(name="account", shape=name, may_be_absent=True),
            Field(name="topic", shape=name, may_be_absent=True),
            Field(name="to_address", shape=FieldShape.address, may_be_absent=True),
            Field(name="subject", shape=FieldShape.words),
            Field(name="words", shape=FieldShape.words),
            Field(name="form", shape=name, may_be_absent=True),
            Field(name="clock", shape=closed, values=tuple(kind.value for kind in ClockKind)),
            Field(name="owner", shape=closed, values=tuple(DEFAULT.roles)),
            Field(name="status", shape=closed, values=tuple(DEFAULT.states.by_name)),
            Field(name="team", shape=closed),
            Field(name="measure", shape=name),
            Field(name="severity", shape=closed, values=("s1", "s2", "s3", "s4"), may_be_absent=True),
        )
    )
