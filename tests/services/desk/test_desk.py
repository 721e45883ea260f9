"""The desk is set up once, its mailboxes are checked, and it says which part does not work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from firsthand.domain.errors import Invalid, Refused
from firsthand.models.desk import Heartbeat
from firsthand.models.intake import Mailbox, MailboxMode
from firsthand.services.desk.actions import (
    FirstOwner,
    MailboxWanted,
    add_mailbox,
    change_mailbox,
    change_settings,
    set_up,
)
from firsthand.services.desk.heartbeats import beat
from firsthand.services.desk.queries import desk, health, is_set_up, mailboxes, set_up_state
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

OWNER = FirstOwner(email="ada@desk.example", name="Ada", password="a first long secret")
BOX = MailboxWanted(
    address="Help@lighthouse.example",
    name="Help",
    mode=MailboxMode.imap,
    imap_host="imap.lighthouse.example",
    username="help",
    password="let me in",
)


def test_the_first_owner_and_the_desk_come_together(db: None) -> None:
    assert not is_set_up()
    set_up(name="Acme desk", base_url="https://desk.example/", zone="Europe/Berlin", owner=OWNER, at=NOW)
    assert (desk().name, desk().base_url, is_set_up()) == ("Acme desk", "https://desk.example", True)
    assert set_up_state().next_step == "book"
    with pytest.raises(Refused):
        set_up(name="Again", base_url="", zone="UTC", owner=replace(OWNER, email="b@desk.example"), at=NOW)


def test_a_wrong_zone_leaves_neither_owner_nor_desk(db: None) -> None:
    with pytest.raises(Invalid):
        set_up(name="Desk", base_url="", zone="Mars/Olympus", owner=OWNER, at=NOW)
    assert not is_set_up()


@pytest.mark.parametrize("wrong", ["desk.example", "ftp://desk.example", "https://", "https://a b", "http://x:99999"])
def test_a_web_address_must_be_one(lighthouse: Lighthouse, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        change_settings(viewer=lighthouse.viewer(lighthouse.mira), base_url=wrong, at=NOW)
    assert refused.value.field == "base_url"


def test_only_an_owner_changes_the_desk(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        change_settings(viewer=lighthouse.viewer(lighthouse.noor), name="Noor's desk", at=NOW)
    with pytest.raises(Refused):
        add_mailbox(viewer=lighthouse.viewer(lighthouse.noor), wanted=BOX, at=NOW)


def test_a_mailbox_is_added_and_its_password_never_read_back(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_mailbox(viewer=mira, wanted=BOX, at=NOW)
    row = next(row for row in mailboxes(viewer=mira) if row.id == box.pk)
    assert (row.address, row.has_password) == ("help@lighthouse.example", True)
    assert "let me in" not in repr(row)
    with pytest.raises(Invalid):
        add_mailbox(viewer=mira, wanted=BOX, at=NOW)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("address", "help"),
        ("address", "a-very-long-name-of-a-mailbox@lighthouse.example"),
        ("imap_host", ""),
        ("imap_host", "imap lighthouse"),
        ("smtp_host", "smtp://mail"),
        ("imap_port", 0),
        ("smtp_port", 65536),
        ("imap_folder", " "),
        ("name", ""),
    ],
)
def test_a_wrong_field_of_a_mailbox_is_named(lighthouse: Lighthouse, field: str, wrong: object) -> None:
    with pytest.raises(Invalid) as refused:
        add_mailbox(viewer=lighthouse.viewer(lighthouse.mira), wanted=replace(BOX, **{field: wrong}), at=NOW)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_another_folder_is_read_from_its_beginning_and_no_password_keeps_the_old_one(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_mailbox(viewer=mira, wanted=BOX, at=NOW)
    Mailbox.objects.filter(pk=box.pk).update(last_uid=7, uid_validity=1)
    same = change_mailbox(viewer=mira, mailbox_id=box.pk, wanted=replace(BOX, password=None, name="Helpers"), at=NOW)
    assert (same.last_uid, same.password) == (7, "let me in")
    assert change_mailbox(viewer=mira, mailbox_id=box.pk, wanted=replace(BOX, imap_folder="Old"), at=NOW).last_uid == 0


def test_the_desk_works_while_its_engine_gives_signs_of_life(lighthouse: Lighthouse) -> None:
    assert not health(now=NOW).works
    beat(part="clocks", at=NOW, error="")
    assert health(now=NOW + timedelta(seconds=30)).works
    assert not health(now=NOW + timedelta(seconds=31)).works
    assert Heartbeat.objects.count() == 1


def test_a_mailbox_that_fails_is_named_and_the_desk_still_works(lighthouse: Lighthouse) -> None:
    beat(part="clocks", at=NOW, error="")
    Mailbox.objects.update(failing_since=NOW, last_error="login refused")
    state = health(now=NOW)
    assert state.works
    assert [(part.name, part.text) for part in state.parts if not part.works] == [
        ("mailbox support@lighthouse.example", "login refused")
    ]
