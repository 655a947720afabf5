"""Wheel and sdist, and whether the wheel works for somebody who has nothing else.

    python tools/dist.py [--python 3.12 ...] [--out dist]

The wheel is built from the sdist, and installed with the newest versions that its dependencies allow into an
environment outside the checkout, once per Python; commands then run in an empty folder, and all Pythons must give the
same numbers to the last bit. `make dist` calls this.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: what is no module and must be in the wheel
DATA = (
    "contested/py.typed", "contested/references.bib", "contested/scenarios/data/teaching/scenario.toml",
    "contested/serve/static/", "contested/report/",
    "contested/forensics/maps/",
)  # fmt: skip
#: the hash of all numbers of the run of COMMANDS
HASH = "import contested; print(contested.open('run').integrity.hashes()[0])"
#: what a stranger types first, and a part of what is printed
COMMANDS = (
    (("--help",), "simulate"),
    (("zoo",), "granovetter-1978"),
    (("scenarios",), "belarus-2020"),
    (("simulate", "teaching", "--scale", "20", "--days", "10", "--out", "run"), "report.html"),
    (("show", "run", "--facts"), "crowd"),
    (("sweep", "granovetter-1978", "--over", "mean=0.1:0.4", "--points", "4", "--out", "s"), "4 of 4"),
    (("audit", "--demo", "--out", "audit"), "report.html"),
)


def main() -> None:
    """Build, look inside, install, run."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--python", action="append", help="which Pythons, as uv names them; this one if absent")
    options.add_argument("--out", type=Path, default=ROOT / "dist")
    given = options.parse_args()
    built = _built(given.out)
    _look_inside(*built)
    pythons = given.python or [sys.executable]
    hashes = dict(zip(pythons, [_try(built[1], python) for python in pythons], strict=True))
    if len(set(hashes.values())) > 1:
        sys.exit(f"{built[1].name}: expected the same numbers on every Python; got {hashes}")
    sys.stdout.write("".join(f"{file}\n" for file in built))


def _built(out: Path) -> tuple[Path, Path]:
    for old in out.glob("contested-*"):
        old.unlink()
    _run("uv", "build", "--quiet", "--out-dir", str(out), str(ROOT), cwd=ROOT)
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


def _look_inside(sdist: Path, wheel: Path) -> None:
    tracked = _run("git", "ls-files", "src/contested", cwd=ROOT).split()
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as tar:
        there, sources = archive.namelist(), tar.getnames()
        notes = message_from_bytes(archive.read(next(n for n in there if n.endswith("METADATA"))))
    lacking = [f for f in tracked if f.removeprefix("src/") not in there]
    lacking += [f for f in DATA if not any(name.startswith(f) for name in there)]
    lacking += [f for f in ("LICENSE", "NOTICE") if not any(name.endswith(f"licenses/{f}") for name in there)]
    lacking += [f for f in tracked if not any(name.endswith(f) for name in sources)]
    if lacking:
        sys.exit(f"{wheel.name}: lacks {', '.join(lacking[:8])}")
    dead = re.findall(r"\]\((?![a-z]+:|#)([^)\s]+)\)", str(notes.get_payload()))
    if dead:
        sys.exit(f"{wheel.name}: links of the description lead nowhere: {', '.join(dead[:8])}")


def _try(wheel: Path, python: str) -> str:
    with tempfile.TemporaryDirectory(prefix="contested-dist-") as folder:
        here = Path(folder)
        _run("uv", "venv", "--quiet", "--python", python, "env", cwd=here)
        interpreter = here / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        _run("uv", "pip", "install", "--quiet", "--python", str(interpreter), str(wheel), cwd=here)
        (here / "empty").mkdir()
        for words, part in COMMANDS:
            printed = _run(str(interpreter), "-m", "contested", *words, cwd=here / "empty")
            if part not in printed:
                sys.exit(f"contested {' '.join(words)}: expected {part!r} in what it prints; got\n{printed}")
        numbers = _run(str(interpreter), "-c", HASH, cwd=here / "empty").strip()
        version = _run(str(interpreter), "-c", "import sys; print(sys.version.split()[0])", cwd=here).strip()
    sys.stdout.write(f"{wheel.name} works on Python {version}; numbers {numbers[:16]}\n")
    return numbers


def _run(*words: str, cwd: Path) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "NUMBA_"))}
    clean["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{clean['PATH']}"  # uv is beside this Python
    clean["XDG_CACHE_HOME"] = clean.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    done = subprocess.run(words, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
