"""What a reader has to know before they believe an answer."""

from __future__ import annotations

from typing import Any

from contested.inference.posterior.convergence import APART
from contested.inference.posterior.information import EXTRAPOLATING
from contested.inference.posterior.predictive_check import REACHED
from contested.inference.posterior.sbc import COVERS


def warnings(answer: dict[str, Any]) -> list[str]:
    """Sentences, the gravest first.

    Parameters
    ----------
    answer : dict
        What answer.json says.
    """
    out = []
    if answer["rhat"] > APART:
        out.append(
            f"the sampler's chains disagree (R-hat {answer['rhat']:.2f}): the posterior may have several peaks, and "
            "these draws are not to be trusted"
        )
    elif not answer["converged"]:
        out.append(
            f"the sampler's chains have not quite settled (R-hat {answer['rhat']:.2f}): draws are worth "
            f"{answer['ess']:.0f} independent ones for the parameter known worst"
        )
    for word, what in (("emulated", "made from the emulator"), ("simulated", "simulated as runs")):
        found = answer["calibration"].get(word, {})
        if "passed" not in found:
            continue
        if not found["passed"]:
            out.append(f"with truths {what}, ranks are not uniform (p {found['least_p']:.2g} for one parameter)")
        share = found["coverage"]["0.9"]
        if not COVERS[0] <= share <= COVERS[1]:
            out.append(f"with truths {what}, 90 % intervals hold {100 * share:.0f} % of them")
    if answer["stretch"] > 1:
        out.append(f"intervals of parameters were widened by {answer['stretch']:.2f}, as the trials ask for")
    for r in answer["emulator"].get("differs", ()):
        what = r["indicator"].replace("+", " and ").replace("_", " ")
        if r["verdict"] == "off":
            out.append(
                f"at the posterior, simulated runs lie {r['offset']:+.2f} standard deviations off what the emulator "
                f"says of {what}"
            )
        else:
            out.append(
                f"at the posterior, the emulator's 90 % bands hold {100 * r['within_90']:.0f} % of what simulated runs "
                f"say of {what}"
            )
    reached = answer["replayed"].get("fitted", 1.0)
    if reached < REACHED:
        out.append(f"90 % bands of runs at the posterior hold only {100 * reached:.0f} % of the fitted claims")
    if answer["extrapolating"] > EXTRAPOLATING:
        out.append(f"{100 * answer['extrapolating']:.0f} % of draws lie far from any run: another wave would help")
    runs = answer["runs"]
    if runs and runs["ended"]:
        out.append(
            f"in {runs['ended']} of {runs['training']} runs the crisis ended before the last claim; the emulator "
            "leaves them out, so what they say of parameters is not counted"
        )
    if answer["other_code"]:
        out.append("the runs were simulated by another version of the program than answers now")
    if runs and runs["failed"]:
        out.append(f"{runs['failed']} of {runs['training']} runs failed")
    return out
