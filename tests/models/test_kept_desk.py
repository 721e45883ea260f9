"""A kept desk is laid down again whole, where each statement commits by itself too."""

import pytest

from firsthand.models.people import Person
from firsthand.models.tickets import Ticket
from tests.web.conftest import _busy


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again", "and again"])
def test_a_desk_with_tickets_is_laid_down_without_a_transaction_around_it(time: str) -> None:
    busy = _busy()
    assert Person.objects.filter(pk=busy.desk.mira.pk, name=busy.desk.mira.name).exists()
    assert Ticket.objects.count() >= 8
