"""The desk's addresses are checked by their channel, and their secrets never read back."""

from dataclasses import replace

import pytest

from firsthand.domain.errors import Invalid, Missing, Refused
from firsthand.models.channels import Endpoint
from firsthand.services.channels.actions import EndpointWanted, add_endpoint, change_endpoint
from firsthand.services.channels.queries import endpoints
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

BOX = EndpointWanted(
    channel="email",
    address="Help@lighthouse.example",
    name="Help",
    values={"mode": "imap", "imap_host": "imap.lighthouse.example", "username": "help", "password": "let me in"},
)


def with_(**values: object) -> EndpointWanted:
    return replace(BOX, values={**BOX.values, **values})


def test_only_an_owner_adds_an_address(lighthouse: Lighthouse) -> None:
    with pytest.raises(Refused):
        add_endpoint(viewer=lighthouse.viewer(lighthouse.noor), wanted=BOX, at=NOW)


def test_an_address_is_added_and_its_password_never_read_back(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_endpoint(viewer=mira, wanted=BOX, at=NOW)
    row = next(row for row in endpoints(viewer=mira) if row.id == box.pk)
    assert (row.address, sorted(row.has_secrets), row.called) == ("help@lighthouse.example", ["password"], "email")
    assert "let me in" not in repr(row)
    with pytest.raises(Invalid):
        add_endpoint(viewer=mira, wanted=BOX, at=NOW)


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("address", replace(BOX, address="help")),
        ("address", replace(BOX, address="a-very-long-name-of-a-mailbox@lighthouse.example")),
        ("name", replace(BOX, name="x" * 201)),
        ("called", replace(BOX, called="x" * 65)),
        ("imap_host", with_(imap_host="")),
        ("imap_host", with_(imap_host="imap lighthouse")),
        ("smtp_host", with_(smtp_host="smtp://mail")),
        ("imap_port", with_(imap_port=0)),
        ("smtp_port", with_(smtp_port="65536")),
        ("imap_folder", with_(imap_folder="x" * 201)),
        ("smtp_security", with_(smtp_security="magic")),
    ],
)
def test_a_wrong_field_is_named(lighthouse: Lighthouse, field: str, wanted: EndpointWanted) -> None:
    with pytest.raises(Invalid) as refused:
        add_endpoint(viewer=lighthouse.viewer(lighthouse.mira), wanted=wanted, at=NOW)
    assert refused.value.field == field


def test_a_channel_that_the_desk_does_not_have_is_missing(lighthouse: Lighthouse) -> None:
    with pytest.raises(Missing, match="email, console"):
        add_endpoint(viewer=lighthouse.viewer(lighthouse.mira), wanted=replace(BOX, channel="pigeon"), at=NOW)


def test_another_folder_is_read_from_its_beginning_and_no_password_keeps_the_old_one(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    box = add_endpoint(viewer=mira, wanted=BOX, at=NOW)
    Endpoint.objects.filter(pk=box.pk).update(cursor={"uid_validity": 1, "last_uid": 7})
    helpers = replace(with_(password=""), name="Helpers")
    same = change_endpoint(viewer=mira, endpoint_id=box.pk, wanted=helpers, at=NOW)
    assert (same.cursor["last_uid"], same.secrets) == (7, {"password": "let me in"})
    assert change_endpoint(viewer=mira, endpoint_id=box.pk, wanted=with_(imap_folder="Old"), at=NOW).cursor == {}


def test_an_occasion_of_the_console_has_a_name_and_no_settings(lighthouse: Lighthouse) -> None:
    wanted = EndpointWanted(channel="console", address=" The  phone ", called="phone")
    phone = add_endpoint(viewer=lighthouse.viewer(lighthouse.mira), wanted=wanted, at=NOW)
    assert (phone.address, phone.called, phone.settings) == ("The phone", "phone", {})
