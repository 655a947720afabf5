"""A scenario of earlier versions, written anew in today's words."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from contested.files.lines import cells_of, is_note, separator_of
from contested.ground.errors import DiskError, ScenarioError
from contested.scenarios.folders import find
from contested.scenarios.former_acts import today
from contested.scenarios.load import load
from contested.scenarios.schema import ACTS


def convert(name_or_folder: str | Path, out: str | Path) -> Path:
    """Copy a scenario into a new folder with its acts as they are written today; comments stay.

    Raises
    ------
    ScenarioError
        If it cannot be read, or the new folder holds something.
    DiskError
        If it cannot be written.
    """
    source, target = find(name_or_folder), Path(out)
    load(source)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ScenarioError(
            f"expected an empty folder, or none, to write the scenario to; got {str(target)!r}.",
            "choose another name, so that nothing of yours is written over",
        )
    text = (source / ACTS.name).read_text("utf-8-sig")
    try:
        shutil.copytree(source, target, dirs_exist_ok=True)
        (target / ACTS.name).write_text(converted(text), "utf-8")
    except OSError as reason:
        raise DiskError(f"cannot write {str(target)!r}: {reason.strerror or reason}.") from reason
    return target


def converted(text: str) -> str:
    """acts.csv with the columns and the acts of today."""
    out, heading, separator = [], None, ","
    wanted = [c.name for c in ACTS.columns]
    for line in text.splitlines():
        if not line.strip() or is_note(line, below=heading is not None):
            out.append(line)
        elif heading is None:
            separator = separator_of(line, wanted)
            heading = [cell.strip() for cell in cells_of(line, separator)]
            out.append(",".join(wanted))
        else:
            row = dict(zip(heading, (cell.strip() for cell in cells_of(line, separator)), strict=True))
            act, form = today(row["act"])
            row |= {"act": act, "form": row.get("form") or form}
            written = io.StringIO()
            csv.writer(written, lineterminator="").writerow([row.get(name, "") for name in wanted])
            out.append(written.getvalue())
    return "\n".join([*out, ""])
