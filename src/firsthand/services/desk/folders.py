"""Where everything lies in a desk's data folder. Only this module knows it. Paths and no more: nothing is read or made
here, and nothing is imported that `mail accept` would wait for."""

from pathlib import Path


def database_file(data: Path) -> Path:
    """The embedded database."""
    return data / "firsthand.sqlite3"


def migration_lock_file(data: Path) -> Path:
    """The lock of the one process that migrates the embedded database."""
    return data / "migrate.lock"


def running_lock_file(data: Path) -> Path:
    """The lock of the one process that runs the desk on the embedded database."""
    return data / "running.lock"


def spool_folder(data: Path) -> Path:
    """Where raw messages wait until they are taken in."""
    return data / "spool"


def archive_folder(data: Path) -> Path:
    """Where raw messages are kept for good."""
    return data / "mail"


def raw_message_file(data: Path, sha256: str) -> Path:
    """The raw message with this SHA-256, byte for byte as it came."""
    return archive_folder(data) / sha256[:2] / f"{sha256}.eml"


def attachment_file(data: Path, sha256: str) -> Path:
    """The file of a message with this SHA-256."""
    return attachments_folder(data) / sha256[:2] / sha256


def attachments_folder(data: Path) -> Path:
    """Where the files of messages are kept."""
    return data / "attachments"


def infected_file(data: Path, sha256: str) -> Path:
    """The infected file of a message with this SHA-256: apart from all that is given out."""
    return infected_folder(data) / sha256[:2] / sha256


def infected_folder(data: Path) -> Path:
    """Where infected files of messages are kept apart."""
    return data / "infected"


def secret_key_file(data: Path) -> Path:
    """The secret that signs sessions and reply addresses."""
    return data / "secret.key"


def signing_key_file(data: Path) -> Path:
    """The key that signs editions."""
    return data / "signing.key"


def set_up_code_file(data: Path) -> Path:
    """The one-time code for the first owner, while there is none."""
    return data / "set-up-code"


def private_paths(data: Path) -> tuple[Path, ...]:
    """What nobody but the desk's own user may read: everything of it in the data folder."""
    database = database_file(data)
    beside = (database.with_name(f"{database.name}{ending}") for ending in ("-wal", "-shm", "-journal"))
    return (
        *(database, *beside, migration_lock_file(data)),
        *(spool_folder(data), archive_folder(data), attachments_folder(data), infected_folder(data)),
        *(secret_key_file(data), signing_key_file(data), set_up_code_file(data)),
    )
