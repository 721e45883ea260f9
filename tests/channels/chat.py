"""A chat in memory, as a channel: threads, people without a mail address, and ids that the service gives.

Written as somebody would who adds a channel of their own: this file and a line in the list of channels.
"""

import json
from typing import Any, ClassVar

from firsthand.channels.protocol import (
    Channel,
    Cursor,
    EndpointSettings,
    Keep,
    NotReceived,
    Ours,
    Raw,
    SettingField,
    Unreadable,
)
from firsthand.domain.conversation.files import attached
from firsthand.domain.conversation.incoming import Author, Incoming
from firsthand.domain.conversation.outgoing import Outgoing, SendOutcome, Sent
from firsthand.domain.sentences import say

PATH = "tests.channels.chat.Chat"


class Room:
    """The service: what was posted, by whom, in which thread. `mood` is what it says to the next post."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.mood = ""

    def post(self, author: str, text: str, *, thread: str = "", files: tuple[tuple[str, bytes], ...] = ()) -> str:
        """Post; the id that the service gives."""
        ident = f"P{len(self.posts) + 1}"
        kept = [{"name": name, "content": content.decode("latin-1")} for name, content in files]
        self.posts.append({"id": ident, "author": author, "text": text, "thread": thread or ident, "files": kept})
        return ident

    def thread_of(self, ident: str) -> str:
        """The thread in which a post stands."""
        return next((one["thread"] for one in self.posts if one["id"] == ident), ident)


ROOM = Room()


class Chat(Channel):
    """An endpoint is a room that the desk reads and posts in, under the name of its bot."""

    name: ClassVar[str] = "chat"
    title: ClassVar[str] = "Chat"
    said: ClassVar[str] = "chat"
    files: ClassVar[bool] = True
    fields: ClassVar[tuple[SettingField, ...]] = (SettingField(name="bot", label="Name of the bot", default="desk"),)

    def fetches(self, endpoint: EndpointSettings) -> bool:
        return True

    def receive(self, endpoint: EndpointSettings, cursor: Cursor, keep: Keep, *, most_bytes: int) -> Cursor:
        read = int(cursor.get("read", 0))
        if ROOM.mood == "away":
            raise NotReceived(say("The room does not answer."), cursor=cursor)
        for post in ROOM.posts[read:]:
            if post["author"] != endpoint.text("bot"):
                keep(json.dumps(post).encode())
            read += 1
        return {"read": read}

    def read(self, raw: Raw, ours: Ours) -> Incoming:
        try:
            post = json.loads(raw.content)
            found = [(one["name"], one["content"].encode("latin-1")) for one in post["files"]]
            return Incoming(
                channel=self.name,
                external_id=post["id"],
                received_at=raw.received_at,
                author=Author(address=f"@{post['author']}", name=post["author"].title()),
                text=post["text"],
                digest=raw.sha256,
                answers=() if post["thread"] == post["id"] else self._before(post),
                endpoint=raw.to,
                files=tuple(
                    attached(filename=name, content_type="text/plain", content=content, number=number)
                    for number, (name, content) in enumerate(found, start=1)
                ),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(say("It is no post: {why}.", why=str(error))) from error

    def _before(self, post: dict[str, Any]) -> tuple[str, ...]:
        others = (one for one in ROOM.posts[::-1] if one["thread"] == post["thread"])
        return tuple(one["id"] for one in others if one["id"] != post["id"])

    def send(self, outgoing: Outgoing, by: EndpointSettings, ours: Ours) -> Sent:
        if ROOM.mood == "refuses":
            return Sent(outcome=SendOutcome.refused, reason="the room is archived")
        if ROOM.mood == "busy":
            return Sent(outcome=SendOutcome.try_again, reason="rate limited")
        thread = ROOM.thread_of(outgoing.thread[0].external_id) if outgoing.thread else ""
        files = tuple((one.filename, one.content) for one in outgoing.files)
        ident = ROOM.post(by.text("bot"), outgoing.text, thread=thread, files=files)
        return Sent(outcome=SendOutcome.delivered, external_id=ident)
