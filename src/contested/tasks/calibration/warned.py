"""What a reader has to know before they believe an answer."""

from __future__ import annotations

from typing import Any

#: share of draws far from any run above which the emulator guesses
FAR = 0.2
#: R-hat above which chains are on different peaks rather than slow
APART = 1.2
#: effective number of weighted runs below which they say little
WORTH = 25
#: coverage of 90 % intervals that is as it should be
COVERS = (0.87, 0.93)


def warnings(answer: dict[str, Any]) -> list[str]:
    """Sentences, the gravest first.

    Parameters
    ----------
    answer : dict
        What answer.json says.
    """
    out = []
    if answer["r_hat"] > APART:
        out.append(
            f"the sampler's chains disagree (R-hat {answer['r_hat']:.2f}): the posterior may have several peaks, and "
            "these draws are not to be trusted"
        )
    elif not answer["agree"]:
        out.append(
            f"the sampler's chains have not quite settled (R-hat {answer['r_hat']:.2f}): draws are worth "
            f"{answer['worth']:.0f} independent ones for the parameter known worst"
        )
    for word, what in (("emulated", "made from the emulator"), ("played", "played as runs")):
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
    if answer["effective"] < WORTH:
        out.append(
            f"the {answer['played']} runs at the posterior are worth {answer['effective']:.0f} once weighed by the "
            "claims: they cannot confirm the emulator's answer"
        )
    if answer["far"] > FAR:
        out.append(f"{100 * answer['far']:.0f} % of draws lie far from any run: another wave would help")
    runs = answer["runs"]
    if runs and runs["ended"]:
        out.append(
            f"in {runs['ended']} of {runs['learnt']} runs the crisis ended before the last claim; the emulator leaves "
            "them out, so what they say of parameters is not counted"
        )
    if runs and runs["failed"]:
        out.append(f"{runs['failed']} of {runs['learnt']} runs failed")
    return out
