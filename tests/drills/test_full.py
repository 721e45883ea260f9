"""What every run of the suite asks fewer examples of is asked all of them by its drill."""

from drills.full import shortened_tests
from tests.at_length import IN_FULL, at_length


def test_the_drill_finds_what_is_short() -> None:
    found = shortened_tests()
    assert "tests/domain/calendars/test_every_zone.py" in found
    assert "tests/workbench/mining/test_made_desks.py" in found
    assert "tests/drills/test_kill.py" not in found, "it has a drill of its own"


def test_a_run_of_the_suite_is_short_and_the_drill_is_not() -> None:
    assert at_length(10, short=4) == (10 if IN_FULL else 4)
