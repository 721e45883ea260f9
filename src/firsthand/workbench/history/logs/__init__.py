"""Reading histories from logs. Needs the extra `columns` (NumPy and Polars)."""

from firsthand.workbench.history.logs.errors import HistoryError
from firsthand.workbench.history.logs.mapping import NATIVE, Mapping, mapping_of, packaged, read_mapping
from firsthand.workbench.history.logs.reading import read_chunks, read_history

__all__ = ["NATIVE", "HistoryError", "Mapping", "mapping_of", "packaged", "read_chunks", "read_history", "read_mapping"]
