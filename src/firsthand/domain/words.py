"""How the desk says an enumeration's value, and a text as a sentence."""


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def words(name: str) -> str:
    """An enumeration's value as words: `first_response` is "first response"."""
    return name.replace("_", " ")


def as_sentence(text: str) -> str:
    """The text with a capital letter and an end."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
