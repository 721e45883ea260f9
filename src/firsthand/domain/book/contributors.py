"""Who wrote and who approved an amendment: people by name, with the roles in which they did."""

from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.domain.book.entries import Entry
from firsthand.domain.book.schema import CONTRIBUTOR
from firsthand.domain.names import NameFamily, Role
from firsthand.domain.sentences import Name, Sentence, SentenceValue, Series, as_written, every, say


@dataclass(frozen=True, kw_only=True)
class Contributor:
    """Somebody who wrote or approved an amendment, in some roles, as an owner of the desk, or in no capacity that the
    book names. A text stands for one: what an author wrote there is shown as it is."""

    name: str
    roles: tuple[Role, ...] = ()
    is_desk_owner: bool = False

    @property
    def sentence(self) -> Sentence:
        """`Ada Obi (head of support)`."""
        capacities: list[SentenceValue] = [Name(role, NameFamily.role) for role in self.roles]
        if self.is_desk_owner:
            capacities.append(say("owner of the desk"))
        if not capacities:
            return as_written(self.name)
        return say("{name} ({roles})", name=self.name, roles=Series(tuple(capacities)))

    @property
    def plain(self) -> dict[str, object]:
        """As a file holds it."""
        roles = {"roles": list(self.roles)} if self.roles else {}
        return {"name": self.name, **roles, **({"desk_owner": True} if self.is_desk_owner else {})}


def contributors_sentence(contributors: Iterable[Contributor]) -> Sentence:
    """`Ada Obi (head of support) and Mira Lindqvist (owner of the desk)`."""
    return say("{people}", people=every(one.sentence for one in contributors))


def read_contributors(entry: Entry) -> tuple[Contributor, ...]:
    """A name, or a list of people. Raises PolicyError for none."""
    people = entry.one_or_more()
    if not people:
        raise entry.wrong("empty", say("expected at least one name, found none"))
    return tuple(_contributor(one) for one in people)


def _contributor(entry: Entry) -> Contributor:
    if not isinstance(entry.value, dict):
        return Contributor(name=entry.text())
    parts = entry.of(CONTRIBUTOR)
    # The approver of an amendment that declares other roles holds one of before: any name is read.
    roles = tuple(Role(one.declared()) for one in parts["roles"]) if "roles" in parts else ()
    return Contributor(
        name=parts["name"].text(),
        roles=roles,
        is_desk_owner=parts["desk_owner"].flag() if "desk_owner" in parts else False,
    )
