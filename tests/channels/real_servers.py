"""Postfix and Dovecot from Debian under a private configuration: a folder of their own, high loopback ports, and
no way out (`default_transport = error:`). Nothing of the system's own mail is read, changed or left running."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("postfix", "dovecot", "openssl")
USER, PASSWORD = "ana@acme.example", "only-for-tests"

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.test.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
notify_classes =
recipient_delimiter = +
default_transport = error:this test sends nothing outside
relay_transport = error:this test sends nothing outside
virtual_transport = error:unknown
virtual_mailbox_domains = acme.example, desk.example, lighthouse.example
virtual_mailbox_maps = static:all
transport_maps = inline:{{
  {{acme.example = lmtp:inet:127.0.0.1:{dovecot_lmtp}}},
  {{desk.example = lmtp:inet:127.0.0.1:{desk_lmtp}}},
  {{lighthouse.example = lmtp:inet:127.0.0.1:{desk_lmtp}}} }}
smtpd_recipient_restrictions = permit_mynetworks, reject
minimal_backoff_time = 2s
queue_run_delay = 2s
maximal_backoff_time = 4s
"""
_MASTER = """\
127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """\
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
ssl = yes
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {dovecot_lmtp}
  }}
}}
"""


@dataclass(frozen=True, kw_only=True)
class RealServers:
    """The ports they listen on; `authority` is the certificate that Dovecot's TLS is signed with."""

    folder: Path
    smtp: int
    imap: int
    imaps: int
    dovecot_lmtp: int
    desk_lmtp: int

    @property
    def authority(self) -> Path:
        """A certificate for 127.0.0.1."""
        return self.folder / "cert.pem"

    def log(self) -> str:
        """What both servers wrote, for a failing test."""
        files = (self.folder / "postfix.log", self.folder / "dovecot.log")
        return "\n".join(file.read_text(errors="replace") for file in files if file.exists())


def why_not() -> str:
    """Why the servers cannot run here; empty when they can."""
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin"
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        return f"not installed here: {', '.join(missing)} (Debian: postfix dovecot-imapd dovecot-lmtpd openssl)"
    if os.geteuid() != 0:
        return "Postfix starts as root only; run this test as root in a container"
    return ""


@contextmanager
def running() -> Iterator[RealServers]:
    """Both servers, stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="fh-mail-", dir="/tmp"))
    folder.chmod(0o755)
    ports = dict(zip(("smtp", "imap", "imaps", "dovecot_lmtp", "desk_lmtp"), _free_ports(5), strict=True))
    servers = RealServers(folder=folder, **ports)
    started: list[subprocess.Popen[bytes]] = []
    try:
        _configure(servers, ports)
        commands = (
            ["dovecot", "-F", "-c", str(folder / "dovecot.conf")],
            ["postfix", "-c", str(folder / "postfix"), "start-fg"],
        )
        started = [subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL) for command in commands]
        for port in (servers.smtp, servers.imap, servers.imaps, servers.dovecot_lmtp):
            _wait_for(port, servers)
        yield servers
    finally:
        subprocess.run(["postfix", "-c", str(folder / "postfix"), "stop"], check=False, capture_output=True)
        for process in started:
            _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _configure(servers: RealServers, ports: dict[str, int]) -> None:
    folder = servers.folder
    for name in ("postfix", "queue", "data", "mail", "run", "state"):
        (folder / name).mkdir(mode=0o755)
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "mail", "mail")
    values = {"folder": folder, "password": PASSWORD, **ports}
    (folder / "postfix" / "main.cf").write_text(_MAIN.format(**values))
    (folder / "postfix" / "master.cf").write_text(_MASTER.format(**values))
    (folder / "dovecot.conf").write_text(_DOVECOT.format(**values))
    certificate = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", *certificate.split(), *files], check=True, capture_output=True)


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_for(port: int, servers: RealServers) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"nothing listens on port {port}:\n{servers.log()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and what it started: the whole session that was made for it."""
    try:
        process.terminate()
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended
