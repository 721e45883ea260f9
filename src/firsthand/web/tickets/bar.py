"""The bar of a receipt: when the calendar was open and counted, closed or paused. Drawn on the server, as SVG."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.domain.clocks import LineKind, Receipt, ReceiptLine

WIDTH = 1000.0
_CLOSED_SHARE = 0.34
_THINNEST = 4.0


@dataclass(frozen=True, kw_only=True)
class BarPiece:
    """A stretch of the bar in units of a thousandth; `kind` is counted, late, closed or paused."""

    x: float
    width: float
    kind: str
    line: ReceiptLine


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The stretches, where the due instant stands, and whether closed time is drawn shorter than it was."""

    pieces: tuple[BarPiece, ...]
    due_x: float | None
    now_x: float | None
    shortened: bool


def bar_of(receipt: Receipt, *, now: datetime | None = None) -> Bar:
    """The bar of a receipt. Nights and weekends would hide the minutes that count: together they take a third."""
    lines = [line for line in receipt.lines if line.duration > timedelta(0)]
    closed = sum((line.duration for line in lines if line.kind is LineKind.closed), timedelta(0))
    whole = sum((line.duration for line in lines), timedelta(0))
    open_time = whole - closed
    shortened = bool(open_time) and closed > whole * _CLOSED_SHARE
    scale = (open_time * (_CLOSED_SHARE / (1 - _CLOSED_SHARE))) / closed if shortened else 1.0
    weights = [
        max(line.duration.total_seconds() * (scale if line.kind is LineKind.closed else 1.0), 1.0) for line in lines
    ]
    total = sum(weights) or 1.0
    widths = [max(weight / total * WIDTH, _THINNEST) for weight in weights]
    factor = WIDTH / (sum(widths) or 1.0)
    pieces, x = [], 0.0
    for line, width in zip(lines, widths, strict=True):
        pieces.append(BarPiece(x=round(x, 1), width=round(width * factor, 1), kind=kind_of(line), line=line))
        x += width * factor
    return Bar(
        pieces=tuple(pieces), due_x=_place(pieces, receipt.due_at), now_x=_place(pieces, now), shortened=shortened
    )


def kind_of(line: ReceiptLine) -> str:
    """counted, late (open time after the due instant), closed or paused."""
    return "late" if line.late and line.kind is LineKind.counted else line.kind.value


def _place(pieces: list[BarPiece], at: datetime | None) -> float | None:
    for piece in pieces:
        if at is not None and piece.line.to_at >= at >= piece.line.from_at:
            share = (at - piece.line.from_at) / piece.line.duration
            return round(piece.x + piece.width * share, 1)
    return None
