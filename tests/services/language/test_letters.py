"""What the desk writes is in the language of whoever gets it; addresses to open stay as they are."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.conf import settings
from django.test import override_settings

from firsthand.domain.errors import Invalid
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import say
from firsthand.models.outbox import Delivery
from firsthand.services.desk.actions import change_settings
from firsthand.services.language import pseudo
from firsthand.services.language.languages import language_of
from firsthand.services.notices.actions import notify
from firsthand.services.notices.mailing import mail_due
from firsthand.services.people.actions import change_profile, invite, request_password_reset
from firsthand.services.tickets.actions.conversation import reply
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse


@pytest.fixture(autouse=True)
def accented() -> Iterator[None]:
    """The desk speaks the pseudo-language too."""
    with override_settings(LANGUAGES=[("en", "English"), (pseudo.CODE, pseudo.NAME)]):
        pseudo.teach()
        yield
        pseudo.forget()


def newest() -> Delivery:
    """The mail that was written last."""
    return Delivery.objects.latest("id")


def test_a_teammate_is_told_in_the_language_that_they_chose(lighthouse: Lighthouse) -> None:
    noor = lighthouse.viewer(lighthouse.noor)
    change_profile(viewer=noor, language=pseudo.CODE, at=NOW)
    lighthouse.noor.refresh_from_db()
    text = say("{name} waits", name="Ana")
    both, kind = [lighthouse.noor, lighthouse.mira], NoticeKind.clock_warned
    notify(people=both, subject=None, at=NOW, kind=kind, text=text, clause="S1", key="k")
    mail_due(now=NOW)
    hers, miras = (Delivery.objects.get(recipients=[one.email]) for one in both)
    assert (hers.subject, miras.subject) == ("[Firsthand] [Ana ŵåîţš]", "[Firsthand] Ana waits")
    assert "[Ţĥé ƀööķ šåýš šö îñ S1.]" in hers.text


def test_a_password_reset_keeps_its_address(lighthouse: Lighthouse) -> None:
    change_profile(viewer=lighthouse.viewer(lighthouse.noor), language=pseudo.CODE, at=NOW)
    request_password_reset(email="noor@lighthouse.example", client="192.0.2.7", at=NOW)
    assert newest().subject == "[Šéţ å ñéŵ þåššŵöřð]"
    assert "\n\nhttp://desk.lighthouse.example/reset/" in newest().text


@pytest.fixture
def speaking(lighthouse: Lighthouse) -> Lighthouse:
    """Mira, who runs the desk, chose its language."""
    change_settings(viewer=lighthouse.viewer(lighthouse.mira), language=pseudo.CODE, at=NOW)
    return lighthouse


def test_who_is_nobody_yet_is_written_to_in_the_desks_language(speaking: Lighthouse) -> None:
    invite(viewer=speaking.viewer(speaking.mira), email="new@x.example", name="Bo", roles=[], at=NOW)
    assert newest().subject.startswith("[Mira Lindqvist îñṽîţéš ýöû ţö")


def test_who_chose_no_language_is_written_to_in_the_desks(speaking: Lighthouse) -> None:
    request_password_reset(email="noor@lighthouse.example", client="192.0.2.7", at=NOW)
    assert newest().subject == "[Šéţ å ñéŵ þåššŵöřð]"


def test_a_request_without_a_subject_is_answered_under_one_in_the_desks_language(speaking: Lighthouse) -> None:
    ticket, mira = speaking.ticket(subject=""), speaking.viewer(speaking.mira)
    reply(viewer=mira, ticket_id=ticket.pk, text="We mended it.", substantive=True, at=NOW)
    assert newest().subject == f"Re: [Ýöûř řéǫûéšţ #{ticket.pk}]"


def test_a_desk_speaks_no_language_that_there_is_not(lighthouse: Lighthouse) -> None:
    with pytest.raises(Invalid, match="Choose one of the list"):
        change_settings(viewer=lighthouse.viewer(lighthouse.mira), language="xx", at=NOW)


def test_a_language_that_there_is_no_more_is_none(lighthouse: Lighthouse) -> None:
    lighthouse.noor.language = "xx"
    assert language_of(lighthouse.noor) == settings.LANGUAGE_CODE


def test_nothing_is_offered_but_what_there_is_a_catalogue_of() -> None:
    from_the_program = import_module("firsthand.config.settings").LANGUAGES
    assert dict(from_the_program) == {"en": "English"}
