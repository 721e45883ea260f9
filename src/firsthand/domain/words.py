"""How the desk says an enumeration's value, a budget, and a text as a sentence."""

_UNITS = {"hours", "days", "minutes"}


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


def budget_words(budget: object) -> str:
    """A budget as the book writes it, in the singular where there is one: "1 business hour"."""
    text = str(budget)
    parts = text.split(" ")
    return " ".join(part.removesuffix("s") if part in _UNITS else part for part in parts) if parts[0] == "1" else text
