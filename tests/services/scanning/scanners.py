"""Scanners to ask: a fake that speaks as clamd does, and a real one with a list of one virus where it is installed."""

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
REAL = shutil.which("clamd")
Set = Callable[..., None]
"""Sets the desk's scanner."""


class FakeClamd:
    """Answers as clamd: `stream: OK`, `stream: … FOUND`, or another word that it was told to say."""

    def __init__(self, *, says: bytes | None = None, hangs: bool = False) -> None:
        self.says, self.hangs, self.asked = says, hangs, 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                link, _ = self._listening.accept()
            except OSError:
                return
            with link, link.makefile("rb") as line:
                self.asked += 1
                content = b""
                if line.read(10) != b"zINSTREAM\0":
                    link.sendall(b"UNKNOWN COMMAND\0")
                    continue
                while size := struct.unpack(">I", line.read(4))[0]:
                    content += line.read(size)
                if self.hangs:
                    time.sleep(2)
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                link.sendall(found if self.says is None else self.says)

    def close(self) -> None:
        """Nobody listens any more."""
        self._listening.close()


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """The address of a clamd that knows one virus."""
    (folder / "db").mkdir()
    (folder / "db" / "one.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    address = folder / "clamd.sock"
    settings = {
        "DatabaseDirectory": folder / "db",
        "LocalSocket": address,
        "Foreground": "yes",
        "TemporaryDirectory": folder,
    }
    (folder / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    started = subprocess.Popen([REAL or "clamd", "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if address.exists() or started.poll() is not None:
                break
            time.sleep(0.1)
        yield str(address)
    finally:
        started.terminate()
        started.wait(timeout=20)
