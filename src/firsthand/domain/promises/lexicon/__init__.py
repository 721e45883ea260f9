"""The words that the guard knows: one file a language, each row with an example."""
