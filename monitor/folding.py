"""One way to compare names: without regard to Danish letters, case, spaces and punctuation."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _letters() -> dict[str, Any]:
    text = files("monitor").joinpath("letters.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def fold(name: str) -> str:
    """``name`` as it is compared: letters and digits only, endings for "and others" left out.

    A Danish letter, its two-letter spelling and its bare base letter become the same; spaces,
    slashes, hyphens and dots vanish.
    """
    letters = _letters()
    text = unicodedata.normalize("NFC", name).casefold()
    for letter, spelling in letters["first_pass"].items():
        text = text.replace(letter, spelling)
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    for ending in letters["and_others"]:
        words = words.removesuffix(f" {ending}")
    joined = words.replace(" ", "")
    spelled: dict[str, str] = letters["second_pass"]
    while any(pair in joined for pair in spelled):
        for pair, single in spelled.items():
            joined = joined.replace(pair, single)
    return joined
