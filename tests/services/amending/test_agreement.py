"""The git folder and the database agree: export, import, and a signed hash for each edition."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from firsthand import books
from firsthand.domain.amending.chain import digest_of
from firsthand.domain.errors import Invalid, Refused
from firsthand.models.policy import Amendment, EditionSeal
from firsthand.services.amending.actions import export_folder, folder_texts, publish
from firsthand.services.amending.agreement import LIST, digest_of_file, verify_folder
from firsthand.services.amending.approving import found_book, import_amendments
from firsthand.services.amending.sealing import desk_key, seal_what_waits
from firsthand.services.amending.signing import is_signed, public_text, signature_of, signing_key
from firsthand.services.desk.environment import SettingError
from firsthand.services.desk.folders import signing_key_file
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SECOND = """
book: customer-first
amendment: 2021-08-09-no-promise
title: No promise before the sale
published_at: 2021-08-09T10:00:00Z
author: Noor
approver: Ada
zone: America/Los_Angeles
withdraws:
  - {clause: S18, at: 2021-09-01, why: it was too much}
"""


@pytest.fixture
def exported(lighthouse: Lighthouse, tmp_path: Path) -> Path:
    """The desk's book of two editions in a folder."""
    publish(texts=[("second.yaml", SECOND)], at=NOW, by=lighthouse.ada)
    export_folder(folder=tmp_path / "book", at=NOW)
    return tmp_path / "book"


def wrong(folder: Path, key: str = "") -> list[tuple[str, str]]:
    return [(one.file, one.message) for one in verify_folder(folder, key=key).differences]


def test_an_export_is_what_was_published_byte_for_byte_and_signed(exported: Path) -> None:
    for row in Amendment.objects.all():
        assert (exported / row.name).read_bytes() == row.text.encode()
    found = verify_folder(exported, key=public_text(desk_key()))
    assert found.differences == ()
    assert [one.edition for one in found.editions] == ["2021-06-22-first-version", "2021-08-09-no-promise"]


def test_one_changed_byte_is_named_with_its_file(exported: Path) -> None:
    file = exported / "second.yaml"
    file.write_text(file.read_text().replace("2021-09-01", "2021-09-02"))
    assert wrong(exported) == [("second.yaml", "was changed since it was published")]


def test_a_missing_file_an_added_file_and_another_signer_are_named(exported: Path) -> None:
    (exported / "second.yaml").rename(exported / "third.yaml")
    assert wrong(exported) == [
        ("second.yaml", "is missing from the folder"),
        ("third.yaml", f"is not in {LIST}: it was not published"),
    ]
    assert all("not with the one given" in message for _, message in wrong(exported, key="0" * 64)[:2])


def test_a_list_that_was_rewritten_with_its_file_breaks_the_chain(exported: Path) -> None:
    content = json.loads((exported / LIST).read_text())
    first = content["editions"][0]
    file = exported / first["file"]
    file.write_text(file.read_text() + "# more\n")
    first["digest"] = digest_of_file(file)
    (exported / LIST).write_text(json.dumps(content))
    assert wrong(exported) == [(first["file"], "its hash is not that of its name, digest and the edition before")]


@pytest.mark.parametrize(
    "content", ["[", "{}", '{"form": "other"}', '{"form": "firsthand-editions-1", "book": "x", "editions": [7]}']
)
def test_a_list_that_is_none_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / LIST).write_text(content)
    with pytest.raises(Invalid, match=LIST):
        verify_folder(tmp_path)


def test_exporting_again_changes_nothing_and_never_overwrites_a_difference(exported: Path) -> None:
    assert export_folder(folder=exported, at=NOW) == 2
    (exported / "second.yaml").write_text("ours")
    with pytest.raises(Invalid, match="differs from what was published"):
        export_folder(folder=exported, at=NOW)
    assert (exported / "second.yaml").read_text() == "ours"


def test_what_the_desk_signed_itself_comes_back_without_being_asked_again(
    lighthouse: Lighthouse, tmp_path: Path
) -> None:
    assert import_amendments(folder=_exported_elsewhere(lighthouse, tmp_path), at=NOW, by=[]) == ["second.yaml"]
    assert EditionSeal.objects.count() == 2


def _exported_elsewhere(desk: Lighthouse, tmp_path: Path) -> Path:
    """The folder as another host with the same key and a newer book would write it."""
    with transaction.atomic():
        publish(texts=[("second.yaml", SECOND)], at=NOW, by=desk.ada)
        export_folder(folder=tmp_path / "book", at=NOW)
        transaction.set_rollback(True)
    return tmp_path / "book"


@pytest.mark.clause("S5", "A21")
def test_a_hand_written_amendment_is_imported_only_by_its_owner(lighthouse: Lighthouse, tmp_path: Path) -> None:
    (tmp_path / "second.yaml").write_text(SECOND)
    for people in ([], [lighthouse.mira], [lighthouse.noor]):
        with pytest.raises(Refused, match=r"second.yaml: Only head of support \(Ada Obi\)"):
            import_amendments(folder=tmp_path, at=NOW, by=people)
    assert import_amendments(folder=tmp_path, at=NOW, by=[lighthouse.ada]) == ["second.yaml"]
    assert import_amendments(folder=tmp_path, at=NOW, by=[]) == []


def test_a_file_that_differs_from_what_was_published_is_refused(exported: Path, lighthouse: Lighthouse) -> None:
    (exported / LIST).unlink()
    (exported / "second.yaml").write_text(SECOND + "# other\n")
    with pytest.raises(Invalid, match="published before with another text"):
        import_amendments(folder=exported, at=NOW, by=[lighthouse.ada])


@pytest.mark.clause("A13")
def test_nothing_is_published_before_what_is_known_already(lighthouse: Lighthouse) -> None:
    back = SECOND.replace("2021-08-09T10:00:00Z", "2021-06-01T10:00:00Z")
    with pytest.raises(Exception, match="published") as raised:
        publish(texts=[("second.yaml", back)], at=NOW, by=lighthouse.ada)
    assert getattr(raised.value, "code", "") in ("back_dated", "published_before", "not_in_the_book")
    assert Amendment.objects.count() == 1


def test_the_first_book_is_loaded_once(lighthouse: Lighthouse) -> None:
    texts = folder_texts(books.folder("customer-first"))
    with pytest.raises(Refused, match="changed by amendments"):
        found_book(viewer=lighthouse.viewer(lighthouse.mira), texts=texts, at=NOW, by=lighthouse.mira)


def test_the_key_is_made_once_for_its_owner_only_or_given(tmp_path: Path) -> None:
    key = signing_key(data=tmp_path, given="")
    assert signing_key_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert public_text(signing_key(data=tmp_path, given="")) == public_text(key)
    given = signing_key(data=tmp_path / "elsewhere", given=signing_key_file(tmp_path).read_text())
    assert is_signed(public=public_text(key), edition_hash="ab", signature=signature_of(given, "ab"))
    assert not is_signed(public=public_text(key), edition_hash="ac", signature=signature_of(given, "ab"))
    assert not is_signed(public="no key", edition_hash="ab", signature="zz")
    for unusable in ("short", "é", "A" * 44):
        with pytest.raises(SettingError, match="expected 32 bytes in Base64"):
            signing_key(data=tmp_path, given=unusable)
    assert settings.ENVIRONMENT.signing_key == ""


def test_what_an_earlier_version_published_is_sealed_at_the_next_start(lighthouse: Lighthouse) -> None:
    assert seal_what_waits(at=NOW) == 0
    text = SECOND.replace("08-09", "08-08")
    Amendment.objects.create(
        book="customer-first", name="old.yaml", text=text, digest=digest_of(text),
        published_at=NOW, loaded_at=NOW, loaded_by=None,
    )  # fmt: skip
    assert seal_what_waits(at=NOW) == 1
    assert EditionSeal.objects.latest("id").previous == EditionSeal.objects.earliest("id").hash


def test_seals_are_in_time_order_and_each_names_the_one_before(lighthouse: Lighthouse) -> None:
    later = SECOND.replace("08-09", "08-10").replace("S18", "S20").replace("no-promise", "third")
    publish(texts=[("z.yaml", SECOND), ("a.yaml", later)], at=NOW + timedelta(days=9), by=lighthouse.ada)
    seals = list(EditionSeal.objects.select_related("amendment"))
    assert [one.amendment.name for one in seals][1:] == ["z.yaml", "a.yaml"]
    assert [one.previous for one in seals[1:]] == [one.hash for one in seals[:-1]]
