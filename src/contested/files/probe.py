"""Workbooks of rare forms (.xls, .xlsb, .ods), read once in a process of their own before this one reads them.

Their cells cannot be counted without a reader of each form, and a reader that asks for too much memory ends its process
without a word. So it ends another one, with a limit on its memory and its time.
"""

from __future__ import annotations

import json
import subprocess
import sys

from contested.files import limits
from contested.files.refusal import AGAIN, Refused, plain

SECONDS = 300
_SCRIPT = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
except (ImportError, ValueError, OSError):
    pass
import fastexcel
try:
    book = fastexcel.read_excel(sys.stdin.buffer.read())
    shapes = []
    for name in book.sheet_names:
        frame = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        shapes.append([frame.height, frame.width])
except Exception as error:
    print(json.dumps(str(error)))
else:
    print(json.dumps(shapes))
"""


def probe(content: bytes, refused: Refused) -> None:
    """Refuse a workbook that cannot be read within the limits."""
    command = [sys.executable, "-c", _SCRIPT, json.dumps(sys.path), str(2 * limits.most("unpacked"))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refused("a workbook that cannot be read in time", "save it as .xlsx or CSV") from error
    if done.returncode:
        what = "a workbook that ends whatever reads it: it is damaged, or reaches too far"
        raise refused(what, "save it as .xlsx or CSV")
    shapes = json.loads(done.stdout)
    if isinstance(shapes, str):
        raise refused(f"no workbook that can be read ({plain(shapes.partition(chr(10))[0])})", AGAIN)
    for height, width in shapes:
        limits.check("columns", width, refused, "in a sheet")
        limits.check("sheet", height * width, refused, f"in a sheet ({height:,} rows, {width:,} columns)")
