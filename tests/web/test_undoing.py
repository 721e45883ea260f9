"""What was done is said with its undo, and pressing that undoes it."""

from datetime import UTC, datetime

from django.db import transaction
from django.test import Client

from firsthand.models.people import Person
from firsthand.services.access.viewers import viewer_of
from firsthand.services.catalogue import CATALOGUE
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.actions.holdings import hold
from tests.lighthouse import Lighthouse, person
from tests.web.examples_of_acts import EXAMPLES, Scene, set_the_scene
from tests.web.forms_of import forms_of

WITH_UNDO = [one for one in CATALOGUE.values() if one.undone_by]
NO_WAY_BACK = {
    "accounts.seller",
    "addresses.resume",
    "tickets.assign",
    "tickets.link",
    "tickets.status",
    "tickets.topic",
}
"""Their examples set what is so already, or leave a state to which nobody goes back by hand."""


def all_powerful(lighthouse: Lighthouse) -> tuple[Scene, Client]:
    """Robin, who holds every role and owns the desk."""
    robin, client, now = person("Robin Act", None), Client(), datetime.now(UTC)
    scene = set_the_scene(lighthouse, robin, now=now)
    company = viewer_of(robin, at=now).organisation
    hold(robin, [RoleWanted(role=one) for one in company.roles], at=now)
    Person.objects.filter(pk=robin.pk).update(is_owner=True)
    client.force_login(robin, backend="django.contrib.auth.backends.ModelBackend")
    return scene, client


def done_and_undone(client: Client, scene: Scene, name: str) -> tuple[str, int]:
    """The act that the next page offers as undo, and the status of pressing it. Nothing of it stays."""
    with transaction.atomic():
        assert client.post(f"/do/{name}", dict(EXAMPLES[name].sent(scene))).status_code == 303, name
        forms = [
            one for one in forms_of(client.get("/profile").content.decode()) if one.act == CATALOGUE[name].undone_by
        ]
        sent = {field: given.get("value") or "" for field, given in forms[0].fields.items()} if forms else {}
        answer = client.post(forms[0].action, sent).status_code if forms else 0
        transaction.set_rollback(True)
    return (forms[0].act if forms else ""), answer


def test_every_act_that_can_be_undone_offers_it_and_it_is(lighthouse: Lighthouse) -> None:
    scene, client = all_powerful(lighthouse)
    me = viewer_of(Person.objects.get(pk=scene.robin.pk), at=datetime.now(UTC))
    changing = [one for one in WITH_UNDO if EXAMPLES[one.name].is_done_by(me) and one.name not in NO_WAY_BACK]
    came = {one.name: done_and_undone(client, scene, one.name) for one in changing}
    assert came == {one.name: (one.undone_by, 303) for one in changing}


def test_where_nothing_can_be_taken_back_no_undo_is_offered(lighthouse: Lighthouse) -> None:
    scene, client = all_powerful(lighthouse)
    assert {done_and_undone(client, scene, name) for name in NO_WAY_BACK} == {("", 0)}
