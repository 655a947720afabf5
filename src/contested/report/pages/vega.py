"""Vega, Vega-Lite and what embeds them as one script, which is the same for every page and is made once a machine.

vl-convert bundles it anew each time it is asked, which takes longer than drawing twenty charts. So the script is kept
in the user's cache, where nobody else can write (`ground.private`), under the version of what bundles it and the hash
of what is in it: a file that is cut or changed is made anew.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import platformdirs

from contested.ground import private
from contested.store import disk


@cache
def vega() -> str:
    """The script that defines `vegaEmbed`."""
    folder = Path(platformdirs.user_cache_dir("contested")) / "scripts"
    stem = f"vega-{version('vl-convert-python')}-"
    if found := _sound(folder, stem):
        return found
    import vl_convert

    made = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # the snippet has a default that its stub lacks
    try:
        if private.make_private(folder):
            for old in folder.glob("vega-*.js"):
                old.unlink()
            disk.write_bytes(folder / f"{stem}{_digest(made)}.js", made.encode())
    except OSError:  # a read-only home still has pages
        pass
    return made


def _sound(folder: Path, stem: str) -> str:
    """The stored script, if it is the one that was stored; otherwise ""."""
    if not private.is_private(folder):
        return ""
    for file in folder.glob(f"{stem}*.js"):
        text = file.read_bytes().decode("utf-8", errors="replace")
        if file.stem == stem + _digest(text):
            return text
    return ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
