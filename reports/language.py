"""The report's sentences: ``text/da.toml`` and ``text/en.toml``, the same keys in both."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from monitor.words import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_BREAK = "\u00a0"
ZERO_WIDTH = "\u200b"


@cache
def sentences(language: Language) -> dict[str, str]:
    """All sentences of one language: dotted key -> text with ``{placeholders}``."""
    text = files("reports").joinpath("text", f"{language}.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    _collect(tomllib.loads(text), "", found)
    return found


def _collect(tree: dict[str, object], prefix: str, found: dict[str, str]) -> None:
    for name, branch in tree.items():
        key = f"{prefix}.{name}" if prefix else name
        if isinstance(branch, str):
            # a tilde is the no-break space of the text files, where a real one cannot be seen
            found[key] = branch.replace("~", NO_BREAK)
        else:
            _collect(cast("dict[str, object]", branch), key, found)


class Text:
    """Sentences of one language, called by key: ``text("head.title", municipality=...)``."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._sentences = sentences(language)

    def __call__(self, key: str, **fields: object) -> str:
        """The sentence ``key`` with its placeholders filled in.

        Raises:
            KeyError: there is no such sentence, or a placeholder has no field (a fault of ours).
        """
        # an abbreviation that ends a sentence has its full stop already: never "pct.."
        return self._sentences[key].format(**fields).replace("..", ".")

    def has(self, key: str) -> bool:
        """Whether the sentence exists (for codes that other parts may extend)."""
        return key in self._sentences

    def optional(self, key: str, otherwise: str) -> str:
        """The sentence if there is one, else ``otherwise``: a code nobody gave a word."""
        return self._sentences.get(key, otherwise)

    def group(self, prefix: str) -> dict[str, str]:
        """All sentences under ``prefix``, by the rest of their key (for a page's script)."""
        start = f"{prefix}."
        return {
            key.removeprefix(start): text
            for key, text in self._sentences.items()
            if key.startswith(start)
        }

    def listed(self, parts: Sequence[str]) -> str:
        """``a, b og c``."""
        if not parts[1:]:
            return "".join(parts)
        return f"{', '.join(parts[:-1])} {self('list.and')} {parts[-1]}"

    def count(self, number: int) -> str:
        """A small count as a word (``tre``), a larger one in digits."""
        return self.optional(f"count.{number}", str(number))


def sentence_start(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def citation(text: str) -> str:
    """A paragraph's reference that a line end may not part: § 61 a, stk. 1, nr. 2."""
    text = re.sub(r"(§§?|stk\.|nr\.|para\.|no\.) ", lambda found: found[1] + NO_BREAK, text)
    return re.sub(r"(\d) ([a-z])\b", lambda found: found[1] + NO_BREAK + found[2], text)


def breakable(name: str) -> str:
    """A long name with a place to break after each slash; undone by ``unbroken``."""
    return name.replace("/", f"/{ZERO_WIDTH}")


def unbroken(text: str) -> str:
    """Text without the invisible breaks, as one searches for it."""
    return text.replace(ZERO_WIDTH, "")
