"""Pieces of published amendments as YAML to start a draft from: a clause with its own words and order, a calendar."""

import re
from collections.abc import Mapping

import yaml

from firsthand.services.book.files import plain_of

_ALIAS = re.compile(r"(?:^|[\s:\[{,])\*[A-Za-z0-9_-]+", re.MULTILINE)
_TERMS = ("in_force", "replaces", "old_ends", "activation")


def clause_excerpt(text: str, *, rule_set: str, clause: str) -> str:
    """A section that replaces a clause with the words that it has in an amendment's text: to be changed by its author.

    What says when the old one took force is left out; the new one takes force as the amendment says. Raises KeyError
    for a clause that the text does not hold.
    """
    text = text.rstrip("\n") + "\n"
    lines = text.splitlines(keepends=True)
    found = None
    for key, section in _pairs(yaml.compose(text, yaml.SafeLoader)):
        if key == rule_set and isinstance(section, yaml.SequenceNode):
            found = next((node for node in section.value if _says(node, "clause") == clause), None)
    if not isinstance(found, yaml.MappingNode):
        raise KeyError(clause)
    body = _fields(found, lines)
    head, rest = body[0], body[1:]
    indented = [f"    {line}" if line.strip() else line for part in rest for line in part]
    return f"{rule_set}:\n  - {head[0]}    replaces: {clause}\n{''.join(indented)}"


def calendar_excerpt(text: str, *, calendar: str, on: str) -> str:
    """A section with a calendar as an amendment's text has it and a version of today's hours from a date on. Raises
    KeyError for a calendar that the text does not hold."""
    plain, _ = plain_of("", text)
    found = plain["calendars"][calendar] if isinstance(plain, dict) else {}
    versions = list(found.get("versions", ()))
    newest = versions[-1] if versions else found
    hours = {key: newest[key] for key in ("weekly", "always_open") if key in newest}
    changed = {**found, "versions": [*versions, {"from": on, **(hours or {"weekly": found.get("weekly")})}]}
    return _dumped({"calendars": {calendar: changed}})


def _pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        return []
    return [(str(key.value), value) for key, value in node.value]


def _says(node: yaml.Node, key: str) -> str:
    return next((str(value.value) for name, value in _pairs(node) if name == key), "")


def _fields(node: yaml.MappingNode, lines: list[str]) -> list[list[str]]:
    """The lines of each field of a clause without its indentation, the clause's id first, its dates left out."""
    if node.flow_style:
        return _dumped_fields(node)
    starts = [key.start_mark for key, _ in node.value]
    ends = [mark.line for mark in starts[1:]] + [node.end_mark.line]
    column = starts[0].column
    fields: dict[str, list[str]] = {}
    for (key, _), start, end in zip(node.value, starts, ends, strict=True):
        part = [line[column:] if line[:column].strip() in ("", "-") else line for line in lines[start.line : end]]
        while part and (not part[-1].strip() or part[-1].lstrip().startswith("#")):
            part.pop()
        if str(key.value) not in _TERMS:
            fields[str(key.value)] = part
    if any(_ALIAS.search("".join(part)) for part in fields.values()):
        return _dumped_fields(node)
    return [fields.pop("clause"), *fields.values()]


def _dumped_fields(node: yaml.MappingNode) -> list[list[str]]:
    plain, _ = plain_of("", yaml.serialize(node))
    kept = {key: value for key, value in plain.items() if key not in _TERMS} if isinstance(plain, Mapping) else {}
    ordered = {"clause": kept.pop("clause"), **kept}
    return [_dumped({key: value}).splitlines(keepends=True) for key, value in ordered.items()]


def _dumped(value: object) -> str:
    text: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110)
    return text
