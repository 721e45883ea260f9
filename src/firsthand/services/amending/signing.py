"""The desk's Ed25519 key, and what it signs: the hash of each edition. Knows no framework."""

import base64
import binascii
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from firsthand.services.desk.environment import SettingError
from firsthand.services.desk.folders import signing_key_file
from firsthand.services.desk.secret_files import kept_secret


def signing_key(*, data: Path, given: str) -> Ed25519PrivateKey:
    """The key that was given (the content of a `signing.key`), else the data folder's, made on first use with mode
    0600. Raises SettingError for one that cannot be used."""
    if given:
        return _read(given, "FIRSTHAND_SIGNING_KEY")
    path = signing_key_file(data)
    lost = "Put it back from a backup, or delete it and the desk signs later editions with another key."
    return _read(kept_secret(path, _new, if_lost=lost), str(path))


def _new() -> str:
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def _read(text: str, source: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text.strip(), validate=True))
    except (ValueError, binascii.Error):
        raise SettingError(f"{source} is not a signing key; expected 32 bytes in Base64.") from None


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as 64 hexadecimal digits."""
    return key.public_key().public_bytes_raw().hex()


def signature_of(key: Ed25519PrivateKey, edition_hash: str) -> str:
    """The signature over an edition's hash, as 128 hexadecimal digits."""
    return key.sign(edition_hash.encode("ascii")).hex()


def is_signed(*, public: str, edition_hash: str, signature: str) -> bool:
    """Whether a signature over an edition's hash was made with the private half of `public`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), edition_hash.encode("ascii"))
    except (ValueError, InvalidSignature, UnicodeEncodeError):
        return False
    return True
