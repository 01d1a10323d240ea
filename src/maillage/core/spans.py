"""Spans: pairs of ends that compare (instants, minutes since midnight), half-open, in order.

A list of spans is a set of moments: sorted, apart, none empty. Every function gives one back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

End = TypeVar("End", bound=Any)
Span = tuple[End, End]


def united(spans: Iterable[Span[End]]) -> list[Span[End]]:
    """What at least one of the spans covers; those that touch become one, empty ones vanish."""
    found: list[Span[End]] = []
    for start, end in sorted(one for one in spans if one[0] < one[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(some: Iterable[Span[End]], others: Iterable[Span[End]]) -> list[Span[End]]:
    """What both cover."""
    ours, theirs = united(some), united(others)
    found: list[Span[End]] = []
    one = other = 0
    while one < len(ours) and other < len(theirs):
        start, end = max(ours[one][0], theirs[other][0]), min(ours[one][1], theirs[other][1])
        if start < end:
            found.append((start, end))
        if ours[one][1] < theirs[other][1]:
            one += 1
        else:
            other += 1
    return found


def without(some: Iterable[Span[End]], others: Iterable[Span[End]]) -> list[Span[End]]:
    """What the first cover and the second do not."""
    left = united(some)
    for first, last in united(others):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, first)), (max(start, last), end))
            if piece[0] < piece[1]
        ]
    return left
