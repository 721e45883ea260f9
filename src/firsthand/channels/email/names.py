"""What senders' domains publish in the DNS, keys and policies: asked for within two seconds a message, and never for
long in a row.

Whoever asks takes mail in, so what does not answer costs little: it is not asked again for a while, and of every half
minute no more than four seconds are spent waiting. What is not known is not proven, and no more than that.
"""

import time
from collections.abc import Callable, Iterable

import dns.exception
import dns.resolver

A_MESSAGE = 2.0
WINDOW, MOST_WAITED = 30.0, 4.0
_KEPT_FOUND, _KEPT_UNKNOWN = 3600.0, 300.0
_MOST_KEPT = 2000
AskText = Callable[[str, float], str]


def ask_dns(name: str, within: float) -> str:
    """The text with a key or a policy under a name in the DNS; empty where there is none. Raises OSError without an
    answer in time."""
    try:
        found = dns.resolver.resolve(name, "TXT", lifetime=within, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ""
    except dns.exception.DNSException as error:
        raise OSError(f"no answer for {name}") from error
    texts = (b"".join(one.strings).decode("ascii", "replace") for one in found)
    begins = "v=DMARC1" if name.startswith("_dmarc.") else ""
    return next((text for text in texts if "p=" in text and text.startswith(begins)), "")


class SenderTexts:
    """What was found out about senders' domains, for one process."""

    def __init__(self, *, ask: AskText = ask_dns, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[str | None, float]] = {}
        self._window, self._waited = 0.0, 0.0

    def find(self, names: Iterable[str]) -> dict[str, str]:
        """The texts under those of the names that are known, or answered in time; empty where the answer is none."""
        ends = self._clock() + A_MESSAGE
        found = {name: self._text(name, ends) for name in names}
        return {name: text for name, text in found.items() if text is not None}

    def _text(self, name: str, ends: float) -> str | None:
        began = self._clock()
        text, until = self._known.get(name, (None, 0.0))
        if began < until:
            return text
        if began - self._window >= WINDOW:
            self._window, self._waited = began, 0.0
        within = min(ends - began, MOST_WAITED - self._waited)
        if within <= 0:
            return None
        try:
            text = self._ask(name, within)
        except OSError:
            text = None
        after = self._clock()
        self._waited += after - began
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[name] = (text, after + (_KEPT_FOUND if text else _KEPT_UNKNOWN))
        return text
