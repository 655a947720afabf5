"""What a reader of an answer is warned of."""

import polars as pl

from contested.inference.posterior.predictive_check import width
from contested.studies.calibration.calibration import warnings_of


def band(verdict, half, most, later):
    return {"holdout": later, "indicator": "crowd", "claims": 12, "within_50": half, "within_90": most,
            "verdict": verdict}  # fmt: skip


def test_a_reader_is_warned_of_what_is_wrong_and_of_nothing_else():
    fine = {
        "converged": True, "rhat": 1.01, "ess": 900.0, "calibration": {}, "stretch": 1.0, "effective": 80.0,
        "simulated": 200, "emulator": {}, "replayed": {}, "other_code": False, "extrapolating": 0.05,
        "runs": {"training": 600, "failed": 0, "ended": 0},
    }  # fmt: skip
    assert warnings_of(fine) == []
    narrow = {"simulated": {"passed": False, "least_p": 1e-5, "coverage": {"0.9": 0.7}}}
    for wrong, said in (
        ({"converged": False, "rhat": 1.5}, "several peaks"), ({"converged": False, "rhat": 1.1}, "not quite settled"),
        ({"calibration": narrow}, "hold 70 %"), ({"stretch": 1.3}, "widened by 1.30"),
        ({"replayed": {"fitted": 0.6}}, "hold only 60 %"),
        ({"emulator": {"differs": [{"indicator": "crowd", "verdict": "off", "offset": -0.6}]}}, "-0.60 standard"),
        ({"emulator": {"differs": [{"indicator": "crowd", "verdict": "narrow", "within_90": 0.7}]}}, "70 % of what"),
        ({"other_code": True}, "another version"),
        ({"audit": {"differs": ["street.cost", "media.rumour"]}}, "differs in 2 parameters: street.cost, media.rumour"),
        ({"reliable": False, "tail": 1.25, "effective": 1.0}, "not reliable (Pareto k 1.25, effective sample size 1.0"),
        ({"reliable": False, "tail": None, "effective": 1.0}, "not reliable (effective sample size 1.0 of 200 runs)"),
        ({"bands": [band("wide", 1.0, 1.0, True)]}, "too wide for later claims: 50 % bands hold (crowd, 100 % of 12)"),
        ({"bands": [band("narrow", 0.2, 0.5, False)]}, "too narrow for fitted claims: 90 % bands hold (crowd, 50 %"),
        ({"unreached": ["killed_street", "strikers"]}, "no fitted claim speaks of killed street, strikers"),
        ({"prior_stands": ["street.cost"], "parameters": 4, "claims": 10},
         "1 of 4 parameters keep their priors (contraction below 10 %; 2.5 fitted claims per parameter): street.cost"),
        ({"unused": {"place unknown": 2, "copy": 1}}, "3 claims are not used (place unknown 2,"),
        ({"extrapolating": 0.5}, "50 %"), ({"runs": {"training": 600, "failed": 7, "ended": 5}}, "ended before"),
    ):  # fmt: skip
        assert said in " ".join(warnings_of({**fine, **wrong})), said


def test_bands_are_called_odd_only_where_chance_hardly_makes_them_so():
    rows = [(12, 1.0, 1.0), (5, 1.0, 1.0), (12, 0.5, 0.9), (12, 0.25, 0.5), (4, 0.0, 0.75)]
    table = pl.DataFrame(
        [{"holdout": False, "indicator": str(k), "claims": n, "within_50": half, "within_90": most}
         for k, (n, half, most) in enumerate(rows)]
    )  # fmt: skip
    assert [(r["indicator"], r["verdict"]) for r in width(table)] == [("0", "wide"), ("3", "narrow")]
