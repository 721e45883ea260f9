"""A person of each role walks through the demo in the pseudo-language: no page fails, no word of ours is English."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from firsthand.cli.demo.building import make
from firsthand.cli.demo.company import company_of
from firsthand.cli.demo.post_office import PostOffice
from firsthand.models.people import Person
from firsthand.services.book.desk import open_desk
from tests.web.pseudo_desk import known_on, speaking_pseudo
from tests.web.pseudo_pages import Known, seen
from tests.web.walking import walk

pytestmark = pytest.mark.django_db
COMPANY = company_of("customer-first")
OF_EACH_ROLE = {role: one.email for one in COMPANY.team for role in one.roles}


@pytest.fixture(scope="module")
def known(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Known]:
    """The demo's desk, made once for this file and taken away again, and what is everybody's own on it."""
    here = replace(settings.ENVIRONMENT, data=tmp_path_factory.mktemp("demo"))
    office = PostOffice(folder=here.data / "sent")
    office.start()
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ENVIRONMENT=here):
        make(here, COMPANY, password="a long enough sentence", office=office)
        office.stop()
        yield known_on(open_desk(datetime.now(UTC)).organisation)
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", sorted(set(OF_EACH_ROLE.values())))
def test_every_page_that_they_reach_opens_and_says_nothing_in_english(who: str, known: Known) -> None:
    client = Client()
    client.force_login(Person.objects.get(email=who))
    failed: set[tuple[str, int]] = set()
    english: dict[str, str] = {}
    with speaking_pseudo():
        for page in walk(client, each=1):
            if page.status >= 400:
                failed.add((page.path, page.status))
            english |= {word: f"{page.path}: {text[:90]}" for text in seen(page.text) for word in known.escaped(text)}
    assert (failed, english) == (set(), {})
