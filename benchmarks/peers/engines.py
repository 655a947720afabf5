"""Who is compared: what is installed for each, pinned, in an environment of its own, and which scripts play it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers.specs import LASER, LASER_ASLEEP, OURS, STARSIM, STARSIM_PLAIN

MODELS = Path(__file__).parent / "models"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Engine:
    """One package under one setting.

    Parameters
    ----------
    name : str
        As it stands in tables.
    environment : str
        Folder of its environment; "" for ours, which is the one that runs this.
    requirements : tuple of str
        As pip takes them.
    script : str
        Its models are `models/<script>_<spec>.py`.
    needs : tuple of str
        Programs that an installation needs, such as a compiler.
    building : dict
        Environment variables of an installation.
    setting : str
        Handed to the script.
    running : dict
        Environment variables of a run.
    """

    name: str
    environment: str = ""
    requirements: tuple[str, ...] = ()
    script: str = ""
    needs: tuple[str, ...] = ()
    building: dict[str, str] = field(default_factory=dict, hash=False)
    setting: str = ""
    running: dict[str, str] = field(default_factory=dict, hash=False)


_STARSIM = ("starsim==3.7.2",)
_LASER = ("laser-core==1.0.5", "laser-generic==1.1.0")
ENGINES = {
    engine.name: engine
    for engine in (
        Engine(OURS),
        Engine("mesa", "mesa", ("mesa==3.3.1", "networkx==3.6.1"), "mesa"),
        Engine("agentpy", "agentpy", ("agentpy==0.1.5",), "agentpy"),
        Engine(
            "repast4py", "repast4py",
            ("--no-binary=mpi4py,repast4py", "mpi4py==4.1.2", "repast4py==1.3.1"), "repast4py", ("mpicc", "mpicxx"),
            {"CC": "mpicc", "CXX": "mpicxx", "MPICC": "mpicc"},
        ),
        Engine(LASER, "laser", _LASER, "laser"),
        # threads that wait for work by spinning stall each other where cores are shared; ours always sleep
        Engine(LASER_ASLEEP, "laser", _LASER, "laser", running={"OMP_WAIT_POLICY": "passive"}),
        Engine(STARSIM, "starsim", _STARSIM, "starsim"),
        Engine(STARSIM_PLAIN, "starsim", _STARSIM, "starsim", setting="no-crn"),
        Engine("covasim", "covasim", ("covasim==3.1.9",), "covasim"),
    )
}  # fmt: skip


def script(engine: Engine, spec: str) -> Path:
    """The file that holds an engine's model of a spec."""
    return MODELS / f"{engine.script}_{spec.replace('-', '_')}.py"


def command(engine: Engine, spec: str, cache: Path) -> list[str]:
    """How a model is started; the question follows as JSON."""
    if not engine.environment:
        return [sys.executable, "-m", "benchmarks.peers.ours", spec]
    return [str(cache / engine.environment / "bin" / "python"), str(script(engine, spec))]


def install(engine: Engine, cache: Path) -> str:
    """Make the environment unless it is there.

    Returns
    -------
    str
        Empty if the engine can be used, else why not.
    """
    if not engine.environment:
        return ""
    home = cache / engine.environment
    made = home / ".made"
    wanted = "\n".join(engine.requirements)
    if made.is_file() and made.read_text() == wanted:
        return ""
    missing = [program for program in engine.needs if shutil.which(program) is None]
    if missing:
        return f"not installed: {' and '.join(missing)} not found (on Debian: apt-get install libmpich-dev)"
    print(f"installing {' '.join(engine.requirements)} ...", flush=True)
    cache.mkdir(parents=True, exist_ok=True)
    (cache / ".gitignore").write_text("*\n")
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)

    done = subprocess.run(
        [str(home / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *engine.requirements],
        env={**os.environ, **engine.building}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["pip said nothing"]
        errors = [line for line in lines if line.startswith("ERROR")]
        return f"not installed: {(errors or lines)[-1][:200]}"
    made.write_text(wanted)
    return ""
