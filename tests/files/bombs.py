"""Files that are small on disk and large in memory."""

from __future__ import annotations

import io
import struct
import zipfile

import numpy as np
import polars as pl
import xlsxwriter

MIB = 2**20


def far_cell(row: int = 1_048_575, column: int = 16_383) -> bytes:
    """A workbook with a cell in the first and one in the last place."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(row, column, "b")
    return content.getvalue()


def rewritten(content: bytes, name: str, change) -> bytes:
    """An archive with one file changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            inside = old.read(info)
            new.writestr(info.filename, change(inside) if info.filename == name else inside)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def without_places(rows: int, columns: int) -> bytes:
    """A workbook whose cells do not say where they stand: a row of many, and many rows of one."""
    wide = b"<row>" + b"<c><v>1</v></c>" * columns + b"</row>"
    body = wide + b"<row><c><v>1</v></c></row>" * rows
    return rewritten(
        far_cell(1, 1), SHEET, lambda xml: xml[: xml.index(b"<row")] + body + xml[xml.index(b"</sheetData") :]
    )


def repeated_text(cells: int, length: int) -> bytes:
    """A workbook that names one long text over and over."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for i in range(cells):
            sheet.write(i, 0, "y" * length)
    return content.getvalue()


def zeros(size: int, name: str = "table.csv") -> bytes:
    """A zip of one file of so many commas and line ends."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as out,
    ):
        for _ in range(size // MIB):
            out.write(b"0,0\n" * (MIB // 4))
    return content.getvalue()


def lying(content: bytes, size: int) -> bytes:
    """The archive with the unpacked size of its first file stated wrongly, in both places."""
    changed = bytearray(content)
    changed[22:26] = struct.pack("<L", size)
    at = content.index(b"PK\x01\x02")
    changed[at + 24 : at + 28] = struct.pack("<L", size)
    return bytes(changed)


def arrays(**shape_of: tuple[int, ...]) -> bytes:
    """An .npz file whose arrays state shapes they do not have."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, shape in shape_of.items():
            inside = io.BytesIO()
            np.lib.format.write_array_header_1_0(inside, {"descr": "<f8", "fortran_order": False, "shape": shape})
            archive.writestr(f"{name}.npy", inside.getvalue() + b"\0" * 64)
    return content.getvalue()


def constant_parquet(rows: int) -> bytes:
    """One value, so many times."""
    content = io.BytesIO()
    pl.DataFrame({"a": np.zeros(rows, np.int64)}).write_parquet(content)
    return content.getvalue()


def opened_document(columns: int = 1, rows: int = 1) -> bytes:
    """An .ods workbook of two rows; its last cell is repeated so many times."""
    cell = '<table:table-cell office:value-type="string"{}><text:p>b</text:p></table:table-cell>'
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="one"><table:table-row>{cell.format("")}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="{rows}">'
        + cell.format(f' table:number-columns-repeated="{columns}"')
        + "</table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis"></manifest:manifest>')
        archive.writestr("content.xml", body)
    return content.getvalue()
