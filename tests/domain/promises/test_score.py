"""The figures on voices that the grammar was written beside hold; the page tells those of voices it never met."""

from pathlib import Path

import pytest

from tests.domain.promises.score import Score, labels_of, scored

LABELS = sorted((Path(__file__).parent / "labels").glob("dev-*.jsonl"))
# precision and recall, both languages apart
LOWEST = {
    "time expression found": (0.97, 0.97),
    "typed value, given the span": (0.98, 0.98),
    "due instant, given the span": (0.98, 0.98),
    "timed promise shown": (0.93, 0.95),
    "stop": (0.97, 0.80),
    "untimed promise shown": (0.90, 0.88),
    "holder right": (0.92, 0.92),
    "hedge right": (0.95, 0.95),
    "condition right": (0.95, 0.95),
}


@pytest.fixture(scope="module", params=["en", "de"])
def score(request: pytest.FixtureRequest) -> Score:
    return scored(label for path in LABELS for label in labels_of(path) if label["lang"] == request.param)


@pytest.mark.parametrize("row", LOWEST)
def test_the_figures_hold(score: Score, row: str) -> None:
    precision, recall = LOWEST[row]
    assert score.rows[row].precision >= precision, score.misses
    assert score.rows[row].recall >= recall, score.misses


def test_the_labels_have_voices_languages_and_negatives_enough() -> None:
    labels = [label for path in LABELS for label in labels_of(path)]
    assert len({label["voice"] for label in labels}) >= 12
    english = sum(label["lang"] == "en" for label in labels)
    assert 0.4 <= english / len(labels) <= 0.6
    promising = sum(any(mark["act"] in ("promise", "norm", "offer") for mark in label["marks"]) for label in labels)
    assert promising / len(labels) <= 0.8


def test_marks_stand_in_their_text() -> None:
    for path in LABELS:
        for label in labels_of(path):
            for mark in label["marks"]:
                begin, end = mark["span"]
                assert label["text"][begin:end].strip() == label["text"][begin:end]
                if mark["time"]:
                    assert begin <= mark["time"][0] < mark["time"][1] <= end
