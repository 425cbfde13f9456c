"""Text without its accidents: case, Danish letters, accents, soft hyphens, odd spaces."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_SIGNS = {
    "\u00ad": "",
    "\u200b": "",
    "\ufeff": "",
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2019": "'",
}


@cache
def _letters() -> dict[int, str]:
    """Letters and their spelling (``monitor/letters.toml``), odd dashes, signs that do not show."""
    text = files("monitor").joinpath("letters.toml").read_text(encoding="utf-8")
    spelt: dict[str, str] = tomllib.loads(text)["first_pass"]
    return str.maketrans(
        {**spelt, **{k.upper(): v for k, v in spelt.items() if len(k.upper()) == 1}, **_SIGNS}
    )


_BROKEN = re.compile(r"-\s*\n\s*")


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower case, ae oe aa for the Danish letters, one kind of dash, single spaces.

    A word broken over two lines ("de-" / "cember") is joined.
    """
    joined = _BROKEN.sub("", text)
    # canonical forms only: the compatible ones turn a footnote's small two into a digit
    composed = unicodedata.normalize("NFC", joined).translate(_letters())
    bare = unicodedata.normalize("NFD", composed.casefold())
    return " ".join("".join(s for s in bare if not unicodedata.combining(s)).split())


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Only letters and digits of the plain text: what two spellings of one heading share."""
    return "".join(sign for sign in plain(text) if sign.isalnum())
