"""What all pages share: one template for the envelope, charts as data inside it, and how a page is put on disk.

A page is one HTML file that needs nothing but itself: Vega and its parts stand inside it, so it opens without a
network, now and in ten years. Text that comes from data is escaped by the templates, without characters that would be
obeyed; and a Content-Security-Policy lets nothing run but the page's own two scripts, and nothing load at all.
"""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from contested.ground.errors import DiskError
from contested.ground.visible import all_visible, visible
from contested.report import format as fmt
from contested.report.pages.cells import TONES
from contested.report.pages.vega import vega
from contested.store import disk

if TYPE_CHECKING:
    from contested.report.pages.cite import Citation
    from contested.report.plot.parts import Figure

LOG = logging.getLogger(__name__)

#: section -> its charts
Figures = Mapping[str, Sequence["Figure"]]
Size = Literal["wide", "half", "third"]
Result = TypeVar("Result")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("contested.report.pages"), autoescape=select_autoescape(), undefined=StrictUndefined,
        extensions=["jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False,
        finalize=_shown,
    )  # fmt: skip
    made.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "allow_nan": False}
    made.globals |= {"tones": TONES, "sizes": sizes, "fmt": fmt}
    return made


def _shown(value: Any) -> Any:
    """What an expression of a template puts on the page, before it is escaped; scripts and macros as they are."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def render(
    template: str, figures: Mapping[str, Figure], /, *, say: Callable[[str], str] = str, lang: str = "en",
    locale: Mapping[str, object] | None = None, cite: Citation | None = None, **context: Any,
) -> str:  # fmt: skip
    """A page as text.

    Parameters
    ----------
    template : str
        Of the folder `templates`.
    figures : mapping of name to Figure
        The charts that the template places, by the names it places them under.
    say, lang, locale
        What puts the page's own words into another language, its code, and how its charts write numbers.
    cite : Citation, optional
        Of the result; with it each chart can be saved and cited.
    **context
        What the template says.
    """
    specs = {name: all_visible(specification(f, locale)) for name, f in figures.items()}
    scripts = _scripts()
    shared = {
        "contents": [], "specs": specs, "scripts": [Markup(s) for s in scripts], "policy": _policy(scripts),
        "version": version("contested"), "say": say, "lang": lang,
        "cite": all_visible(cite._asdict()) if cite is not None and specs else None,
    }  # fmt: skip
    return _environment().get_template(template).render(**{**shared, **context})


#: what changes a text on its way to a page
Say = Callable[[str], str]


def scripted(template: str, script: str, /, *, asks: bool = False, **context: Any) -> str:
    """A page of its own with one script of the folder `templates`, and a policy that allows nothing else; with `asks`
    the script may ask the server that the page comes from.
    """
    source, _, _ = PackageLoader("contested.report.pages").get_source(_environment(), script)
    source = source.strip()
    policy = _policy((source,)) + ("; connect-src 'self'" if asks else "")
    shared = {"script": Markup(source), "policy": policy, "version": version("contested")}
    return _environment().get_template(template).render(**shared, **context)


def fragment(template: str, /, **context: Any) -> Markup:
    """A piece of a page, escaped by its template."""
    return Markup(_environment().get_template(template).render(**context).removesuffix("\n"))


def by_name(sections: Figures) -> dict[str, Figure]:
    """The charts of all sections, by their names."""
    return {f.name: f for figures in sections.values() for f in figures}


def write(
    result: Result, path: str | Path, charts: Callable[[Result], Figures], page: Callable[[Result, Figures], str],
    pictures: bool,
) -> Path:  # fmt: skip
    """Write the page of a result, and its charts as pictures in a folder `figures` beside it.

    Parameters
    ----------
    path : path
        Of the page.
    charts : (result) -> charts of each section
    page : (result, charts) -> text
    pictures : bool
        Whether to write PNG and SVG files too.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    with unchecked():
        figures = charts(result)
        text = page(result, figures)
    return deliver(text, path, list(by_name(figures).values()) if pictures else ())


@contextmanager
def unchecked() -> Iterator[None]:
    """Charts made inside are not held against Vega-Lite's schema: it takes longer than all else, and tests do it."""
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield


def deliver(text: str, path: str | Path, figures: Sequence[Figure] = ()) -> Path:
    """Put a page where it belongs, and charts as pictures in a folder `figures` beside it.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    DiskError
        If they cannot be written.
    """
    target = Path(path)
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.write_bytes(target, text.encode())
        if figures:
            from contested.report.plot.pictures import write_figures

            write_figures(figures, target.parent / "figures")
    LOG.info("wrote %s", target)
    return target


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Failures of the disk as a `DiskError` that names the page."""
    try:
        yield
    except OSError as reason:
        raise DiskError(
            f"{target}: the report cannot be written ({reason.strerror}).", "free some space, or name another place"
        ) from None


def sizes(figures: Sequence[Figure]) -> list[Size]:
    """How wide each chart stands: "wide" alone, others two or three to a row so that no row has a gap."""
    out: list[Size] = []
    run = 0
    for k, f in enumerate(figures):
        if f.wide:
            out.append("wide")
            run = 0
            continue
        run += 1
        out.append("half")
        last = k + 1 == len(figures) or figures[k + 1].wide
        if last and run == 1:
            out[-1] = "wide"
        elif last and run % 2:
            out[-3:] = ["third"] * 3
    return out


def specification(f: Figure, locale: Mapping[str, object] | None = None) -> dict[str, Any]:
    """A chart for the page: as wide as its place, its legend left to the page's text unless it has its own."""
    from contested.report.plot.parts import look

    size = {"width": "container", "height": "container" if f.ratio else f.height}
    look_ = {**look(legend=f.legend), **({"locale": locale} if locale else {})}
    return {**f.bare, **size, "description": f"{f.title}. {f.caption}", "config": look_}


@cache
def _scripts() -> tuple[str, ...]:
    """Vega, Vega-Lite and what embeds them, as one script; what draws a page's charts; and what saves them."""
    folder = Path(__file__).with_name("templates")
    return vega(), *(folder.joinpath(name).read_text("utf-8") for name in ("page.js", "save.js"))


@cache
def _policy(scripts: tuple[str, ...]) -> str:
    """The Content-Security-Policy of a page: these scripts, its own styles, and nothing else."""
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
