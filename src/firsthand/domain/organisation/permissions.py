"""Whether somebody may do something (S5: each role changes only the fields of its own area)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from firsthand.domain.names import NameFamily, Role
from firsthand.domain.organisation.declared import Organisation
from firsthand.domain.organisation.rights import OWNERS_RIGHTS, PROPOSABLE_RIGHTS, Right
from firsthand.domain.sentences import Sentence, either, named, say


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Whether an act is allowed; if not, whose it is, and which clause says so. Without `whose` it belongs to
    the owners of the desk, or to everybody with a role (`everyone`)."""

    allowed: bool
    right: Right
    whose: tuple[Role, ...] = ()
    source: str = ""
    everyone: bool = False

    @property
    def refusal(self) -> Sentence:
        """The sentence for the person who was refused."""
        if self.everyone:
            return say("You hold no role on this desk at this time. Ask an owner of the desk to give you one.")
        proposable = self.right in PROPOSABLE_RIGHTS and self.whose
        more = [say(" You may propose it where it stands.")] if proposable else []
        return self.whose_words(self.right.said).followed_by(*more)

    def whose_words(self, what: Sentence) -> Sentence:
        """The sentence that says whose it is to do something that belongs to the act."""
        if not self.whose:
            return say("Only an owner of this desk may {what}.", what=what)
        roles = either(named(self.whose, NameFamily.role))
        if not self.source:
            return say("Only {roles} may {what}.", roles=roles, what=what)
        return say("Only {roles} may {what} ({source}).", roles=roles, what=what, source=self.source)


def may(right: Right, organisation: Organisation, *, roles: AbstractSet[Role], is_owner: bool) -> Permission:
    """Whether somebody with `roles` have `right`. A desk owner runs the desk, but owns no other role's fields (S5)."""
    if right in OWNERS_RIGHTS:
        return Permission(allowed=is_owner, right=right)
    given = organisation.rights.get(right)
    if given is None or not (given.everyone or given.roles):
        return Permission(allowed=is_owner, right=right)
    if given.everyone:
        return Permission(allowed=is_owner or bool(roles & organisation.roles.keys()), right=right, everyone=True)
    return Permission(
        allowed=bool(roles & given.roles),
        right=right,
        whose=tuple(sorted(given.roles)),
        source=given.source,
    )
