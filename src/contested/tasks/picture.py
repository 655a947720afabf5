"""Draw the pictures that a published model's readers know."""

from __future__ import annotations

from pathlib import Path

from contested.ground.errors import InputError
from contested.store import disk, layout
from contested.zoo.catalogue import load
from contested.zoo.published import Published


def picture(model: str | Path | Published, out: str | Path = "figures") -> list[Path]:
    """Write a model's pictures as PNG and SVG.

    Parameters
    ----------
    model : str, Path or Published
        As for `simulate_model`.
    out : path
        Folder, made if it is not there; files of the same names are replaced.

    Returns
    -------
    list of Path
        MODEL-PICTURE.png and .svg.

    Raises
    ------
    InputError
        No such model, or one without pictures.
    DiskError
        If they cannot be written.
    """
    from contested.report.charts.published import write_pictures

    published = model if isinstance(model, Published) else load(layout.given(model, "model"))
    folder = layout.given(out, "out")
    if published.pictures is None:
        raise InputError(f"{published.name}: this model has no pictures of its own.", "run it for the report's charts")
    with disk.writing(folder):
        return write_pictures(published.pictures(), folder, prefix=f"{published.name}-")
