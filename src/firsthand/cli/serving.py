"""What `serve`, `web`, `worker` and `demo` run. Imported only when one of them is."""

import secrets
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from django.core.wsgi import get_wsgi_application

from firsthand.channels.email.lmtp import LmtpListener
from firsthand.cli import start
from firsthand.cli.start import CannotRun, say
from firsthand.engine import serve as serving
from firsthand.engine.loop import Engine, utc_now
from firsthand.engine.parts import Parts
from firsthand.services.desk.environment import Environment, secret_key
from firsthand.services.desk.set_up_code import make_set_up_code


def serve(*, with_web: bool, with_engine: bool, ready: str = "", listening: tuple[serving.Listening, ...] = ()) -> int:
    """Run until SIGTERM or Ctrl-C. `ready` is said after the address; `listening` is stopped with the rest."""
    environment = start.environment()
    try:
        listener = serving.listen(environment.host, environment.port) if with_web else None
    except serving.CannotListen as error:
        raise CannotRun(str(error)) from error
    environment = start.start_desk()
    parts = Parts(environment=environment, secret=secret_key(environment)) if with_engine else None
    lmtp = _lmtp(environment) if with_engine and environment.lmtp_port else None
    if listener is not None:
        _announce(environment, address_of(environment, listener), ready)
    else:
        say("Firsthand's worker runs (stop with Ctrl-C).")
    try:
        return serving.run(
            engine=Engine(parts.all()) if parts else None,
            application=get_wsgi_application() if with_web else None,
            listener=listener,
            threads=environment.threads,
            listening=(*listening, *((lmtp,) if lmtp else ())),
        )
    finally:
        if parts:
            parts.close()


def address_of(environment: Environment, listener: Any) -> str:
    """Where a browser on this machine finds the desk."""
    port = listener.getsockname()[1]
    host = environment.host
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(environment: Environment, address: str, ready: str) -> None:
    from firsthand.services.desk.queries import is_set_up  # noqa: PLC0415 - its tables exist only now

    say(f"Firsthand is at {address} (stop with Ctrl-C)")
    if ready:
        say(ready)
    if not is_set_up():
        say(f"This desk is empty. Its set-up waits at {address}/set-up")
        say(f"  From another machine it asks for this one-time code: {make_set_up_code(environment.data)}")


def _lmtp(environment: Environment) -> LmtpListener:
    listener = LmtpListener(
        spool_folder=environment.spool,
        now=utc_now,
        port=environment.lmtp_port,
        most_bytes=environment.max_message_bytes,
    )
    try:
        listener.start()
    except OSError as error:
        raise CannotRun(
            f"Port {environment.lmtp_port} for LMTP cannot be used ({error}). Choose another with FIRSTHAND_LMTP_PORT."
        ) from error
    say(f"Mail by LMTP is taken at 127.0.0.1:{listener.port}")
    return listener


def create_owner(*, email: str, name: str, desk: str, password: str) -> None:
    """Create an owner account, and the desk itself when it is new."""
    at = datetime.now(UTC)
    people, desks = _rooms()
    if not desks.is_set_up():
        desks.set_up(name=desk, at=at)
    people.create_owner(email=email, name=name, password=password or secrets.token_urlsafe(12), at=at)


def _rooms() -> tuple[ModuleType, ModuleType]:
    raise NotImplementedError
