"""Calendars of absences on the pages: given and taken away, how they fare, and what teammates see."""

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from firsthand.engine import absences
from firsthand.models.absences import AbsenceCalendar
from firsthand.models.people import Person
from tests.lighthouse import Lighthouse
from tests.services.absences.calendars import calendar, days_away
from tests.services.outgoing.servers import Served, serving

SignIn = Callable[[Person], Client]


@pytest.fixture
def server(settings: Any) -> Iterator[Served]:
    """A server of calendars that the desk may ask."""
    allowed = (ipaddress.ip_network("127.0.0.1/32"),)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, inner_networks=allowed)
    with serving() as served:
        yield served


def away_now(*, title: str = "Chemotherapy") -> bytes:
    """A calendar by which somebody is away today and tomorrow."""
    today = datetime.now(UTC)
    first, after = today - timedelta(days=1), today + timedelta(days=3)
    return calendar(days_away(f"{first:%Y%m%d}", f"{after:%Y%m%d}", title=title))


def test_somebody_gives_their_calendar_and_a_teammate_sees_that_they_are_away_and_no_more(
    lighthouse: Lighthouse, signed_in: SignIn, server: Served
) -> None:
    noor, page = signed_in(lighthouse.noor), f"/people/{lighthouse.noor.pk}/hours"
    address = server.gives("/secret-3f7a.ics", away_now())
    assert noor.post(page, {"act": "address", "address": address}).headers["Location"] == page
    assert b"is read within a minute" in noor.get(page).content
    assert absences.round(datetime.now(UTC)) == 1
    own = noor.get(page).content.decode()
    assert "Calendar at 127.0.0.1" in own
    assert "1 of 1 event counts" in own
    mira, pat = signed_in(lighthouse.mira), signed_in(lighthouse.pat)
    for seen in (pat.get("/people/on-duty"), pat.get(page), pat.get("/people"), mira.get(page)):
        said = seen.content.decode()
        assert "away" in said
        assert "Chemotherapy" not in said
        assert "secret-3f7a" not in said
    assert b"by their calendar" in pat.get("/people/on-duty").content
    assert b"127.0.0.1" not in pat.get(page).content


def test_a_calendar_that_fails_says_why_and_since_when_and_that_what_it_said_stands(
    lighthouse: Lighthouse, signed_in: SignIn, server: Served
) -> None:
    noor, page = signed_in(lighthouse.noor), f"/people/{lighthouse.noor.pk}/hours"
    noor.post(page, {"act": "address", "address": server.gives("/a.ics", away_now())})
    absences.round(datetime.now(UTC))
    server.gives("/a.ics", b"<html>Sign in</html>")
    (row,) = AbsenceCalendar.objects.all()
    noor.post(page, {"act": "read", "calendar": row.pk})
    absences.round(datetime.now(UTC))
    said = noor.get(page).content.decode()
    for words in ("cannot be read", "That is no calendar", "What it said last stands.", "by their calendar"):
        assert words in said
    noor.post(page, {"act": "take-away", "calendar": row.pk})
    assert b"by their calendar" not in noor.get(page).content


def test_what_is_no_calendar_stands_at_its_field(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, page = signed_in(lighthouse.noor), f"/people/{lighthouse.noor.pk}/hours"
    answer = noor.post(page, {"act": "address", "address": "calendar.example.com"})
    assert (answer.status_code, b'id="address-error"' in answer.content) == (422, True)
    answer = noor.post(page, {"act": "file", "file": SimpleUploadedFile("a.ics", b"x")})
    assert (answer.status_code, b'id="file-error"' in answer.content) == (422, True)
    answer = noor.post(page, {"act": "holidays", "place": "DE-XX"})
    assert (answer.status_code, b"DE has the parts" in answer.content) == (422, True)


def test_an_owner_gives_the_company_and_a_role_their_days_off_and_others_see_them(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    mira, ada = signed_in(lighthouse.mira), signed_in(lighthouse.ada)
    mira.post("/people/absences", {"act": "file", "every": "1", "file": SimpleUploadedFile("a.ics", away_now())})
    mira.post("/people/absences", {"act": "holidays", "place": "us-ca", "role": "support"})
    seen = ada.get("/people/absences").content.decode()
    for words in ("A calendar file", "everybody", "Public holidays of US-CA"):
        assert words in seen
    assert 'data-act="absences' not in seen
    assert b"by the company&#39;s calendar" in ada.get("/people/on-duty").content
    assert ada.post("/people/absences", {"act": "holidays", "place": "DE"}).status_code == 403
