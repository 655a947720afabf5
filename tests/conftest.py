"""Random inputs are the same in every run, so that a change is judged and not the day's luck.

CONTESTED_EXPLORE=1 draws new ones, to go looking for faults.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# a machine with other work fails no test of inputs: neither how fast they are made nor how fast they run is a claim
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", settings.get_profile("same"), derandomize=False, print_blob=True)
settings.load_profile("explore" if os.environ.get("CONTESTED_EXPLORE") else "same")

# whoever runs the tests may have defaults of their own
os.environ["CONTESTED_CONFIG"] = ""

SLOW = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_is_heard() -> Iterator[None]:
    """Tests that press Ctrl-C, here or in a process they start, also run where it is ignored (`nohup make test &`)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[Any]:
    """Sixteen thousand tests last to the end: the garbage collector need not search them again and again."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count slow tests that are left out, by folder."""
    for item in items:
        if item.get_closest_marker("slow"):
            folder = item.path.relative_to(Path(__file__).parent).parts[0]
            item.config.stash.setdefault(SLOW, Counter())[folder] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker of pytest-xdist hands its count to the process that prints."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["slow"] = dict(session.config.stash.get(SLOW, Counter()))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects, and leaves out, the same tests."""
    node.config.stash[SLOW] = Counter(getattr(node, "workeroutput", {}).get("slow", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what `make test-slow` would add."""
    left = config.stash.get(SLOW, Counter())
    if left:
        folders = ", ".join(f"{folder} {n}" for folder, n in sorted(left.items()))
        terminalreporter.write_line(
            f"left out as slow: {left.total()} tests ({folders}): the longest replications, fuzzing and random kills. "
            "Run them with `make test-slow`."
        )
