"""What is played, declared once: rules, numbers, sizes, and who plays at which size.

Every engine is handed the numbers of this file and nothing else; what it cannot express it says itself, in `differs`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

OURS = "contested"
LASER, LASER_ASLEEP = "laser", "laser, sleeping threads"
STARSIM, STARSIM_PLAIN = "starsim", "starsim without common random numbers"


@dataclass(frozen=True)
class Spec:
    """One model that several engines play.

    Parameters
    ----------
    name, title : str
    rules : str
        In words, for the page.
    numbers : dict
        Handed to every engine, beside "people" and what `sized` adds.
    steps : int
        Steps at most; a time limit may end a case earlier.
    sizes : dict of engine to people
        Who plays, and how many people each time. A size in `quick` is all that `--quick` plays.
    quick : dict of engine to people
    answer : (people, steps), optional
        Size of the runs that compare answers; none where engines play different models.
    columns : tuple of str
        What an engine reports each step.
    quick_steps : int
        Steps of `--quick`.
    threads : (people, engines), optional
        Who plays one seed on one and on two threads.
    """

    name: str
    title: str
    rules: str
    numbers: dict[str, Any]
    steps: int
    sizes: dict[str, tuple[int, ...]]
    quick: dict[str, tuple[int, ...]]
    columns: tuple[str, ...]
    answer: tuple[int, int] | None = None
    quick_steps: int = 20
    threads: tuple[int, tuple[str, ...]] | None = None


def sized(spec: Spec, people: int) -> dict[str, Any]:
    """The numbers an engine is handed for so many people."""
    numbers = {**spec.numbers, "people": people}
    if spec.name == "epstein":
        numbers["side"] = round(math.sqrt(people / (spec.numbers["citizen_density"] + spec.numbers["cop_density"])))
    elif spec.name == "network":
        numbers["cops"] = round(people * spec.numbers["cop_share"])
    elif spec.name == "mass-action":
        numbers["first"] = people // spec.numbers["people_per_first"]
    elif spec.name == "nation":
        numbers["first"] = max(1, people // 1000)
    return numbers


EPSTEIN = Spec(
    name="epstein",
    title="Civil violence on a torus",
    rules="The paper's run 2 of Epstein's model I as Mesa's bundled example reads it (the zoo's preset `mesa`; Mesa's "
    "own default numbers are so quiet that hardly anybody acts, these have outbursts): a citizen acts if H (1 - L) "
    "- R P > T with P = 1 - exp(-k round(C/A)), H and R uniform on 0 to 1; vision 7 steps north, south, east and west "
    "(112 sites); everybody has a turn a step in random order, decides, then moves to a random empty site in sight; a "
    "cop arrests a random active citizen in sight; the jailed keep their site.",
    numbers={
        "citizen_density": 0.7, "cop_density": 0.04, "vision": 7, "legitimacy": 0.82, "threshold": 0.1,
        "arrest_constant": 2.3, "max_jail": 30,
    },
    steps=100,
    sizes={
        OURS: (1_000, 10_000, 100_000, 1_000_000, 10_000_000),
        "mesa": (1_000, 10_000, 100_000),
        "agentpy": (1_000, 10_000, 100_000),
        "repast4py": (1_000, 10_000, 100_000),
    },
    quick={OURS: (300, 1_000, 100_000), "mesa": (300, 1_000), "agentpy": (300, 1_000), "repast4py": (300, 1_000)},
    columns=("active", "jailed"),
    answer=(1_000, 100),
    quick_steps=10,
)  # fmt: skip

NETWORK = Spec(
    name="network",
    title="Civil violence on a fixed network",
    rules="Everybody has 16 ties to random others that never change. Each step, all at once: a citizen who is free "
    "acts if H (1 - L) - R P > T with P = 1 - exp(-k C/A), C cops and A actives among its ties, oneself among A; then "
    "each cop arrests one of its active ties at random, one tie as likely as another; terms are uniform on 1 to J max.",
    numbers={
        "degree": 16, "cop_share": 0.074 / 0.774, "legitimacy": 0.8, "threshold": 0.1, "arrest_constant": 2.3,
        "max_jail": 30,
    },
    steps=100,
    sizes={
        OURS: (10_000, 100_000, 1_000_000, 10_000_000),
        LASER: (10_000, 100_000, 1_000_000, 10_000_000),
        LASER_ASLEEP: (10_000, 100_000, 1_000_000, 10_000_000),
        STARSIM: (10_000, 100_000, 1_000_000),
        STARSIM_PLAIN: (10_000, 100_000, 1_000_000),
    },
    quick={
        OURS: (1_000, 10_000, 500_000), LASER: (1_000, 10_000), LASER_ASLEEP: (1_000, 10_000),
        STARSIM: (1_000, 10_000), STARSIM_PLAIN: (1_000, 10_000),
    },
    columns=("active", "jailed"),
    answer=(2_000, 100),
    threads=(100_000, (OURS, LASER_ASLEEP)),
)  # fmt: skip

MASS_ACTION = Spec(
    name="mass-action",
    title="Susceptible and infected, everybody meeting everybody",
    rules="Each step everybody susceptible is infected with chance 1 - exp(-beta I/N): laser-generic's SI model with "
    "one patch.",
    numbers={"beta": 0.1, "people_per_first": 1000},
    steps=150,
    sizes=dict.fromkeys((OURS, LASER, LASER_ASLEEP), (100000, 1000000, 10000000)),
    quick=dict.fromkeys((OURS, LASER, LASER_ASLEEP), (10000, 100000)),
    columns=("infected",),
    answer=(20_000, 100),
    threads=(100_000, (OURS, LASER_ASLEEP)),
)

NATION = Spec(
    name="nation",
    title="The whole nation, and a plain epidemic",
    rules="contested: `belarus-2020` with every subsystem, 145 days. Covasim: its own epidemic with random contacts. "
    "These are two different models; the table says what each costs, and answers are not compared.",
    numbers={"contacts": 10},
    steps=145,
    sizes={OURS: (94_101, 941_025, 9_410_259), "covasim": (10_000, 100_000, 1_000_000)},
    quick={OURS: (9_411,), "covasim": (10_000,)},
    columns=("out",),
)

SPECS = {spec.name: spec for spec in (EPSTEIN, NETWORK, MASS_ACTION, NATION)}
