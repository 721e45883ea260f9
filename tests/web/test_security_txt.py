"""Whom to tell of a weakness."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from firsthand.services.desk.environment import SettingError, read_environment
from tests.web.desk_of_lighthouse import BusyDesk

ADDRESS = "/.well-known/security.txt"


def test_a_desk_that_names_nobody_has_no_such_page(busy: BusyDesk) -> None:
    assert Client().get(ADDRESS).status_code == 404


def test_whoever_is_named_can_be_told_by_anybody(busy: BusyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"security_contact": "mailto:security@lighthouse.example", "base_url": "https://desk.lighthouse.example"}
    monkeypatch.setattr(settings, "ENVIRONMENT", replace(settings.ENVIRONMENT, **named))  # type: ignore[arg-type]
    answer = Client().get(ADDRESS)
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"] == "mailto:security@lighthouse.example"
    assert lines["Canonical"] == f"https://desk.lighthouse.example{ADDRESS}"
    ends = datetime.fromisoformat(lines["Expires"])
    assert timedelta(days=29) < ends - datetime.now(UTC) < timedelta(days=31)


@pytest.mark.parametrize("contact", ["security@example.com", "http://example.com", "mailto:a@b.example\nExpires: x"])
def test_a_contact_that_is_no_address_stops_the_start(contact: str) -> None:
    with pytest.raises(SettingError, match="SECURITY_CONTACT"):
        read_environment({"FIRSTHAND_SECURITY_CONTACT": contact}, folder=settings.ENVIRONMENT.data)
