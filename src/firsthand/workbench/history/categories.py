"""Texts of which few differ, as small codes into a tuple of names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

ABSENT = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Categories:
    """A column of names: row i is `names[codes[i]]`, or absent where the code is ABSENT. Names are distinct."""

    codes: Int32s
    names: tuple[str, ...]

    @classmethod
    def of(cls, values: Iterable[str | None]) -> "Categories":
        """The column of plain values, its names in the order of their first appearance."""
        known: dict[str, int] = {}
        codes = [ABSENT if value is None else known.setdefault(value, len(known)) for value in values]
        return cls(codes=np.array(codes, dtype=np.int32), names=tuple(known))

    @classmethod
    def constant(cls, name: str | None, rows: int) -> "Categories":
        """The same name in every row, or an absent column when it is None."""
        codes = np.full(rows, ABSENT if name is None else 0, dtype=np.int32)
        return cls(codes=codes, names=() if name is None else (name,))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str | None:
        code = int(self.codes[row])
        return None if code == ABSENT else self.names[code]

    def code_of(self, name: str) -> int:
        """The code of a name; one that no row has when the column does not know it."""
        return self.names.index(name) if name in self.names else len(self.names)

    def select(self, rows: Int64s | Bools) -> "Categories":
        """The given rows, in that order, with the same names."""
        return Categories(codes=self.codes[rows], names=self.names)

    def recoded(self, names: Sequence[str]) -> Int32s:
        """The codes into another list of names, which must hold every name of this column."""
        known = {name: code for code, name in enumerate(names)}
        table = np.array([*(known[name] for name in self.names), ABSENT], dtype=np.int32)
        return table[self.codes]

    def values(self) -> list[str | None]:
        """The plain values."""
        names = (*self.names, None)
        return [names[code] for code in self.codes.tolist()]
