"""Whether a mail is from whom its From says: by what our own server found out (RFC 8601), or by whom signed it (DKIM).

Which domains vouch for the author's is told by `vouching`.
"""

import re
from collections.abc import Iterable, Sequence

from firsthand.domain.conversation.incoming import Authorship
from firsthand.domain.mail.addresses import domain_of
from firsthand.domain.mail.vouching import Asks, SenderDomain

_METHOD = re.compile(r"\s*([a-z-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)\b(.*)", re.DOTALL)
_PROPERTY = re.compile(r"([a-z]+\.[a-z-]+)\s*=\s*([^\s;]+)")


def authorship(
    address: str,
    *,
    domain: SenderDomain,
    results: Sequence[str],
    signed_by: Iterable[str],
    authorities: frozenset[str],
    asked: bool,
    answered: bool,
) -> Authorship:
    """Whether a mail from `address`, which lies in `domain`, is its owner's. `results` are its Authentication-Results,
    newest first; only the newest of a server that is one of our `authorities` counts, and where there is one it
    decides. Else the domains that signed it validly do. `asked`: signatures were looked at; `answered`: so that all was
    known which that needs. What is not proven although it could have been is disowned, where its domain asks for that.
    """
    said = next((rest for one in results if (rest := _said_by(authorities, one)) is not None), None)
    own_signature = domain.policy is not None and domain.policy.own_signature
    if (
        _vouches(said, address, domain)
        if said is not None
        else any(domain.is_vouched_by(signer, only_own=own_signature) for signer in signed_by)
    ):
        return Authorship.proven
    if (said is not None or (asked and answered)) and domain.policy is not None:
        return Authorship.unproven if domain.policy.asks is Asks.nothing else Authorship.disowned
    return Authorship.unproven if said is not None or asked or authorities else Authorship.unasked


def _said_by(authorities: frozenset[str], result: str) -> str | None:
    """What a result says, if one of our own servers said it."""
    name, _semicolon, rest = bare(result).partition(";")
    return rest.lower() if name.split()[:1] and name.split()[0].lower() in authorities else None


def _vouches(said: str, address: str, domain: SenderDomain) -> bool:
    """Whether what our server found proves the address: DMARC if it passed or failed, else what is aligned with it."""
    found = [
        (match[1], match[2], dict(_PROPERTY.findall(match[3])))
        for match in map(_METHOD.match, said.split(";"))
        if match
    ]
    judged = [(value, of.get("header.from", "")) for method, value, of in found if method == "dmarc"]
    if any(value == "fail" for value, _ in judged):
        return False
    if any(value == "pass" and domain_of(f"@{of}") == domain.name for value, of in judged):
        return True
    return any(value == "pass" and _proves(method, of, address, domain) for method, value, of in found)


def _proves(method: str, of: dict[str, str], address: str, domain: SenderDomain) -> bool:
    policy = domain.policy
    match method:
        case "dkim":
            signer = of.get("header.d") or domain_of(of.get("header.i", ""))
            return domain.is_vouched_by(signer, only_own=policy is not None and policy.own_signature)
        case "spf":
            given = domain_of(f"@{of.get('smtp.mailfrom', '')}")
            return domain.is_vouched_by(given, only_own=policy is not None and policy.own_envelope)
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
