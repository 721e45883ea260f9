"""A small IMAP4rev1 server for tests: one user, one folder, what a poller needs and no more."""

import asyncio
import re
import threading
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class ImapFolder:
    """The state of the folder. `came` says when some of the messages came; `commands` what clients said."""

    messages: dict[int, bytes] = field(default_factory=dict)
    came: dict[int, datetime] = field(default_factory=dict)
    uid_validity: int = 1
    user: str = "support@desk.example"
    password: str = "right"
    hang_up_on: str = ""
    commands: list[str] = field(default_factory=list)


class ImapServer:
    """Serves `folder` on a loopback port, in a thread of its own."""

    def __init__(self, folder: ImapFolder) -> None:
        self.folder = folder
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "ImapServer":
        self._thread.start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _listen(self) -> int:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK [CAPABILITY IMAP4rev1] ready\r\n")
        while line := await reader.readline():
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if literal := re.search(r"\{(\d+)\}$", rest):
                writer.write(b"+ go on\r\n")
                rest = rest[: literal.start()] + (await reader.readexactly(int(literal[1]))).decode()
                rest += (await reader.readline()).decode().rstrip()
            self.folder.commands.append(rest)
            if self.folder.hang_up_on and self.folder.hang_up_on in rest:
                break
            for part in self._answer(rest):
                writer.write(part)
            writer.write(f"{tag} {self._status(rest)}\r\n".encode())
            await writer.drain()
            if rest.upper() == "LOGOUT":
                break
        writer.close()

    def _status(self, rest: str) -> str:
        verb = rest.upper().split()[0]
        if verb == "LOGIN" and (self.folder.user not in rest or self.folder.password not in rest):
            return "NO [AUTHENTICATIONFAILED] Authentication failed."
        if verb in {"EXAMINE", "SELECT"} and "INBOX" not in rest.upper():
            return "NO [NONEXISTENT] No such folder."
        return "OK done"

    def _answer(self, rest: str) -> list[bytes]:
        words = rest.upper().split()
        if words[0] == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1\r\n"]
        if words[0] == "LOGOUT":
            return [b"* BYE\r\n"]
        if words[0] in {"EXAMINE", "SELECT"}:
            head = f"* {len(self.folder.messages)} EXISTS\r\n* OK [UIDVALIDITY {self.folder.uid_validity}] ok\r\n"
            return [head.encode(), b"* FLAGS (\\Seen)\r\n"]
        if words[:2] == ["UID", "SEARCH"]:
            found = self._of_days(words[2:]) if words[2] == "SINCE" else self._from(words[-1])
            return [b"* SEARCH " + " ".join(map(str, found)).encode() + b"\r\n"]
        if words[:2] == ["UID", "FETCH"]:
            return [self._fetched(int(uid), " ".join(words[3:])) for uid in self._listed(words[2])]
        return []

    def _from(self, wanted: str) -> list[int]:
        """`n:*` also names the last message when its UID is below n: the trap in RFC 3501."""
        first = int(wanted.partition(":")[0])
        uids = sorted(self.folder.messages)
        return [uid for uid in uids if uid >= first] or uids[-1:]

    def _of_days(self, words: list[str]) -> list[int]:
        """`SINCE day [BEFORE day]`, by the day of receipt."""
        days = [datetime.strptime(one.strip('"'), "%d-%b-%Y").date() for one in words[1::2]]  # noqa: DTZ007 - a day
        came = {uid: at.date() for uid, at in self.folder.came.items()}
        return [uid for uid, day in came.items() if day >= days[0] and (len(days) == 1 or day < days[1])]

    def _listed(self, wanted: str) -> list[int]:
        found: list[int] = []
        for part in wanted.split(","):
            first, _, last = part.partition(":")
            found += [uid for uid in self.folder.messages if int(first) <= uid <= int(last or first)]
        return found

    def _fetched(self, uid: int, items: str) -> bytes:
        raw, number = self.folder.messages[uid], sorted(self.folder.messages).index(uid) + 1
        if "RFC822.SIZE" in items or "INTERNALDATE" in items:
            at = f' INTERNALDATE "{self.folder.came[uid]:%d-%b-%Y %H:%M:%S %z}"' if uid in self.folder.came else ""
            return b"* %d FETCH (UID %d RFC822.SIZE %d%s)\r\n" % (number, uid, len(raw), at.encode())
        partial = re.search(r"<0\.(\d+)>", items)
        body, mark = (raw[: int(partial[1])], b"<0>") if partial else (raw, b"")
        return b"* %d FETCH (UID %d BODY[]%s {%d}\r\n%s)\r\n" % (number, uid, mark, len(body), body)
