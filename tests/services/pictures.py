"""A small real picture, as a file of a message."""

import struct
import zlib

from firsthand.domain.conversation.files import AttachedFile, attached


def picture(*, name: str = "screenshot.png", content_id: str = "", side: int = 24, red: int = 200) -> AttachedFile:
    """A PNG of one colour, `side` pixels wide and high; in the text when it has a Content-ID."""
    row = b"\x00" + bytes((red, 90, 40)) * side
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(row * side)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return attached(
        filename=name,
        content_type="image/png",
        content=b"\x89PNG\r\n\x1a\n" + body,
        number=1,
        inline=bool(content_id),
        content_id=content_id,
    )
