"""`--job-script`: a shell script that hands a study to a cluster's scheduler in parts, and joins them.

It is printed and not run: time, memory, partition and account are the user's to set in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contested.ground import commands
from contested.ground.errors import InputError
from contested.ground.options import PARTS, Scheduler

#: processors of a job, and how long it may take, hh:mm:ss; assumed, and to be edited
CPUS, TIME = 4, "04:00:00"
#: options of ours that the jobs do not get, and whether a value follows
_OURS = {"--job-script": True, "--parts": True, "--report": False, "--no-report": False, "--progress": False,
         "--no-progress": False}  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """How one scheduler says it."""

    title: str
    options: str
    array: str
    join: str
    after: str
    index: str
    cpus: str
    begin: str


_KNOWN: dict[Scheduler, _Words] = {
    "slurm": _Words(
        "SLURM", "--cpus-per-task={cpus} --time={time} --mem={mem}G",
        'sbatch --parsable $options $after --job-name={name} --array=1-{parts}',
        'sbatch --parsable $options --job-name={name}-join --dependency="afterany:${{part%%;*}}"',
        '--dependency=afterok:${join%%;*} --kill-on-invalid-dep=yes', "SLURM_ARRAY_TASK_ID", "SLURM_CPUS_PER_TASK",
        "#!/bin/sh\n",
    ),
    "pbs": _Words(
        "PBS", "-l select=1:ncpus={cpus}:mem={mem}gb -l walltime={time}", "qsub $options $after -N {name} -J 1-{parts}",
        'qsub $options -N {name}-join -W "depend=afterany:$part"', "-W depend=afterok:$join", "PBS_ARRAY_INDEX",
        "NCPUS", 'cd "$PBS_O_WORKDIR"\n',
    ),
}  # fmt: skip


def script(command: str, typed: list[str], scheduler: Scheduler, parts: int | None, *, rounds: int = 1,
           memory: int = 0) -> str:  # fmt: skip
    """The script.

    Parameters
    ----------
    command : str
        sweep or calibrate.
    typed : list of str
        What was typed after it.
    parts : int, optional
        Jobs of each round.
    rounds : int
        How often all parts are simulated and joined.
    memory : int, byte
        Of one process that simulates; its libraries not included.

    Raises
    ------
    InputError
        No --out, or parts in what was typed, or fewer than two.
    """
    count = PARTS if parts is None else parts
    if count < 2:
        raise InputError(f"--parts: expected at least 2; got {count}.", "one part is the command itself")
    names = [word.partition("=")[0] for word in typed]
    if "--out" not in names:
        raise InputError("--job-script: expected --out as well.", "all parts write into that folder")
    for name in ("--part", "--join"):
        if name in names:
            raise InputError(f"--job-script: expected no {name}.", "the script adds it to each job")
    say = _KNOWN[scheduler]
    line = commands.command(command, *_without_ours(typed))
    workers = "" if "--workers" in names else f' --workers "${{{say.cpus}:-1}}"'
    mem = -(-CPUS * (memory + 500_000_000) // 1_000_000_000)  # half a gigabyte for the libraries of each process
    given: dict[str, Any] = {"cpus": CPUS, "time": TIME, "mem": mem, "parts": count, "name": f"contested-{command}"}
    loop = [*map(str, range(1, rounds + 1))]
    often = f"{count} jobs simulate a part each, then one joins them" + (f"; {rounds} times" if rounds > 1 else "")
    return f"""#!/bin/sh
# Submits a study to {say.title}: sh FILE. {often}.
# Edit what each job may take, and add a partition or an account:
options="{say.options.format(**given)}"
set -eu
after=""
for round in {' '.join(loop)}; do
part=$({say.array.format(**given)} <<'JOB'
{say.begin}{line} --part "${say.index}/{count}"{workers}
JOB
)
join=$({say.join.format(**given)} <<'JOB'
{say.begin}{line} --join{workers}
JOB
)
after="{say.after}"
echo "round $round: parts are job $part, joined by job $join"
done"""


def _without_ours(typed: list[str]) -> list[str]:
    rest, words = [], iter(typed)
    for word in words:
        name, equals, _ = word.partition("=")
        if name not in _OURS:
            rest.append(word)
        elif _OURS[name] and not equals:
            next(words, None)
    return rest
