"""Whether somebody may do something (S5: each role changes only the fields of its own area)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation.acts import OWNERS_ACTS, PROPOSABLE_ACTS, Act
from firsthand.domain.organisation.declared import Organisation
from firsthand.domain.sentences import Sentence, either, named, say


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Whether an act is allowed; if not, whose it is, and which clause says so. Without `whose` it belongs to
    the owners of the desk, or to everybody with a role (`everyone`)."""

    allowed: bool
    act: Act
    whose: tuple[Role, ...] = ()
    source: str = ""
    everyone: bool = False

    @property
    def refusal(self) -> Sentence:
        """The sentence for the person who was refused."""
        if self.everyone:
            return say("You hold no role on this desk at this time. Ask an owner of the desk to give you one.")
        proposable = self.act in PROPOSABLE_ACTS and self.whose
        more = [say(" You may propose it where it stands.")] if proposable else []
        return self.whose_words(say(self.act.text)).followed_by(*more)

    def whose_words(self, what: Sentence) -> Sentence:
        """The sentence that says whose it is to do something that belongs to the act."""
        if not self.whose:
            return say("Only an owner of this desk may {what}.", what=what)
        roles = either(named(self.whose, NameFamily.role))
        if not self.source:
            return say("Only {roles} may {what}.", roles=roles, what=what)
        return say("Only {roles} may {what} ({source}).", roles=roles, what=what, source=self.source)


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
        whose=tuple(sorted(right.roles)),
        source=right.source,
    )
