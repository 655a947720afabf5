"""Sizes: a number or an order of magnitude with its qualifier, ranges, and two bounds in one text.

    text    = filling* (bounded | range | single) rest
    single  = qualifier? end people? suffix?          "more than 3,000 people", "50 or so", "hundreds"
    range   = "between"? end people? "to" end         "2-3,000": ends may share a unit
    bounded = single "but" single                     "more than 100 and fewer than 200"
    end     = "about"* (number | order | couple)

Every rule gives all its readings; the first that takes in the whole text counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contested.claims.sizes import vocabulary as v
from contested.claims.sizes.numbers import Number, matches, numbers
from contested.claims.sizes.phrases import people, refused, tail
from contested.claims.sizes.tokens import Token

Words = Sequence[Token]
#: how far "around N" reaches, as a part of N
AROUND = 0.1
#: an end of a range that is a smaller part of the other is never meant
LEAST_PART = 0.001
#: a unit is shared by ends up to this far apart: nobody says whether 1-200,000 begins at one thousand
SHARED = 25


class Size(NamedTuple):
    """A point and bounds, the number behind them if there is one, and whether it is an order of magnitude."""

    value: float | None
    low: float | None
    high: float | None
    number: Number | None = None
    order: bool = False


def parse(words: Words) -> Size | None:
    """The size that a whole text says; None if no rule covers it."""
    reversed_ends = None
    for at in _fillings(words):
        for rule in (_single, _bounded, _range):
            for size, end in rule(words, at):
                if (closed := _closed(words, size, end)) is not None:
                    if closed.low is None or closed.high is None or closed.low <= closed.high:
                        return closed
                    reversed_ends = reversed_ends or closed
    return reversed_ends


def sizes(words: Words, at: int) -> list[tuple[Size, int]]:
    """Every size that begins at a token, with the place behind it, for texts that say more than a size."""
    return [
        (size, end)
        for rule in (_bounded, _range, _single)
        for size, end in rule(words, at)
        if size.low is None or size.high is None or size.low <= size.high
    ]


def _fillings(words: Words) -> list[int]:
    """Places behind what says nothing, the nearest first: "reportedly", "a crowd of"."""
    # "a 500-strong crowd"
    found = [0, 1] if len(words) > 1 and words[0].text in ("a", "an") and words[1].number is not None else [0]
    edge = list(found)
    while edge:
        edge = sorted({end for at in edge for end in _after(words, at, v.NEUTRAL)} - set(found))
        found += edge
    return found


def _closed(words: Words, size: Size, at: int) -> Size | None:
    """The size if the rest of the text may stand behind it, with what brackets add."""
    for end in (*people(words, at), at):
        if tail(words, end) or (end > at and matches(words, end, ("of",)) and not refused(words[end:])):
            return size
        if end < len(words) and words[end].text == "(" and (closing := _bracket(words, end)):
            inner, rest = words[end + 1 : closing], closing + 1
            within = _within(size, inner)
            if within is not None and any(tail(words, e) for e in (*people(words, rest), rest)):
                return within
    return None


def _bracket(words: Words, at: int) -> int:
    return next((j for j in range(at + 1, len(words)) if words[j].text == ")"), 0)


def _within(size: Size, inner: Words) -> Size | None:
    """A remark in brackets: words that change nothing, "est.", or a number that makes the one before it exact."""
    if not refused(inner):
        if size.value is not None and (size.low, size.high) == (None, None) and _is_one(inner, v.OR_SO):
            return _about(size)
        return size
    exact = parse(inner)
    if exact is None:
        return None
    if exact.order and size.value is not None:
        return size if (exact.low or 0) <= size.value <= (exact.high or size.value) else None
    low, high = (
        (exact.low if exact.value is None else exact.value),
        (exact.high if exact.value is None else exact.value),
    )
    if low is None or high is None:
        return None
    if size.order and size.low is not None and size.high is not None and size.low <= low and high <= size.high:
        return exact
    if size.value is not None and low <= size.value <= high:
        return Size(size.value, exact.low, exact.high) if exact.value is None else exact
    return None


def _is_one(words: Words, phrases: v.Phrases) -> bool:
    return any(end == len(words) for end in _after(words, 0, phrases))


def _about(size: Size) -> Size:
    if size.value is None or size.low is not None or size.high is not None:
        return size
    # rounded to persons: 2700 and not 2699.9999999999995
    return size._replace(low=round(size.value * (1 - AROUND)), high=round(size.value * (1 + AROUND)))


def _after(words: Words, at: int, phrases: v.Phrases) -> list[int]:
    """Places behind each of some phrases that stands at a token."""
    first = words[at].text if at < len(words) else ""
    found = [at + len(p) for p in phrases.get(first, ()) if matches(words, at, p)] if first else []
    return [*found, at] if "" in phrases else found


def _abouts(words: Words, at: int) -> list[int]:
    found: list[int] = []
    edge = [at]
    while edge:
        edge = sorted({end for start in edge for end in _after(words, start, v.ABOUT)} - set(found))
        found += edge
    return found


def _end(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    """A number, an order of magnitude or a couple, with or without "about"."""
    yield from _plain(words, at)
    for start in _abouts(words, at):
        vague = words[start - 1].text == "some"
        for size, end in _plain(words, start):
            # "some hundred" is one hundred or several
            bare = size.number is not None and size.number.levels and size.number.levels[0][0] == 0
            if not (vague and bare and words[start].text not in ("a", "an")):
                yield _about(size), end


def _plain(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    yield from _order(words, at)
    for number, end in numbers(words, at):
        yield Size(number.value, None, None, number), end
    for start in _after(words, at, v.COUPLE):
        unit = _unit(words, start)
        if unit:
            value = 2.0 * unit[0]
            yield _about(Size(value, None, None, Number(value))), unit[1]


def _unit(words: Words, at: int) -> tuple[float, int] | None:
    """One unit, in words or as 100, and "hundred thousand"."""
    if at >= len(words):
        return None
    token = words[at]
    unit = float(v.UNITS.get(token.text, 0))
    if token.number is not None and token.number in (100, 1_000, 10_000, 100_000):
        unit = token.number
    if token.text in ("k", "m", "mn", "mio") or not unit:
        return None
    more = v.LARGE_UNITS.get(words[at + 1].text, 0) if at + 1 < len(words) else 0
    return (unit * more, at + 2) if unit < 1000 and more else (unit, at + 1)


def _order(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    """ "hundreds", "tens of thousands", "several hundred", "100s", "low hundreds"."""
    for start in (*_after(words, at, v.PART_OF_ORDER), at):
        if (order := _plural(words, start)) is not None:
            yield order
    if matches(words, at, ("some",)) and (order := _plural(words, at + 1)) is not None:
        yield order
    for start in _after(words, at, v.SEVERAL):
        if (order := _plural(words, start)) is not None:  # "several tens of thousands"
            yield order
        unit = _unit(words, start)
        if start < len(words) and words[start].number is None and words[start].text not in v.PLURALS:
            continue
        if unit is None and matches(words, start, ("ten",)):
            unit = 10.0, start + 1
        if unit:
            least, most = v.MAGNITUDES.get(v.PLURALS.get(words[start].text, ""), (2 * unit[0], 10 * unit[0] - 1))
            if unit[1] == start + 2:
                large = v.LARGE_UNITS[words[start + 1].text]
                least, most = least * large, (most + 1) * large - 1
            yield Size(None, least, most, order=True), unit[1]


def _plural(words: Words, at: int) -> tuple[Size, int] | None:
    if at >= len(words):
        return None
    token, end = words[at], at + 1
    if token.number is not None:  # "100s", "1,000's"
        if _text(words, end) == "'" and words[end].tight:
            end += 1  # "1000's"
        if not (_text(words, end) == "s" and words[end].tight) or str(int(token.number)).strip("0") != "1":
            return None
        if token.number < 10 or token.number > 1e6:
            return None
        least, most, end = 2 * token.number, 10 * token.number - 1, end + 1
    elif token.text in v.MAGNITUDES:
        least, most = v.MAGNITUDES[token.text]
    else:
        return None
    after = end + 1 if _text(words, end) == "of" else end
    if after < len(words):
        large = v.LARGE_UNITS.get(words[after].text, 0)
        if not large and _text(words, after + 1) == "s" and words[after].number in (1_000, 1_000_000):
            large, after = int(words[after].number or 0), after + 1  # "10s of 1000s"
        if large and most < 1000 and words[after].text not in ("k", "m"):
            least, most, end = least * large, (most + 1) * large - 1, after + 1
    return Size(None, float(least), float(most), order=True), end


def _text(words: Words, at: int) -> str:
    return words[at].text if at < len(words) else ""


def _single(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    """An end with its qualifier before or behind it."""
    for side, start in _qualified(words, at):
        for size, end in _end(words, start):
            if size.number is not None and size.number.decimal:
                continue
            for behind, last in _suffixed(words, end):
                both = {side, behind} - {"", "about"}
                if len(both) > 1:
                    continue  # "up to 500 or more"
                bound = next(iter(both), "")
                if bound:
                    yield _bound(size, bound), last
                elif "about" in (side, behind):
                    yield _about(size), last
                else:
                    yield size, last


def _qualified(words: Words, at: int) -> Iterator[tuple[str, int]]:
    for side, phrases in (("low", v.LOWER), ("high", v.UPPER)):
        for end in _after(words, at, phrases):
            yield side, end
    yield "", at


def _suffixed(words: Words, at: int) -> Iterator[tuple[str, int]]:
    """What stands behind a number, before or behind its people: "or more", "people at least"."""
    for start in (*people(words, at), at):
        for side, phrases in (("low", v.AND_MORE), ("high", v.OR_LESS), ("about", v.OR_SO)):
            for end in _after(words, start, phrases):
                yield side, end
    yield "", at


def _bound(size: Size, side: str) -> Size:
    if size.order:
        return Size(None, size.low, None) if side == "low" else Size(None, None, size.high)
    return Size(size.value, size.value, None) if side == "low" else Size(size.value, None, size.value)


def _bounded(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    """Two bounds: "over 100, up to 300"; and a number with what it is out by: "500 +/- 50"."""
    for one, middle in _single(words, at):
        if (one.low is None) == (one.high is None):
            plain = one.value is not None and one.low is None
            for start in _after(words, middle, v.GIVE_OR_TAKE) if plain else ():
                for n, end in numbers(words, start):
                    assert one.value is not None
                    if n.value <= one.value and not n.decimal:
                        yield Size(one.value, one.value - n.value, one.value + n.value), end
            continue
        for start in (e for m in (*people(words, middle), middle) for e in _after(words, m, v.BUT)):
            for other, end in _single(words, start):
                if (other.low is None) == (other.high is None) or (one.low is None) == (other.low is None):
                    continue
                lower, upper = (one, other) if one.low is not None else (other, one)
                yield Size(None, lower.low, upper.high), end


def _range(words: Words, at: int) -> Iterator[tuple[Size, int]]:
    """Two ends of one size."""
    for start, between in ((s, True) for s in (*_after(words, at, v.FROM),)):
        yield from _ends(words, start, between)
    for start in _abouts(words, at):
        for begin in _after(words, start, v.FROM):
            yield from _ends(words, begin, True)
    yield from _ends(words, at, False)


def _ends(words: Words, at: int, between: bool) -> Iterator[tuple[Size, int]]:
    joints = v.TO_OR_AND if between else v.TO
    for first, middle in _end(words, at):
        yield from _second(words, first, middle, joints, between)
    for start in _after(words, at, v.LOWER):  # "just over 100 to just under 200"
        for first, middle in _end(words, start):
            for joint in _after(words, middle, joints):
                for begin in _after(words, joint, v.UPPER):
                    for second, end in _end(words, begin):
                        if (size := _spanned(first, second)) is not None:
                            yield size, end


def _second(words: Words, first: Size, middle: int, joints: v.Phrases, between: bool) -> Iterator[tuple[Size, int]]:
    for behind in (*_brackets(words, middle), *people(words, middle), middle):
        for joint in _after(words, behind, joints):
            for begin in (joint, *_after(words, joint, v.UPPER)):
                for second, end in _end(words, begin):
                    if not between and _years(first, second):
                        continue
                    size = _spanned(first, second)
                    if size is not None:
                        yield size, end
                        for side, last in _suffixed(words, end):
                            if side == "about":
                                yield size, last


def _brackets(words: Words, at: int) -> Iterator[int]:
    for start in (*people(words, at), at):
        if _text(words, start) == "(" and (end := _bracket(words, start)) and not refused(words[start + 1 : end]):
            yield end + 1


def _years(first: Size, second: Size) -> bool:
    """2019-2020 are years, not people."""
    said = [s.number for s in (first, second) if s.number is not None]
    return len(said) == 2 and all(
        1900 <= n.value <= 2100 and not n.levels and not n.ambiguous for n in said
    ) and any(n.value % 50 for n in said)  # fmt: skip


def _spanned(first: Size, second: Size) -> Size | None:
    """From the one to the other, in the unit that both share; None where nobody can say."""
    high = second.high if second.order else second.value
    low = first.low if first.order else first.value
    if low is None or high is None or (second.number is not None and second.number.decimal):
        return None
    one, other = first.number, second.number
    shared = None
    if one is not None and other is not None and not any(u >= 1000 for _, u in one.levels):
        if any(0 < c == one.value for c, _ in other.levels) and not one.levels:
            return None  # "1-1k"
        shared = next((u for c, u in other.levels if one.value < c and not one.ambiguous), None)
        if shared is None and (one.decimal or low < high * LEAST_PART) and not one.levels:
            shared = _of_groups(one, other)
    elif first.order and second.order and low < high * LEAST_PART and first.high is not None and first.high < 1000:
        # "tens or hundreds of thousands"
        unit = next((u for u in (1_000_000, 1_000) if (second.low or 0) >= 20 * u), None)
        if unit and low * unit < (second.low or 0):
            return Size(None, low * unit, high)
    if shared:
        low = round(low * shared, 6)
    elif one is not None and one.decimal:
        return None
    if not float(low).is_integer() or (low and low < high * LEAST_PART):
        return None
    return Size(None, low, high)


def _of_groups(one: Number, other: Number) -> int | None:
    """The unit of "2-3,000": thousands, as the groups of the larger number say."""
    if not other.group or other.levels or other.value % 100:
        return None
    count = other.value / other.group
    return other.group if one.value <= count and one.value * SHARED >= count else None
