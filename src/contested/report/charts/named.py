"""The charts of a result by name, as Altair charts that stand alone: in a notebook, or saved as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import altair as alt

from contested.ground.errors import InputError, closest
from contested.ground.visible import all_visible
from contested.report import format as fmt
from contested.report.plot.parts import look
from contested.report.plot.pictures import BANDS
from contested.studies.audit.audit import Audit
from contested.studies.calibration.calibration import Calibration
from contested.studies.comparison.comparison import Comparison
from contested.studies.forecasting.forecast import Forecast
from contested.studies.run.run import Run
from contested.studies.sweep.sweep import Sweep

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure
    from contested.report.run_data import Material
    from contested.studies.result import Result

#: width of a chart, and of one that takes the whole width of a page
WIDTH, WIDE = 560, 760
#: and of one moment in a row of them
SQUARE = 300
Draw = Callable[[], "alt.TopLevelMixin | None"]


def names(result: Result) -> list[str]:
    """Names of a result's charts, in the order of its page; of a run some may have nothing to show."""
    return list(_all(result))


def chart(result: Result, name: str) -> alt.TopLevelMixin:
    """A chart of a result, with title, size and look.

    Raises
    ------
    InputError
        If the result has no chart of this name, or nothing to show in it.
    """
    known = _all(result)
    if name not in known:
        hint = closest(name, list(known)) if known else "it has no charts"
        raise InputError(f"chart: expected a chart of {result.path}; got {name!r}.", hint)
    made = known[name]()
    if made is None:
        raise InputError(f"chart {name!r}: {result.path} has nothing to show in it.", "`charts()` names the others")
    return made


def _all(result: Result) -> dict[str, Draw]:
    """Charts by name, each drawn when it is called."""
    if isinstance(result, Run):
        return _of_nation(result) if result.provenance["start"] else _of_model(result)
    if isinstance(result, Sweep):
        return _of_sweep(result)
    return {f.name: partial(alone, f) for f in _figures(result)}


def _figures(result: Result) -> Iterator[Figure]:
    from contested.report.charts import audit, calibration, comparison, forecast

    if isinstance(result, Calibration):
        sections = calibration.charts(result)
    elif isinstance(result, Comparison):
        sections = comparison.charts(result)
    elif isinstance(result, Forecast):
        sections = forecast.charts(result)
    elif isinstance(result, Audit):
        sections = audit.charts(result.audited)
    else:
        raise InputError(f"{result.path}: a {type(result).__name__}, which has no charts.")
    for figures in sections.values():
        yield from figures


def _of_nation(run: Run) -> dict[str, Draw]:
    from contested.report.pages.nation_sections import SECTIONS, draw
    from contested.report.run_data import gather

    read: list[Material] = []

    def drawing(name: str) -> alt.TopLevelMixin | None:
        if not read:
            read.append(gather(run))
        figure = draw(read[0], name)
        return None if figure is None else alone(figure, read[0])

    return {name: partial(drawing, name) for section in SECTIONS for name in section.charts}


def _of_model(run: Run) -> dict[str, Draw]:
    from contested.report.charts.observables import run_charts

    found = {f.name.removeprefix("run-"): partial(alone, f) for f in run_charts(run).figures}
    return found | _moments_of(run)


def _moments_of(run: Run) -> dict[str, Draw]:
    """Where the agents of a model stand, moment beside moment; the run is simulated again when it is drawn."""
    from contested.report.charts.moments import figures
    from contested.studies.run.moments import moments
    from contested.zoo.catalogue import of_run

    record = run.provenance
    published = of_run(record["scenario"])
    if published is None or (view := published.view) is None:
        return {}
    model = published.model(record["settings"], record["scenario"].get("preset"))

    def drawing() -> alt.TopLevelMixin | None:
        seen = figures(moments(run, published), view, record["clock"])
        specs = [alone(f, width=SQUARE).to_dict(validate=False) for f in seen]
        if not specs:
            return None
        # data and look of a row of charts belong to the row
        tables = {k: v for s in specs for k, v in s.get("datasets", {}).items()}
        own = {"datasets": tables, "config": specs[0]["config"]}
        parts = [{k: v for k, v in s.items() if k not in ("$schema", *own)} for s in specs]
        spec = {"hconcat": parts, "resolve": {"scale": {"color": "shared"}}, **own}
        row: alt.TopLevelMixin = alt.HConcatChart.from_dict(spec, validate=False)
        return row

    return {"lattice" if view.side(model.params) else "network": drawing}


def _of_sweep(sweep: Sweep) -> dict[str, Draw]:
    from contested.report.charts import sensitivity
    from contested.report.charts.published import specification
    from contested.report.charts.sweep import outputs, pictures, plotted

    data = plotted(sweep)

    def drawing(output: str) -> alt.TopLevelMixin:
        spec = all_visible(_flat(specification(pictures(sweep, data, [output])[0])))
        kind: Any = alt.VConcatChart if "vconcat" in spec else alt.ConcatChart  # with its key above, or without one
        chart: alt.TopLevelMixin = kind.from_dict(spec, validate=False)
        return chart

    found: dict[str, Draw] = {}
    kind = sweep.record["sensitivity"]
    if kind and "sensitivity" in sweep.tables:
        found["sensitivity"] = lambda: sensitivity.chart(sweep.tables["sensitivity"], kind)
    for output in outputs(sweep, data.frame):
        found[output] = partial(drawing, output)
    return found


def alone(figure: Figure, material: Material | None = None, width: int = 0) -> alt.TopLevelMixin:
    """A figure of a page as a chart that needs no page: title, caption, legend, and controls of its own."""
    width = width or (WIDE if figure.wide else WIDTH)
    height = round(width / figure.ratio) if figure.ratio else figure.height
    caption = figure.caption + (BANDS if figure.banded else "")
    spec: dict[str, Any] = {**_flat(figure.bare), "width": width, "height": height}
    if "layer" not in spec and "mark" not in spec:  # several charts side by side have sizes of their own
        del spec["width"], spec["height"]
    spec["title"] = {"text": figure.title, "subtitle": wrap(caption, width // 6)}
    spec["config"] = look(legend=True)
    if material is not None and figure.control:
        spec["params"] = [_bound(p, material) for p in spec.get("params", [])]
    kind: Any = type(figure.chart)  # layers, facets and single charts are classes of their own
    made: alt.TopLevelMixin = kind.from_dict(all_visible(spec), validate=False)
    return made


def _flat(spec: dict[str, Any]) -> dict[str, Any]:
    """Layers of layers as layers, and no order of null: Altair reads neither back. Rows are in order along x as it is.
    """
    for side in ("concat", "vconcat"):
        if side in spec:
            return {**spec, side: [_flat(each) for each in spec[side]]}
    if "layer" not in spec:
        encoding = {k: v for k, v in spec.get("encoding", {}).items() if v != {"value": None}}
        return {**spec, "encoding": encoding} if "encoding" in spec else spec
    layers: list[Any] = []
    rest = {k: v for k, v in spec.items() if k != "layer"}
    for layer in map(_flat, spec["layer"]):
        if layer.keys() <= {"layer", "resolve"}:
            layers += layer["layer"]
            rest = {**({"resolve": layer["resolve"]} if "resolve" in layer else {}), **rest}
        else:
            layers.append(layer)
    return {**rest, "layer": layers}


def _bound(param: dict[str, Any], material: Material) -> dict[str, Any]:
    """A parameter that a page's control moves, with a control of its own."""
    if param["name"] == "place":
        places = sorted(fmt.words(str(name)) for name in material.results["place"].values)
        return {**param, "bind": {"input": "select", "options": places, "name": "place "}}
    if param["name"] == "day":
        return {**param, "bind": {"input": "range", "min": 0, "max": len(material.days) - 1, "step": 1, "name": "day "}}
    return param
