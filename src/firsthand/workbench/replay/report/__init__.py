"""Reports of a replay: told as text, JSON, Parquet and a page. Needs the extra `columns` (NumPy and Polars)."""

from firsthand.workbench.replay.report.document import attainment, document
from firsthand.workbench.replay.report.html import page
from firsthand.workbench.replay.report.terminal import lines

__all__ = ["attainment", "document", "lines", "page"]
