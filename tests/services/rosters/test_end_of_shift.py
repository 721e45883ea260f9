"""At the end of a shift what somebody holds could go to who is on duty then."""

from firsthand.domain.names import Role
from firsthand.models.people import Person
from firsthand.services.rosters.actions import set_hours
from firsthand.services.rosters.end_of_shift import end_of_shift
from firsthand.services.tickets.actions.custody import take
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, person


def works(lighthouse: Lighthouse, who: Person, hours: str, zone: str) -> None:
    """Somebody says their hours."""
    me = lighthouse.viewer(who)
    set_hours(viewer=me, person_id=who.pk, hours=hours, zone=zone, from_on="2021-01-04", at=NOW)


def test_what_i_hold_could_go_to_the_colleague_whose_day_has_begun_where_the_sun_is(lighthouse: Lighthouse) -> None:
    kenji, zoe = person("Kenji Mori", Role("support")), person("Zoe Park", Role("support"))
    works(lighthouse, lighthouse.mira, "mon-fri 09:00-17:00", "America/Los_Angeles")
    works(lighthouse, zoe, "mon-fri 09:00-17:00", "America/Los_Angeles")
    works(lighthouse, kenji, "sat 08:00-16:00", "Asia/Tokyo")
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    take(viewer=mira, ticket_id=ticket.pk, at=NOW)
    shift = end_of_shift(viewer=mira, at=NOW)
    assert shift is not None
    assert [(one.id, one.to.name if one.to else "") for one in shift.tickets] == [(ticket.pk, "Kenji Mori")]


def test_where_nobody_is_on_duty_then_nobody_is_named(lighthouse: Lighthouse) -> None:
    works(lighthouse, lighthouse.mira, "mon-fri 09:00-17:00", "America/Los_Angeles")
    mira = lighthouse.viewer(lighthouse.mira)
    assert end_of_shift(viewer=mira, at=NOW) is None
    take(viewer=mira, ticket_id=lighthouse.ticket().pk, at=NOW)
    shift = end_of_shift(viewer=mira, at=NOW)
    assert shift is not None
    assert [one.to for one in shift.tickets] == [None]


def test_outside_of_a_shift_nothing_ends(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    take(viewer=mira, ticket_id=lighthouse.ticket().pk, at=NOW)
    assert end_of_shift(viewer=mira, at=NOW) is None
