"""Whether somebody may do something (S5: each role changes only the fields of its own area)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation.acts import OWNERS_ACTS, PROPOSABLE_ACTS, Act
from firsthand.domain.organisation.declared import Organisation


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Whether an act is allowed; if not, whose it is, in words, and which clause says so. Without `whose` it belongs to
    the owners of the desk, or to everybody with a role (`everyone`)."""

    allowed: bool
    act: Act
    whose: tuple[str, ...] = ()
    source: str = ""
    everyone: bool = False

    @property
    def refusal(self) -> str:
        """The sentence for the person who was refused."""
        if self.everyone:
            return "You hold no role on this desk at this time. Ask an owner of the desk to give you one."
        proposable = " You may propose it where it stands." if self.act in PROPOSABLE_ACTS and self.whose else ""
        return self.whose_words(self.act.text) + proposable

    def whose_words(self, what: str) -> str:
        """The sentence that says whose it is to do something that belongs to the act."""
        if not self.whose:
            return f"Only an owner of this desk may {what}."
        source = f" ({self.source})" if self.source else ""
        return f"Only {' or '.join(self.whose)} may {what}{source}."


def may(act: Act, organisation: Organisation, *, roles: AbstractSet[Role], is_owner: bool) -> Permission:
    """Whether somebody with `roles` may do `act`. A desk owner runs the desk, but owns no other role's fields (S5)."""
    if act in OWNERS_ACTS:
        return Permission(allowed=is_owner, act=act)
    right = organisation.rights.get(act)
    if right is None or not (right.everyone or right.roles):
        return Permission(allowed=is_owner, act=act)
    if right.everyone:
        return Permission(allowed=is_owner or bool(roles & organisation.roles.keys()), act=act, everyone=True)
    return Permission(
        allowed=bool(roles & right.roles),
        act=act,
        whose=tuple(organisation.called(role, NameFamily.role) for role in sorted(right.roles)),
        source=right.source,
    )
