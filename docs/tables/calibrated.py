"""How parameters were set and how forecasts fared, written once for every page that says so."""

from __future__ import annotations

from tables import crises, rolling, rolling_runs
from tables.page import Link

#: of each way to set parameters, what a sentence says of the scenarios set so
WAYS = {
    "search": "were found by a **search** for values that agree with reported figures",
    "fit": "are the package's defaults, except for a few that were **fitted** to the first reported figures",
    "hand": "were **set by hand**",
    "package": "are the **package's** defaults, with what is known about the country",
}


def calibrated(link: Link) -> str:
    """A paragraph."""
    set_by = {scenario.name: scenario.set_by for scenario in crises.shipped()}
    assert set(set_by.values()) <= set(WAYS), "a way to set parameters without a sentence"
    sets = [
        f"The parameters of {_joined([f'`{name}`' for name, how in set_by.items() if how == way])} {words}."
        for way, words in WAYS.items() if way in set_by.values()
    ]
    return " ".join([*sets, "None of them comes from a calibration, which would give a distribution.", _scored(link)])


def _scored(link: Link) -> str:
    """How forecasts fared, losses first: in the present run, and in the first, which alone was blind."""
    rows, stored = rolling._rows(), rolling._stored()
    lost = rolling.lost(rows)
    crises = sorted({r["scenario"] for r in rows})
    blind, mixture = rolling_runs.first(), rolling.mean(rows, "mixture")
    assert blind > mixture, "the sentence on the blind run says that the model was worse"
    return (
        f"**Forecasts** from {len(stored['results'])} past dates in {len(crises)} crises "
        f"({_joined([f'`{name}`' for name in crises])}) have been scored on {len(rows)} reported figures (version "
        f"{stored['version']}; {link.to('all scores', 'explain/forecasts.md')}). The model is worse than the best of "
        f"four simple forecasts in {len(lost)} of {len(rolling.cells(rows))} combinations of quantity and days "
        f"ahead{rolling._list(lost)}. The numbers are CRPS of log(1 + n), lower is better. Over all claims the model's "
        f"CRPS minus that of a mixture of simple forecasts is {_apart(rows)}. No forecast knew of an act after its "
        "starting day. But whoever changed the model between the four runs of these forecasts had seen their results. "
        f"Only the first run was blind, and in it the model was worse than the mixture ({blind:.2f} against "
        f"{mixture:.2f}). Figures about Belarus after 31 October 2020 are reserved for an independent test."
    )


def _apart(rows: rolling.Rows) -> str:
    middle, low, high = rolling._apart(rows, "nation", "mixture")
    return f"{middle:+.2f} (95 % interval {low:+.2f} to {high:+.2f})"


def _joined(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
