"""Reports of a replay: run over any number of tickets, and told as text, JSON, Parquet and a page. Needs the extra
`columns` (NumPy and Polars)."""

from firsthand.reports.replay.document import attainment, document
from firsthand.reports.replay.html import page
from firsthand.reports.replay.running import replayed
from firsthand.reports.replay.terminal import lines

__all__ = ["attainment", "document", "lines", "page", "replayed"]
