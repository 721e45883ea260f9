"""What of a gap has to do with each other: unrelated parts of it are told apart, each with its own ticket.

Two requests belong to one gap when somebody would say them in one sentence: requests of some kinds, of accounts in some
stages. So kinds and stages stay together only where all else that is missing for them is the same; and what is missing
for them stays together only as far as it touches: at the same time or one right after the other, and apart in no more
than one fact.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from firsthand.domain.proving.regions import MOST_MERGED, Box, merged
from firsthand.domain.proving.space import Axis
from firsthand.domain.proving.times import ALWAYS, Times, meet

Piece = tuple[Box, Times]
_MOST = 20


def unrelated(pieces: Sequence[Piece], axes: Sequence[Axis]) -> list[list[Piece]]:
    """Disjoint pieces in groups that have nothing to do with each other. Where these would be more than twenty, all
    that is missing for the same kinds and stages is one group."""
    rests = list(_alike(merged(pieces, axes), axes))
    groups = [(head, part) for head, rest in rests for part in _touching(rest)]
    if len(groups) > _MOST:
        groups = rests
    found = ([each for piece in part for each in _while_declared(head, piece, axes)] for head, part in groups)
    return [part for part in found if part]


def _while_declared(head: Box, piece: Piece, axes: Sequence[Axis]) -> Iterator[Piece]:
    """The piece for the kinds and stages of the head, those with the same times together, each while it is declared."""
    (box, times), alike = piece, []
    for field, numbers in head:
        by_times: dict[Times, list[int]] = {}
        for number in numbers:
            by_times.setdefault(axes[field].declared[number] or ALWAYS, []).append(number)
        alike.append([((field, tuple(found)), declared) for declared, found in by_times.items()])
    for chosen in product(*alike):
        now = times
        for _, declared in chosen:
            now = meet(now, declared)
        if now:
            yield tuple(sorted((*(each for each, _ in chosen), *box))), now


def _alike(pieces: Sequence[Piece], axes: Sequence[Axis]) -> Iterator[tuple[Box, list[Piece]]]:
    """The kinds and stages for which the same is missing, and what that is."""
    kind, stage = (next(at for at, axis in enumerate(axes) if axis.name == name) for name in ("kind", "stage"))
    kinds, stages = range(len(axes[kind].values)), range(len(axes[stage].values))
    kinds_of: dict[tuple[int, tuple[Piece, ...]], list[int]] = {}
    for one, other in product(kinds, stages):
        rest = tuple(sorted(_rest(pieces, {kind: one, stage: other})))
        if rest:
            kinds_of.setdefault((other, rest), []).append(one)
    stages_of: dict[tuple[tuple[int, ...], tuple[Piece, ...]], list[int]] = {}
    for (other, rest), found in kinds_of.items():
        stages_of.setdefault((tuple(found), rest), []).append(other)
    for (these, rest), those in stages_of.items():
        head = [(kind, these)] if len(these) < len(kinds) else []
        head += [(stage, tuple(those))] if len(those) < len(stages) else []
        yield tuple(head), list(rest)


def _rest(pieces: Sequence[Piece], head: dict[int, int]) -> Iterator[Piece]:
    """What the pieces say of all but some fields, where these have the given values."""
    for box, times in pieces:
        if all(head[field] in numbers for field, numbers in box if field in head):
            yield tuple(each for each in box if each[0] not in head), times


def _touching(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces that touch, directly or over others, together."""
    if len(pieces) > MOST_MERGED:
        yield list(pieces)
        return
    left: list[Piece] = [(box, (span,)) for box, times in pieces for span in times]
    while left:
        together = [left.pop(0)]
        for one in together:
            near = [other for other in left if _touch(one, other)]
            left = [other for other in left if other not in near]
            together += near
        yield together


def _touch(one: Piece, other: Piece) -> bool:
    mine, theirs = dict(one[0]), dict(other[0])
    apart = sum(not set(mine[field]) & set(theirs[field]) for field in mine.keys() & theirs.keys())
    return apart <= 1 and any(begin <= last and first <= end for begin, end in one[1] for first, last in other[1])
