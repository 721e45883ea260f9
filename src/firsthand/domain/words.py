"""How the desk says an enumeration's value."""


def words(name: str) -> str:
    """An enumeration's value as words: `first_response` is "first response"."""
    return name.replace("_", " ")
