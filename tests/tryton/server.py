"""A real Tryton server with a database of its own.

It is a program of others, installed from `tests/servers/tryton.lock` into a virtual environment of
its own and run as a process of its own; nothing of it is imported. A database with the module
`sale_opportunity` takes it twenty seconds to make, so an empty one is kept beside the programs.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "tests" / "servers" / "tryton.lock"
VENV = ROOT / ".venv-tryton"
DATABASE = "company"
MODULES = ("sale_opportunity",)
ADMIN, PASSWORD = "admin", "the-admin-of-the-tests"
REQUIRED = "SALESCYCLE_TRYTON"
"""Set where a server that cannot be had is a failure: CI sets it."""
START_SECONDS = 60


def install() -> str | None:
    """Install what the lock pins and make the empty database, once; why that failed, if it did."""
    with _alone():
        done = VENV / ".installed"
        if done.exists() and done.read_bytes() == LOCK.read_bytes():
            return None
        print(f"installing the pinned Tryton into {VENV.name} ...", flush=True)
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "--no-deps"]
        try:
            _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
            _run([*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(LOCK)])
            _make_database()
        except subprocess.CalledProcessError as error:
            return str((error.stderr.strip().splitlines() or ["no reason given"])[-1])
        done.write_bytes(LOCK.read_bytes())
        return None


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """A server on loopback with an empty database in `folder`; yields its address."""
    folder.mkdir()
    shutil.copyfile(VENV / f"{DATABASE}.sqlite", folder / f"{DATABASE}.sqlite")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(VENV / "bin" / "trytond"), "-c", str(_settings(folder, port)), "-d", DATABASE]
    log = folder / "trytond.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=_environment())
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                # it waits for clients that keep their connections; the database is thrown away
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no Tryton server:\n{log.read_text('utf-8', 'replace')[-2000:]}")


def _make_database() -> None:
    making = VENV / "making"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    password = making / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    # the file of a database must be there before it is filled
    database = making / f"{DATABASE}.sqlite"
    database.touch()
    admin = [str(VENV / "bin" / "trytond-admin"), "-c", str(_settings(making, 0)), "-d", DATABASE]
    _run(
        [*admin, "-u", *MODULES, "--activate-dependencies", "--email", "admin@example.com"],
        TRYTONPASSFILE=str(password),
    )
    database.replace(VENV / database.name)
    shutil.rmtree(making)


def _settings(folder: Path, port: int) -> Path:
    path = folder / "trytond.conf"
    path.write_text(
        f"[database]\nuri = sqlite://\npath = {folder}\n\n[web]\nlisten = 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    return path


def _environment(**more: str) -> dict[str, str]:
    """The environment without settings of another Tryton of this machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRYTOND_")}
    return {**kept, **more}


def _run(command: list[str], **more: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, env=_environment(**more))


@contextmanager
def _alone() -> Iterator[None]:
    """One process installs, others wait for it."""
    descriptor = os.open(LOCK, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def main(*folders: str) -> None:
    """Install it; with a folder also serve from there until Ctrl-C, to look at it."""
    if why_not := install():
        sys.exit(f"Tryton could not be installed: {why_not}")
    for folder in folders:
        with served(Path(folder)) as url, contextlib.suppress(KeyboardInterrupt):
            print(f"{url}, database {DATABASE}, user {ADMIN}, password {PASSWORD}", flush=True)
            threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
