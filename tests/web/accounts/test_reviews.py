"""A deviation beside its account: who owns the rule says on the page that it was looked at again."""

from collections.abc import Callable

import pytest
from django.test import Client

from firsthand.models.people import Person
from firsthand.models.policy import PolicyException
from firsthand.services.amending.actions import publish
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.exceptions.test_exceptions import DEVIATION

SignIn = Callable[[Person], Client]


@pytest.mark.clause("S5", "A12")
def test_ada_says_on_the_page_that_it_stands_and_mira_reads_whose_it_is(
    lighthouse: Lighthouse, signed_in: SignIn
) -> None:
    publish(texts=[("2021-07-12-acme-launch.yaml", DEVIATION)], at=NOW, by=lighthouse.ada)
    where = f"/a/{lighthouse.acme.pk}"
    said = {"act": "review", "exception": str(PolicyException.objects.get().pk), "why": "They launch on Monday."}
    page = signed_in(lighthouse.mira).get(where).content.decode()
    assert "reviewed by head of support (Ada Obi)" in page
    assert "Reviewed: it stands" not in page
    assert signed_in(lighthouse.mira).post(where, said).status_code == 403
    ada = signed_in(lighthouse.ada)
    assert "Reviewed: it stands" in ada.get(where).content.decode()
    wrong = ada.post(where, said | {"why": " "})
    assert (wrong.status_code, "Say in at most 400 characters why it stands." in wrong.content.decode()) == (422, True)
    assert ada.post(where, said).status_code == 303
    page = ada.get(where).content.decode()
    assert "reviewed by Ada Obi: They launch on Monday." in page
    assert "Reviewed: it stands" not in page
