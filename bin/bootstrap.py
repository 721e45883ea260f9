"""Makes the environment of this checkout in `.venv`, from the pinned locks, with the standard library only.

Written for any Python 3 so that a Python that is too old is told so in words. Called by `bin/firsthand` and
`bin/test`; does nothing when the environment already matches the lock.
"""

import os
import shutil
import subprocess
import sys
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
WANTED = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
LOG = os.path.join(ROOT, ".venv.log")


def stop(message: str) -> NoReturn:
    sys.stderr.write("firsthand: " + message + "\n")
    sys.exit(75)  # EX_TEMPFAIL: a mail server that pipes a message to us keeps it and tries again


def same(one: str, other: str) -> bool:
    try:
        with open(one, "rb") as a, open(other, "rb") as b:
            return a.read() == b.read()
    except OSError:
        return False


def run(command: "list[str]") -> None:
    with open(LOG, "ab") as log:
        log.write(("\n$ " + " ".join(command) + "\n").encode())
        log.flush()
        environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=VENV)
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment, cwd=ROOT)
    if done.returncode:
        with open(LOG, "rb") as log:
            tail = log.read().decode("utf-8", "replace").strip().splitlines()[-8:]
        sys.stderr.write("\n".join("  " + line for line in tail) + "\n")
        stop(
            "the environment could not be made. It needs the Python package registry once; check the "
            "network and run the same command again. The whole log is in " + LOG
        )


def make(kind: str) -> None:
    lock = os.path.join(ROOT, WANTED[kind])
    stamp = os.path.join(VENV, kind + ".lock")
    if same(lock, stamp) and os.path.exists(PYTHON):
        return
    sys.stderr.write("firsthand: making the environment in .venv (once, about half a minute) ...\n")
    if not os.path.exists(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        try:
            import ensurepip  # noqa: F401
            import venv
        except ImportError:
            stop("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")
        try:
            venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
        except (OSError, subprocess.CalledProcessError) as error:
            stop("cannot make %s (%s). Is the folder writable, and is python3-venv installed?" % (VENV, error))
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r"]
    uv = os.path.join(VENV, "bin", "uv")
    if not same(os.path.join(ROOT, "bin", "uv.lock"), os.path.join(VENV, "uv.lock")):
        run(pip + [os.path.join(ROOT, "bin", "uv.lock")])
        shutil.copy(os.path.join(ROOT, "bin", "uv.lock"), os.path.join(VENV, "uv.lock"))
    run([uv, "pip", "install", "-q", "--python", PYTHON, "--require-hashes", "-r", lock])
    shutil.copy(lock, stamp)


def main(kind: str) -> None:
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 or newer is needed; this is %d.%d (%s). Install a newer one, or name it in "
            "FIRSTHAND_PYTHON." % (sys.version_info[0], sys.version_info[1], sys.executable)
        )
    if not os.access(ROOT, os.W_OK):
        stop("the folder %s is not writable, so no environment can be made in it." % ROOT)
    import fcntl

    with open(os.path.join(ROOT, ".venv.lock"), "w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)  # two first calls at once: the second waits and finds it made
        make(kind)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "runtime")
