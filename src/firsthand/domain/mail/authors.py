"""Whether a mail is from whom its From says: by what our own server found out (RFC 8601), or by whom signed it (DKIM).

A domain vouches for an address when it is the address's own, or stands above it: `acme.example` for
`mail.acme.example`. One below vouches for nothing above it, because whoever it was given to is not its giver.
"""

import re
from collections.abc import Iterable, Sequence

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.mail.addresses import domain_of

_METHOD = re.compile(r"\s*([a-z-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b(.*)", re.DOTALL)
_PROPERTY = re.compile(r"([a-z]+\.[a-z-]+)\s*=\s*([^\s;]+)")


def authorship(
    address: str, *, results: Sequence[str], signed_by: Iterable[str], authorities: frozenset[str], asked: bool
) -> Authorship:
    """Whether a mail from `address` is its owner's. `results` are its Authentication-Results, newest first; only the
    newest of a server that is one of our `authorities` counts, and where there is one it decides. Else the domains that
    signed it validly do. `asked`: signatures were looked at."""
    said = next((rest for one in results if (rest := _said_by(authorities, one)) is not None), None)
    if said is not None:
        return Authorship.proven if _vouches(said, address) else Authorship.unproven
    if any(is_above(signer, domain_of(address)) for signer in signed_by):
        return Authorship.proven
    return Authorship.unproven if asked or authorities else Authorship.unasked


def is_above(domain: str, other: str) -> bool:
    """Whether `domain` is `other`, or a domain that it lies in."""
    domain, other = domain.lower().rstrip("."), other.lower().rstrip(".")
    return "." in domain and (other == domain or other.endswith(f".{domain}"))


def _said_by(authorities: frozenset[str], result: str) -> str | None:
    """What a result says, if one of our own servers said it."""
    name, _semicolon, rest = bare(result).partition(";")
    return rest.lower() if name.split()[:1] and name.split()[0].lower() in authorities else None


def _vouches(said: str, address: str) -> bool:
    """Whether what our server found proves the address: DMARC if it passed or failed, else what is aligned with it."""
    found = [
        (match[1], match[2], dict(_PROPERTY.findall(match[3])))
        for match in map(_METHOD.match, said.split(";"))
        if match
    ]
    domain = domain_of(address)
    judged = [(value, of.get("header.from", "")) for method, value, of in found if method == "dmarc"]
    if any(value == "fail" for value, _ in judged):
        return False
    if any(value == "pass" and domain_of(f"@{of}") == domain for value, of in judged):
        return True
    return any(value == "pass" and _proves(method, of, address) for method, value, of in found)


def _proves(method: str, of: dict[str, str], address: str) -> bool:
    match method:
        case "dkim":
            signer = of.get("header.d") or domain_of(of.get("header.i", ""))
            return is_above(signer, domain_of(address))
        case "spf":
            given = of.get("smtp.mailfrom", "")
            return is_above(domain_of(f"@{given}"), domain_of(address))
        case "auth":
            return of.get("smtp.auth") == address
        case _:
            return False


def bare(text: str) -> str:
    """A structured header without its comments and without what it quotes: a sender chooses the words of both."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for char in text:
        if escaped:
            escaped = False
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = char != '"'
        elif char == '"' and not depth:
            quoted = True
        elif char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(char)
    return "".join(kept)
