"""How the desk says an enumeration's value."""


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def words(name: str) -> str:
    """An enumeration's value as words: `first_response` is "first response"."""
    return name.replace("_", " ")
