"""The pages of people at work: one's hours and time off, and who is on duty."""

from collections.abc import Callable

from django.test import Client
from django.utils.html import strip_tags

from firsthand.models.people import Person
from tests.lighthouse import Lighthouse

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
