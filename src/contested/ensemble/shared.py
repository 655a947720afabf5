"""The population and its network, once in memory for all workers of a machine.

Its columns are written once as .npy files, and every worker maps them: the pages are the operating system's, shared
until the last worker is gone. They are mapped copy-on-write rather than read-only, because numba takes a read-only
array for another type and would compile every kernel a second time; nothing writes to static columns
(`engine.model.Model.static`), so no page is ever copied.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from contested.engine.model import Model
from contested.files import read_record, refusing
from contested.ground import private
from contested.ground.errors import CheckpointError
from contested.nation.country import Country
from contested.nation.model import nation_model
from contested.nation.world import World, build, world_hash
from contested.store import disk

_NOTE = "world.json"


def written(world: World, folder: Path) -> Path:
    """Write a population's columns into a new folder, which appears whole or not at all.

    Raises
    ------
    DiskError
    """
    with disk.writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".part", dir=folder.parent))
        try:
            for name, array in world.arrays.items():
                np.save(part / f"{name}.npy", array)
            disk.write_json(part / _NOTE, {"hash": world.hash, "scale": world.scale, "arrays": list(world.arrays)})
            try:
                part.rename(folder)
            except OSError:
                if _hash_of(folder) != world.hash:  # else another worker was faster, and wrote the same
                    raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder


def mapped(country: Country, scale: int, folder: Path) -> World:
    """The population of a country from a folder; drawn and written there first if it is not.

    Where the study's folder is out of reach (another machine of a cluster), a private folder of that machine for
    temporary files takes its place.

    Parameters
    ----------
    folder : Path
        Of one world; another world in it is replaced.

    Returns
    -------
    World
        Its arrays lie in mapped files.
    """
    wanted = world_hash(country, scale)
    away = not folder.parent.is_dir()
    if away:
        home = private.private_folder(Path(tempfile.gettempdir()), private.of_this_user("contested-worlds"))
        folder = home / wanted[:16]
    if _hash_of(folder) != wanted:
        private.remove(folder)
        written(build(country, scale), folder)
        if away:
            atexit.register(shutil.rmtree, folder, ignore_errors=True)  # who has it mapped keeps it
    names = json.loads((folder / _NOTE).read_text(encoding="utf-8"))["arrays"]  # just written, or by another worker
    arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c")) for name in names}
    return World(country, scale, arrays, wanted)


class NationModels:
    """One nation's model for changing parameters, made again only when they change the population or its network.

    Parameters
    ----------
    country : Country
    without : sequence of str
        Subsystems or phases left out.
    world : World
        The shared population.
    """

    def __init__(self, country: Country, without: Sequence[str], world: World) -> None:
        self._country, self._without, self._shared = country, tuple(without), world
        self._model: Model | None = None
        self.hash = ""

    def of(self, params: Any, scale: int) -> Model:
        """The model with these parameters; `hash` is then its population's."""
        country = replace(self._country, params=params)
        wanted = world_hash(country, scale)
        if wanted != self.hash or self._model is None:
            world = self._shared if wanted == self._shared.hash else build(country, scale)
            self._model = nation_model(replace(world, country=country), without=self._without)
            self.hash = wanted
        return self._model


def _hash_of(folder: Path) -> str:
    """Of the world in a folder; "" if there is none, or only a link to one."""
    if folder.is_symlink():
        return ""
    try:
        return read_record(folder / _NOTE, refusing(CheckpointError, f"{folder}: expected a population")).text("hash")
    except CheckpointError:
        return ""
