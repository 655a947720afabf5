"""What a reader of an answer is warned of."""

from contested.studies.calibration.calibration import warnings_of


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
        ({"extrapolating": 0.5}, "50 %"), ({"runs": {"training": 600, "failed": 7, "ended": 5}}, "ended before"),
    ):  # fmt: skip
        assert said in " ".join(warnings_of({**fine, **wrong})), said
