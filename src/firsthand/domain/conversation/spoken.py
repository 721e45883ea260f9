"""In which of some languages a text is written, by its common words or its script; nothing is guessed from little."""

import re
from collections.abc import Sequence

_COMMON = {
    "de": "und der die das nicht ist wir ich mit auf ein eine für den dem bei haben hat nach wie wenn kann bitte danke",
    "en": "the and is are we to of in it that you not with for on have has our when can please thanks this after",
    "es": "el la los las y no es que de en un una por para con se hemos cuando puede favor gracias del al nuestra",
    "fr": "le la les et est pas que de en un une pour avec nous vous dans sur quand merci bonjour des du au notre",
    "it": "il la gli e non è che di in un una per con si abbiamo quando può grazie del al della nostro sono dopo",
    "nl": "de het een en niet is wij ik met op voor van bij hebben heeft na als kan graag bedankt dat onze wordt",
    "pl": "i nie jest że się na w z do po jak czy dla mamy może proszę dziękuję od jest przy tym nasze dzień dobry",
    "pt": "o a os as e não é que de em um uma por para com se temos quando pode obrigado do ao da nosso depois",
    "sv": "och det är inte att en ett vi på med för av har när kan tack från som vår efter till den jag hej",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_SCRIPTS = {
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "el": re.compile("[\u0370-\u03ff]"),
    "uk": re.compile("[іїєґ]", re.IGNORECASE),
    "ru": re.compile("[\u0400-\u04ff]"),
}
_READ_AT_MOST = 5_000
_ENOUGH = 2


def language_among(text: str, languages: Sequence[str]) -> str | None:
    """The one of these languages in which the text is written; None where it does not show, or is in another."""
    read = text[:_READ_AT_MOST].lower()
    for language, script in _SCRIPTS.items():
        if len(script.findall(read)) > _ENOUGH:
            return _wanted(language, languages)
    words = re.findall(r"[^\W\d_]+", read)
    counts = {language: sum(word in known for word in words) for language, known in _WORDS.items()}
    best = max(counts, key=counts.__getitem__)
    clear = counts[best] >= _ENOUGH and sum(count == counts[best] for count in counts.values()) == 1
    return _wanted(best, languages) if clear else None


def _wanted(language: str, languages: Sequence[str]) -> str | None:
    return next((one for one in languages if one.partition("-")[0] == language), None)
