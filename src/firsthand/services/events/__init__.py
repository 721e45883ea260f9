"""Events as rows: writing one, and reading a subject's."""
