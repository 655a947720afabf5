"""Write the report of a stored result, and the pictures that a published model's readers know."""

from __future__ import annotations

from pathlib import Path

from contested.ground.errors import InputError
from contested.store import disk, layout
from contested.tasks.results import Audit, Run, result_in
from contested.zoo.catalogue import load
from contested.zoo.published import Published


def report(
    result: str | Path | Run, path: str | Path | None = None, *, published: Published | None = None,
    language: str = "en", pictures: bool = False,
) -> Path:  # fmt: skip
    """Write one self-contained page.

    Parameters
    ----------
    result : Run, or path of a result's folder
    path : path, optional
        report.html in the folder if absent.
    published : Published, optional
        For a run of a model of your own, so that the page has its card.
    language : str
        Of an audit's page: "en" or "ru"; other pages are in English.
    pictures : bool
        Whether to write each chart as PNG and SVG too, in a folder `figures` beside the page.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    InputError
        If results of this kind have no page in this language.
    CheckpointError
        If a run has no finished replicate, or is damaged.
    DiskError
        If the page cannot be written.
    """
    from contested.report.language.catalogue import language as known_language

    known_language(language)
    opened = result if isinstance(result, Run) else result_in(result)
    if isinstance(opened, Audit):
        return opened.report(path, language=language, pictures=pictures)
    if language != "en":
        raise InputError(f"{opened.path}: only audits have pages in other languages than English; got {language!r}.",
                         "leave out --language")  # fmt: skip
    if isinstance(opened, Run):
        return opened.report(path, published=published, pictures=pictures)
    return opened.report(path, pictures=pictures)


def picture(model: str | Path | Published, out: str | Path = "figures") -> list[Path]:
    """Write a model's pictures as PNG and SVG.

    Parameters
    ----------
    model : str, Path or Published
        As for `simulate`.
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
