"""A process that simulates points: it builds its world once, then answers what it is handed, until it is let go.

Nothing heavy may be imported at the top: how many threads numba starts is settled before numba is there.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import sys
import threading
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contested.ensemble.points import Simulator

#: how a pool starts one: a fresh interpreter, so that no thread, lock or open file of ours is copied, and the caller's
#: script is not imported again; argument 1 is the path of modules
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from contested.ensemble.worker import main; main()"
_LENGTH = 8


def command() -> list[str]:
    """The command line of a worker."""
    # -P: without it Python would look for modules in the folder that the user stands in, whoever gave them that
    return [sys.executable, "-P", "-c", START, json.dumps(sys.path)]


def prepared(build: bytes, threads: int | None) -> Simulator:
    """What simulates points: the pickled function's answer.

    Parameters
    ----------
    threads : int, optional
        For kernels; as many as there are cores if None.
    """
    if threads is not None:
        if "numba" not in sys.modules:
            # read when numba is first imported; a later change would end the next compilation
            os.environ["NUMBA_NUM_THREADS"] = str(threads)
        import numba

        from contested.ground.compiled import most_threads

        numba.set_num_threads(min(threads, most_threads()))
    simulator: Simulator = pickle.loads(build)()
    return simulator


def send(pipe: IO[bytes], content: Any) -> None:
    """One pickled message with its length before it."""
    packed = pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(len(packed).to_bytes(_LENGTH, "little") + packed)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message.

    Raises
    ------
    EOFError
        If the other side is gone, also in the middle of one.
    """
    length = int.from_bytes(_exactly(pipe, _LENGTH), "little")
    return pickle.loads(_exactly(pipe, length))


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    found = pipe.read(count)
    if len(found) < count:
        raise EOFError
    return found


def main() -> None:
    """Simulate what comes in on standard input. Answers go to what was standard output, prints to its error stream."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # sent to all of a terminal or a batch job: the parent's to answer
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(os.fdopen(os.dup(0), "rb"), inbox), daemon=True).start()

    build, threads = inbox.get()
    try:
        simulator = prepared(build, threads)
    except Exception as error:
        from contested.ensemble.points import reason

        send(out, reason(error))
        return
    from contested.ensemble.points import attempt

    send(out, "")
    while True:
        send(out, attempt(simulator, inbox.get()))


def _listen(pipe: IO[bytes], inbox: queue.SimpleQueue[Any]) -> None:
    """Pass messages on; when the parent is gone, end at once, also in the middle of a point."""
    while True:
        try:
            inbox.put(receive(pipe))
        except EOFError:
            os._exit(0)
