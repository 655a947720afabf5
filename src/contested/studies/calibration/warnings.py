"""What a reader has to know before they believe the answer of a calibration: failed checks, and what was not learnt."""

from __future__ import annotations

from typing import Any

from contested.inference.posterior.convergence import APART
from contested.inference.posterior.information import EXTRAPOLATING, STANDS
from contested.inference.posterior.predictive_check import REACHED
from contested.inference.posterior.sbc import COVERS

#: effective part of an ensemble that confirms it, and squared errors off the claims beyond which it does not match them
CERTIFIES, OFF = 0.1, 2.0


def warnings_of(answer: dict[str, Any]) -> list[str]:
    """What a reader has to know before they believe an answer (answer.json): sentences, the gravest first."""
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
        what = _words(r["indicator"])
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
    if "misfits" in answer:
        out += _smoothed(answer)
    reached = answer["replayed"].get("fitted", 1.0)
    if reached < REACHED:
        out.append(f"90 % bands of runs at the posterior hold only {100 * reached:.0f} % of the fitted claims")
    out += _bands(answer)
    if differs := answer.get("audit", {}).get("differs"):
        out.append(f"the check without an emulator (ABC) differs in {len(differs)} parameters: {_some(differs)}")
    if not answer.get("reliable", True):
        out.append(
            f"importance weights of the runs at the posterior are not reliable ({_tail(answer)}effective sample size "
            f"{answer['effective']:.1f} of {answer['simulated']} runs): they cannot confirm the posterior"
        )
    if answer["extrapolating"] > EXTRAPOLATING:
        out.append(f"{100 * answer['extrapolating']:.0f} % of draws lie far from any run: another wave would help")
    runs = answer["runs"]
    if runs and runs["ended"]:
        out.append(
            f"in {runs['ended']} of {runs['training']} runs the crisis ended before the last claim; the emulator "
            "leaves them out, so what they say of parameters is not counted"
        )
    out += [
        f"before the claims all runs have the same {_words(indicator)} where it is claimed: no claim about it teaches "
        "anything"
        for indicator in answer.get("alike", ())
    ]
    out += _reach(answer)
    if answer["other_code"]:
        out.append("the runs were simulated by another version of the program than answers now")
    if runs and runs["failed"]:
        out.append(f"{runs['failed']} of {runs['training']} runs failed")
    return out


def _smoothed(answer: dict[str, Any]) -> list[str]:
    """Of an ensemble that was moved until it matches the claims."""
    out = []
    if not answer.get("resampled") and answer["effective"] < CERTIFIES * answer["draws"]:
        out.append(
            f"weighted once more by the likelihood of the claims, {answer['draws']} members have an effective sample "
            f"size of {answer['effective']:.1f}: that cannot confirm the ensemble, which rests on known truths"
        )
    if answer["misfits"][-1] > OFF:
        off = answer["misfits"][-1] ** 0.5
        out.append(f"members lie {off:.1f} errors off the claims on average: they do not match the past")
    return out


def _bands(answer: dict[str, Any]) -> list[str]:
    """Posterior predictive bands that are too narrow or too wide."""
    out = []
    for verdict, level in (("narrow", "90"), ("wide", "50")):
        for later in (False, True):
            odd = [r for r in answer.get("bands", ()) if (r["verdict"], r["holdout"]) == (verdict, later)]
            each = "; ".join(
                f"{_words(r['indicator'])}, {100 * r['within_' + level]:.0f} % of {r['claims']}" for r in odd
            )
            if odd:
                which = "later" if later else "fitted"
                out.append(f"predictive bands are too {verdict} for {which} claims: {level} % bands hold ({each})")
    return out


def _reach(answer: dict[str, Any]) -> list[str]:
    """What no claim reaches, and what stands as it was assumed."""
    out = []
    if unreached := answer.get("unreached"):
        out.append(
            f"no fitted claim speaks of {_some([_words(name) for name in unreached])}: what follows for them comes "
            "from the model and its priors"
        )
    if stands := answer.get("prior_stands"):
        several = answer["claims"] / max(answer["parameters"], 1)
        out.append(
            f"{len(stands)} of {answer['parameters']} parameters keep their priors (contraction below "
            f"{100 * answer.get('stands', STANDS):.0f} %; {several:.1f} fitted claims per parameter): {_some(stands)}"
        )
    if unused := answer.get("unused"):
        each = ", ".join(f"{reason} {n}" for reason, n in unused.items())
        out.append(f"{sum(unused.values())} claims are not used ({each})")
    return out


def _tail(answer: dict[str, Any]) -> str:
    return "" if answer["tail"] is None else f"Pareto k {answer['tail']:.2f}, "


def _words(indicator: str) -> str:
    return indicator.replace("+", " and ").replace("_", " ")


def _some(names: list[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
