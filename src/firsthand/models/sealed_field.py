"""A column that keeps passwords of others, so that a copy of the database alone tells none of them."""

import json
from base64 import urlsafe_b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    TextOfSecrets = models.TextField[dict[str, str], dict[str, str]]
else:
    TextOfSecrets = models.TextField


class SealedField(TextOfSecrets):
    """Secrets by their names, encrypted (Fernet: AES-128 and HMAC-SHA256) under a key from the desk's `secret.key`.
    What another key sealed is read as none: somebody gives it again."""

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> dict[str, str] | None:
        """The secrets of a row."""
        return None if value is None else unsealed(value)

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401, RUF100 - Django's own signature
        """The text of the column."""
        return sealed(value) if isinstance(value, dict) else value


def sealed(secrets: dict[str, str]) -> str:
    """The secrets as their column holds them; nothing for none."""
    return _seal(settings.SECRET_KEY).encrypt(json.dumps(secrets).encode()).decode("ascii") if secrets else ""


def unsealed(kept: str) -> dict[str, str]:
    """The secrets that a column holds."""
    try:
        return dict(json.loads(_seal(settings.SECRET_KEY).decrypt(kept.encode("ascii")))) if kept else {}
    except InvalidToken:
        return {}


@cache
def _seal(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"firsthand.endpoint.secrets").derive(secret.encode())
    return Fernet(urlsafe_b64encode(key))
