"""Finding tickets by words: what is written into the index and what is asked of it."""
