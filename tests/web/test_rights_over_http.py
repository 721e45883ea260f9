"""Who may do what, over HTTP: every act by every role, as the book says (S5)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from firsthand.domain.names import Role
from firsthand.domain.organisation import Organisation, Right
from firsthand.models.people import Person
from firsthand.services.access.viewers import Viewer, viewer_of
from firsthand.services.amending.actions import publish
from firsthand.services.book.desk import open_desk
from firsthand.services.catalogue import CATALOGUE, acts_of
from firsthand.services.catalogue.act import Act
from firsthand.services.people.actions import RoleWanted
from firsthand.services.people.actions.holdings import hold
from tests.at_length import IN_FULL
from tests.lighthouse import Lighthouse, person
from tests.web.examples_of_acts import EXAMPLES, Scene, set_the_scene

OTHERWISE = """
book: {book}
amendment: otherwise
title: Others may
published_at: {at}
author: Olga Owner
approver: Olga Owner
zone: UTC
organisation:
  - {{clause: r1, source: S5, text: Product rates., right: {{act: set_severity, roles: product}}}}
  - {{clause: r2, source: S5, text: Engineering sells., right: {{act: set_commercial, roles: [engineering, sales]}}}}
  - {{clause: r3, source: S5, text: Support sorts mail., right: {{act: handle_quarantine, roles: support}}}}
  - {{clause: r4, source: S5, text: Sales restricts., right: {{act: restrict, roles: sales}}}}
"""


@pytest.fixture(params=["as shipped", "otherwise"])
def company(request: pytest.FixtureRequest, lighthouse: Lighthouse) -> Organisation:
    """The company of the shipped book, and of one that gives rights to others."""
    now = datetime.now(UTC)
    if request.param == "otherwise":
        book = open_desk(now).book
        text = OTHERWISE.format(book=book.name, at=(now - timedelta(minutes=1)).isoformat())
        publish(texts=[("otherwise.yaml", text)], at=now - timedelta(seconds=30), by=None)
    return open_desk(now).organisation


TO_BE = {Right.see_desk, Right.be_accountable, Right.be_seller, Right.ask_for_help, Right.answer_help}
"""What is no act of its own: seeing is asked of each page, somebody is named to be something by somebody else, and who
may not ask for help, or answer it, hears the right way from the act itself (S40)."""
ROOMS = sorted({one.room for one in CATALOGUE.values()})
GIVEN_OTHERWISE = {Right.set_severity, Right.set_commercial, Right.handle_quarantine, Right.restrict}
ROOMS_OTHERWISE = ROOMS if IN_FULL else sorted({one.room for one in CATALOGUE.values() if one.right in GIVEN_OTHERWISE})
"""Where the other company gives a right to others. In full every room is asked again."""
_CODE = re.compile(r'data-code="(\w+)"')


def test_every_act_has_an_example_and_every_right_an_act() -> None:
    assert set(EXAMPLES) == set(CATALOGUE)
    assert {one.right for one in CATALOGUE.values()} | TO_BE >= set(Right)


@dataclass(frozen=True)
class Somebody:
    """Robin in a role, in none, or as an owner of the desk."""

    role: Role | None = None
    is_owner: bool = False


def as_somebody(robin: Person, who: Somebody, *, at: datetime) -> Viewer:
    """Robin, who holds exactly this from now on."""
    hold(robin, [RoleWanted(role=who.role)] if who.role is not None else [], at=at)
    Person.objects.filter(pk=robin.pk).update(is_owner=who.is_owner)
    return viewer_of(Person.objects.get(pk=robin.pk), at=at)


def asked(client: Client, act: Act[Any], scene: Scene, who: Somebody) -> tuple[str, str]:
    """What came of it, and what should: "done", or the code of the refusal. Nothing of it stays."""
    with transaction.atomic():
        viewer = as_somebody(scene.robin, who, at=datetime.now(UTC))
        example = EXAMPLES[act.name]
        answer = client.post(f"/do/{act.name}", dict(example.sent(scene)))
        transaction.set_rollback(True)
    found = _CODE.search(answer.content.decode())
    came = "done" if answer.status_code == 303 else (found[1] if found else str(answer.status_code))
    if act.right is not None and not viewer.may(act.right):
        return came, "not_yours"
    return came, "done" if example.is_done_by(viewer) else example.refused


@pytest.mark.clause("S5")
@pytest.mark.parametrize(
    ("company", "room"),
    [*(("as shipped", room) for room in ROOMS), *(("otherwise", room) for room in ROOMS_OTHERWISE)],
    indirect=["company"],
)
def test_each_role_may_do_what_the_book_gives_it_and_nothing_else(
    room: str, company: Organisation, lighthouse: Lighthouse
) -> None:
    robin, client = person("Robin Act", None), Client()
    scene = set_the_scene(lighthouse, robin, now=datetime.now(UTC))
    client.force_login(robin, backend="django.contrib.auth.backends.ModelBackend")
    doers = [Somebody(), *map(Somebody, company.roles), Somebody(is_owner=True)]
    wrong = {}
    for act in acts_of(room):
        for who in doers:
            came, should = asked(client, act, scene, who)
            if came != should:
                wrong[act.name, who] = came, should
    assert wrong == {}


@pytest.mark.clause("S5")
def test_every_page_that_the_navigation_offers_opens_for_each_role(
    company: Organisation, lighthouse: Lighthouse
) -> None:
    somebody = person("Robin Act", None)
    client = Client()
    client.force_login(somebody, backend="django.contrib.auth.backends.ModelBackend")
    sorts_mail = set()
    for role in company.roles:
        hold(somebody, [RoleWanted(role=role)], at=datetime.now(UTC))
        offered = set(re.findall(r'<a [^>]*href="([^"]+)"[^>]*data-go', client.get("/people").content.decode()))
        assert {"/book", "/people"} <= offered
        assert {address: client.get(address).status_code for address in offered} == dict.fromkeys(offered, 200)
        sorts_mail |= {role} if "/quarantine" in offered else set()
    assert sorts_mail == set(company.who_may(Right.handle_quarantine))
