"""A replay's report: every flip in Parquet, the same figures in text, JSON and page, and a page that needs nothing."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest

from firsthand.domain.book import Edition
from firsthand.workbench.history.generated import generated
from firsthand.workbench.replay import Judged, ReplaySummary, Sums, running, summary_of
from firsthand.workbench.replay.report import attainment, document, lines, page, wording
from firsthand.workbench.replay.running import replayed
from tests.workbench.history.histories import three_tickets
from tests.workbench.replay.books import after, before

CSS = Path(__file__).resolve().parents[3] / "src" / "firsthand"
TOKEN = re.compile(r"(--[a-z-]+): (light-dark\(.*\));")


def summed(sums: Sums, books: tuple[Edition, Edition] | None = None) -> ReplaySummary:
    old, new = books or (before(), after())
    return summary_of(sums, old, new)


def three() -> ReplaySummary:
    return summed(replayed(before(), after(), [three_tickets()]))


def test_every_flip_is_a_row_of_the_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "flips.parquet"
    replayed(before(), after(), [three_tickets()], path)
    rows = pl.read_parquet(path).filter(pl.col("ticket") == "T-3").sort("subject").to_dicts()
    assert [(row["subject"], row["before"], row["after"]) for row in rows] == [
        ("owner", "customer_engineering", "product"),
        ("resolution", "no_policy", "met"),
    ]
    assert (rows[0]["clause_before"], rows[0]["clause_after"], rows[0]["account"]) == ("rest", "wish", "Acme")
    assert rows[1]["due_after"].isoformat() == "2021-07-09T18:00:00+00:00"
    assert [one.name for one in tmp_path.iterdir()] == ["flips.parquet"]


def test_flips_that_are_written_in_pieces_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = generated(3_000, seed=4)
    whole, pieces = tmp_path / "whole.parquet", tmp_path / "pieces.parquet"
    sums = replayed(before(), after(), [history], whole)
    monkeypatch.setattr(running, "_HELD", 100)
    replayed(before(), after(), [history.select(history.strategic), history.select(~history.strategic)], pieces)
    found = pl.read_parquet(pieces).sort("ticket", "subject")
    assert found.equals(pl.read_parquet(whole).sort("ticket", "subject"))
    assert found["ticket"].n_unique() == sums.any_flip
    assert sorted(one.name for one in tmp_path.iterdir()) == ["pieces.parquet", "whole.parquet"]


def test_the_document_is_json_and_says_what_the_summary_says() -> None:
    told = json.loads(json.dumps(document(three())))
    assert told["flips"] == {"tickets": 3, "owner": 1, "verdict": 3}
    first = next(clock for clock in told["clocks"] if clock["clock"] == "first_response")
    assert first["attainment"]["before"] == {"met": 2, "judged": 3, "share": 0.666667}
    assert first["verdicts"]["no_clock_by_policy"] == {"before": 0, "after": 1}
    assert sum(one["share_after"] for one in told["time"]) == pytest.approx(1)


def test_the_table_of_attainment_adds_up() -> None:
    frame = attainment(three()).filter(pl.col("clock") == "first_response")
    sums = frame.group_by("by").agg(pl.col("judged_before").sum()).to_dict(as_series=False)
    assert set(sums["judged_before"]) == {3}


def test_the_terminal_says_what_changes_and_why() -> None:
    told = "\n".join(lines(three()))
    assert "3 tickets, received Tue 6 Jul 2021 to Thu 8 Jul 2021." in told
    assert "3 tickets change: 1 by owner, 3 by verdict." in told
    assert re.search(r"first response +66.7 % +50 % +−16.7 points", told)
    assert "owner: customer engineering → product (rest → wish; first T-3)" in told
    assert "1 ticket were not" not in told


def test_the_page_needs_nothing_else_and_escapes_what_it_shows() -> None:
    old, new = before(), after()
    summary = three()
    html = page(summary, old, new)
    assert not re.search(r'(src|href)="|url\(|<script|@import', html)
    assert "Rule wish." in html
    assert html.count('<rect class="h') == 2 * 2 * 168
    unsafe = three_tickets()
    named = type(unsafe.account)(codes=unsafe.account.codes, names=("<b>Acme</b>", "Borealis"))
    shown = page(summed(replayed(old, new, [replace(unsafe, account=named)])), old, new)
    assert "<b>Acme</b>" not in shown
    assert "&lt;b&gt;Acme&lt;/b&gt;" in shown


def test_a_replay_that_changes_nothing_says_so() -> None:
    books = (before(), before())
    summary = summed(replayed(*books, [three_tickets()]), books)
    assert "Nothing changes for any ticket of this history." in page(summary, *books)


def test_the_page_has_the_tokens_of_the_desk() -> None:
    desk = dict(TOKEN.findall((CSS / "web" / "static" / "firsthand.css").read_text(encoding="utf-8")))
    ours = (CSS / "workbench" / "replay" / "report" / "templates" / "replay.css").read_text(encoding="utf-8")
    shared = {name: value for name, value in TOKEN.findall(ours) if name in desk}
    assert len(shared) > 8
    assert shared == {name: desk[name] for name in shared}


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (None, "none judged"),
        (Fraction(1), "100 %"),
        (Fraction(0), "0 %"),
        (Fraction(99_999, 100_000), "99.9 %"),
        (Fraction(1, 100_000), "0.1 %"),
        (Fraction(1, 3), "33.3 %"),
    ],
)
def test_a_share_is_all_or_nothing_only_when_it_is(share: Fraction | None, said: str) -> None:
    assert wording.percent(share) == said


def test_points_carry_their_sign() -> None:
    assert wording.points(Judged(met=1, of=2), Judged(met=1, of=4)) == "−25.0"
    assert wording.points(Judged(met=1, of=2), Judged(met=0, of=0)) == ""
