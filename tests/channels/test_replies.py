"""What somebody wrote now, apart from what their program put below it."""

import time

import pytest

from firsthand.channels.email.introductions import Conversation, answers
from firsthand.channels.email.replies import split_reply
from firsthand.channels.email.reports import split_report
from tests.channels.introductions import ABOVE_BARE_LINES, ABOVE_QUOTED_LINES, HTML_ANSWERS
from tests.channels.samples import HEAD, read

ANSWER = Conversation(
    subject="Re: Import",
    people=frozenset({"ana@acme.example", "support@desk.example"}),
    domains=frozenset({"desk.example"}),
)
FIRST = Conversation(is_answer=False, subject="Import")
PASTED = (
    "Each notice comes twice, for instance:\n\nFrom: notify@acme.example\nSent: Monday, 23 November 2026 09:12\n"
    "To: staff@acme.example\nSubject: Import done\n\nHow can we stop that?"
)
LOG = "grep -C1 gives\n\na.log: ERROR no slot\n--\nb.log: ERROR no slot\n\nPlease call at once."
COUNTED = "The export says:\n\n> 12 rows\n> 0 rows\n\nWhich is right?"


@pytest.mark.parametrize(("program", "lines"), ABOVE_QUOTED_LINES, ids=[one for one, _ in ABOVE_QUOTED_LINES])
def test_the_introduction_above_quoted_lines_is_known(program: str, lines: str) -> None:
    found = split_reply(f"My answer.\n\n{lines}\n\n> your question\n> more\n", ANSWER)
    assert found.text == "My answer."
    assert found.quoted == f"{lines}\n\n> your question\n> more"


@pytest.mark.parametrize(("program", "lines"), ABOVE_BARE_LINES, ids=[one for one, _ in ABOVE_BARE_LINES])
def test_the_introduction_above_bare_lines_is_known(program: str, lines: str) -> None:
    assert split_reply(f"My answer.\n\n{lines}\n\nyour question\nmore\n", ANSWER).text == "My answer."


@pytest.mark.parametrize("body", [PASTED, LOG, COUNTED])
@pytest.mark.parametrize("talk", [FIRST, ANSWER])
def test_what_is_pasted_as_evidence_is_never_folded(body: str, talk: Conversation) -> None:
    assert split_reply(body, talk).text == body


@pytest.mark.parametrize("lines", [ABOVE_QUOTED_LINES[0][1], ABOVE_BARE_LINES[0][1]])
def test_a_first_message_has_no_history(lines: str) -> None:
    body = f"Bob got this.\n\n{lines}\n\n> your question"
    assert split_reply(body, FIRST).text == body


@pytest.mark.parametrize("lines", [lines for program, lines in ABOVE_QUOTED_LINES if program.startswith("Apple")])
def test_the_introduction_inside_of_the_quote_is_known(lines: str) -> None:
    quote = "\n".join(f"> {line}" for line in f"{lines}\n\nyour question".split("\n"))
    assert split_reply(f"My answer.\n\n{quote}\n", ANSWER).text == "My answer."
    assert split_reply(f"I see:\n\n{quote}\n", FIRST).quoted == ""


def test_an_answer_below_one_quote_stands_alone_and_one_between_quotes_is_whole() -> None:
    quote = "On 11/24/26 10:00, Support wrote:\n> Which version?"
    assert split_reply(f"{quote}\n\nIt is 4.2.", ANSWER).text == "It is 4.2."
    between = f"{quote}\n\n4.2.\n\n> Since when?\n\nMonday."
    assert split_reply(between, ANSWER).text == between


@pytest.mark.parametrize("program", HTML_ANSWERS)
def test_the_answer_of_a_program_that_writes_html_alone_is_found(program: str) -> None:
    head = HEAD.replace(b"Subject: Export fails", b"Subject: Re: Import\r\nIn-Reply-To: <1@desk.example>")
    mail = read(head + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + HTML_ANSWERS[program].encode())
    assert mail.text == "My answer."
    assert "your question" in mail.quoted


@pytest.mark.parametrize(
    "below",
    [
        "-- \nAna Ruiz\nAcme",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Gesendet von Outlook für Android",
        "iPhoneから送信",
        "发自我的 iPhone",
        "-- \nAna\n_______________________________________________\nusers mailing list\nusers@lists.example",
    ],
)
def test_a_signature_is_folded(below: str) -> None:
    assert split_reply(f"It works.\n\n{below}", FIRST).text == "It works."


@pytest.mark.parametrize(
    "below", ["--\nb.log: ERROR", "-- \nWhat now?", "-- \n" + "line\n" * 12, "-- \nAna\n\nAnd: it burns"]
)
def test_what_is_no_signature_stays(below: str) -> None:
    body = f"It stopped.\n\n{below}".strip()
    assert split_reply(body, FIRST).text == body


@pytest.mark.parametrize(
    ("subject", "is_reply", "is_answer"),
    [
        ("Import", False, False),
        ("Import", True, True),
        ("Re: Import", False, True),
        ("AW: Import", False, True),
        ("回复：Import", False, True),
        ("Re[2]: Import", False, True),
        ("Fwd: Import", True, False),
        ("WG: Import", True, False),
        ("Bug: Import", False, False),
    ],
)
def test_whether_a_mail_answers_another(subject: str, is_reply: bool, is_answer: bool) -> None:
    assert answers(subject, is_reply=is_reply) is is_answer


@pytest.mark.parametrize(
    "line", [":", "a:", "> :", "From: a@x", "On 2026 10:00 a@x wrote:", "-- ", "_" * 47, "@" * 299 + ":"]
)
def test_hostile_lines_cost_little_time(line: str) -> None:
    started = time.process_time()
    split_reply(f"{line}\n" * (400_000 // len(line)), ANSWER)
    assert time.process_time() - started < 1.0


SIGNED = "It stops at row 7.\n\n-- \nAna Ruiz\nHead of Operations"
NOTICE = "This e-mail is confidential. If you are not the intended recipient, delete it."


def test_a_notice_of_the_company_below_a_signature_is_folded_and_a_postscript_is_not() -> None:
    assert split_reply(f"{SIGNED}\n\n{NOTICE}", FIRST).text == "It stops at row 7."
    for below in ("PS: and at row 9 as well.", "Is that confidential?"):
        assert split_reply(f"{SIGNED}\n\n{below}", FIRST).quoted == ""
    assert split_reply(f"It stops.\n\n{NOTICE}", FIRST).quoted == ""


def test_two_dashes_are_a_signature_directly_above_the_history_only() -> None:
    history = "\n\n> Desk Support <support@desk.example> wrote on 24 Nov 2026, 9:12:\n>\n> Please try again."
    assert split_reply(f"It stays.\n\n--\nAnna{history}", ANSWER).text == "It stays."
    assert split_reply("It stays.\n\n--\nAnna", ANSWER).quoted == ""


@pytest.mark.parametrize(
    "footer",
    [
        f"{'-' * 69}\nTo unsubscribe, e-mail: dev-unsubscribe@lists.example",
        "-=-=-=-=-=-=-\nGroups.io Links:\nView: https://groups.example/m/1\n-=-=-=-=-=-=-",
    ],
)
def test_the_footer_of_a_list_is_folded_on_a_list(footer: str) -> None:
    body = f"The build is broken.\n\n{footer}"
    assert split_reply(body, Conversation(is_answer=False, is_list=True)).text == "The build is broken."
    assert split_reply(body, FIRST).quoted == ""


def test_what_another_desk_asks_to_write_above_is_where_the_history_begins() -> None:
    for mark in ("##- Please type your reply above this line -##", "--- Reply above this line ---"):
        assert split_reply(f"Works now.\n\n{mark}\n\nDesk, 24 Nov\nTry again.", ANSWER).text == "Works now."


def test_a_rule_of_any_length_costs_no_time() -> None:
    started = time.process_time()
    split_reply("It stops.\n" + "-=" * 100_000 + "\nhttps://lists.example", Conversation(is_list=True))
    split_report("Failed.\n" + "-" * 200_000 + "\n" + "= " * 100_000)
    assert time.process_time() - started < 1
