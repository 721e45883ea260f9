"""Who wrote what a list or a form sent."""

import pytest

from firsthand.domain.mail.addresses import split_mailboxes
from firsthand.domain.mail.writers import Letterhead, shown_name, writer_behind

DESK = "support@desk.example"


def behind(
    sender: str,
    *,
    reply_to: str = "",
    original: str = "",
    addressed: tuple[str, ...] = (DESK,),
    is_list: bool = False,
) -> str | None:
    (box,) = split_mailboxes(sender)
    found = writer_behind(
        Letterhead(
            sender=box,
            originals=split_mailboxes(original),
            reply_to=split_mailboxes(reply_to),
            addressed=frozenset(addressed),
            is_list=is_list,
            is_ours=(box.address or "").endswith("@desk.example"),
        )
    )
    return found.address if found else None


def test_a_group_that_rewrites_from_says_whom_it_was_from() -> None:
    sender = f"'Ana Ruiz' via Support <{DESK}>"
    assert behind(sender, original="ana@acme.example", is_list=True) == "ana@acme.example"
    assert behind(sender, reply_to="Ana <ana@acme.example>", is_list=True) == "ana@acme.example"
    assert behind(sender, reply_to=f"{DESK}, ana@acme.example", is_list=True) == "ana@acme.example"
    assert behind(sender, reply_to=DESK, is_list=True) is None


def test_who_writes_to_a_list_under_their_own_name_is_who_wrote() -> None:
    assert behind("ana@acme.example", reply_to="users@lists.example", is_list=True) is None
    assert behind("ana@acme.example", original="ana@acme.example", is_list=True) is None


@pytest.mark.parametrize("sender", ["no-reply@shop.example", "noreply@shop.example", "wordpress@shop.example", DESK])
def test_who_filled_a_form_in_wrote_it(sender: str) -> None:
    assert behind(sender, reply_to="omar@acme.example") == "omar@acme.example"
    assert behind(sender) is None


def test_our_own_mail_that_comes_back_has_no_other_writer() -> None:
    assert behind(DESK, reply_to="support+t7.5nvowqjujufh4gdm@desk.example") is None


def test_a_person_with_another_address_for_answers_stays_the_writer() -> None:
    assert behind("ana@acme.example", reply_to="ana@home.example") is None
    assert behind("ana@acme.example", reply_to="ana@home.example", addressed=(DESK, "ana@acme.example")) is None
    assert behind("mira@desk.example", reply_to="mira@home.example") is None
    assert behind("no-reply@shop.example", reply_to="noreply@other.example") is None


def test_the_name_of_a_person_is_taken_out_of_what_a_list_made_of_it() -> None:
    assert shown_name("'Ana Ruiz' via Users") == "Ana Ruiz"
    assert shown_name("Users") == ""
