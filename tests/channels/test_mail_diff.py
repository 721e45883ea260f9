"""What two versions read otherwise is shown, and nothing else."""

import json
from pathlib import Path

from tests.channels.samples import SMALL
from tests.mail_diff import differences, take


def test_a_text_that_changed_is_shown_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(SMALL)
    (found,) = take(tmp_path)
    before, after = tmp_path / "before", tmp_path / "after"
    before.write_text(json.dumps(found), encoding="utf-8")
    after.write_text(json.dumps({**found, "text": "The export stops."}), encoding="utf-8")
    shown = list(differences(before, after))
    assert shown[0] == "== mail.eml: text"
    assert shown[-2:] == ["-The export stops at 90 percent.", "+The export stops."]
    assert list(differences(before, before)) == []
