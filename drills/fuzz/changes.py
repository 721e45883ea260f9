"""Inputs that were once good: a sample with some of its pieces replaced, doubled, dropped or cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

ODD = (
    b"\x00", b"\xff\xfe", b"\x80", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b" ", b"\t", b'"', b"'", b"\\", b"<", b">",
    b"&", b"(", b")", b"{", b"}", b"{9999999999}", b"[", b"]", b",", b":", b";", b"=", b"=?utf-8?b?", b"?=", b"--",
    b"*", b"&a", b"|", b"%s", b"-1", b"0", b"1e999", b"nan", b"9" * 40, b"2021-02-30", b"9999-12-31T23:59:59Z",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xf0\x9f\x92\xa9", "é".encode("latin-1"), b"A" * 5000,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Change:
    """A piece of a sample, by its place in thousandths of the sample, and what stands there instead."""

    at: int
    length: int
    instead: bytes
    twice: bool


def changes(words: Sequence[bytes]) -> st.SearchStrategy[list[Change]]:
    """Up to a dozen changes, with odd bytes and with words of the format."""
    instead = st.one_of(st.just(b""), st.sampled_from([*ODD, *words]), st.binary(max_size=12))
    length = st.one_of(st.integers(0, 8), st.integers(0, 400))
    one = st.builds(Change, at=st.integers(0, 1000), length=length, instead=instead, twice=st.booleans())
    return st.lists(one, min_size=1, max_size=12)


def changed(sample: bytes, by: Sequence[Change]) -> bytes:
    """The sample with the changes, one after the other."""
    for one in by:
        at = len(sample) * one.at // 1000
        piece = sample[at : at + one.length]
        sample = sample[:at] + one.instead + (piece if one.twice else b"") + sample[at + len(piece) * (not one.twice) :]
    return sample
