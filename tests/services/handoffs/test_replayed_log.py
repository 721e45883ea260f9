"""The reassignments of a real log, a sample of them: no ticket is nobody's for a minute (invariant 1). `bin/drill
handoffs` replays all 24,918 incidents."""

from itertools import islice

from tests.lighthouse import Lighthouse
from tests.services.handoffs.replaying import NAME, Replay, incidents
from tests.stories.custody import check_custody
from tests.workbench.history.logs.files import real

SAMPLE, OF_THE_FIRST = 25, 2000


def test_a_real_log_replayed_as_hand_offs_leaves_no_minute_unowned(lighthouse: Lighthouse) -> None:
    moved = [one for one in islice(incidents(real(NAME)), OF_THE_FIRST) if len(one.groups) > 2]
    replay = Replay(desk=lighthouse)
    for incident in moved[:: len(moved) // SAMPLE][:SAMPLE]:
        replay.play(incident)
    assert (replay.incidents, replay.reassigned > 2 * SAMPLE - 1) == (SAMPLE, True)
    assert min(replay.handed, replay.declined, replay.withdrawn) > 0
    assert check_custody() == replay.handed
