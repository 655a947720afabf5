"""A file packed by gzip, unpacked within limits."""

from __future__ import annotations

import io
import zlib

from contested.files import limits
from contested.files.refusal import Refused, guarded

_CHUNK = 2**20


def unpack_gzip(content: bytes, refused: Refused, limit: str = "unpacked") -> bytes:
    """What a .gz file holds, all its members one behind the other.

    Parameters
    ----------
    content : bytes
    refused : function
        Makes the error: the file is damaged, cut off or above the limits.
    limit : str
        Which of the limits holds for it, unpacked.
    """
    unpacked = io.BytesIO()
    rest = content
    with guarded(refused, "a gzip file that is damaged or cut off", "download or copy it again"):
        while rest:
            one = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            while not one.eof:
                part = one.decompress(rest, _CHUNK)
                rest = one.unconsumed_tail
                if not part and not rest and not one.eof:
                    raise ValueError("its end is missing")
                unpacked.write(part)
                size = unpacked.tell()
                limits.check(limit, size, refused, "unpacked")
                if size > limits.RATIO_FROM:
                    limits.check("ratio", size / len(content), refused, "its packed size")
            rest = one.unused_data.lstrip(b"\0")  # tapes and some servers pad the end
    return unpacked.getvalue()
