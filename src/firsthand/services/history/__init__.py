"""Reading histories from logs. Needs the extra `columns` (NumPy and Polars)."""

from firsthand.services.history.errors import HistoryError
from firsthand.services.history.mapping import NATIVE, Mapping, mapping_of, packaged, read_mapping
from firsthand.services.history.reading import read_chunks, read_history

__all__ = ["NATIVE", "HistoryError", "Mapping", "mapping_of", "packaged", "read_chunks", "read_history", "read_mapping"]
