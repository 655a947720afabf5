"""A record answers by name, and what is not there is the default or the caller's error."""

import pytest

from contested.files.record import Record
from contested.files.refusal import refusing
from contested.ground.errors import InputError

REFUSED = refusing(InputError, "a.json: expected a record")


def test_a_missing_value_is_refused_where_it_is_needed_and_the_default_where_it_is_not():
    record = Record({"days": 3}, REFUSED)
    assert (record.get("days"), record.get("scale"), record.get("scale", 10)) == (3, None, 10)
    with pytest.raises(InputError, match="no 'scale'"):
        record["scale"]
    with pytest.raises(InputError, match="no 'scale'"):
        record.integer("scale")
