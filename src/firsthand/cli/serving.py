"""What `serve`, `web`, `worker` and `demo` run. Imported only when one of them is."""

import socket
from datetime import UTC, datetime

from django.core.wsgi import get_wsgi_application

from firsthand.cli.output import CannotRun, print_line
from firsthand.engine import serve as serving
from firsthand.engine.loop import Engine, utc_now
from firsthand.engine.parts import Parts
from firsthand.services.channels.registry import channels
from firsthand.services.desk.actions import FirstOwner, set_up
from firsthand.services.desk.environment import Environment
from firsthand.services.desk.queries import is_set_up
from firsthand.services.desk.set_up_code import make_set_up_code


def serve(
    environment: Environment,
    *,
    listener: socket.socket | None,
    with_engine: bool,
    ready: str = "",
    listening: tuple[serving.Listening, ...] = (),
) -> int:
    """Run until SIGTERM or Ctrl-C: the web pages when there is a `listener`, the engine when asked for.

    `ready` is said after the address; `listening` is stopped with the rest.
    """
    parts = Parts(environment=environment) if with_engine else None
    handed_over = _listening(environment) if with_engine else ()

    def announce() -> None:
        if listener is not None:
            _announce(environment, address_of(environment, listener), ready)
        else:
            print_line("Firsthand's worker runs (stop with Ctrl-C).")

    try:
        return serving.run(
            engine=Engine(parts.all()) if parts else None,
            application=get_wsgi_application() if listener is not None else None,
            listener=listener,
            threads=environment.threads,
            listening=(*listening, *handed_over),
            announce=announce,
        )
    finally:
        if parts:
            parts.close()


def address_of(environment: Environment, listener: socket.socket) -> str:
    """Where a browser on this machine finds the desk."""
    port = listener.getsockname()[1]
    host = environment.host
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(environment: Environment, address: str, ready: str) -> None:
    print_line(f"Firsthand is at {address} (stop with Ctrl-C)")
    if ready:
        print_line(ready)
    if not is_set_up():
        print_line(f"This desk is empty. Its set-up waits at {address}/set-up")
        print_line(f"  It asks for this one-time code: {make_set_up_code(environment.data)}")


def _listening(environment: Environment) -> tuple[serving.Listening, ...]:
    """What takes mail handed over by LMTP, where this desk listens to it."""
    found = []
    for channel in channels().values() if environment.lmtp_port else ():
        listening = channel.listening(
            spool_folder=environment.spool,
            now=utc_now,
            port=environment.lmtp_port,
            most_bytes=environment.max_message_bytes,
        )
        if listening is None:
            continue
        try:
            listening.start()
        except OSError as error:
            raise CannotRun(
                f"Port {environment.lmtp_port} for LMTP cannot be used ({error}). Choose another with "
                "FIRSTHAND_LMTP_PORT."
            ) from error
        print_line(f"Mail by LMTP is taken at 127.0.0.1:{listening.port}")
        found.append(listening)
    return tuple(found)


def create_owner(*, email: str, name: str, desk: str, password: str) -> None:
    """Create the first owner, and the desk with them when it is new. Raises Refused when there is an owner."""
    owner = FirstOwner(email=email, name=name, password=password)
    set_up(name=desk, base_url="", zone="UTC", owner=owner, at=datetime.now(UTC))
