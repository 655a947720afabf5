"""What the records of studies must hold, key by key: others may have edited them, or written them.

Runs are looked at by `store.shape`. A key of an earlier format may be missing; of the present one it may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contested.files.record import Record
from contested.files.refusal import Refused

#: most of anything that is counted: more were never asked for
MOST = 100_000_000
_ARM: dict[str, str] = {
    "name": "text", "scenario": "text", "hash": "text", "words": "texts", "settings": "settings", "drop_acts": "texts",
    "add_acts": "texts", "without": "texts",
}  # fmt: skip
#: of a comparison of stored results
_STORED: dict[str, str] = {
    "kind": "text", "paired": "switch", "noun": "text", "notes": "texts", "untold": "texts", "first": "whole",
    "people": "switch", "rows": "texts", "observables": "table",
}  # fmt: skip
#: kind -> key -> what it is; with ? what may be missing or null
SHAPES: dict[str, dict[str, str]] = {
    "sweep": {
        "model": "text", "scenario": "words?", "over": "words", "design": "text", "sensitivity": "text?",
        "points": "count", "replicates": "count", "runs": "count", "seed": "whole", "settings": "settings",
        "parameters": "settings?", "statistics": "words?", "series": "texts?",
        "start": "date?", "common_seed": "switch?",
    },
    "comparison": {
        "label": "text?", "a": "arm", "b": "arm", "posterior": "table?", "pairs": "count", "seed": "whole",
        "scale": "count", "days": "count", "start": "date?", "places": "texts", "title": "text", "where": "pairs",
        "stored": "stored?",
    },
    "calibration": {
        "scenario": "text", "title": "text", "hash": "text", "claims": "text?", "fit_until": "date", "days": "count",
        "settings": "settings", "parameters": "words", "distrust": "texts", "scale": "count", "waves": "count",
        "points": "count", "replicates": "count", "checks": "whole", "seed": "whole", "method": "text?",
    },
    "forecast": {
        "study": "text", "scenario": "text", "title": "text", "origin": "date", "horizon": "count", "origins": "dates",
        "by": "text", "draws": "count", "seed": "whole", "series": "whole", "runs": "count", "training": "whole?",
        "converged": "switches?", "ledger": "text", "distrust": "texts?", "warnings": "texts?",
    },
    "audit": {
        "title": "text", "leader": "text", "honest elections": "whole", "seed": "whole", "verdict": "texts",
        "planted": "text", "findings": "tables",
    },
}  # fmt: skip


def check(kind: str, values: Mapping[str, Any], refused: Refused) -> None:
    """Refuse a study's record in which a key is missing, or of another kind than is written."""
    record = Record(values, refused)
    for name in ("contested", "code"):
        record.text(name, "")
    _all(record, SHAPES[kind], refused)


def _arm(record: Record, name: str, refused: Refused) -> None:
    arm = record.record(name)
    _all(arm, _ARM, refused)


def _settings(record: Record, name: str, refused: Refused) -> None:
    for key, value in record.record(name).items():
        if not isinstance(value, int | float | str):
            raise refused(f"{type(value).__name__} for {name}.{key}, which is a number or a word", "")


def _stored(record: Record, name: str, refused: Refused) -> None:
    _all(record.record(name), _STORED, refused)


def _words(record: Record, name: str, refused: Refused) -> None:
    words = record.record(name)
    for key in words:
        words.text(key)


def _switches(record: Record, name: str, refused: Refused) -> None:
    switches = record.record(name)
    for key in switches:
        switches.boolean(key)


def _date(record: Record, name: str, refused: Refused) -> None:
    _day(record.text(name), refused)


def _dates(record: Record, name: str, refused: Refused) -> None:
    for text in record.texts(name):
        _day(text, refused)


def _day(text: str, refused: Refused) -> None:
    try:
        found = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        found = None
    if found is None or not 1000 <= found.year <= 9000:
        raise refused(f"{text!r} for a day, such as 2020-08-09", "")


def _pairs(record: Record, name: str, refused: Refused) -> None:
    for pair in record.items_of(name, of=list):
        if len(pair) != 2 or not all(v is None or isinstance(v, int | float) for v in pair):
            raise refused(f"other than two numbers within {name!r}", "")


def _numbers(record: Record, name: str, refused: Refused) -> None:
    numbers = record.record(name)
    for key in numbers:
        numbers.number(key)


def _wholes(record: Record, name: str, refused: Refused) -> None:
    wholes = record.record(name)
    for key in wholes:
        wholes.integer(key, low=0)


def _series(record: Record, name: str, refused: Refused) -> None:
    for value in record.items_of(name, of=float):
        if not 0.0 <= value < float("inf"):
            raise refused(f"{value} within {name!r}, which are squares", "")


_CHECKS: dict[str, Callable[[Record, str, Refused], object]] = {
    "text": lambda record, name, refused: record.text(name),
    "texts": lambda record, name, refused: record.texts(name),
    "table": lambda record, name, refused: record.record(name),
    "tables": lambda record, name, refused: record.records(name),
    "whole": lambda record, name, refused: record.integer(name, low=0, high=2**63 - 1),
    "count": lambda record, name, refused: record.integer(name, low=1, high=MOST),
    "settings": _settings, "words": _words, "switches": _switches, "date": _date, "dates": _dates, "pairs": _pairs,
    "arm": _arm, "stored": _stored, "number": lambda record, name, refused: record.number(name, low=-1e300, high=1e300),
    "switch": lambda record, name, refused: record.boolean(name), "numbers": _numbers,
    "wholes": _wholes, "series": _series,
}  # fmt: skip


#: of answer.json; a number that is not finite stands as null
_ANSWER: dict[str, str] = {
    "distrust": "texts", "claims": "whole", "holdout": "whole", "unmatched": "whole", "draws": "count",
    "converged": "switch", "rhat": "number", "ess": "number", "extrapolating": "number", "simulated": "whole",
    "emulator": "table", "replayed": "numbers", "other_code": "switch", "effective": "number?", "reliable": "switch",
    "stretch": "number", "seconds": "number", "calibration": "table", "audit": "table", "runs": "numbers",
    "tail": "number?", "unreached": "texts?", "prior_stands": "texts?", "parameters": "whole?", "unused": "wholes?",
    "bands": "tables?", "chances": "whole?", "misfits": "series?", "resampled": "whole?", "alike": "texts?",
    "stands": "number?", "coverage": "table?",
}  # fmt: skip
_OF_CHECK = {"passed": "switch", "least_p": "number?", "coverage": "numbers", "trials": "whole", "failed": "whole"}
_OF_BAND = {
    "indicator": "text", "verdict": "text", "holdout": "switch", "claims": "whole", "within_50": "number",
    "within_90": "number",
}
_OF_COVERAGE = {
    "claims": "count", "days": "count", "share": "number", "low": "number", "high": "number", "prior": "number?",
}
_OF_OBSERVABLE = {"indicator": "text", "verdict": "text", "offset": "number?", "within_90": "number?"}


def check_answer(values: Mapping[str, Any], refused: Refused) -> None:
    """Refuse an answer of a calibration in which something is missing, or of another kind than is written."""
    record = Record(values, refused)
    _all(record, _ANSWER, refused)
    trials = record.record("calibration")
    for name in trials:
        trial = trials.record(name)
        _all(trial, _OF_CHECK, refused, missing=True)
        if "passed" in trial:
            trial.record("coverage").number("0.9")
            trial.number("least_p", low=0, high=1)
    if record.get("prior_stands"):
        record.integer("parameters", low=0)  # these are so many of all
    if record.get("runs"):
        for name in ("training", "failed", "ended"):
            record.record("runs").integer(name, low=0)
    for name, found in (record.get("coverage") or {}).items():
        _all(Record(found, refused, name), _OF_COVERAGE, refused)
    if "bands" in record:
        for row in record.records("bands"):
            _all(row, _OF_BAND, refused)
    audit = record.record("audit")
    if "differs" in audit:
        audit.texts("differs")
    if "differs" in (emulator := record.record("emulator")):
        for row in emulator.records("differs"):
            _all(row, _OF_OBSERVABLE, refused)


def _all(record: Record, what: Mapping[str, str], refused: Refused, missing: bool = False) -> None:
    for name, kind in what.items():
        absent = name not in record
        if not (absent and missing) and not (kind.endswith("?") and (absent or record[name] is None)):
            _CHECKS[kind.rstrip("?")](record, name, refused)
