"""On which line of a TOML text every key stands, since ``tomllib`` does not say.

The text is walked once, after ``tomllib`` has accepted it, so nothing here checks grammar. A path
is the way into the tree ``tomllib`` gives: keys as text, places in arrays as numbers.
"""

from __future__ import annotations

from bisect import bisect_right

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """Path -> line (from 1) for every table, key and array entry of a valid TOML text."""
    return _Walk(text.replace("\r\n", "\n")).run()


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of ``path``, or of the nearest table around it that stands in the text."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    """One pass over the text; ``at`` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [place for place, letter in enumerate(text) if letter == "\n"]
        self.found: dict[Path, int] = {}
        self.arrays: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        table: Path = ()
        self.blank()
        while self.at < len(self.text):
            if self.text.startswith("[[", self.at):
                table = self.header(2)
            elif self.text[self.at] == "[":
                table = self.header(1)
            else:
                self.pair(table)
            self.blank()
        return self.found

    def note(self, path: Path) -> None:
        self.found.setdefault(path, bisect_right(self.breaks, self.at - 1) + 1)

    def blank(self) -> None:
        """Past spaces, line ends and comments."""
        while self.at < len(self.text):
            if self.text[self.at] in " \t\r\n":
                self.at += 1
            elif self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def header(self, brackets: int) -> Path:
        start = self.at
        self.at += brackets
        keys = self.keys()
        end = self.at
        self.at = start
        path: Path = ()
        for place, key in enumerate(keys):
            path = (*path, key)
            if place == len(keys) - 1 and brackets == len("[["):
                self.note(path)
                self.arrays[path] = self.arrays.get(path, 0) + 1
            if path in self.arrays:
                path = (*path, self.arrays[path] - 1)
            self.note(path)
        self.at = end + brackets
        return path

    def keys(self) -> list[str]:
        """A dotted key, its parts bare or quoted; stops at what follows it."""
        parts: list[str] = []
        while True:
            self.spaces()
            if self.text[self.at] in "\"'":
                parts.append(self.quoted())
            else:
                start = self.at
                while self.text[self.at] not in " \t.=]":
                    self.at += 1
                parts.append(self.text[start : self.at])
            self.spaces()
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def spaces(self) -> None:
        while self.text[self.at] in " \t":
            self.at += 1

    def pair(self, table: Path) -> None:
        start = self.at
        keys = self.keys()
        end, self.at = self.at, start
        path = table
        for key in keys:
            path = (*path, key)
            self.note(path)
        self.at = end + 1
        self.blank()
        self.value(path)

    def value(self, path: Path) -> None:
        letter = self.text[self.at]
        if letter in "\"'":
            self.quoted()
        elif letter == "[":
            self.at += 1
            self.entries(path)
        elif letter == "{":
            self.at += 1
            self.blank()
            while self.text[self.at] != "}":
                self.pair(path)
                self.comma()
            self.at += 1
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1

    def entries(self, path: Path) -> None:
        place = 0
        self.blank()
        while self.text[self.at] != "]":
            self.note((*path, place))
            self.value((*path, place))
            place += 1
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.blank()
        if self.text[self.at] == ",":
            self.at += 1
            self.blank()

    def quoted(self) -> str:
        """Past a string of any of the four kinds; its raw inside."""
        mark = self.text[self.at]
        fence = mark * 3 if self.text.startswith(mark * 3, self.at) else mark
        start = self.at = self.at + len(fence)
        while not self.text.startswith(fence, self.at):
            self.at += 2 if mark == '"' and self.text[self.at] == "\\" else 1
        inside = self.text[start : self.at]
        self.at += len(fence)
        # up to two quotes may stand directly before the closing fence and belong to the text
        while len(fence) > 1 and self.text.startswith(mark, self.at):
            self.at += 1
        return inside
