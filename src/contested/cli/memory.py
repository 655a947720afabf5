"""A tight limit on memory, told in words: libraries say it in many ways, and some end the process instead."""

from __future__ import annotations

import errno
import sys

#: bytes of addresses that starting alone takes: libraries, and the threads of each
LEAST = 2_000_000_000
_WORDS = ("cannot allocate memory", "out of memory", "can't start new thread", "failed to map segment", "memoryerror",
          "allocation failed", "unable to allocate", "could not spawn", "resource temporarily unavailable")  # fmt: skip


def ran_out(error: BaseException) -> bool:
    """Whether an error says, in its own way, that there was no more memory."""
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return True
    libraries = isinstance(error, RuntimeError | ImportError | OSError) or type(error).__name__ == "PanicException"
    return libraries and any(words in str(error).lower() for words in _WORDS)


def check_limit() -> None:
    """End under a limit on addresses (`ulimit -v`) under which libraries would end the process, without a word."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit not in (resource.RLIM_INFINITY, -1) and limit < LEAST:
        sys.stderr.write(
            f"NotEnoughMemory: this process may take {limit / 1e9:.2f} GB of addresses (ulimit -v); starting alone "
            f"takes {LEAST / 1e9:.0f} GB.\n\n"
            "hint: raise the limit, or limit resident memory instead (a container's, or CONTESTED_MEMORY_MB)\n"
        )
        sys.exit(1)
