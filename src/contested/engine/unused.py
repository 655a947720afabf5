"""Settings that change nothing: parameters of a variant of a model that was not chosen.

A parameter says with which words of which choices it is used (`when` of `param`), so that a setting without effect can
be told from one whose effect is small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from contested.engine.params import current, walk


def unused(params: Any, names: Iterable[str], varied: Collection[str] = ()) -> list[str]:
    """Which of some parameters play no part while the others are as they are.

    Parameters
    ----------
    params : dataclass of Params
    names : iterable of str
        Of today or former; unknown ones are left to whoever refuses them.
    varied : collection of str
        Parameters without one value, as in a sweep: what depends on them may be used.

    Returns
    -------
    list of str
        "sd is not used with thresholds=ladder", and so on.
    """
    known = {name: (value, declared) for name, value, declared in walk(params)}
    sentences = []
    for name in dict.fromkeys(current(params, name) for name in names):
        if name not in known:
            continue
        table = name[: name.rfind(".") + 1]
        for choice, words in known[name][1].when:
            chosen = known[table + choice][0]
            if chosen not in words and table + choice not in varied:
                sentences.append(f"{name} is not used with {table}{choice}={chosen}")
                break
    return sentences
