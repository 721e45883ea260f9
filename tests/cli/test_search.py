"""`firsthand search rebuild`: the index is written anew with progress; `doctor` says while it is not complete."""

import pytest

from firsthand.cli import search
from firsthand.domain.sentences import PLAIN
from firsthand.models.search import SearchWaiting
from firsthand.services.health.queries import health
from firsthand.services.search.actions import write_all_anew, write_waiting
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import light_up


@pytest.mark.django_db
def test_the_health_page_says_how_much_is_left_and_the_desk_works() -> None:
    light_up().ticket()
    write_waiting(limit=1000)
    assert [part.name for part in health(now=NOW).parts if part.name == "search"] == []
    write_all_anew()
    [part] = [part for part in health(now=NOW).parts if part.name == "search"]
    assert (part.works, part.required) == (False, False)
    assert "not found by their words yet" in PLAIN.phrase(part.text)


@pytest.mark.django_db(transaction=True)
def test_the_index_is_rebuilt_with_progress(capsys: pytest.CaptureFixture[str]) -> None:
    light_up().ticket()
    assert search.rebuild() == 0
    assert "written." in capsys.readouterr().out
    assert not SearchWaiting.objects.exists()
