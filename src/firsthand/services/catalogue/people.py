"""Teammates: inviting, roles, owners, leaving, and one's own profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from firsthand.domain.acts import Asker, Declared, Flag, Id, Many, ParameterKind, Text
from firsthand.domain.errors import Invalid
from firsthand.domain.names import Role
from firsthand.domain.organisation import Right
from firsthand.domain.sentences import count, say
from firsthand.services.catalogue.act import Doer, Done, Place, Undo, act
from firsthand.services.leaving.actions import leave
from firsthand.services.leaving.owned import OWNED
from firsthand.services.owning.values import Heir
from firsthand.services.people import actions
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.words import (
    LONGEST_EMAIL,
    LONGEST_LANGUAGE,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    LONGEST_ZONE,
)
from firsthand.services.tickets.actions.given_up import give_up_what_they_may_not_have
from firsthand.services.writing.below import LONGEST_SIGNATURE, sign

_SAVED = say("Saved.")
_TO_PEOPLE = Place(kind="people")
PersonName = Annotated[str, Text(at_most=LONGEST_NAME)]
Zone = Annotated[str, Text(at_most=LONGEST_ZONE)]
Password = Annotated[str, Text(at_most=LONGEST_PASSWORD, as_typed=True)]


@dataclass(frozen=True, kw_only=True)
class OnPerson:
    """A teammate."""

    person: Annotated[int, Id("person")]


@dataclass(frozen=True, kw_only=True)
class Invite:
    """Whom to invite, with which roles, and whether they own the desk too."""

    name: PersonName
    email: Annotated[str, Text(at_most=LONGEST_EMAIL)]
    roles: Annotated[tuple[Role, ...], Many(Declared("role"))] = ()
    is_owner: Annotated[bool, Flag()] = False


@act(
    "people.invite",
    say("Invite somebody"),
    right=Right.run_desk,
    refusals=("email_wrong", "email_long", "email_taken", "name_missing", "name_wrong", "no_base_url"),
    undone_by="people.withdraw",
)
def invite(doer: Doer, wanted: Invite) -> Done:
    """By a mail with a link that works once, for seven days."""
    made = actions.invite(
        viewer=doer.viewer,
        email=wanted.email,
        name=wanted.name,
        roles=wanted.roles,
        is_owner=wanted.is_owner,
        at=doer.at,
    )
    return Done(
        said=say("An invitation to {email} is on its way.", email=made.email),
        goes_to=_TO_PEOPLE,
        undo=Undo(act="people.withdraw", sent={"invitation": str(made.pk)}),
    )


@dataclass(frozen=True, kw_only=True)
class Withdraw:
    """An invitation."""

    invitation: Annotated[int, Id("invitation")]


@act(
    "people.withdraw",
    say("Withdraw an invitation"),
    right=Right.run_desk,
    refusals=("no_invitation", "accepted"),
)
def withdraw(doer: Doer, wanted: Withdraw) -> Done:
    """Its link stops working."""
    actions.withdraw_invitation(viewer=doer.viewer, invitation_id=wanted.invitation, at=doer.at)
    return Done(said=say("The invitation is withdrawn; its link no longer works."), goes_to=_TO_PEOPLE)


@dataclass(frozen=True)
class HeldRole(ParameterKind):
    """A role that somebody shall hold, or stand in for."""

    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> RoleWanted:
        role, _colon, how = sent[-1].strip().partition(":")
        if Role(role) not in asker.company.roles or how not in ("holds", "acting"):
            raise Invalid("choose", say("Choose of the list."))
        return RoleWanted(role=Role(role), acting=how == "acting")

    @property
    def bounds(self) -> str:
        return "`ROLE:holds` or `ROLE:acting`"


@dataclass(frozen=True, kw_only=True)
class SetRoles(OnPerson):
    """The roles that they hold from now on; no other."""

    roles: Annotated[tuple[RoleWanted, ...], Many(HeldRole())] = ()


@act(
    "people.roles",
    say("Change somebody's roles"),
    right=Right.run_desk,
    refusals=("no_person", "has_left", "role_twice"),
)
def set_roles(doer: Doer, wanted: SetRoles) -> Done:
    """What was held before is kept with its dates. Open tickets of a role that they gave up are their team's."""
    person = actions.set_roles(viewer=doer.viewer, person_id=wanted.person, roles=wanted.roles, at=doer.at)
    given = give_up_what_they_may_not_have(person=person, viewer=doer.viewer, at=doer.at)
    said = say("{name}'s roles are changed from now on.", name=person.name)
    more = count(given, " One ticket is their team's again.", " {n} tickets are their team's again.")
    return Done(said=said.followed_by(more) if given else said)


@dataclass(frozen=True, kw_only=True)
class SetOwner(OnPerson):
    """Whether they own the desk."""

    is_owner: Annotated[bool, Flag()] = False


@act(
    "people.owner",
    say("Make somebody an owner of the desk, or no longer one"),
    right=Right.run_desk,
    refusals=("no_person", "has_left", "last_owner"),
)
def set_owner(doer: Doer, wanted: SetOwner) -> Done:
    """The last owner stays one."""
    actions.set_owner(viewer=doer.viewer, person_id=wanted.person, is_owner=wanted.is_owner, at=doer.at)
    return Done(said=_SAVED)


@dataclass(frozen=True)
class HeirOf(ParameterKind):
    """Who gets what somebody who leaves owns in a role."""

    codes: ClassVar[tuple[str, ...]] = ("choose",)

    def read(self, sent: Sequence[str], *, asker: Asker) -> Heir:
        kind, _colon, rest = sent[-1].strip().partition(":")
        role, _colon, to = rest.rpartition(":")
        is_number = to.isascii() and to.isdigit() and len(to) < 10
        known = {one.kind: one for one in OWNED if not one.by_itself}
        if kind not in known or not (is_number or (to == "team" and known[kind].left_to)):
            raise Invalid("choose", say("Choose of the list."))
        return Heir(kind=kind, role=Role(role), person=int(to) if is_number else None)

    @property
    def bounds(self) -> str:
        return "`KIND:ROLE:PERSON`, or `KIND:ROLE:team` for the team or nobody, such as `tickets:support:7`, `tasks::7`"


@dataclass(frozen=True, kw_only=True)
class LetLeave(OnPerson):
    """Who leaves, and who gets what they own; what nobody is named for falls to the lead of its role."""

    heirs: Annotated[tuple[Heir, ...], Many(HeirOf())] = ()


@act(
    "people.deactivate",
    say("Let somebody leave"),
    right=Right.run_desk,
    refusals=("no_person", "last_owner", "not_a_holder"),
)
def deactivate(doer: Doer, wanted: LetLeave) -> Done:
    """They cannot sign in, every role ends, and what they own is another's; its clocks run on."""
    person = leave(viewer=doer.viewer, person_id=wanted.person, heirs=wanted.heirs, at=doer.at)
    return Done(said=say("{name} can no longer sign in; what they owned is handed on.", name=person.name))


@act("people.reactivate", say("Let somebody come back"), right=Right.run_desk, refusals=("no_person",))
def reactivate(doer: Doer, wanted: OnPerson) -> Done:
    """Their roles are given anew."""
    person = actions.reactivate(viewer=doer.viewer, person_id=wanted.person, at=doer.at)
    return Done(said=say("{name} can sign in again. Give them their roles.", name=person.name))


@dataclass(frozen=True)
class LanguageOrBrowser(Text):
    """A language by its code; empty for as the browser says."""

    @property
    def may_be_empty(self) -> bool:
        return True


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One's own name, time zone and language; the language empty for as the browser says."""

    name: PersonName
    zone: Zone
    language: Annotated[str | None, LanguageOrBrowser(at_most=LONGEST_LANGUAGE)] = None


@act(
    "people.profile",
    say("Change your name, time zone or language"),
    right=None,
    refusals=("name_missing", "name_wrong", "zone_unknown", "language_unknown"),
)
def change_profile(doer: Doer, wanted: Profile) -> Done:
    """As customers and teammates read it."""
    actions.change_profile(viewer=doer.viewer, name=wanted.name, zone=wanted.zone, language=wanted.language, at=doer.at)
    return Done(said=_SAVED)


@dataclass(frozen=True, kw_only=True)
class ChangePassword:
    """One's present password, and the new one."""

    current: Password
    password: Password


@act(
    "people.password",
    say("Change your password"),
    right=None,
    refusals=("password_wrong", "password_weak", "too_many_tries"),
)
def change_password(doer: Doer, wanted: ChangePassword) -> Done:
    """Other browsers are signed out."""
    actions.change_password(viewer=doer.viewer, current=wanted.current, new=wanted.password, at=doer.at)
    return Done(said=say("Your password is changed. Other browsers are signed out."))


@dataclass(frozen=True, kw_only=True)
class Sign:
    """An address of the desk, and what one's answers from there end with; nothing for no signature."""

    endpoint: Annotated[int, Id("address")]
    text: Annotated[str, Text(at_most=LONGEST_SIGNATURE)] = ""


@act(
    "people.signature",
    say("Change how you sign answers"),
    right=Right.work_tickets,
    refusals=("no_endpoint",),
)
def change_signature(doer: Doer, wanted: Sign) -> Done:
    """It stands below each answer from that address; what was sent stays."""
    sign(viewer=doer.viewer, endpoint_id=wanted.endpoint, text=wanted.text)
    return Done(said=_SAVED)
