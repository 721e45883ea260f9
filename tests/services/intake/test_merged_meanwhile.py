"""A mail that is taken in while its account, or whoever wrote it, is merged into another is the other's."""

from collections.abc import Callable, Collection
from pathlib import Path

import pytest

from firsthand.models.accounts import Account
from firsthand.services.accounts.merging import merge_accounts, merge_contacts
from firsthand.services.intake import lookup
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse, contact
from tests.services.intake.letters import arrive, letter, ticket_of


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Lets somebody do something after the intake has read who wrote, and before it holds them."""
    read = lookup._accounts

    def after_reading(act: Callable[[], object]) -> None:
        waiting = [act]

        def accounts(domains: Collection[str]) -> dict[str, Account]:
            found = read(domains)
            if waiting:
                waiting.pop()()
            return found

        monkeypatch.setattr(lookup, "_accounts", accounts)

    return after_reading


def test_the_account_is_merged_meanwhile(
    lighthouse: Lighthouse, meanwhile: Callable[[Callable[[], object]], None], tmp_path: Path
) -> None:
    eve, cobalt = lighthouse.viewer(lighthouse.eve), lighthouse.cobalt
    meanwhile(
        lambda: merge_accounts(viewer=eve, account_id=lighthouse.acme.pk, into_id=cobalt.pk, why="One company.", at=NOW)
    )
    known = ticket_of(arrive(letter(sender="Ana <ana@acme.example>"), folder=tmp_path, at=NOW))
    new = letter(sender="Dee <dee@acme.example>", message_id="<2@acme.example>", subject="Another")
    assert known.account == cobalt
    assert ticket_of(arrive(new, folder=tmp_path, at=NOW)).account == cobalt


def test_who_wrote_it_is_merged_meanwhile(
    lighthouse: Lighthouse, meanwhile: Callable[[Callable[[], object]], None], tmp_path: Path
) -> None:
    mira, private = lighthouse.viewer(lighthouse.mira), contact("ana@home.example")
    meanwhile(
        lambda: merge_contacts(
            viewer=mira, contact_id=private.pk, into_id=lighthouse.ana.pk, why="Hers.", at=NOW, sure=True
        )
    )
    ticket = ticket_of(arrive(letter(sender="Ana <ana@home.example>"), folder=tmp_path, at=NOW))
    assert (ticket.contact, ticket.account) == (lighthouse.ana, lighthouse.acme)
