"""Run a function in a process that is killed (SIGKILL) at random points, again and again.

A server process imports what the work needs once and forks a child per run, so that a run costs
only its own work. The function to run is any module-level function

    def work(report: Callable[[str], None], **arguments) -> None

of a module that can be imported by its file; `arguments` must be JSON, so paths go as text.
`report("phase")` says how far it is. It must be safe to run again after a kill: that is the claim
under test. Usage:

    with ForkServer(preload=["connectors.registry"]) as server:
        measured = server.run(work, {"home": str(a)})                 # undisturbed, measures
        kills = run_until_killed(
            server, work, {"home": str(b)}, seed=7, kills=4, measured=measured
        )                                       # kills it 4 times, then lets it finish
        assert Counter(kill.last_phase for kill in kills)  # where they hit

Kills alternate between two kinds. *By call*: at the n-th call that the product's own code makes or
returns from, exactly repeatable by the seed; these hit before and after every write, sync and
link. *By time*: from outside, after a seeded share of the measured seconds; these also hit inside
DuckDB and Arrow. A run that ends before its time has come counts as no kill and is not repeated
work: it is what a finished run followed by another one looks like.
"""

import gc
import importlib.util
import json
import os
import random
import select
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = tuple(f"{ROOT}/{name}/" for name in ("connectors", "orchestration", "publishing"))


@dataclass(frozen=True)
class Outcome:
    """One run: whether it was killed, the phases it reported, seconds and calls of the product."""

    killed: bool
    phases: tuple[str, ...]
    seconds: float
    calls: int

    @property
    def last_phase(self) -> str:
        return self.phases[-1] if self.phases else "before the first phase"


class ForkServer:
    """The process that forks; modules in `preload` are imported once, before any fork."""

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *preload],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def __enter__(self) -> "ForkServer":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(
        self,
        work: Callable[..., None],
        arguments: Mapping[str, Any],
        *,
        kill_after: float | None = None,
        kill_at_call: int | None = None,
    ) -> Outcome:
        """Run `work` once, to its end or to the kill. Raises RuntimeError if it fails itself."""
        request = {
            "file": work.__code__.co_filename,
            "function": work.__name__,
            "arguments": dict(arguments),
            "kill_after": kill_after,
            "kill_at_call": kill_at_call,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if answer["error"]:
            raise RuntimeError(answer["error"])
        return Outcome(
            answer["killed"], tuple(answer["phases"]), answer["seconds"], answer["calls"]
        )


def run_until_killed(
    server: ForkServer,
    work: Callable[..., None],
    arguments: Mapping[str, Any],
    *,
    seed: int,
    kills: int,
    measured: Outcome,
    after_each: Callable[[random.Random], None] | None = None,
) -> list[Outcome]:
    """Kill `work` `kills` times in a row, then let it finish; returns the killed runs.

    `measured` is an undisturbed run of the same work on equal input: its calls and seconds are the
    range in which the kills fall. Runs that finish before they are killed do not count.
    `after_each` is called after every kill, with dice of the same seed.
    """
    chance = random.Random(seed)
    killed: list[Outcome] = []
    tries = 0
    while len(killed) < kills:
        tries += 1
        # Work that is already done has little left to do, so later kills come earlier.
        share = chance.random() ** (1 + tries / 4)
        if tries % 2:
            outcome = server.run(
                work, arguments, kill_at_call=1 + int(share * max(measured.calls, 1))
            )
        else:
            outcome = server.run(work, arguments, kill_after=share * measured.seconds)
        if outcome.killed:
            killed.append(outcome)
            if after_each is not None:
                after_each(chance)
        assert tries < 50 * kills + 50, "the work ends before any kill reaches it"
    server.run(work, arguments)
    return killed


def _serve() -> None:
    for name in sys.argv[1:]:
        importlib.import_module(name)
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(_supervise(request)) + "\n")
        sys.stdout.flush()


def _supervise(request: dict[str, Any]) -> dict[str, Any]:
    receiving, sending = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(receiving)
        _work(request, sending)
    os.close(sending)
    deadline = None if request["kill_after"] is None else began + request["kill_after"]
    text = b""
    while True:
        wait = None if deadline is None else max(deadline - time.monotonic(), 0)
        if not select.select([receiving], [], [], wait)[0]:
            os.kill(child, signal.SIGKILL)
            deadline = None
            continue
        read = os.read(receiving, 65536)
        if not read:
            break
        text += read
    os.close(receiving)
    status = os.waitpid(child, 0)[1]
    seconds = time.monotonic() - began
    # A line that the kill cut off is no message.
    messages = [json.loads(line) for line in text.split(b"\n")[:-1]]
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    errors = [message["error"] for message in messages if "error" in message]
    if not killed and status != 0 and not errors:
        errors = [f"the child ended with status {status}"]
    return {
        "killed": killed,
        "phases": [message["phase"] for message in messages if "phase" in message],
        "calls": max([message["calls"] for message in messages if "calls" in message], default=0),
        "seconds": seconds,
        "error": errors[0] if errors else None,
    }


def _work(request: dict[str, Any], sending: int) -> None:
    def send(**message: Any) -> None:
        os.write(sending, json.dumps(message).encode() + b"\n")

    # What the work prints must not be taken for the server's answers.
    os.dup2(2, 1)
    status = 1
    try:
        path = Path(request["file"])
        sys.path.insert(0, str(path.parent))
        module = importlib.import_module(path.stem)
        work = getattr(module, request["function"])
        counter = _CallCounter(request["kill_at_call"])
        if request["kill_after"] is None:
            # Python 3.11.2 crashes when it collects garbage in threads that are profiled
            gc.disable()
            threading.setprofile(counter)
            sys.setprofile(counter)
        work(lambda phase: send(phase=phase), **request["arguments"])
        sys.setprofile(None)
        send(calls=counter.calls)
        status = 0
    except BaseException:
        send(error=traceback.format_exc())
    finally:
        os._exit(status)


class _CallCounter:
    """Counts calls made in the product's code by any thread; kills this process at the wanted one.

    Threads may count one call as two or two as one: then the kill comes somewhat later or earlier.
    """

    def __init__(self, fatal: int | None) -> None:
        self.calls = 0
        self._fatal = fatal

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if frame.f_code.co_filename.startswith(PRODUCT):
            self.calls += 1
            if self._fatal is not None and self.calls >= self._fatal:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _serve()
