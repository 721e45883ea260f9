"""What an entry of the block list covers: one address, or a domain with all that is below it."""

from firsthand.domain.mail.addresses import domain_of, normal_address, normal_host


def checked_pattern(text: str) -> str | None:
    """An address or a domain as an entry holds it; None when the text is neither. "@acme.example" is the domain."""
    wanted = text.strip()
    if "@" in wanted.removeprefix("@"):
        return normal_address(wanted)
    host = normal_host(wanted.removeprefix("@"))
    return host if host is not None and "." in host else None


def patterns_of(address: str) -> tuple[str, ...]:
    """Every pattern that covers an address: itself, its domain, and the domains above it, without the last label."""
    labels = domain_of(address).split(".")
    above = [".".join(labels[at:]) for at in range(len(labels) - 1)]
    return (address, *above) if address else ()


def is_domain(pattern: str) -> bool:
    """Whether a pattern covers everybody at a domain."""
    return "@" not in pattern
