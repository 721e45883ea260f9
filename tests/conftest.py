"""What every test stands on: a data folder of its own, and the shared logs and mail where they are at hand."""

import os
import tempfile
from pathlib import Path

import pytest

_folder = tempfile.mkdtemp(prefix="firsthand-test-")
os.environ["FIRSTHAND_DATA"] = _folder
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "firsthand.config.settings")

ROOT = Path(__file__).resolve().parent.parent


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
