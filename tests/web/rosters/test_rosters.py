"""The pages of people at work: one's hours and time off, and who is on duty."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from firsthand.domain.names import Role
from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from firsthand.services.amending.actions import publish
from firsthand.services.rosters.actions import enter_time_off, set_hours
from tests.lighthouse import Lighthouse, person
from tests.services.capacity.test_capacity_now import HEAD, LEVELS, works

SignIn = Callable[[Person], Client]


def test_somebody_says_their_hours_and_everybody_sees_who_is_at_work(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    noor, page = signed_in(lighthouse.noor), f"/people/{lighthouse.noor.pk}/hours"
    given = {"act": "hours", "hours": "mon-sun 00:00-24:00", "zone": "UTC", "from_on": "2026-01-01"}
    assert noor.post(page, given).headers["Location"] == page
    mira = signed_in(lighthouse.mira)
    assert b"at work" in mira.get("/people").content
    on_duty = mira.get("/people/on-duty").content.decode()
    assert f'<a href="{page}">Noor' in on_duty
    assert "without an end in sight" in on_duty


@pytest.mark.clause("T38")
def test_on_duty_says_which_level_of_capacity_it_is_and_why(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    now = datetime.now(UTC)
    text = HEAD.format(name="levels", at=now.isoformat()) + LEVELS
    publish(texts=[("levels.yaml", text)], at=now, by=None)
    noor = signed_in(lighthouse.noor)
    assert "rota unknown" in noor.get("/people/on-duty").content.decode()
    works(lighthouse, lighthouse.mira, zone="America/Los_Angeles")
    page = " ".join(strip_tags(noor.get("/people/on-duty").content.decode()).split())
    assert "Level 2: tight because of 0 at work in East" in page
    assert "level 2 Triage coordinates." in page
    assert "Counted now: 0 at work in East, 1 at work in West, 0 open tickets each." in page


def test_wrong_hours_are_kept_with_what_was_expected(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    given = {"act": "hours", "hours": "nine to five", "zone": "UTC", "from_on": "2026-01-01"}
    answer = signed_in(lighthouse.noor).post(f"/people/{lighthouse.noor.pk}/hours", given)
    assert answer.status_code == 422
    assert b'value="nine to five"' in answer.content
    assert b'id="hours-error"' in answer.content


def test_a_teammate_reads_the_hours_of_another_and_changes_nothing(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    ada, page = signed_in(lighthouse.ada), f"/people/{lighthouse.noor.pk}/hours"
    assert b'<form class="form"' not in ada.get(page).content
    assert ada.post(page, {"act": "away", "first": "2026-03-02", "last": "2026-03-02"}).status_code == 403


def test_whoever_heads_the_role_sees_on_the_assign_form_who_should_take_it(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    ticket = lighthouse.ticket()
    page = signed_in(lighthouse.ada).get(f"/t/{ticket.pk}").content.decode()
    assert "<strong>Mira Lindqvist</strong>" in page
    assert "gave no hours · has no open ticket" in " ".join(strip_tags(page).split())
    assert 'class="suggestion"' not in signed_in(lighthouse.mira).get(f"/t/{ticket.pk}").content.decode()


def test_ones_own_page_offers_what_one_holds_to_who_is_on_duty_at_the_end_of_the_shift(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    zoe, ticket, now = person("Zoe Park", Role("support")), lighthouse.ticket(), datetime.now(UTC)
    Ticket.objects.filter(pk=ticket.pk).update(responsible=lighthouse.mira)
    given = {"hours": "mon-sun 00:00-24:00", "zone": "UTC", "from_on": "2026-01-01", "at": now}
    for who in (lighthouse.mira, zoe):
        set_hours(viewer=lighthouse.viewer(who, at=now), person_id=who.pk, **given)  # type: ignore[arg-type]
    tomorrow = (now + timedelta(days=1)).date().isoformat()
    me = lighthouse.viewer(lighthouse.mira, at=now)
    enter_time_off(viewer=me, person_id=lighthouse.mira.pk, first=tomorrow, last=tomorrow, at=now)
    mira, page = signed_in(lighthouse.mira), f"/people/{lighthouse.mira.pk}/hours"
    address = f"/t/{ticket.pk}/hand-over?to=support:{zoe.pk}"
    found = mira.get(page).content.decode()
    assert "Offer it to Zoe Park" in found
    assert address in found
    assert mira.get(address).status_code == 200


def test_whoever_hands_over_sees_who_there_should_take_it_and_chooses_them_by_name(
    lighthouse: Lighthouse, signed_in: SignIn, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    ticket, now = lighthouse.ticket(), datetime.now(UTC)
    kim = person("Kim Lund", Role("product"))
    away = {"first": f"{now - timedelta(days=1):%Y-%m-%d}", "last": f"{now + timedelta(days=2):%Y-%m-%d}", "at": now}
    enter_time_off(viewer=lighthouse.viewer(lighthouse.mira, at=now), person_id=kim.pk, **away)  # type: ignore[arg-type]
    mira, page = signed_in(lighthouse.mira), f"/t/{ticket.pk}/hand-over?to=product:"
    mira.get(page)
    with django_assert_max_num_queries(17):
        seen = mira.get(page).content.decode()
    assert f'<a href="{page}{lighthouse.pat.pk}"><strong>Pat Ruiz</strong></a>' in seen
    assert "One is left out" in seen
    assert "is away until" in strip_tags(seen)
    chosen = mira.get(f"{page}{lighthouse.pat.pk}").content.decode()
    assert f'<a href="{page}{lighthouse.pat.pk}" aria-current="true">' in chosen


def test_the_wall_clock_of_a_colleague_is_told_to_who_reads_another(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    given = {"act": "hours", "hours": "mon-sun 00:00-24:00", "zone": "Asia/Tokyo", "from_on": "2026-01-01"}
    signed_in(lighthouse.noor).post(f"/people/{lighthouse.noor.pk}/hours", given)
    Person.objects.filter(pk=lighthouse.noor.pk).update(zone="Asia/Tokyo")
    told = [signed_in(one).get("/people/on-duty").content.decode() for one in (lighthouse.mira, lighthouse.noor)]
    assert [" Tokyo time there" in page for page in told] == [True, False]


def test_whole_days_off_are_days_where_somebody_works(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    Person.objects.filter(pk=lighthouse.noor.pk).update(zone="Asia/Tokyo")
    lighthouse.noor.refresh_from_db()
    noor, page = signed_in(lighthouse.noor), f"/people/{lighthouse.noor.pk}/hours"
    for first, last in (("2090-03-06", "2090-03-10"), ("2090-05-01", "2090-05-01")):
        assert noor.post(page, {"act": "away", "first": first, "last": last}).status_code == 303
    seen = " ".join(strip_tags(signed_in(lighthouse.mira).get(page).content.decode()).split())
    assert "Mon 6 Mar 2090 to Fri 10 Mar 2090 Tokyo time" in seen
    assert "Mon 1 May 2090 Tokyo time" in seen
