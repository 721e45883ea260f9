"""The one reader of settings: environment variables first, then `firsthand.toml`, then the default. No Django."""

import contextlib
import ipaddress
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.services.desk.folders import (
    archive_folder,
    database_file,
    private_paths,
    spool_folder,
)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SETTINGS_FILE = Path("firsthand.toml")
_ANSWERS = {"yes": True, "no": False, "true": True, "false": False}
_OTHERS = 0o077
"""The rights of group and others."""


class SettingError(Exception):
    """A setting cannot be used. The message names it and what was expected."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of this process, checked. Paths are absolute."""

    data: Path
    database_url: str
    host: str
    port: int
    base_url: str
    lmtp_port: int
    threads: int
    log_format: str
    max_message_bytes: int
    signing_key: str = field(default="", repr=False)
    health_token: str = field(default="", repr=False)
    security_contact: str = ""
    mail_authorities: frozenset[str] = frozenset()
    mail_look_ups: bool = True
    trusted_proxies: tuple[Network, ...] = ()
    inner_networks: tuple[Network, ...] = ()
    scanner: str = ""
    scanner_down: str = "refuse"

    @property
    def is_https(self) -> bool:
        """Whether people reach the desk by https."""
        return self.base_url.startswith("https:")

    @property
    def spool(self) -> Path:
        """Where raw messages wait."""
        return spool_folder(self.data)

    @property
    def sqlite(self) -> Path:
        """The embedded database."""
        return database_file(self.data)


def read_environment(variables: Mapping[str, str], *, folder: Path) -> Environment:
    """Read the settings; `folder` is where `firsthand.toml` and relative paths are looked for.

    Raises SettingError for a file that is not TOML, an unknown key or a value of the wrong form.
    """
    file = _read_file(folder / SETTINGS_FILE)
    used: set[str] = set()

    def text(key: str, default: str) -> str:
        used.add(key)
        return variables.get(f"FIRSTHAND_{key.upper()}") or str(file.get(key, default))

    def whole(key: str, *, default: int, lowest: int, highest: int) -> int:
        value = text(key, str(default))
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise SettingError(
                f"FIRSTHAND_{key.upper()} is {value!r}; expected a whole number from {lowest} to {highest}."
            )
        return int(value)

    def yes(key: str, *, default: bool) -> bool:
        value = text(key, "yes" if default else "no").lower()
        if value not in _ANSWERS:
            raise SettingError(f"FIRSTHAND_{key.upper()} is {value!r}; expected yes or no.")
        return _ANSWERS[value]

    environment = Environment(
        data=(folder / text("data", "firsthand-data")).resolve(),
        database_url=text("database_url", ""),
        host=text("host", "127.0.0.1"),
        port=whole("port", default=8000, lowest=0, highest=65535),
        base_url=text("base_url", "").rstrip("/"),
        lmtp_port=whole("lmtp_port", default=0, lowest=0, highest=65535),
        threads=whole("threads", default=4, lowest=1, highest=64),
        log_format=text("log_format", "text"),
        max_message_bytes=whole("max_message_bytes", default=50 * 1024 * 1024, lowest=1024, highest=1 << 31),
        signing_key=text("signing_key", ""),
        health_token=text("health_token", ""),
        security_contact=_contact(text("security_contact", "")),
        mail_authorities=frozenset(text("mail_authorities", "").lower().replace(",", " ").split()),
        mail_look_ups=yes("mail_look_ups", default=True),
        inner_networks=_networks("FIRSTHAND_INNER_NETWORKS", text("inner_networks", "none")),
        scanner=_scanner(text("scanner", "")),
        scanner_down=text("scanner_down", "refuse"),
        trusted_proxies=_networks("FIRSTHAND_TRUSTED_PROXIES", text("trusted_proxies", "127.0.0.0/8, ::1")),
    )
    if environment.log_format not in ("text", "json"):
        raise SettingError(f"FIRSTHAND_LOG_FORMAT is {environment.log_format!r}; expected text or json.")
    if environment.scanner_down not in ("refuse", "pass"):
        raise SettingError(f"FIRSTHAND_SCANNER_DOWN is {environment.scanner_down!r}; expected refuse or pass.")
    if unknown := sorted(set(file) - used):
        raise SettingError(f"firsthand.toml: unknown setting {unknown[0]!r}; known are {', '.join(sorted(used))}.")
    return environment


def _contact(text: str) -> str:
    if text and not (text.startswith(("mailto:", "https:", "tel:")) and text.isascii() and text.isprintable()):
        raise SettingError(
            f"FIRSTHAND_SECURITY_CONTACT is {text!r}; expected for example mailto:security@example.com or https://…"
        )
    return text


def _scanner(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isascii() and port.isdigit()):
        raise SettingError(f"FIRSTHAND_SCANNER is {text!r}; expected the path of clamd's socket, or host:port.")
    return text


def _networks(name: str, text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(one) for one in text.replace(",", " ").split() if one != "none")
    except ValueError as error:
        raise SettingError(f"{name}: {error}; expected addresses or networks such as 10.0.0.0/8, or none.") from error


def _read_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"{path} cannot be read: {error}") from error


def make_data_folder(environment: Environment) -> None:
    """Make the data folder and its parts, readable by this user only, and take from others what a folder of before let
    them read. Raises SettingError when that is impossible."""
    try:
        for folder in (environment.data, environment.spool, archive_folder(environment.data)):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not os.access(environment.data, os.W_OK):
            raise PermissionError(f"no permission to write in {environment.data}")
        for path in open_to_others(environment.data):
            with contextlib.suppress(PermissionError, FileNotFoundError):  # of another user: `doctor` names it
                path.chmod(path.stat().st_mode & ~_OTHERS)
    except OSError as error:
        raise SettingError(
            f"The data folder {environment.data} cannot be used: {error}. "
            "Choose a folder that this user may write, with FIRSTHAND_DATA."
        ) from error


def open_to_others(data: Path) -> tuple[Path, ...]:
    """What in the data folder others than its user may read."""
    return tuple(path for path in private_paths(data) if path.exists() and path.stat().st_mode & _OTHERS)
