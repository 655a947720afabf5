"""A .gz file is unpacked within limits, whatever its bytes are."""

import gzip

import pytest

from contested.files import limits, refusing, unpack_gzip
from contested.ground.errors import ClaimError

refused = refusing(ClaimError, "expected a table")


def test_it_is_unpacked_with_all_its_members():
    content = gzip.compress(b"a,b\n") + gzip.compress(b"1,2\n")
    assert unpack_gzip(content, refused) == b"a,b\n1,2\n" == unpack_gzip(content + bytes(512), refused)


@pytest.mark.parametrize("cut", [1, 4, 9, 15])
def test_what_is_cut_off_or_damaged_is_refused(cut):
    whole = gzip.compress(bytes(range(256)) * 40)
    spoilt = bytearray(whole)
    spoilt[-cut] ^= 255
    for content in (whole[:-cut], bytes(spoilt), whole + b"more"):
        with pytest.raises(ClaimError, match=r"gzip file that is damaged or cut off"):
            unpack_gzip(content, refused)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "unpacked", limits.Limit(2**20, "byte", "made small"))
    with pytest.raises(ClaimError, match="above the limit"):
        unpack_gzip(gzip.compress(bytes(50 * 2**20)), refused)
