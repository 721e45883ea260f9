"""No log holds a link that lets somebody in, a password, or mail."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog
from django.db import IntegrityError, OperationalError
from django.test import Client

from firsthand.services.people.actions.passwords import reset_token
from tests.lighthouse import Lighthouse
from tests.logged import ReadLog, logged

CANARY = "canary-b7c1e"


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadLog]:
    """What was logged, as the program logs."""
    with logged(request.param, monkeypatch) as read:
        yield read


@pytest.mark.parametrize("link", ["reset", "invitation"])
def test_no_link_that_lets_somebody_in_is_logged(db: None, log: ReadLog, link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(f"/{link}/{CANARY}")
    client.get(f"/{link}/{CANARY}/and/more")
    client.post(f"/{link}/{CANARY}", {"password": CANARY})
    client.get(f"/sign-in?next=%2F{link}%2F{CANARY}", HTTP_HOST=f"x/{link}/{CANARY}")
    logging.getLogger("waitress").info("Client disconnected while serving /%s/%s", link, CANARY)
    said = log()
    assert f"/{link}/…" in said
    assert CANARY not in said


def test_a_weak_password_leaves_neither_itself_nor_the_link_in_the_log(lighthouse: Lighthouse, log: ReadLog) -> None:
    token = reset_token(lighthouse.mira, at=datetime.now(UTC))
    assert Client().post(f"/reset/{token}", {"password": "canary"}).status_code == 422
    said = log()
    assert "Unprocessable" in said
    assert token not in said
    assert "canary" not in said


@pytest.mark.parametrize("error", [ValueError(CANARY), IntegrityError(f"DETAIL: Key (subject)=({CANARY})")])
def test_a_traceback_names_places_and_no_values(log: ReadLog, error: Exception) -> None:
    try:
        try:
            raise error
        except Exception as first:
            raise RuntimeError(CANARY) from first
    except RuntimeError:
        structlog.get_logger("firsthand.tests").exception("round_failed")
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/")
    said = log()
    assert said.count(type(error).__name__) == 2
    assert said.count("test_logs.py") >= 4
    assert CANARY not in said


def test_what_the_machine_says_is_kept(log: ReadLog) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        structlog.get_logger("firsthand.tests").exception("round_failed", part="clocks")
    assert "OperationalError: connection refused" in log()


def test_each_line_of_the_json_log_is_json(log: ReadLog) -> None:
    Client().get("/reset/x/y")
    lines = log().splitlines()
    assert all(json.loads(line)["level"] for line in lines if line.startswith("{"))


def test_a_line_that_cannot_be_logged_says_nothing_of_its_values(log: ReadLog) -> None:
    said_wrong = logging.LogRecord("django.request", logging.INFO, "", 1, "%d of it", (CANARY,), None)
    logging.getLogger().handlers[0].handle(said_wrong)
    said = log()
    assert "A line of django.request could not be logged (TypeError)." in said
    assert CANARY not in said
