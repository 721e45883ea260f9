"""The two ends of a hand-off: a role, in one of its teams where there is one, and somebody there or nobody yet."""

from dataclasses import dataclass

from firsthand.domain.names import NameFamily, Role, TeamName
from firsthand.domain.sentences import Name, Sentence, say


@dataclass(frozen=True, kw_only=True)
class End:
    """Who has a ticket, or is to have it."""

    role: Role
    team: TeamName | None = None
    person: int | None = None

    def is_like(self, other: "End") -> bool:
        """Whether nothing would go from one to the other."""
        return self == other or (self.person is not None and (self.role, self.person) == (other.role, other.person))

    def called(self, name: str = "") -> Sentence:
        """The end in words; `name` is the person's."""
        role = Name(self.role, NameFamily.role)
        if name:
            return say("{role} · {person}", role=role, person=name)
        if self.team is not None:
            return say("{role} · {team}", role=role, team=Name(self.team, NameFamily.team))
        return say("{role}", role=role)
