"""In which language somebody wrote, among those that there is a text in."""

import pytest

from firsthand.domain.conversation.spoken import language_among

ALL = ("en", "de", "fr", "es", "it", "nl", "pl", "pt-BR", "sv", "ja", "ru", "uk", "el", "zh")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The login page loops after the upgrade. Can you help us with this?"),
        ("de", "Die Anmeldung geht nach dem Update nicht mehr, wir haben schon neu gestartet."),
        ("fr", "Bonjour, nous avons un problème avec la connexion et les utilisateurs sont bloqués. Merci"),
        ("es", "No podemos entrar desde la actualización y los usuarios están parados. Gracias"),
        ("it", "Non riusciamo ad accedere, che cosa è successo? Grazie della risposta"),
        ("nl", "Wij hebben een probleem met het inloggen en kunnen niet verder. Graag hulp, bedankt"),
        ("pl", "Dzień dobry, nie możemy się zalogować i proszę o pomoc"),
        ("pt-BR", "Não conseguimos entrar, você pode ajudar? Obrigado pela resposta, temos uma reunião do conselho"),
        ("sv", "Hej, vi har ett problem med inloggningen och det är bråttom. Tack"),
        ("ja", "アップグレード後にログインできません"),
        ("ru", "Не можем войти после обновления"),
        ("uk", "Не можемо ввійти після оновлення, її іконка"),
        ("el", "Δεν μπορούμε να συνδεθούμε"),
        ("zh", "升级后无法登录系统"),
    ],
)
def test_it_shows(language: str, text: str) -> None:
    assert language_among(text, ALL) == language


@pytest.mark.parametrize("text", ["", "ERR 500", "Traceback: foo.bar()", "ok"])
def test_little_shows_nothing(text: str) -> None:
    assert language_among(text, ALL) is None


def test_a_language_without_a_text_is_none() -> None:
    assert language_among("Die Anmeldung geht nach dem Update nicht mehr.", ("en", "fr")) is None
