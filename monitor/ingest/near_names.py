"""Names one slip of the hand apart; ids from names."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.ingest.plain import plain


def like(one: str, other: str) -> bool:
    """Whether two folded names are one slip apart and hold the same digits."""
    return _digits(one) == _digits(other) and one_slip(one, other)


SHORTEST = 5


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


@lru_cache(maxsize=8192)
def deletions(text: str) -> frozenset[str]:
    """The text and every text one letter shorter: two names one slip apart share one."""
    return frozenset({text} | {text[:at] + text[at + 1 :] for at in range(len(text))})


def one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two swapped, makes one from the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    rest, tail = one[at:], other[at:]
    if len(rest) == len(tail):
        swapped = rest[:2] == tail[1::-1] and rest[2:] == tail[2:]
        return rest[1:] == tail[1:] or swapped
    return rest[1:] == tail or rest == tail[1:]


def slug(name: str) -> str:
    """An id from a name: lower case, ae oe aa, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-") or "omraade"
