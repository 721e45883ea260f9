"""A column of sentences keeps messages with their values; what an earlier version wrote there is read as it stands."""

from django.db import connection

from firsthand.domain.sentences import PLAIN, as_written, say
from firsthand.models.outbox import Notice
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SAID = say("{giver} gave you a task: {task}", giver="Mira", task="“Call” Ana")


def test_a_sentence_comes_back_as_it_was_said(lighthouse: Lighthouse) -> None:
    notice = Notice.objects.create(key="k", person=lighthouse.mira, at=NOW, kind="task", text=SAID)
    notice.refresh_from_db()
    assert notice.text == SAID


def test_plain_text_of_the_version_before_is_read_as_it_was_written(lighthouse: Lighthouse) -> None:
    notice = Notice.objects.create(key="k", person=lighthouse.mira, at=NOW, kind="task", text=SAID)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE firsthand_notice SET text = %s WHERE id = %s", ["Due {soon}", notice.pk])
    notice.refresh_from_db()
    assert notice.text == as_written("Due {soon}")
    assert PLAIN.sentence(notice.text) == "Due {soon}"


def test_a_sentence_that_says_nothing_is_an_empty_column(lighthouse: Lighthouse) -> None:
    notice = Notice.objects.create(key="k", person=lighthouse.mira, at=NOW, kind="task", text=say(""))
    assert Notice.objects.filter(pk=notice.pk, text="").exists()
    notice.refresh_from_db()
    assert not notice.text
