"""The engine's parts, put together for one data folder."""

from datetime import timedelta

from firsthand.engine import absences, clocks, considerations, handoffs, indexing, leaving, notices, states
from firsthand.engine.erasing import ErasedFiles
from firsthand.engine.loop import EnginePart
from firsthand.engine.outbox import Outbox
from firsthand.engine.policy import FollowedBook
from firsthand.engine.receiving import Receiving
from firsthand.engine.scanning import Scanning
from firsthand.engine.spooled import SpooledMessages
from firsthand.engine.workers import worker_name
from firsthand.services.desk.environment import Environment

OFTEN = timedelta(seconds=0.5)
EVERY_SECOND = timedelta(seconds=1)
SELDOM = timedelta(seconds=30)


class Parts:
    """What this process does because time passed. Close it after the engine has stopped."""

    def __init__(self, *, environment: Environment) -> None:
        worker = worker_name()
        self.spooled = SpooledMessages(data=environment.data, worker=worker)
        self.receiving = Receiving(data=environment.data, most_bytes=environment.max_message_bytes)
        self.outbox = Outbox(data=environment.data, worker=worker)
        self.followed_book = FollowedBook()
        self.scanning = Scanning(data=environment.data)
        self.erased_files = ErasedFiles(data=environment.data)

    def all(self) -> tuple[EnginePart, ...]:
        """Every part with its rhythm."""
        return (
            EnginePart(name="spooled", every=OFTEN, round=self.spooled.round),
            EnginePart(name="clocks", every=EVERY_SECOND, round=clocks.round),
            EnginePart(name="policy", every=EVERY_SECOND, round=self.followed_book.round),
            EnginePart(name="notices", every=EVERY_SECOND, round=notices.round),
            EnginePart(name="outbox", every=EVERY_SECOND, round=self.outbox.round),
            EnginePart(name="receiving", every=EVERY_SECOND, round=self.receiving.round),
            EnginePart(name="scanning", every=EVERY_SECOND, round=self.scanning.round),
            EnginePart(name="erasing", every=SELDOM, round=self.erased_files.round),
            EnginePart(name="handoffs", every=EVERY_SECOND, round=handoffs.round),
            EnginePart(name="absences", every=SELDOM, round=absences.round),
            EnginePart(name="leaving", every=SELDOM, round=leaving.round),
            EnginePart(name="considerations", every=EVERY_SECOND, round=considerations.round),
            EnginePart(name="states", every=SELDOM, round=states.round),
            EnginePart(name="indexing", every=EVERY_SECOND, round=indexing.round),
        )

    def close(self) -> None:
        """End what the parts hold open."""
        self.spooled.close()
