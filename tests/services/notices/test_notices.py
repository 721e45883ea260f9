"""People are told once; a role that nobody holds falls to the desk's owners, and the words say so."""

import pytest

from firsthand.domain.errors import Missing
from firsthand.domain.names import Role
from firsthand.domain.notices import NoticeKind
from firsthand.domain.sentences import PLAIN, as_written
from firsthand.models.outbox import Delivery, Notice
from firsthand.models.tickets import Ticket
from firsthand.services.notices.actions import mark_all_read, mark_read, notify
from firsthand.services.notices.mailing import mail_due
from firsthand.services.notices.queries import unread, unread_count
from firsthand.services.people.queries import holders_of
from tests.lighthouse import FRIDAY_1645_PACIFIC as NOW
from tests.lighthouse import Lighthouse

SUPPORT = Role("support")


def warn(desk: Lighthouse, ticket: Ticket, role: Role = SUPPORT) -> list[Notice]:
    """Whoever holds a role is told that a clock is due soon."""
    return notify(
        people=holders_of(role, NOW),
        subject=ticket.subject,
        at=NOW,
        kind=NoticeKind.clock_warned,
        text=as_written("Due soon."),
        clause="S24",
        key="clock:1:warning",
    )


def test_mira_is_told_once_on_the_desk_and_by_mail(lighthouse: Lighthouse) -> None:
    ticket = lighthouse.ticket()
    assert len(warn(lighthouse, ticket)) == 1
    assert warn(lighthouse, ticket) == []
    assert mail_due(now=NOW) == 1
    mail = Delivery.objects.get()
    assert mail.recipients == ["mira@lighthouse.example"]
    assert f"http://desk.lighthouse.example/t/{ticket.pk}" in mail.text
    assert "S24" in mail.text


@pytest.mark.clause("A20")
def test_a_vacant_role_falls_to_the_owners_and_says_so(lighthouse: Lighthouse) -> None:
    (notice,) = warn(lighthouse, lighthouse.ticket(), Role("vp_customer_engineering"))
    assert notice.person == lighthouse.mira
    assert PLAIN.sentence(notice.text).startswith("Nobody holds the role")


def test_somebody_who_left_is_not_told(lighthouse: Lighthouse) -> None:
    lighthouse.noor.is_active = False
    lighthouse.noor.save()
    told = notify(
        people=[lighthouse.noor, lighthouse.ada],
        subject=None,
        at=NOW,
        kind=NoticeKind.clock_warned,
        text=as_written("Hello."),
        clause="",
        key="k",
    )
    assert [notice.person for notice in told] == [lighthouse.ada]


def test_one_reads_only_ones_own_notices(lighthouse: Lighthouse) -> None:
    (notice,) = warn(lighthouse, lighthouse.ticket())
    mira, noor = lighthouse.viewer(lighthouse.mira), lighthouse.viewer(lighthouse.noor)
    assert unread(noor) == []
    with pytest.raises(Missing):
        mark_read(viewer=noor, notice_id=notice.pk, at=NOW)
    assert unread_count(mira) == 1
    mark_read(viewer=mira, notice_id=notice.pk, at=NOW)
    mark_read(viewer=mira, notice_id=notice.pk, at=NOW)
    assert (unread_count(mira), mark_all_read(viewer=mira, at=NOW)) == (0, 0)
