"""A walk through the desk: the pages that links lead to from the inbox, some of each kind."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client
from django.urls import Resolver404, resolve

from firsthand.services.language import pseudo

_UNREAD = re.compile(r"/(static|theme|sign-out|live)|/files/|/raw|/html|\.(txt|json|csv|yaml|zip|eml)$")


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A page that a link led to; `text` is empty for what is no page (a file, a way to another page)."""

    path: str
    status: int
    text: str


def walk(client: Client, *, each: int) -> Iterator[Reached]:
    """What somebody reaches from their inbox in the pseudo-language, `each` of a kind."""
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, headers={"accept-language": pseudo.CODE})
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        text = answer.content.decode() if is_page else ""
        yield Reached(path=path, status=answer.status_code, text=text)
        for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)', text):
            address = link.replace("&amp;", "&")
            kind = _kind(address)
            if address in known or kind is None or kinds[kind] >= each:
                continue
            kinds[kind] += 1
            known.add(address)
            waiting.append(address)


def _kind(address: str) -> str | None:
    path, _, query = address.partition("?")
    if _UNREAD.search(path):
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return " ".join((found.view_name, *sorted(re.findall(r"(\w+)=", query))))
