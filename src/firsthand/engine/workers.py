"""The processes that take due work, by name: what one had claimed when it died is given back by the next at once."""

import os
import socket


def worker_name() -> str:
    """This process among all that share a desk: host and process."""
    host = "".join(letter for letter in socket.gethostname() if letter.isalnum() or letter in "-.")
    return f"{host or 'host'}-{os.getpid()}"


def is_no_more(worker: str, *, me: str) -> bool:
    """Whether a worker of this host has ended, so that what it claimed is free; asked by `me` before it claims anything
    itself. Of other hosts nobody knows: their claims end with their lease."""
    host, _, process = worker.rpartition("-")
    if host != me.rpartition("-")[0] or not process.isdigit():
        return False
    return worker == me or not _is_alive(int(process))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
