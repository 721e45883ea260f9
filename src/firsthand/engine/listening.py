"""Taking the port, before anything else is loaded. No Django here."""

import socket


class CannotListen(Exception):  # noqa: N818 - reads as what happened
    """The address cannot be listened on; the words say why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """A bound, listening socket; port 0 takes any free one. Raises CannotListen with words for the operator."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise CannotListen(
            f"The host {host!r} is not known ({error}). Use --host 127.0.0.1 for this machine only."
        ) from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(1024)
    except PermissionError as error:
        listener.close()
        raise CannotListen(
            f"Port {port} needs more rights than this user has. Use a port above 1023, with --port or FIRSTHAND_PORT."
        ) from error
    except OSError as error:
        listener.close()
        raise CannotListen(
            f"Port {port} on {host} is taken or cannot be used ({error.strerror}). Stop what listens there, or choose "
            "another with --port (0 takes any free one)."
        ) from error
    return listener
