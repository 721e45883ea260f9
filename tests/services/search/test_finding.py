"""Tickets are found by every word of theirs, in whatever script, by whoever may see them."""

from datetime import timedelta

import pytest

from firsthand.models.search import SearchEntry, SearchWaiting
from firsthand.services.access.restrictions import Circle
from firsthand.services.search import index
from firsthand.services.search.actions import write_all_anew, write_waiting
from firsthand.services.tickets.actions.conversation import add_note, reply
from firsthand.services.tickets.actions.merging import merge, split
from firsthand.services.tickets.actions.restricting import restrict
from firsthand.services.tickets.inbox import InboxFilter, inbox
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

LATER = NOW + timedelta(minutes=5)
ODD = "a AND   NOT   OR OR   NEAR(a b)   (   *   a*b   names:x   ^a   -   '; --   %   :*   &|!   a <-> b   1e9   !!!"
DONE = "We cleared the stale lock; please sign in again and tell us if it comes back."


def found(desk: Lighthouse, words: str, *, view: str = "all") -> list[int]:
    """The numbers that Mira finds, best first."""
    chosen = InboxFilter(view=view, q=words)  # type: ignore[arg-type]
    return [row.id for row in inbox(viewer=desk.viewer(desk.mira), filter=chosen, after=None, now=NOW).rows]


@pytest.mark.parametrize(
    "words",
    [
        "loops",
        "LOOPS",
        "login upgrade",
        '"login loops"',
        "loop",
        "ogin loo",
        "pgrad",
        "ana",
        "costa",
        "ana@acme",
        "na@acm",
    ],
)
def test_a_ticket_is_found_by_title_text_and_sender(lighthouse: Lighthouse, words: str) -> None:
    ticket = lighthouse.ticket()
    lighthouse.ticket(subject="Invoice", text="Where is it?", contact=lighthouse.ben, number=2)
    assert found(lighthouse, words) == [ticket.pk]


@pytest.mark.parametrize("words", ["borealis", "ben frost", "Frost ben", "orealis"])
def test_a_ticket_is_found_by_its_account_and_customer(lighthouse: Lighthouse, words: str) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben)
    lighthouse.ticket(number=2)
    write_waiting(limit=1000)
    assert found(lighthouse, words) == [ticket.pk]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("登录后页面一直失败", "页面"),
        ("登录后页面一直失败", "登录 失败"),
        ("ログインできません", "ログイン"),
        ("로그인오류가 납니다", "오류"),
        ("เข้าสู่ระบบไม่ได้", "ระบบ"),
        ("Der Rechnungsversandfehler", "Rechnungsversand"),
        ("Straße gesperrt", "STRASSE"),
        ("Une déconnexion répétée", "deconnexion repetee"),
        ("İstanbul'da giriş", "istanbul"),
        ("ＦＵＬＬ width", "full"),
        ("ошибка Ёлка", "елка"),
        ("build v2.1.3 fails with ERR_42", "v2.1.3"),
        ("build v2.1.3 fails with ERR_42", "err_42"),
    ],
)
def test_words_of_every_script_are_found(lighthouse: Lighthouse, text: str, words: str) -> None:
    ticket = lighthouse.ticket(text=text)
    lighthouse.ticket(text="Nothing of it.", number=2)
    assert found(lighthouse, words) == [ticket.pk]


@pytest.mark.parametrize("typed", ['"', '"a', "\\", "#", "\u200b", "a\x00b", "x" * 200, "a " * 100, *ODD.split("   ")])
def test_whatever_is_typed_is_answered(lighthouse: Lighthouse, typed: str) -> None:
    lighthouse.ticket()
    found(lighthouse, typed)


def test_words_may_stand_in_several_messages_of_one_ticket(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(), lighthouse.viewer(lighthouse.mira)
    add_note(viewer=mira, ticket_id=ticket.pk, text="Looks like the cookie.", at=LATER)
    reply(viewer=mira, ticket_id=ticket.pk, text=DONE, substantive=True, at=LATER)
    assert found(lighthouse, "cookie stale loops") == [ticket.pk]


def test_the_number_comes_first_then_titles_then_what_changed_last(lighthouse: Lighthouse) -> None:
    first = lighthouse.ticket(subject="Proxy", text="nothing", number=1)
    text = lighthouse.ticket(subject="Other", text=f"the proxy, as in {first.pk}", number=2, received_at=LATER)
    newer = lighthouse.ticket(subject="proxy again", text="nothing", number=3, received_at=LATER)
    assert found(lighthouse, "proxy") == [newer.pk, first.pk, text.pk]
    assert found(lighthouse, f"#{first.pk}")[0] == first.pk
    assert found(lighthouse, str(first.pk))[0] == first.pk


def test_pages_of_a_search_follow_each_other(lighthouse: Lighthouse) -> None:
    numbers = {
        lighthouse.ticket(number=number, received_at=NOW + timedelta(minutes=number // 3)).pk for number in range(7)
    }
    seen, after = [], None
    while True:
        page = inbox(
            viewer=lighthouse.viewer(lighthouse.mira),
            filter=InboxFilter(view="all", q="login"),
            after=after,
            now=NOW,
            limit=3,
        )
        seen += [row.id for row in page.rows]
        if (after := page.next) is None:
            break
    assert (set(seen), len(seen)) == (numbers, 7)


def test_a_line_of_what_was_said_is_shown(lighthouse: Lighthouse) -> None:
    lighthouse.ticket(text="We upgraded last night. " + "x " * 100 + "Since then the session cookie is gone.")
    page = inbox(
        viewer=lighthouse.viewer(lighthouse.mira), filter=InboxFilter(view="all", q="cookie"), after=None, now=NOW
    )
    assert "session cookie is gone" in page.rows[0].passage


def test_what_is_merged_and_what_is_split_off_is_found(lighthouse: Lighthouse) -> None:
    mira = lighthouse.viewer(lighthouse.mira)
    kept, gone = lighthouse.ticket(), lighthouse.ticket(text="The zebra again.", number=2)
    merge(viewer=mira, ticket_id=gone.pk, into_id=kept.pk, at=LATER)
    assert found(lighthouse, "zebra") == [gone.pk]
    message = kept.messages.get()
    second = split(viewer=mira, ticket_id=kept.pk, message_id=message.pk, subject="Walrus", at=LATER)
    assert found(lighthouse, "walrus") == [second.pk]
    assert found(lighthouse, "walrus loops") == [second.pk]


def test_a_restricted_ticket_is_found_by_whoever_is_let_in_alone(lighthouse: Lighthouse) -> None:
    ticket, mira = lighthouse.ticket(text="The zebra."), lighthouse.viewer(lighthouse.mira)
    assert found(lighthouse, "zebra") == [ticket.pk]
    circle = Circle(people=frozenset({lighthouse.noor.pk}))
    restrict(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, circle=circle, why="A report", at=LATER)
    assert found(lighthouse, "zebra") == found(lighthouse, f"#{ticket.pk}") == []
    page = inbox(
        viewer=lighthouse.viewer(lighthouse.noor), filter=InboxFilter(view="all", q="zebra"), after=None, now=NOW
    )
    assert [row.id for row in page.rows] == [ticket.pk]
    assert mira.person_id != lighthouse.noor.pk


def test_what_somebody_is_shut_out_of_counts_for_nothing(
    lighthouse: Lighthouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "NEWEST", 2)
    open_one = lighthouse.ticket(text="The zebra runs.", number=9)
    for number in range(3):
        ticket = lighthouse.ticket(text="The zebra runs.", number=number)
        circle = Circle(people=frozenset({lighthouse.noor.pk}))
        restrict(viewer=lighthouse.viewer(lighthouse.noor), ticket_id=ticket.pk, circle=circle, why="Why", at=LATER)
    for typed, common in (("zebra", (False, True)), ("zebra runs", (False, True))):
        chosen = InboxFilter(view="all", q=typed)
        pages = [
            inbox(viewer=lighthouse.viewer(who), filter=chosen, after=None, now=NOW)
            for who in (lighthouse.mira, lighthouse.noor)
        ]
        assert [row.id for row in pages[0].rows] == [open_one.pk]
        assert tuple(page.only_newest for page in pages) == common


def test_a_name_that_changes_is_found_at_once_no_more_and_soon_anew(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(contact=lighthouse.ben)
    write_waiting(limit=1000)
    lighthouse.borealis.name = "Aurora"
    lighthouse.borealis.save()
    lighthouse.ben.handles.all().delete()
    assert found(lighthouse, "aurora") == []
    assert write_waiting() == 2
    assert found(lighthouse, "aurora") == [ticket.pk]


def test_the_index_is_written_with_the_message_and_anew_by_one_command(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket(text="The zebra.")
    assert not SearchWaiting.objects.filter(ticket=ticket.pk).exists()
    before = SearchEntry.objects.filter(ticket=ticket.pk).count()
    assert write_all_anew() > before
    assert found(lighthouse, "zebra") == [ticket.pk]
    while write_waiting(limit=3):
        pass
    assert found(lighthouse, "zebra") == [ticket.pk]
    assert SearchEntry.objects.filter(ticket=ticket.pk).count() == before


def test_a_long_text_is_found_to_its_end(lighthouse: Lighthouse) -> None:
    words = " ".join(f"word{number}" for number in range(30_000))
    ticket = lighthouse.ticket(text=f"{words} the last zebra")
    assert found(lighthouse, '"word29999 the last zebra"') == [ticket.pk]
    assert found(lighthouse, '"word8000 word8001"') == found(lighthouse, '"word7999 word8000"') == [ticket.pk]
