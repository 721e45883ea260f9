"""Writes, or checks, `docs/reference/policy-format.md` from the schema that the reader of policy files uses.

python -m tests.format_reference           writes the page
python -m tests.format_reference --check   fails when the page is not what the schema says
"""

import sys
from collections.abc import Iterable, Iterator

from firsthand.domain.book import schema
from firsthand.domain.book.effects import EFFECTS
from firsthand.domain.book.fields import FieldShape, standard_fields
from firsthand.domain.calendars import schema as calendars
from firsthand.domain.clocks import ClockKind
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.shapes import Key, Shape
from tests.generated_page import REFERENCE, write_or_check

PAGE = REFERENCE / "policy-format.md"
HEAD = """# The file format of a policy book

Generated from `src/firsthand/domain/book/schema.py` and `effects/`, from which the reader takes its known and required
keys, by `python -m tests.format_reference`; `bin/test` fails when it is stale. What the parts mean together is told in
[the policy book](../concepts/policy.md) and [calendars](../concepts/calendars.md).

An unknown key is an error that suggests the near one; a wrong value is an error with file, line, field and what was
expected; nothing is half-loaded. **Bold** keys must be given.
"""
SHAPES = (
    schema.AMENDMENT, schema.CONTRIBUTOR, schema.FIELDS, schema.OWNERS, schema.HOLDER, schema.CLAUSE, schema.IN_FORCE,
    schema.ACTIVATION, schema.ACCOUNT_EXCEPTION, schema.WITHDRAWAL, schema.ACTIVATES, schema.EXAMPLE, schema.TICKET,
    schema.ACCOUNT, schema.EXPECTED_CLOCK, calendars.CALENDAR, calendars.VERSION, calendars.HOLIDAY,
    calendars.EXCEPTION, calendars.ALSO_WRITTEN,
)  # fmt: skip
FIELD_WORDS = {
    FieldShape.closed: "one of {values}",
    FieldShape.open_name: "a name",
    FieldShape.flag: "true or false",
    FieldShape.address: "an address; `feedback@` is any with that local part",
    FieldShape.words: "phrases that the text contains",
}


def page() -> str:
    """The whole page."""
    parts = [HEAD, *(_section(shape) for shape in SHAPES), _conditions(), _effects(), _values()]
    return "\n".join(parts)


def _section(shape: Shape, level: str = "##") -> str:
    about = f"\n{shape.about}\n" if shape.about else ""
    return f"{level} {shape.title}\n{about}\n{_table(shape.keys)}"


def _table(keys: Iterable[Key]) -> str:
    rows = [f"| {_name(key)} | {key.form} | {key.means} | {key.default} |\n" for key in keys]
    return "| key | expects | means | if not given |\n|---|---|---|---|\n" + "".join(rows)


def _name(key: Key) -> str:
    return f"**`{key.name}`**" if key.required else f"`{key.name}`"


def _conditions() -> str:
    rows = []
    for field in standard_fields().by_name:
        values = ", ".join(f"`{value}`" for value in field.values)
        absent = "; `null` when not given" if field.may_be_absent else ""
        rows.append(f"| `{field.name}` | {FIELD_WORDS[field.shape].format(values=values)}{absent} |\n")
    return (
        "## Matches on fields\n\nUnder `when`, each field is followed by a value, a list of values, or one of the keys "
        "below. All matches must hold; there is no free code.\n\n| field | values |\n|---|---|\n"
        f"{''.join(rows)}\n{_table(schema.MATCH.keys)}"
    )


def _effects() -> str:
    rows, shapes = [], []
    for effect in EFFECTS.values():
        home = f"`{effect.home}`" if effect.home else "any"
        fields = ", ".join(f"`{name}`" for name in effect.fields) or "none"
        means = effect.means or (effect.shape.about.rstrip(".") if effect.shape else "")
        form = effect.form or "its terms, below"
        rows.append(f"| `{effect.name}` | {form} | {means} | {home} | {fields} |\n")
        shapes += [_section(shape, "###") for shape in (effect.shape, *effect.parts) if shape is not None]
    return (
        "## Effects\n\nA clause has exactly one.\n\n| effect | expects | means | rule set | `when` may match |\n"
        f"|---|---|---|---|---|\n{''.join(rows)}\n" + "\n".join(shapes)
    )


def _values() -> str:
    listed: Iterator[tuple[str, str]] = (
        (name, ", ".join(f"`{value}`" for value in values))
        for name, values in (
            ("a role", DEFAULT.roles),
            ("a kind of clock", ClockKind),
            ("a status", DEFAULT.states.by_name),
        )
    )
    rows = "".join(f"| {name} | {values} |\n" for name, values in listed)
    return f"## Names\n\n| where it says | expected is one of |\n|---|---|\n{rows}"


if __name__ == "__main__":
    sys.exit(write_or_check(PAGE, page, by="tests.format_reference", arguments=sys.argv[1:]))
