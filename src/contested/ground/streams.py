"""The register of random streams: one number per decision that is ever drawn, and none for two.

Append only: a number never changes its meaning, and one that is registered twice is refused when this is imported.
Kernels take the names as plain ints. A published model has numbers of its own, from `own()`; no two models ever share a
run, so theirs may be equal.
"""

from __future__ import annotations

from contested.ground.errors import BrokenInvariant

#: the first number of a published model, and of the tests of a count
OWN = 1000


class Register:
    """Numbers of streams that may be drawn from in one run.

    Parameters
    ----------
    first : int
        Added to every number.
    besides : Register
        Of other code that draws in the same run.

    Raises
    ------
    BrokenInvariant
        If two of `besides` have a number in common.
    """

    def __init__(self, first: int = 0, *besides: Register) -> None:
        self.first = first
        self.numbers: set[int] = set()
        for other in besides:
            self._add(other.numbers)

    def __call__(self, number: int, count: int = 1) -> int:
        """Register `count` numbers in a row.

        Returns
        -------
        int
            The first of them.

        Raises
        ------
        BrokenInvariant
            If one is registered already.
        """
        begin = self.first + number
        self._add(set(range(begin, begin + count)))
        return begin

    def _add(self, numbers: set[int]) -> None:
        if twice := self.numbers & numbers:
            raise BrokenInvariant(f"stream {min(twice)} is registered twice.")
        self.numbers |= numbers


def own(*besides: Register) -> Register:
    """A register for a published model; `besides` are those of shared code that the model draws from."""
    return Register(OWN, *besides)


_nation = Register()
# a day of the nation, keyed by seed, stream, row, day and draw
TURNOUT = _nation(1)
BALLOT = _nation(2)
EARLY = _nation(3)
STATION_EFFECT = _nation(4)
STATION_REPORT = _nation(5)
MOBILISE = _nation(10)
STRIKE = _nation(11)
DISMISS = _nation(12)
ARREST = _nation(20)
INJURY = _nation(21)
DEATH = _nation(22)
CAUSE = _nation(23)
SENTENCE = _nation(24)
ILL_TREATMENT = _nation(25)
CUSTODY_DEATH = _nation(26)
TESTIFY = _nation(27)
AMNESTY = _nation(28)
LOYALTY = _nation(30)
ELITE = _nation(31)
ABROAD = _nation(33)
OUTCOME = _nation(34)
MEDIA = _nation(35)
CALL = _nation(36)
CALL_BEGINS = _nation(37)
CALL_STRENGTH = _nation(38)
TACTIC = _nation(39)
ORDERS = _nation(40)
RAID = _nation(41)
RAIDS = _nation(42)
RALLY = _nation(43)
# whole persons behind an agent: whether it leaves with those who died, officers injured, charges
OUTLIVES = _nation(60)
OFFICER_INJURY = _nation(61)
CHARGE = _nation(62)
# what stays with a person all through a run: drawn at no day
DISPOSITION = _nation(64)
# the population, keyed by the scenario's own seed and drawn once
HARDSHIP = _nation(100)
RISK_AVERSION = _nation(101)
HOUSEHOLD = _nation(102)
ADULT = _nation(103)
ONLINE = _nation(104)
WORKER = _nation(105)
NEIGHBOUR_TIE = _nation(106)
WORK_TIE = _nation(107)
FAR_TIE = _nation(108)
CIRCLE_TIE = _nation(109)

_study = Register(200, _nation)
# derivation of a replicate's seed from a run's, and of a point's from a study's
MEMBER = _study(0)
POINT = _study(1)
# where a design lies
LATIN_ORDER = _study(2)
LATIN_WITHIN = _study(3)
SOBOL_SHIFT = _study(4)
MORRIS_START = _study(5)
MORRIS_ORDER = _study(6)
MORRIS_SENSE = _study(7)
# baselines of forecasts, and their scores
CLIMATOLOGY = _study(40)
LAST_VALUE = _study(41)
SAME_WEEKDAY = _study(42)
AUTOREGRESSION = _study(43)
SELF_EXCITING = _study(44)
ETS_ARIMA = _study(45)
DAMPED_TREND = _study(46)
POOL = _study(47)
PIT = _study(48)
BLOCKS = _study(49)
# claims simulated with biases of the prior
PRIOR_BIAS = _study(50)
PRIOR_BIAS_PAIR = _study(51)
PRIOR_WITNESS = _study(52)
PRIOR_ERROR = _study(53)
PRIOR_COUNT = _study(54)
# biases in an indicator that a party has not spoken of, and counts of a forecast at a scale of 1:1
FORECAST_BIAS = _study(55)
PERSONS = _study(56)
# which pairs a resample of differences has
RESAMPLED_PAIRS = _study(90)
# sampling
START = _study(100)
MOMENTUM = _study(101)
STRIDE = _study(102)
ACCEPT = _study(103)
OWN_NOISE = _study(104)
# where the next runs lie
PROPOSE = _study(105)
PROPOSE_WHICH = _study(106)
PROPOSE_PRIOR = _study(107)
# checks; 108 and 109 were used once
RESAMPLE = _study(110)
# runs of the prior that no emulator learns from
CHECK = _study(300)
# biases given the truth, and claims given the biases
POSTERIOR_BIAS = _study(301)
POSTERIOR_BIAS_PAIR = _study(302)
NEW_BIAS = _study(303)
POSTERIOR_WITNESS = _study(304)
POSTERIOR_ERROR = _study(305)
POSTERIOR_COUNT = _study(306)
# cells that nobody spoke of, given the others
OTHER_CELLS_SHARED = _study(307)
OTHER_CELLS_OWN = _study(308)
# truths drawn from an emulator: where a trial's lies, and what it is
TRIAL_TRUTH = _study(309)
TRUTH_SHARED = _study(310)
TRUTH_OWN = _study(311)
# which draws of a posterior are simulated on
RUNS_AHEAD = _study(320)
# an ensemble smoother: where members begin, and the noise of each pass
SMOOTHER_START = _study(330)
SMOOTHER_NOISE = _study(331)
# how far the country lies from each run
DISCREPANCY = _study(332)
# the chance of all claims given a run
CLAIM_RECTANGLE = _study(333)

_audit = own()
INTEGER_ISSUED = _audit(0)
INTEGER_LEADER = _audit(1)
RESAMPLE_UNITS = _audit(2)
KERNEL_TURNOUT = _audit(3)
KERNEL_RESULT = _audit(4)
DIGIT_NULL = _audit(5)
MODEL_TURNOUT = _audit(6)
MODEL_RESULT = _audit(7)
MODEL_KIND = _audit(8)
MODEL_INTENSITY = _audit(9)
HONEST_TURNOUT = _audit(10)
HONEST_RESULT = _audit(11)
HONEST_ISSUED = _audit(12)
HONEST_LEADER = _audit(13)
STUFFED = _audit(14)
SWITCHED = _audit(15)
POSTERIOR = _audit(16)
SAMPLE_ORDER = _audit(17)
SYNTHETIC_SIZE = _audit(18)
SYNTHETIC_UNIT = _audit(19)
NEIGHBOUR = _audit(20)
SAMPLE_TERRITORIES = _audit(21)
# the order of simulated ballot audits, and which stations a quick count takes
SAMPLE_PLAN = _audit(30)
SAMPLE_STATIONS = _audit(31)
# which batches an audit by batch takes
SAMPLE_BATCHES = _audit(32)
# honest elections with special stations: which these are, how they vote
HONEST_SPECIAL = _audit(22)
HONEST_ELECTORATE = _audit(23)
# honest changes between two elections: to which side stations stray
HONEST_SIDES = _audit(42)
# by dealing anew: which stations a lot draws, and numbers of an hour
GROUP_DEAL = _audit(40)
HOUR_DEAL = _audit(41)
