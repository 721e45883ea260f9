"""What is erased is not found from the commit of the erasure on, whatever waits to be written."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from firsthand.models.search import SearchEntry
from firsthand.models.tickets import ClosedAs
from firsthand.services.accounts.erasing import erase_contact
from firsthand.services.search.actions import write_all_anew, write_waiting
from firsthand.services.tickets.actions.conversation import add_note
from firsthand.services.tickets.actions.kinds import end_as_not_a_request
from firsthand.services.tickets.actions.merging import split
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.search.test_finding import found

LATER = NOW + timedelta(minutes=5)
TRACES = ("zebra", "costa", "ana", "loops", "ana@acme.example")


def kept() -> str:
    """Every word that the index has."""
    with connection.cursor() as cursor:
        column = "words::text" if connection.vendor == "postgresql" else "names || ' ' || body"
        tables = ("firsthand_searchtext", "firsthand_searchnames")
        cursor.execute(" UNION ALL ".join(f"SELECT {column} FROM {table}" for table in tables))
        return " ".join(text for (text,) in cursor.fetchall())


def test_an_erased_person_and_what_they_wrote_is_found_no_more(lighthouse: Lighthouse) -> None:
    mira, ticket = lighthouse.viewer(lighthouse.mira), lighthouse.ticket(text="My zebra is ill. Ana Costa")
    second = split(viewer=mira, ticket_id=ticket.pk, message_id=ticket.messages.get().pk, subject="Zebra", at=LATER)
    add_note(viewer=mira, ticket_id=ticket.pk, text="Ana Costa called about the parcel.", at=LATER)
    write_waiting(limit=1000)
    assert set(found(lighthouse, "zebra")) == {ticket.pk, second.pk}
    for number in (ticket.pk, second.pk):
        end_as_not_a_request(viewer=mira, ticket_id=number, as_=ClosedAs.other, at=LATER)
    erase_contact(viewer=mira, contact_id=lighthouse.ana.pk, why="they asked us to", at=LATER)
    for _ in range(2):
        assert [words for words in TRACES if found(lighthouse, words)] == []
        assert [word for word in ("zebra", "costa", "loops") if word in kept()] == []
        write_all_anew()
        write_waiting(limit=1000)
    assert found(lighthouse, "parcel") == [ticket.pk]


def test_no_word_outlives_its_entry(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(text="My zebra is ill.")
    assert "zebra" in kept()
    SearchEntry.objects.filter(ticket=ticket.pk).delete()
    assert "zebra" not in kept()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_emptied_keeps_no_word(lighthouse: Lighthouse) -> None:
    lighthouse.ticket(text="My zebra is ill.")
    call_command("flush", interactive=False, verbosity=0)
    assert kept() == ""
