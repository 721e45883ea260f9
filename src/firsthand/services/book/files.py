"""Reads a policy book from its YAML files, or from the same texts kept in the database. Knows no framework.

Every error names the file, the line, the field and what was expected, and nothing is half-loaded. Dates and
instants stay texts here (the domain reads them), `no` is a word and not false, and `12:30` is not a number.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from firsthand.domain.book import Book, PolicyError, parse_book
from firsthand.domain.sentences import say

_BIGGEST_FILE = 4 * 1024 * 1024
_MOST_VALUES = 200_000
_DEEPEST = 60
_ENDINGS = (".yaml", ".yml")
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,17}\.[0-9]{1,17}")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Lines = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class WrittenBook:
    """A book, and on which line of which file each field of it stands."""

    book: Book
    lines: Mapping[str, Lines]

    def line(self, file: str, field: str) -> int | None:
        """The line of a field, or of the nearest field around it; None for a file that is not the book's."""
        return _line_of(field, self.lines[file]) if file in self.lines else None


def read_book(folder: Path) -> Book:
    """The book in a folder of YAML amendments, or in one such file. Raises PolicyError with file, line and
    field."""
    return read_written(folder).book


def read_written(folder: Path) -> WrittenBook:
    """The same book with its lines."""
    if folder.is_file():
        paths = [folder]
    elif folder.is_dir():
        paths = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS and path.is_file())
    else:
        raise PolicyError(
            "no_book", say("there is no policy book at {folder}; give the folder of its YAML files", folder=str(folder))
        )
    if not paths:
        raise PolicyError(
            "no_amendments",
            say("the folder {folder} has no file ending in .yaml; is it a policy book?", folder=str(folder)),
        )
    return written_from_texts((path.name, text_of(path)) for path in paths)


def book_from_texts(texts: Iterable[tuple[str, str]]) -> Book:
    """The book of named YAML texts, in any order. Raises PolicyError with file, line and field."""
    return written_from_texts(texts).book


def written_from_texts(texts: Iterable[tuple[str, str]]) -> WrittenBook:
    """The same book with its lines."""
    files: list[tuple[str, object]] = []
    lines: dict[str, Lines] = {}
    for name, text in texts:
        plain, lines[name] = plain_of(name, text)
        files.append((name, plain))
    try:
        return WrittenBook(book=parse_book(files), lines=lines)
    except PolicyError as error:
        line = _line_of(error.field, lines.get(error.file, {}))
        raise error.at(error.file, line) from None


def plain_of(name: str, text: str) -> tuple[object, Lines]:
    """The plain values of a YAML text, and the line of each field by its dotted path."""
    if len(text) > _BIGGEST_FILE:
        raise PolicyError(
            "too_long", say("the file is longer than 4 MiB; expected an amendment of a policy book"), file=name
        )
    loader = _Loader(text.removeprefix("\ufeff"))
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        message = say("this is not YAML: {problem}", problem=error.problem or error.context or "")
        raise PolicyError("not_yaml", message, file=name, line=line) from None
    except (yaml.YAMLError, RecursionError) as error:
        message = say(
            "this is not YAML: {problem}",
            problem=str(error).splitlines()[0] if str(error) else say("it is nested too deeply"),
        )
        raise PolicyError("not_yaml", message, file=name) from None
    finally:
        loader.dispose()
    if node is None:
        raise PolicyError("empty", say("the file is empty; expected an amendment of a policy book"), file=name, line=1)
    reader = _Reader(name)
    return reader.value(node, ""), reader.lines


def text_of(path: Path) -> str:
    """The text of a file, byte for byte. Raises PolicyError for one that is too long, unreadable or not UTF-8."""
    try:
        if path.stat().st_size > _BIGGEST_FILE:
            raise _too_long(path.name)
        return text_from(path.name, path.read_bytes())
    except OSError as error:
        raise PolicyError(
            "unreadable", say("cannot read it: {reason}", reason=str(error.strerror)), file=path.name
        ) from None


def text_from(name: str, content: bytes) -> str:
    """The text of a file that was read already. Raises PolicyError for one that is too long or not UTF-8."""
    if len(content) > _BIGGEST_FILE:
        raise _too_long(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PolicyError("not_utf8", say("the file is not UTF-8 text"), file=name, line=line) from None


def _too_long(name: str) -> PolicyError:
    message = say("the file is longer than 4 MiB; expected an amendment of a policy book")
    return PolicyError("too_long", message, file=name)


def _line_of(field: str, lines: Lines) -> int | None:
    while field and field not in lines:
        field = field.rpartition(".")[0]
    return lines.get(field)


class _Reader:
    """Turns YAML nodes into plain values and notes the line of every field."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: Lines = {}
        self.values = 0

    def value(self, node: yaml.Node, path: str, depth: int = 0) -> object:
        """The plain value of a node."""
        self.values += 1
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if self.values > _MOST_VALUES or depth > _DEEPEST:
            message = say("the file holds too many values, or they are nested too deeply")
            raise PolicyError("too_much", message, field=path, file=self.name, line=line)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            items = enumerate(node.value)
            return [self.value(item, f"{path}.{index}" if path else str(index), depth + 1) for index, item in items]
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: str, depth: int) -> dict[object, object]:
        found: dict[object, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None:
                message = say("expected a name before the colon")
                raise PolicyError("wrong_type", message, field=path, file=self.name, line=line)
            inner = f"{path}.{key}" if path else key
            if key in found:
                message = say("{key} is given twice; expected it once", key=str(key))
                raise PolicyError("repeated", message, field=inner, file=self.name, line=line)
            self.lines[inner] = line
            found[key] = self.value(value_node, inner, depth + 1)
        return found

    def _scalar(self, node: yaml.Node, path: str) -> object:
        text = str(node.value)
        if not isinstance(node, yaml.ScalarNode) or node.style:
            return text
        if node.tag.startswith("tag:yaml.org,2002:python") or node.tag.startswith("!"):
            message = say("expected a plain value, found the tag {tag}", tag=node.tag)
            raise PolicyError("wrong_type", message, field=path, file=self.name, line=node.start_mark.line + 1)
        plain = {"": None, "null": None, "~": None, "true": True, "false": False}
        if text.lower() in plain:
            return plain[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text.replace("_", ""))
        return float(text) if _DECIMAL.fullmatch(text) else text
