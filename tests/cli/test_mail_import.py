"""`firsthand mail import`: every message is counted, once."""

from pathlib import Path

import pytest

from tests.stories.desk_folder import found_desk, rows, run

TO = ("--to", "support@lighthouse.example")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with people and a book."""
    data = tmp_path_factory.mktemp("import")
    found_desk(data)
    return data


def mbox(folder: Path, *messages: str) -> Path:
    path = folder / "some mail.mbox"
    path.write_text("".join(f"From a@b Mon Aug  2 10:00:00 2021\n{message}\n\n" for message in messages))
    return path


def a_mail(number: int, *, thread: str = "") -> str:
    return (
        f"From: Ana <ana@acme.example>\nTo: support@lighthouse.example\nSubject: Question {number}\n"
        f"Date: Mon, 02 Aug 2021 10:00:00 +0000\nMessage-ID: <{number}@acme.example>\n{thread}\nHow do I do {number}?\n"
    )


def counted(words: str) -> dict[str, int]:
    lines = [line.split(maxsplit=1) for line in words.splitlines() if line.startswith("   ")]
    return {what.split()[0] + " " + what.split()[1]: int(count) for count, what in lines}


def test_the_counts_add_up_to_the_number_of_messages(data: Path, tmp_path: Path) -> None:
    mails = [a_mail(1), a_mail(2, thread="In-Reply-To: <1@acme.example>\n"), a_mail(1), "no headers here\n"]
    done = run("mail", "import", str(mbox(tmp_path, *mails)), *TO, "--dates-from-messages", data=data)
    assert done.returncode == 0, done.stderr
    assert "4 messages:" in done.stdout
    found = counted(done.stdout)
    assert sum(found.values()) == 4
    assert (found["new tickets"], found["replies on"], found["duplicates of"], found["in quarantine,"]) == (1, 1, 1, 1)
    assert rows(data, "SELECT received_at FROM firsthand_ticket") == [("2021-08-02 10:00:00",)]


def test_its_mailbox_says_when_a_message_was_received_and_not_its_sender(data: Path, tmp_path: Path) -> None:
    hops = ("from mx by mail; Tue, 03 Aug 2021 09:30:00 +0000", "from pc; Mon, 02 Aug 2021 10:00:00 +0000")
    way = "".join(f"Received: {one}\n" for one in hops)
    done = run("mail", "import", str(mbox(tmp_path, way + a_mail(5))), *TO, "--dates-from-messages", data=data)
    assert done.returncode == 0, done.stderr
    assert ("2021-08-03 09:30:00",) in rows(data, "SELECT received_at FROM firsthand_ticket")


def test_again_it_makes_nothing_new(data: Path, tmp_path: Path) -> None:
    before = rows(data, "SELECT count(*) FROM firsthand_message")
    done = run("mail", "import", str(mbox(tmp_path, a_mail(1), a_mail(1))), *TO, data=data)
    assert counted(done.stdout)["duplicates of"] == 2
    assert rows(data, "SELECT count(*) FROM firsthand_message") == before


@pytest.mark.parametrize(
    ("file", "to", "words"),
    [
        ("/no/such/file.mbox", "support@lighthouse.example", "could not be imported"),
        (__file__, "support@lighthouse.example", "is no mbox file"),
        (__file__, "nobody", "expected one address"),
    ],
)
def test_what_cannot_be_imported_is_said(data: Path, file: str, to: str, words: str) -> None:
    done = run("mail", "import", file, "--to", to, data=data)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
