"""Where one version hands over to the next in the middle of a night."""

from datetime import date, timedelta

from tests.domain.calendars.desks import at, desk

HOUR = timedelta(hours=1)


def test_a_night_of_the_old_version_runs_out_beside_the_new_hours_and_counts_once() -> None:
    hours = desk(
        weekly={"mon-sun": "22:00-06:00"},
        versions=[{"from": date(2021, 8, 1), "weekly": {"mon-sun": "05:00-09:00"}}],
    )
    found = hours.intervals(at("2021-07-31 12:00"), at("2021-08-02 00:00"))
    assert [(i.opens_at, i.closes_at) for i in found] == [(at("2021-07-31 22:00"), at("2021-08-01 09:00"))]
    assert hours.elapsed(at("2021-07-31 12:00"), at("2021-08-02 00:00")) == 11 * HOUR
