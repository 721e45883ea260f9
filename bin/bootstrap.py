"""Makes the environments of this checkout from the pinned locks, with the standard library only: `.venv`, and
`.venv-peers` for the libraries that `bin/bench working-time` runs beside ours.

Written for any Python 3 so that a Python that is too old is told so in words. Called by `bin/firsthand`, `bin/test`
and `bin/bench`; does nothing when the environment already matches the lock.
"""

import os
import shutil
import subprocess
import sys
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WANTED = {
    "runtime": ("requirements.lock", ".venv"),
    "dev": ("requirements-dev.lock", ".venv"),
    "peers": ("requirements-peers.lock", ".venv-peers"),
}
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


def run(command: "list[str]", venv: str) -> None:
    with open(LOG, "ab") as log:
        log.write(("\n$ " + " ".join(command) + "\n").encode())
        log.flush()
        environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", VIRTUAL_ENV=venv)
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
    name, folder = WANTED[kind]
    lock, venv = os.path.join(ROOT, name), os.path.join(ROOT, folder)
    python, stamp = os.path.join(venv, "bin", "python"), os.path.join(venv, kind + ".lock")
    if same(lock, stamp) and os.path.exists(python):
        return
    sys.stderr.write("firsthand: making the environment in %s (once, about half a minute) ...\n" % folder)
    if not os.path.exists(python):
        create(venv)
    pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r"]
    uv = os.path.join(venv, "bin", "uv")
    if not same(os.path.join(ROOT, "bin", "uv.lock"), os.path.join(venv, "uv.lock")):
        run(pip + [os.path.join(ROOT, "bin", "uv.lock")], venv)
        shutil.copy(os.path.join(ROOT, "bin", "uv.lock"), os.path.join(venv, "uv.lock"))
    run([uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", lock], venv)
    shutil.copy(lock, stamp)


def create(venv_folder: str) -> None:
    shutil.rmtree(venv_folder, ignore_errors=True)
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        stop("Python's venv module is missing. On Debian and Ubuntu: apt-get install python3-venv")
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(venv_folder)
    except (OSError, subprocess.CalledProcessError) as error:
        stop("cannot make %s (%s). Is the folder writable, and is python3-venv installed?" % (venv_folder, error))


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
