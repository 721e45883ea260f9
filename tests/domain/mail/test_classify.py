"""Who wrote a message: a person, a machine, a list, a mail server, or this desk itself."""

import pytest

from firsthand.domain.conversation.incoming import AutoKind
from firsthand.domain.mail.classify import Nature, OwnMarks, Signs, classify
from firsthand.domain.sentences import NOTHING_SAID

OWN = OwnMarks(domains=frozenset({"desk.example"}), loop_mark="ourmark")


def nature(
    *headers: tuple[str, str], kind: str = "text/plain", report: str = "", envelope: str | None = "ana@acme.example"
) -> Nature:
    return classify(
        Signs(
            headers=headers,
            content_type=kind,
            report_type=report,
            envelope_from=envelope,
            from_address="ana@acme.example",
        ),
        OWN,
    )


def test_a_person_may_get_an_automatic_answer() -> None:
    assert nature(("subject", "Help"), ("auto-submitted", "no")) == Nature(
        auto=None, because=NOTHING_SAID, may_auto_answer=True
    )


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("auto-submitted", "auto-replied"), AutoKind.auto_reply),
        (("auto-submitted", "Auto-Replied; owner-email=x"), AutoKind.auto_reply),
        (("auto-submitted", "auto-generated"), AutoKind.generated),
        (("x-autoreply", "yes"), AutoKind.auto_reply),
        (("precedence", "auto_reply"), AutoKind.auto_reply),
        (("precedence", "bulk"), AutoKind.generated),
        (("precedence", "list"), AutoKind.list),
        (("list-id", "<users.lists.example>"), AutoKind.list),
        (("x-failed-recipients", "gone@acme.example"), AutoKind.bounce),
        (("x-firsthand-loop", "ourmark"), AutoKind.loop),
        (("message-id", "<fh." + "a" * 32 + "@desk.example>"), AutoKind.loop),
    ],
)
def test_machines_lists_bounces_and_loops_are_never_answered(header: tuple[str, str], kind: AutoKind) -> None:
    found = nature(header)
    assert (found.auto, found.may_auto_answer) == (kind, False)
    assert found.because


def test_another_desks_loop_mark_is_no_loop() -> None:
    assert nature(("x-firsthand-loop", "theirmark")).auto is None


def test_a_person_who_asks_for_silence_gets_it_and_still_is_a_person() -> None:
    found = nature(("x-auto-response-suppress", "OOF, AutoReply"))
    assert (found.auto, found.may_auto_answer) == (None, False)


@pytest.mark.parametrize("sender", ["", "<>", "MAILER-DAEMON"])
def test_the_null_sender_is_never_answered(sender: str) -> None:
    assert not nature(envelope=sender).may_auto_answer
    assert not nature(("return-path", "<>"), envelope=None).may_auto_answer


def test_reports_are_told_apart() -> None:
    assert nature(kind="multipart/report", report="delivery-status").auto is AutoKind.bounce
    assert nature(kind="multipart/report", report="disposition-notification").auto is AutoKind.auto_reply
    assert nature(kind="multipart/report", report="feedback-report").auto is AutoKind.generated
