"""How a mapping of a file is described: its keys, what each expects and means. One description serves the reader
of the file and the reference page about it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key of a mapping: what its value is expected to be, in words, and what it means. `default` says what holds
    when the key is not given; a required key has none."""

    name: str
    form: str
    means: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The keys of one kind of mapping. `title` is its heading on the reference page."""

    title: str
    about: str
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys if key.required)


def must(name: str, form: str, means: str) -> Key:
    """A key that must be given."""
    return Key(name=name, form=form, means=means, required=True)


def may(name: str, form: str, means: str, default: str = "") -> Key:
    """A key that may be left out."""
    return Key(name=name, form=form, means=means, default=default)
