"""Who was given what on the desk: who joined, who left, which roles, who owns it."""

from dataclasses import dataclass
from typing import ClassVar

from firsthand.domain.events.payload import Address, Payload, event
from firsthand.domain.names import NameFamily
from firsthand.domain.sentences import Name, PersonId, Sentence, Series, say


@dataclass(frozen=True, kw_only=True, slots=True)
class RoleGiven:
    """A role that somebody holds, outright or as a stand-in (A20)."""

    role: str
    acting: bool = False


@event
class Invited(Payload):
    """Somebody was asked to join the desk. On the desk, until they are a person of it."""

    verb: ClassVar[str] = "invited"
    name: Address = ""
    email: Address = ""
    roles: tuple[str, ...] = ()
    is_owner: bool = False

    @property
    def sentence(self) -> Sentence:
        return say("invited {name}", name=self.name or self.email)


@event
class InvitationWithdrawn(Payload):
    """An invitation was taken back."""

    verb: ClassVar[str] = "invitation_withdrawn"
    name: Address = ""
    email: Address = ""

    @property
    def sentence(self) -> Sentence:
        return say("withdrew the invitation of {name}", name=self.name or self.email)


@event
class Joined(Payload):
    """A person became a teammate: by setting the desk up, or by an invitation; with these roles, and as an owner."""

    verb: ClassVar[str] = "joined"
    by: str
    is_owner: bool = False
    roles: tuple[RoleGiven, ...] = ()
    invited_by: int | None = None

    @property
    def sentence(self) -> Sentence:
        if self.by == "set_up":
            return say("set up the desk and owns it")
        then = (say(" as {roles}", roles=_listed(self.roles)),) if self.roles else ()
        owner = (say(" and owns it"),) if self.is_owner else ()
        if self.invited_by is not None:
            return say("joined the desk, invited by {person}", *then, *owner, person=PersonId(self.invited_by))
        return say("joined the desk", *then, *owner)


@event
class RolesSet(Payload):
    """The roles that a person holds from now on, and those before."""

    verb: ClassVar[str] = "roles_set"
    before: tuple[RoleGiven, ...] = ()
    after: tuple[RoleGiven, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("set the roles from {before} to {after}", before=_listed(self.before), after=_listed(self.after))


def _listed(roles: tuple[RoleGiven, ...]) -> Series | Name:
    return Series(tuple(map(_held, roles))) if roles else Name("")


def _held(one: RoleGiven) -> Sentence | Name:
    role = Name(one.role, NameFamily.role)
    return say("{role} (acting)", role=role) if one.acting else role


@event
class OwnerSet(Payload):
    """A person was made an owner of the desk, or is none any more."""

    verb: ClassVar[str] = "owner_set"
    is_owner: bool

    @property
    def sentence(self) -> Sentence:
        return say("made them an owner of the desk") if self.is_owner else say("ended their ownership of the desk")


@event
class Deactivated(Payload):
    """A person left the desk."""

    verb: ClassVar[str] = "deactivated"
    roles: tuple[RoleGiven, ...] = ()

    @property
    def sentence(self) -> Sentence:
        return say("ended their access to the desk")


@event
class Reactivated(Payload):
    """A person came back to the desk."""

    verb: ClassVar[str] = "reactivated"

    @property
    def sentence(self) -> Sentence:
        return say("let them in again")


@event
class PersonChanged(Payload):
    """A person's name, address or zone changed."""

    verb: ClassVar[str] = "person_changed"
    field: str
    before: Address = ""
    after: Address = ""

    @property
    def sentence(self) -> Sentence:
        return say(
            "changed {field} from {before} to {after}", field=Name(self.field), before=self.before, after=self.after
        )


@event
class PasswordChanged(Payload):
    """A person's password changed: by themselves, or by a link that was sent to them."""

    verb: ClassVar[str] = "password_changed"
    by: str

    @property
    def sentence(self) -> Sentence:
        return say("changed the password by a link") if self.by == "reset" else say("changed the password")
