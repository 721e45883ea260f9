"""What people reported of the searches of other desks, tried on this one; each stands for its kind."""

from datetime import timedelta

import pytest

from firsthand.services.search.actions import write_waiting
from firsthand.services.tickets.actions.conversation import add_note
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse
from tests.services.search.test_finding import found

LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("The port of 21:33:vf:cc:e4:9d is down", "21:33:vf:cc:e4:9d"),  # Zammad 2468: the colon was an operator
        ("Where is 497955-AIS?", "497955-AIS"),  # osTicket 2214: so was the hyphen
        ("It is in C:\\Users\\ana (again)", "C:\\Users\\ana (again)"),  # OTOBO 5511: so were brackets
        ("A deposit of 1.7 is missing", "1.7"),  # osTicket 1.7 783: numbers were of tickets alone
        ("Invoice 97933", "97933"),  # osTicket 6389
        ("请联系王经理处理", "王经理"),  # osTicket 6037
        ("문의: 결제오류가 발생했습니다", "결제오류"),
        ("The Printer is on fire", "Printe"),  # osTicket 4779: only whole words
        ("Serial 05145-8841815", "05145-8841815"),  # FreeITSM 102
        ("Die Rechnungs\u00adnummer fehlt", "Rechnungsnummer"),  # HTML mail is full of signs that nobody sees
        ("Résumé als re\u0301sume\u0301", "résumé"),
        ("सर्वर बंद है", "सर्वर"),
        ("የይለፍ ቃል አይሰራም", "የይለፍ"),
        ("كلمة المرور لا تعمل", "المرور"),
        ("كَلِمَة المُرُور", "كلمة المرور"),
        ("کلمه عبور", "كلمه"),
        ("ཨེ་ཤེས་ལགས", "ཤེས"),
    ],
)
def test_it_is_found_as_it_is_typed(lighthouse: Lighthouse, text: str, typed: str) -> None:
    ticket = lighthouse.ticket(text=text)
    lighthouse.ticket(subject="Something else", text="Nothing of it is here.", number=2)
    assert found(lighthouse, typed) == [ticket.pk]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Order 1234", "#12"),  # FreeScout 3411: a ticket's number among 27 that hold it
        ("Order 1840324507", "#4507"),
        ("Version 20", "2"),
        ("At 12:45", "4"),
        ("की", "का"),
    ],
)
def test_it_is_not_taken_for_something_else(lighthouse: Lighthouse, text: str, typed: str) -> None:
    ticket = lighthouse.ticket(subject="Something else", text=text)
    assert found(lighthouse, typed) == ([ticket.pk] if typed.removeprefix("#") == str(ticket.pk) else [])


@pytest.mark.parametrize(
    "typed", ["#{}", "[#{}]", "(#{}),", "{}", "http://desk.lighthouse.example/t/{}", "https://desk.example/t/{}?a#m3"]
)
def test_a_ticket_is_found_by_its_number_however_it_was_copied(lighthouse: Lighthouse, typed: str) -> None:
    ticket = lighthouse.ticket()  # Zammad 5659
    assert found(lighthouse, typed.format(ticket.pk)) == [ticket.pk]


def test_a_new_name_of_a_customer_and_of_an_owner_is_found(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()  # Zammad 5899
    ticket.responsible = lighthouse.mira
    ticket.save()
    lighthouse.mira.name, lighthouse.ana.name = "Mira Wolkenstein", "Ana Sommer"
    lighthouse.mira.save()
    lighthouse.ana.save()
    write_waiting(limit=1000)
    assert found(lighthouse, "wolkenstein sommer") == [ticket.pk]


def test_each_of_many_messages_of_one_writer_is_found(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    for word in ("walrus", "seal", "otter"):  # Zammad 4596
        add_note(viewer=mira, ticket_id=ticket.pk, text=f"A {word}.", at=LATER)
    assert [found(lighthouse, word) for word in ("walrus", "seal", "otter")] == [[ticket.pk]] * 3


@pytest.mark.parametrize("letter", ["ж", "ა", "𐌰", "x"])
def test_a_text_of_the_longest_words_is_kept_and_found(lighthouse: Lighthouse, letter: str) -> None:
    long = " ".join(f"{letter * 60}{number:04}" for number in range(3_000))  # Discourse 13806: 1 MiB is the end
    ticket = lighthouse.ticket(text=f"{long} zebra")
    assert found(lighthouse, "zebra") == [ticket.pk]


def test_a_phrase_is_found_behind_thousands_of_the_same_letters(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(text="การเข้าระบบมีปัญหา" * 500 + "กระต่ายสีขาว" + "การเข้าระบบมีปัญหา" * 500)
    lighthouse.ticket(text="การเข้าระบบมีปัญหา" * 500, number=2)
    assert found(lighthouse, "ากระต่ายสีขาวการ") == [ticket.pk]


def test_a_whole_sentence_without_spaces_is_found_wherever_it_stands(lighthouse: Lighthouse) -> None:
    sentence = "升级之后登录页面一直失败并且会话信息丢失所以我们无法继续工作请尽快处理这个问题谢谢大家"
    ticket = lighthouse.ticket(text="".join(chr(0x4E00 + number % 900) for number in range(980)) + sentence)
    assert found(lighthouse, sentence) == [ticket.pk]
