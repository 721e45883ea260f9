"""What every test stands on: a data folder of its own, and the shared logs and mail where they are at hand."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as desk_settings
from hypothesis import HealthCheck, settings

gc.disable()  # until all is collected: modules and tests are no garbage
_folder = tempfile.mkdtemp(prefix="firsthand-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["FIRSTHAND_DATA"] = _folder
os.environ["FIRSTHAND_MAIL_LOOK_UPS"] = "no"  # no test asks the network
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.config.settings")
django.setup()  # conftest files below import tables
desk_settings.PASSWORD_HASHERS = ["tests.quick_passwords.QuickArgon2"]

# Random examples are the same in every run of a commit, so that a check never fails for what somebody else changed:
# FIRSTHAND_RANDOM=1 looks for others. How long one takes says nothing on a machine that does other work.
settings.register_profile(
    "check",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="FIRSTHAND_RANDOM" not in os.environ,
)
settings.load_profile("check")

ROOT = Path(__file__).resolve().parent.parent


BEGIN_FIRST = (
    "tests/drills/",
    "tests/stories/",
    "tests/cli/test_serve.py",
    "tests/channels/test_contract.py",
    "tests/workbench/mining/test_made_desks.py",
    "tests/workbench/columns/test_every_unit.py",
    "tests/domain/calendars/test_every_zone.py",
)
"""The files that take longest. Where workers take files in order (--no-loadscope-reorder), none of these ends last."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files that take longest first, and on PostgreSQL leave out what asks no database: it ran on SQLite."""
    if "FIRSTHAND_DATABASE_URL" in os.environ:
        left_out = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_a_database(item)]
    items.sort(key=lambda item: [item.nodeid.startswith(file) for file in BEGIN_FIRST], reverse=True)


def pytest_collection_finish() -> None:
    """Whoever looks for garbage no longer looks through every module and test, which are most of what there is."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def _asks_a_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    own = item.nodeid.startswith("tests/drills/")  # these make databases of their own beside that of the tests
    return bool(asked) or own or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of this checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real logs and mail beside the checkout; tests that want it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with real logs and mail is absent")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_tests() -> Iterator[None]:
    """Tests that commit empty every table afterwards. SQLite does it with DELETE, which append-only tables refuse;
    PostgreSQL with TRUNCATE, at which no row's trigger takes its words out of the index."""
    from django.db import connection

    from firsthand.models.append_only import statements, undo
    from firsthand.models.search_triggers import TEXTS

    of = type(connection.ops)
    real: Callable[..., list[str]] = of.sql_flush

    def sql_flush(self: Any, *args: object, **options: object) -> list[str]:
        flush = real(self, *args, **options)
        if flush and connection.vendor == "sqlite":
            return [*undo("sqlite"), *flush, *statements("sqlite")]
        return [*flush, *(f"TRUNCATE firsthand_{text}" for text in TEXTS)] if flush else flush

    monkey = pytest.MonkeyPatch()
    monkey.setattr(of, "sql_flush", sql_flush)
    yield
    monkey.undo()


@pytest.fixture(autouse=True)
def _acts_refuse_as_they_declare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever test does an act: it refuses with a code that it declares, and is undone by the act that it names."""
    from firsthand.domain.acts import Sent
    from firsthand.domain.errors import DeskError
    from firsthand.services.catalogue.act import Act, Doer, Done

    real = Act.perform

    def perform(self: Act[Any], doer: Doer, sent: Sent) -> Done:
        try:
            done = real(self, doer, sent)
        except DeskError as error:
            if error.code not in self.codes:
                pytest.fail(f"{self.name} refused with {error.code}, which it does not declare")
            raise
        assert done.undo is None or done.undo.act == self.undone_by
        return done

    monkeypatch.setattr(Act, "perform", perform)
