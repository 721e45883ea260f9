"""Who was given what on the desk, by whom: each act on people, settings, mailboxes and book is an event with its actor.

A desk on which nobody can say who made somebody an owner cannot be trusted with a book that says who owns what.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from firsthand.domain.errors import Invalid
from firsthand.domain.events import Payload, decode
from firsthand.domain.events.desk import AmendmentPublished, DeskSetUp, EndpointAdded, SettingChanged
from firsthand.domain.events.people import (
    Deactivated,
    InvitationWithdrawn,
    Invited,
    Joined,
    OwnerSet,
    PasswordChanged,
    PersonChanged,
    Reactivated,
    RoleGiven,
    RolesSet,
)
from firsthand.domain.names import Role
from firsthand.models.desk import DeskSettings
from firsthand.models.events import Event
from firsthand.models.people import Person
from firsthand.models.subjects import Subject
from firsthand.services.amending.approving import import_amendments
from firsthand.services.channels.actions import EndpointWanted, add_endpoint, change_endpoint, set_setting
from firsthand.services.desk.actions import (
    FirstOwner,
    change_settings,
    set_up,
)
from firsthand.services.leaving.actions import leave
from firsthand.services.people.actions import (
    RoleWanted,
    accept_invitation,
    change_password,
    change_profile,
    reactivate,
    reset_password,
    set_owner,
    set_roles,
    withdraw_invitation,
)
from firsthand.services.people.actions.passwords import reset_token
from firsthand.services.tickets.actions.custody import take
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.amending.test_agreement import SECOND
from tests.services.people.test_invitations import invite_kai

NEW = "a new long secret"
BOX = EndpointWanted(channel="email", address="help@lighthouse.example", name="Help")


def told(subject: Subject) -> Iterator[tuple[Person | None, Payload]]:
    """What happened to a subject, oldest first: who did it, and what."""
    for row in Event.objects.filter(subject=subject).select_related("person").order_by("id"):
        yield row.person, decode(row.verb, row.payload, row.words)


def newest(subject: Subject) -> tuple[Person | None, Payload]:
    """The last thing that happened to a subject."""
    return list(told(subject))[-1]


def desk() -> Subject:
    """The desk's own timeline."""
    return DeskSettings.objects.get().subject


def test_an_owner_is_made_by_mira_and_the_row_names_her(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    set_owner(viewer=mira, person_id=lighthouse.ada.pk, is_owner=True, at=NOW)
    row = Event.objects.get(subject=lighthouse.ada.subject)
    assert (row.verb, row.person, row.at, row.payload) == ("owner_set", lighthouse.mira, NOW, {"is_owner": True})
    set_owner(viewer=mira, person_id=lighthouse.ada.pk, is_owner=False, at=NOW)
    assert newest(lighthouse.ada.subject) == (lighthouse.mira, OwnerSet(is_owner=False))


def test_roles_are_kept_before_and_after_with_who_stands_in(lighthouse: Lighthouse) -> None:
    wanted = [RoleWanted(role=Role("head_of_support"), acting=True), RoleWanted(role=Role("support"))]
    set_roles(viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.ada.pk, roles=wanted, at=NOW)
    assert newest(lighthouse.ada.subject) == (
        lighthouse.mira,
        RolesSet(
            before=(RoleGiven(role="head_of_support"),),
            after=(RoleGiven(role="head_of_support", acting=True), RoleGiven(role="support")),
        ),
    )


def test_who_is_invited_by_whom_as_what_and_that_they_joined(lighthouse: Lighthouse) -> None:
    _, token = invite_kai(lighthouse)
    asked = Invited(name="Kai Wren", email="kai@lighthouse.example", roles=("support",))
    assert newest(desk()) == (lighthouse.mira, asked)
    kai = accept_invitation(token=token, password=NEW, at=NOW)
    joined = Joined(by="invitation", roles=(RoleGiven(role="support"),), invited_by=lighthouse.mira.pk)
    assert list(told(kai.subject)) == [(kai, joined)]


def test_an_invitation_that_is_withdrawn_or_replaced_is_an_event_of_its_own(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    invite_kai(lighthouse)
    second, _ = invite_kai(lighthouse)
    withdraw_invitation(viewer=mira, invitation_id=second.pk, at=NOW)
    withdraw_invitation(viewer=mira, invitation_id=second.pk, at=NOW)
    verbs = [said.verb for _, said in told(desk()) if isinstance(said, Invited | InvitationWithdrawn)]
    assert verbs == ["invited", "invitation_withdrawn", "invited", "invitation_withdrawn"]


def test_who_leaves_and_who_comes_back(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket()
    set_roles(viewer=mira, person_id=lighthouse.olu.pk, roles=[RoleWanted(role=Role("support"))], at=NOW)
    take(viewer=lighthouse.viewer(lighthouse.olu), ticket_id=ticket.pk, at=NOW)
    leave(viewer=mira, person_id=lighthouse.olu.pk, at=NOW)
    left = Event.objects.get(subject=lighthouse.olu.subject, verb="deactivated")
    assert decode(left.verb, left.payload) == Deactivated(roles=(RoleGiven(role="support"),))
    assert Event.objects.get(subject=ticket.subject, verb="assigned").because == left
    reactivate(viewer=mira, person_id=lighthouse.olu.pk, at=NOW)
    assert newest(lighthouse.olu.subject) == (lighthouse.mira, Reactivated())


def test_a_profile_changed_by_oneself_or_by_an_owner_names_who_did_it(lighthouse: Lighthouse) -> None:
    change_profile(viewer=lighthouse.viewer(lighthouse.noor), name="Noor H", at=NOW)
    change_profile(
        viewer=lighthouse.viewer(lighthouse.mira), person_id=lighthouse.noor.pk, zone="Europe/Berlin", at=NOW
    )
    assert list(told(lighthouse.noor.subject)) == [
        (lighthouse.noor, PersonChanged(field="name", before="Noor Haddad", after="Noor H")),
        (lighthouse.mira, PersonChanged(field="zone", before="America/Los_Angeles", after="Europe/Berlin")),
    ]


def test_of_a_password_only_that_it_changed_and_by_which_way(lighthouse: Lighthouse) -> None:
    noor = lighthouse.noor
    reset_password(token=reset_token(noor, at=NOW), password=NEW, at=NOW)
    change_password(viewer=lighthouse.viewer(noor), current=NEW, new="another long secret", at=NOW)
    assert list(told(noor.subject)) == [(noor, PasswordChanged(by="reset")), (noor, PasswordChanged(by="self"))]


@pytest.mark.django_db
def test_whoever_sets_the_desk_up_owns_it_from_the_first_row() -> None:
    owner = FirstOwner(email="mira@desk.example", name="Mira", password=NEW)
    mira = set_up(name="Desk", base_url="", zone="UTC", owner=owner, at=NOW)
    assert list(told(mira.subject)) == [(mira, Joined(by="set_up", is_owner=True))]
    assert list(told(desk())) == [(mira, DeskSetUp(name="Desk", zone="UTC"))]


def test_each_setting_that_changed_is_a_row_with_before_and_after(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    change_settings(viewer=mira, name="Lighthouse", zone="Europe/Berlin", at=NOW)
    changed = [said for _, said in told(desk()) if isinstance(said, SettingChanged)]
    assert changed == [SettingChanged(field="zone", before="UTC", after="Europe/Berlin")]


def test_a_mailbox_is_added_and_changed_field_by_field_but_its_password_is_never_said(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_endpoint(viewer=mira, wanted=replace(BOX, values={"password": "hunter2"}), at=NOW)
    changed = replace(BOX, is_active=False, values={"smtp_port": 25, "password": "hunter3"})
    change_endpoint(viewer=mira, endpoint_id=box.pk, wanted=changed, at=NOW)
    assert list(told(box.subject)) == [
        (lighthouse.mira, EndpointAdded(channel="email", address="help@lighthouse.example")),
        (lighthouse.mira, SettingChanged(field="is_active", before="yes", after="no")),
        (lighthouse.mira, SettingChanged(field="smtp_port", before="587", after="25")),
        (lighthouse.mira, SettingChanged(field="password")),
    ]
    assert "hunter" not in str(list(Event.objects.values_list("payload", "words")))


def test_the_demos_mail_server_moves_by_the_desk_itself(lighthouse: Lighthouse) -> None:
    box = add_endpoint(
        viewer=lighthouse.viewer(lighthouse.mira), wanted=replace(BOX, values={"smtp_host": "127.0.0.1"}), at=NOW
    )
    set_setting(address=BOX.address, name="smtp_port", value=2525, where={"smtp_host": "127.0.0.1"}, at=NOW)
    assert newest(box.subject) == (None, SettingChanged(field="smtp_port", before="587", after="2525"))


def test_the_desk_says_who_published_which_amendment_also_by_import(lighthouse: Lighthouse, tmp_path: Path) -> None:
    (first,) = list(told(desk()))
    assert first == (None, AmendmentPublished(amendment="2021-06-22-first-version", book="customer-first"))
    (tmp_path / "second.yaml").write_text(SECOND)
    folder = import_amendments(folder=tmp_path, at=NOW, by=[lighthouse.ada])
    said = AmendmentPublished(amendment="2021-08-09-no-promise", book="customer-first")
    assert (folder, newest(desk())) == (["second.yaml"], (lighthouse.ada, said))
    import_amendments(folder=tmp_path, at=NOW, by=[lighthouse.ada])
    assert len(list(told(desk()))) == 2


def test_what_changes_nothing_leaves_no_event(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_endpoint(viewer=mira, wanted=BOX, at=NOW)
    before = Event.objects.count()
    set_owner(viewer=mira, person_id=lighthouse.ada.pk, is_owner=False, at=NOW)
    reactivate(viewer=mira, person_id=lighthouse.ada.pk, at=NOW)
    roles = [RoleWanted(role=Role("head_of_support"))]
    set_roles(viewer=mira, person_id=lighthouse.ada.pk, roles=roles, at=NOW)
    change_profile(viewer=mira, name="Mira Lindqvist", at=NOW)
    change_settings(viewer=mira, name="Lighthouse", at=NOW)
    change_endpoint(viewer=mira, endpoint_id=box.pk, wanted=BOX, at=NOW)
    with pytest.raises(Invalid):
        set_roles(viewer=mira, person_id=lighthouse.ada.pk, roles=roles * 2, at=NOW)
    assert Event.objects.count() == before
