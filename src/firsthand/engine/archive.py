"""The archive of raw messages: byte for byte as they came, under their SHA-256, durable before the commit."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from firsthand.services.desk.folders import raw_message_file
from firsthand.services.intake.durable import keep_durably


def keep(data: Path, raws: Iterable[bytes]) -> list[str]:
    """Write the messages durably and answer their SHA-256 in order. Raises OSError when the disk will not have them."""
    named = [(hashlib.sha256(raw).hexdigest(), raw) for raw in raws]
    keep_durably((raw_message_file(data, sha256), raw) for sha256, raw in named)
    return [sha256 for sha256, _ in named]
