"""Every public function that changes people, the desk, its mailboxes or its book leaves an event with its actor.

A new one has to be done here, or named below with the reason why it is no act.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

import pytest

from firsthand import books
from firsthand.domain.names import Role
from firsthand.models.desk import DeskSettings
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.policy import Amendment
from firsthand.services.access.viewers import Viewer
from firsthand.services.amending import actions as publishing
from firsthand.services.amending import approving
from firsthand.services.channels import actions as channels
from firsthand.services.desk import actions as desk
from firsthand.services.people.actions import RoleWanted, invitations, members, passwords, roles
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.amending.test_agreement import SECOND
from tests.services.people.test_invitations import invite_kai

ROOMS = (members, roles, invitations, passwords, desk, channels, publishing, approving)
NO_ACTS = {
    "begins_to_fetch": "reads",
    "check_base_url": "reads",
    "export_folder": "writes files",
    "folder_texts": "reads",
    "invitation_for": "reads",
    "keep_an_owner": "reads",
    "locked": "reads",
    "needs_of": "reads",
    "refusal_of": "reads",
    "request_password_reset": "a mail; whose password it is does not change",
    "reset_token": "reads",
    "tried_out": "keeps nothing",
    "web_address": "reads",
    "who_may_give": "reads",
    "whose_reset": "reads",
}
PASSWORD = "four green lamps"


@dataclass(frozen=True)
class Scene:
    """Lighthouse, its owner as viewer, somebody else of it, and a folder."""

    company: Lighthouse
    folder: Path

    @property
    def mira(self) -> Viewer:
        """Who runs the desk."""
        return self.company.viewer(self.company.mira)

    @property
    def noor(self) -> int:
        """Whom it is about."""
        return self.company.noor.pk

    def nobody_is_here(self) -> None:
        """As a desk before its first owner."""
        Person.objects.update(is_owner=False)

    def no_book(self) -> Path:
        """As a desk before its first book: another one is founded."""
        DeskSettings.objects.update(book="")
        (self.folder / "first.yaml").write_text(
            (books.folder("customer-first") / "2021-06-22-first-version.yaml")
            .read_text()
            .replace("book: customer-first", "book: another-first", 1)
        )
        return self.folder

    def second(self) -> Path:
        """A folder with one amendment more."""
        (self.folder / "second.yaml").write_text(SECOND)
        return self.folder


BOX = channels.EndpointWanted(
    channel="email", address="help@lighthouse.example", name="Help", values={"smtp_host": "mail.example"}
)
OWNER = desk.FirstOwner(email="zoe@desk.example", name="Zoe", password=PASSWORD)
Do = Callable[[Scene], object]


def left(scene: Scene) -> None:
    """Noor has left."""
    members.deactivate(viewer=scene.mira, person_id=scene.noor, at=NOW)


def box(scene: Scene) -> int:
    """A mailbox of the desk."""
    return channels.add_endpoint(viewer=scene.mira, wanted=BOX, at=NOW).pk


# Each act with what has to be there before it
ACTS: dict[str, tuple[Callable[[Scene], object], Callable[[Scene, object], object]]] = {
    "add_person": (
        lambda _: None,
        lambda _, __: members.add_person(
            email="zoe@desk.example", name="Zoe", password=PASSWORD, zone="UTC", by="invitation", at=NOW
        ),
    ),
    "create_owner": (
        Scene.nobody_is_here,
        lambda _, __: members.create_owner(email="zoe@desk.example", name="Zoe", password=PASSWORD, at=NOW),
    ),
    "change_profile": (lambda _: None, lambda s, _: members.change_profile(viewer=s.mira, name="Mira L", at=NOW)),
    "deactivate": (
        lambda _: None,
        lambda s, _: members.deactivate(viewer=s.mira, person_id=s.noor, at=NOW),
    ),
    "reactivate": (left, lambda s, _: members.reactivate(viewer=s.mira, person_id=s.noor, at=NOW)),
    "set_roles": (
        lambda _: None,
        lambda s, _: roles.set_roles(viewer=s.mira, person_id=s.noor, roles=[RoleWanted(role=Role("sales"))], at=NOW),
    ),
    "set_owner": (
        lambda _: None,
        lambda s, _: roles.set_owner(viewer=s.mira, person_id=s.noor, is_owner=True, at=NOW),
    ),
    "invite": (lambda _: None, lambda s, _: invite_kai(s.company)),
    "accept_invitation": (
        lambda s: invite_kai(s.company)[1],
        lambda _, token: invitations.accept_invitation(token=str(token), password=PASSWORD, at=NOW),
    ),
    "withdraw_invitation": (
        lambda s: invite_kai(s.company)[0].pk,
        lambda s, number: invitations.withdraw_invitation(viewer=s.mira, invitation_id=int(str(number)), at=NOW),
    ),
    "change_password": (
        lambda s: passwords.reset_password(
            token=passwords.reset_token(s.company.mira, at=NOW), password=PASSWORD, at=NOW
        ),
        lambda s, _: passwords.change_password(viewer=s.mira, current=PASSWORD, new=PASSWORD + "!", at=NOW),
    ),
    "reset_password": (
        lambda s: passwords.reset_token(s.company.mira, at=NOW),
        lambda _, token: passwords.reset_password(token=str(token), password=PASSWORD, at=NOW),
    ),
    "set_up": (
        Scene.nobody_is_here,
        lambda _, __: desk.set_up(name="Desk", base_url="", zone="UTC", owner=OWNER, at=NOW),
    ),
    "change_settings": (lambda _: None, lambda s, _: desk.change_settings(viewer=s.mira, name="Desk", at=NOW)),
    "add_endpoint": (lambda _: None, lambda s, _: box(s)),
    "change_endpoint": (
        box,
        lambda s, number: channels.change_endpoint(
            viewer=s.mira, endpoint_id=int(str(number)), wanted=replace(BOX, name="Helpers"), at=NOW
        ),
    ),
    "set_setting": (
        box,
        lambda _, __: channels.set_setting(
            address=BOX.address, name="smtp_port", value=2525, where={"smtp_host": "mail.example"}, at=NOW
        ),
    ),
    "publish": (
        lambda _: None,
        lambda s, _: publishing.publish(texts=[("second.yaml", SECOND)], at=NOW, by=s.company.ada),
    ),
    "import_folder": (
        Scene.second,
        lambda s, _: publishing.import_folder(folder=s.folder, at=NOW, by=s.company.ada),
    ),
    "found_book": (
        Scene.no_book,
        lambda s, _: approving.found_book(
            viewer=s.mira, texts=publishing.folder_texts(s.folder), at=NOW, by=s.company.mira
        ),
    ),
    "import_amendments": (
        Scene.second,
        lambda s, _: approving.import_amendments(folder=s.folder, at=NOW, by=[s.company.ada]),
    ),
}


def public(room: ModuleType) -> set[str]:
    """The functions that a room offers, and does not only import."""
    found = inspect.getmembers(room, inspect.isfunction)
    return {name for name, one in found if inspect.unwrap(one).__module__ == room.__name__ and name[0] != "_"}


def test_every_public_write_of_these_rooms_is_done_here_or_named() -> None:
    offered = {name for room in ROOMS for name in public(room)}
    assert offered - set(ACTS) - set(NO_ACTS) == set(), "do it below, so that it is known to leave an event"
    assert (set(ACTS) | set(NO_ACTS)) - offered == set(), "is gone"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_it_leaves_an_event_with_who_did_it(lighthouse: Lighthouse, tmp_path: Path, name: str) -> None:
    before, act = ACTS[name]
    scene = Scene(lighthouse, tmp_path)
    made = before(scene)
    known = set(Event.objects.values_list("pk", flat=True))
    act(scene, made)
    new = Event.objects.exclude(pk__in=known)
    assert [one.verb for one in new if one.at == NOW] != []
    by_a_person = {one.person_id is not None for one in new}
    assert by_a_person == {name != "set_setting"}  # the demo's server moves by itself
    assert Amendment.objects.exists()
