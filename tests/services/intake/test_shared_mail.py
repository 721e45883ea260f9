"""Real mail: every shared file is taken in and none is lost."""

import mailbox
from pathlib import Path

from firsthand.channels.email.parse import Unparseable
from firsthand.domain.sentences import as_written
from firsthand.models.conversation import Message
from firsthand.models.intake import RawMessage, RawState
from firsthand.models.tickets import Ticket
from firsthand.services.intake.actions import quarantine, take_in_many
from firsthand.services.intake.values import RawFacts
from tests.lighthouse import FRIDAY_1645_PACIFIC, Lighthouse
from tests.services.intake.letters import facts, parsed


def take(raws: list[bytes], folder: Path) -> None:
    """Take raw messages in as the engine does: what cannot be read goes to the quarantine."""
    items = []
    held: list[tuple[RawFacts, str]] = []
    for raw in raws:
        try:
            items.append((parsed(raw), facts(raw)))
        except Unparseable as error:
            held.append((facts(raw), str(error)))
    take_in_many(items=items, at=FRIDAY_1645_PACIFIC, data=folder)
    for raw_facts, reason in held:
        quarantine(raw=raw_facts, reason=as_written(reason), at=FRIDAY_1645_PACIFIC)


def test_each_of_the_250_messages_is_a_ticket_or_a_reply_on_one(
    lighthouse: Lighthouse, shared: Path, tmp_path: Path
) -> None:
    box = mailbox.mbox(shared / "mail" / "ham-250.mbox", create=False)
    raws = [bytes(box.get_bytes(key)) for key in box.keys()]  # noqa: SIM118 - a mailbox is no dict
    assert len(raws) == 250
    take(raws, tmp_path)
    rows = RawMessage.objects.exclude(state=RawState.ticketed).values_list("subject", "state", "reason")
    assert list(rows) == []
    assert RawMessage.objects.count() == Message.objects.count() == 250
    assert not Ticket.objects.filter(responsible_role="").exists()


def test_each_odd_message_is_somewhere(lighthouse: Lighthouse, shared: Path, tmp_path: Path) -> None:
    raws = [path.read_bytes() for path in sorted((shared / "mail" / "odd").glob("*.eml"))]
    take(raws, tmp_path)
    distinct = {facts(raw).sha256 for raw in raws}
    assert set(RawMessage.objects.values_list("sha256", flat=True)) == distinct
    assert all(reason for reason in RawMessage.objects.filter(state="quarantined").values_list("reason", flat=True))
