"""A scenario of earlier versions, written anew in today's words."""

from __future__ import annotations

import shutil
from pathlib import Path

from contested.files.faults import Faults
from contested.files.lines import cells_of, is_note, lines_of, separator_of, text_of
from contested.ground.errors import ScenarioError
from contested.ground.formulas import csv_cell
from contested.scenarios.folders import find
from contested.scenarios.former_acts import today
from contested.scenarios.load import load
from contested.scenarios.new.folder import check_empty
from contested.scenarios.schema import ACTS
from contested.store import disk, whole


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
    check_empty(target)
    faults = Faults(ScenarioError)
    text = text_of(source / ACTS.name, str(source / ACTS.name), faults)
    if text is None:
        raise faults.errors[0]
    acts = converted(text).encode()  # before anything is written, so that what fails leaves no folder
    try:
        with whole.new_folder(target) as part, disk.writing(target):
            # the folder may be made within the source
            shutil.copytree(source, part, dirs_exist_ok=True, ignore=shutil.ignore_patterns(part.name))
            disk.write_bytes(part / ACTS.name, acts)
    except FileExistsError:
        check_empty(target)  # another process was faster
        raise
    return target


def converted(text: str) -> str:
    """acts.csv with the columns and the acts of today."""
    out, heading, separator = [], None, ","
    wanted = [c.name for c in ACTS.columns]
    for line in lines_of(text):
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
            out.append(",".join(csv_cell(row.get(name, "")) for name in wanted))
    return "\n".join([*out, ""])
