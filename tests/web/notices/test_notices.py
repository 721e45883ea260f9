"""Notices, read one by one or all at once."""

from collections.abc import Callable

from django.test import Client

from firsthand.domain.sentences import as_written
from firsthand.models.outbox import Notice, NoticeChoice
from firsthand.models.people import Person
from tests.lighthouse import LONG_AGO, Lighthouse

SignIn = Callable[[Person], Client]


def test_notices_are_read_one_by_one_or_all_at_once(lighthouse: Lighthouse, signed_in: SignIn) -> None:
    for number in range(3):
        Notice.objects.create(
            key=str(number),
            person=lighthouse.mira,
            at=LONG_AGO,
            kind="clock_breached",
            text=as_written(f"Late {number}"),
            clause="S18",
        )
    client = signed_in(lighthouse.mira)
    page = client.get("/notices").content.decode()
    assert ("Late 2" in page, ">late · <" in page, "clock breached" in page) == (True, True, False)
    client.post("/notices", {"notice": Notice.objects.earliest("id").pk})
    assert Notice.objects.filter(read_at=None).count() == 2
    client.post("/notices")
    assert b"Nothing new for you" in client.get("/notices").content
    assert signed_in(lighthouse.noor).post("/notices", {"notice": 1}).status_code == 404


def test_the_profile_says_how_word_of_each_kind_comes_and_takes_another_choice(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    client = signed_in(lighthouse.mira)
    assert b"must be told" in client.get("/profile").content
    assert client.post("/profile", {"act": "way", "kind": "mentioned", "way": "page"}).status_code == 303
    assert NoticeChoice.objects.get().way == "page"
    refused = client.post("/profile", {"act": "way", "kind": "clock_breached", "way": "none"})
    assert "Choose how" in refused.content.decode()
    assert NoticeChoice.objects.count() == 1
