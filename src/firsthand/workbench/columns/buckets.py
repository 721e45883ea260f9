"""Finding sorted keys for whole arrays without a binary search: a direct table, then a correcting step.

Binary search costs a dozen unpredictable steps for each value. Opening edges are spread evenly enough that cutting
the line into equal buckets leaves at most one or two edges in each: a table says which edge each bucket begins
after, and a comparison with the next edge corrects it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
_LARGEST_TABLE = 1 << 16
_LARGEST_SHIFT = 50
NEVER = int(np.iinfo(np.int64).max)


@dataclass(frozen=True, kw_only=True)
class BucketIndex:
    """Sorted keys with a table from buckets of `2 ** shift` to the last key at or before the bucket's begin."""

    begin: int
    shift: int
    table: Int64s
    next_key: Int64s
    corrections: int

    def find(self, values: Int64s, *, index: Int64s, scratch: Int64s) -> None:
        """Into `index`: the largest i with `keys[i] <= value`. Values must lie in the range of the table.

        `index` and `scratch` are as long as `values` and are overwritten.
        """
        np.subtract(values, self.begin, out=scratch)
        np.right_shift(scratch, self.shift, out=scratch)
        np.take(self.table, scratch, out=index, mode="clip")
        for _ in range(self.corrections):
            np.take(self.next_key, index, out=scratch, mode="clip")
            np.add(index, scratch <= values, out=index)


def bucket_index(keys: Int64s, begin: int, end: int) -> BucketIndex:
    """The index of sorted keys, of which the first is at or before `begin`, for values in `[begin, end)`.

    The buckets are the largest with one key each, or as small as a table of 65,536 entries allows.
    """
    following = np.append(keys[1:], NEVER)
    largest = ((end - begin) // len(keys)).bit_length() + 1  # with larger ones, some bucket has two
    for shift in range(min(largest, _LARGEST_SHIFT), 0, -1):
        size = ((end - begin) >> shift) + 1
        edges = begin + (np.arange(size + 1, dtype=np.int64) << shift)
        starts = np.searchsorted(keys, edges, side="right") - 1
        corrections = int(np.max(np.searchsorted(keys, edges[1:] - 1, side="right") - 1 - starts[:-1]))
        if corrections <= 1 or size * 2 > _LARGEST_TABLE:
            break
    return BucketIndex(
        begin=begin, shift=shift, table=starts[:-1].astype(np.int64), next_key=following, corrections=corrections
    )
