"""One renderer tells every timeline: of a person, of the desk and its mailboxes, of whatever subject."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from firsthand.domain.events.actors import person
from firsthand.domain.events.desk import SettingChanged
from firsthand.domain.events.people import OwnerSet, RoleGiven, RolesSet
from firsthand.domain.names import NameFamily
from firsthand.domain.organisation.default import DEFAULT
from firsthand.domain.sentences import Name, PersonId, say
from firsthand.models.desk import DeskSettings
from firsthand.models.subjects import Subject
from firsthand.services.events.actions import insert
from firsthand.services.language.telling import teller_of
from firsthand.web.story import StoryReader, in_words
from tests.lighthouse import Lighthouse

NOW = datetime(2021, 8, 6, 23, 45, tzinfo=UTC)
READER = StoryReader(
    zone="America/Los_Angeles",
    now=NOW,
    teller=teller_of(DEFAULT),
    names={1: "Mira Lindqvist", 2: "Ada Obi"},
    contacts={},
)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (say("made {role} responsible", role=Name("head_of_support")), "made head of support responsible"),
        (say("made {role} responsible", role=Name("vp_sales", NameFamily.role)), "made VP of sales responsible"),
        (say("set it from {before} to {after}", before=Name(""), after=Name("s1")), "set it from none to s1"),
        (say("told {people}", people=(PersonId(1), PersonId(2))), "told Mira Lindqvist and Ada Obi"),
        (say("made {person} responsible", person=PersonId(None)), "made nobody responsible"),
        (say("merged it into #{number}", number=7), 'merged it into <a href="/t/7">#7</a>'),
        (say("tagged it {tag}", tag="<b>{0}</b>"), "tagged it &lt;b&gt;{0}&lt;/b&gt;"),
        (say("warned", say(" and told {people}", people=(PersonId(2),))), "warned and told Ada Obi"),
    ],
)
def test_a_sentence_is_told_with_its_values_as_words(sentence: object, told: str) -> None:
    assert str(in_words(sentence, READER)) == told  # type: ignore[arg-type]


def test_an_instant_is_told_on_the_readers_clock() -> None:
    assert ">16:45</time>" in in_words(say("by {due}", due=NOW), READER)


@pytest.fixture
def mira(lighthouse: Lighthouse) -> Client:
    """Mira, who owns the desk, signed in."""
    client = Client()
    client.force_login(lighthouse.mira)
    return client


def test_a_persons_page_says_who_gave_them_what(lighthouse: Lighthouse, mira: Client) -> None:
    by = person(lighthouse.mira.pk)
    set_roles = RolesSet(before=(), after=(RoleGiven(role="head_of_support", acting=True),))
    for payload in (set_roles, OwnerSet(is_owner=True)):
        insert(subject=lighthouse.noor.subject, payload=payload, actor=by, at=NOW, recorded_at=NOW)
    page = mira.get(f"/people/{lighthouse.noor.pk}").content.decode()
    assert "set the roles from none to head of support (acting)" in page
    assert page.index("made them an owner of the desk") < page.index("set the roles")


def test_the_settings_tell_what_was_changed_and_on_which_mailbox_to_owners_alone(
    lighthouse: Lighthouse, mira: Client
) -> None:
    by = person(lighthouse.mira.pk)
    changed = SettingChanged(field="zone", before="UTC", after="Europe/Berlin")
    secret = SettingChanged(field="password", before="", after="")
    subjects: list[tuple[Subject, SettingChanged]] = [
        (DeskSettings.objects.get().subject, changed),
        (lighthouse.mailbox.subject, secret),
    ]
    for subject, payload in subjects:
        insert(subject=subject, payload=payload, actor=by, at=NOW, recorded_at=NOW)
    page = mira.get("/settings").content.decode()
    assert "changed zone from UTC to Europe/Berlin" in page
    assert 'changed password</span> <span class="quiet">support@lighthouse.example</span>' in page
    other = Client()
    other.force_login(lighthouse.pat)
    assert "changed zone" not in other.get("/settings").content.decode()
