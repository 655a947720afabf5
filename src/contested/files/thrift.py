"""Thrift's compact encoding, as far as Parquet uses it: structures as dicts of field number to value."""

from __future__ import annotations

from typing import Any

#: structures within structures; Parquet's go to seven
_DEEPEST = 24


class Thrift:
    """Reads structures from bytes.

    Parameters
    ----------
    content : bytes
    at : int
        Where the next one begins; moves on with each.

    Whatever is wrong is a ValueError or an IndexError.
    """

    def __init__(self, content: bytes | memoryview, at: int = 0) -> None:
        self.content, self.at = memoryview(content), at

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """The next structure."""
        if depth > _DEEPEST:
            raise ValueError("too deeply nested")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            number = number + step if step else self._integer()
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (1, 2, 3):
            return self._byte()
        if kind in (4, 5, 6):
            return self._integer()
        if kind == 7:
            return self._take(8)
        if kind == 8:
            return self._take(self._varint())
        if kind in (9, 10):
            return self._list(depth)
        if kind == 11:
            return self._map(depth)
        if kind == 12:
            return self.struct(depth + 1)
        raise ValueError(f"no kind {kind}")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size = head >> 4
        if size == 15:
            size = self._varint()
        self._enough(size)  # every element takes a byte at least
        return [self._value(head & 15, depth + 1) for _ in range(size)]

    def _map(self, depth: int) -> list[tuple[Any, Any]]:
        size = self._varint()
        if not size:
            return []
        self._enough(size)
        kinds = self._byte()
        return [(self._value(kinds >> 4, depth + 1), self._value(kinds & 15, depth + 1)) for _ in range(size)]

    def _byte(self) -> int:
        value = self.content[self.at]
        self.at += 1
        return value

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number of more than 64 bits")

    def _integer(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _take(self, size: int) -> memoryview:
        self._enough(size)
        self.at += size
        return self.content[self.at - size : self.at]

    def _enough(self, size: int) -> None:
        if size > len(self.content) - self.at:
            raise ValueError("cut off")
