"""What a call may be given: choices as types, and defaults. Signatures, checks and `--help` read them here.

    from typing import get_args

    get_args(Executor)      # the choices, as words
"""

from typing import Literal

#: who runs the points of a study: this process, a pool of processes, or Ray; no number depends on it
Executor = Literal["serial", "pool", "ray"]
#: where the people of a run are updated; no number depends on it
Device = Literal["cpu", "gpu"]
#: how the points of a sweep are placed
Design = Literal["sobol", "latin", "grid"]
#: how parameters are ranked by what they move; each has a design of its own
Sensitivity = Literal["sobol", "morris"]
#: whose reports make up one series of a forecast
Voice = Literal["party", "side"]
#: how a calibration learns from runs: from an emulator of them, or by moving an ensemble of them
Method = Literal["emulator", "smoother"]
#: whose scripts `--job-script` prints
Scheduler = Literal["slurm", "pbs"]
#: what wrote a file of claims
ClaimFormat = Literal["table", "acled", "gdelt", "ccc", "mass-mobilization", "ucdp"]

#: what a result is exported to; the endings of the files
ExportFormat = Literal["csv", "xlsx", "parquet", "dta", "nc", "json"]
#: what tags the words of a report: tables, or a model of the extra `read`
Reader = Literal["rules", "parse"]

EXECUTOR: Executor = "pool"
DEVICE: Device = "cpu"
DESIGN: Design = "sobol"
VOICE: Voice = "party"
METHOD: Method = "emulator"
CLAIM_FORMAT: ClaimFormat = "table"
SEED = 1
REPLICATES = 1

#: persons per agent of a run, a sweep and a comparison
SCALE = 1
#: persons per agent of a calibration
CALIBRATION_SCALE = 100
#: waves of a calibration, points of each wave, and trials of each check of the posterior
WAVES, WAVE_POINTS, CHECKS = 3, 2000, 100
#: passes of a smoother, and members of its ensemble
PASSES, MEMBERS = 5, 300
#: passes in which an ensemble takes in a later day's claims: more are no better (benchmarks.smoother.onward)
PASSES_ONWARD = 1
#: days simulated beyond the last one that is fitted, to test predictions on
DAYS_BEYOND = 56
#: points of a sweep, or blocks of a sensitivity analysis
POINTS = 64
#: pairs of a comparison
PAIRS = 32
#: parts of a study in a job script
PARTS = 16
#: days ahead of a forecast, runs from each origin, and draws of each predictive distribution
HORIZON, RUNS, DRAWS = 28, 200, 400
#: origins of a forecast, a week apart, where none are given
ORIGINS = 5
#: honest elections in each of an audit's worlds; five times as many for quick tests that honest causes set off
ELECTIONS = 20

#: how ballots that were drawn are checked
BallotMethod = Literal["polling", "comparison"]
#: risk limit of tests on samples
RISK_LIMIT = 0.05
#: standard deviation of a contestant's share between stations; assumed, on the safe side of most countries' returns
SPREAD = 0.2
#: part of the stations drawn that report; assumed
RESPONSE = 0.9
#: simulated audits behind a planned number of cards, and the part of them that such a number must be enough for
SIMULATED_AUDITS, ENOUGH = 400, 0.9
#: where pages are served
HOST, PORT = "127.0.0.1", 8765
