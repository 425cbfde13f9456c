"""Where a key stands in a TOML text: every path of the tree has its line."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from monitor.local.lines import Path, key_lines, line_of
from monitor.local.load import shipped
from monitor.local.targets import shipped_targets

SHIPPED = [
    *(("models", name) for name in shipped()),
    *(("targets", name) for name in shipped_targets()),
]

HARD = (
    """\
# a comment with [brackets] and = signs
plain = 1 # and [more]
"quoted key" = "a # in a string"
dotted.a.b = 'it"""
    + """'s'
dotted.c = 2

[table]
long = \"\"\"
[not.a.table]
x = 1 \\\"\"\" still inside
\"\"\"
literal = '''
[[neither]]
'''
list = [
  1, # one
  [2, 3],
  { x = 4, y = [5] },
]
when = 1979-05-27 07:32:00
after = true

[[rows]]
n = 1
[rows.inner]
deep = 1
[[rows.many]]
k = 1
[[rows.many]]
k = 2
[[rows]]
n = 2
[[rows.many]]
k = 3
"""
)


def paths(tree: object, path: Path = ()) -> list[Path]:
    found: list[Path] = [path] if path else []
    if isinstance(tree, dict):
        for key, entry in tree.items():
            found += paths(entry, (*path, key))
    elif isinstance(tree, list):
        for place, entry in enumerate(tree):
            found += paths(entry, (*path, place))
    return found


@pytest.mark.parametrize(("folder", "name"), SHIPPED, ids=lambda part: part)
def test_every_path_of_a_shipped_file_has_its_line(folder: str, name: str) -> None:
    text = files("monitor.local").joinpath(folder, f"{name}.toml").read_text(encoding="utf-8")
    lines = text.split("\n")
    found = key_lines(text)
    for path in paths(tomllib.loads(text)):
        assert path in found, path
        last = next(part for part in reversed(path) if isinstance(part, str))
        if isinstance(path[-1], str):
            assert last in lines[found[path] - 1], path


def test_hard_grammar() -> None:
    text = HARD.replace("'it'", "'it").replace("'s'\n", "s'\n")
    tree = tomllib.loads(text)
    found = key_lines(text)
    assert set(paths(tree)) <= set(found)
    lines = text.split("\n")

    def stands(path: Path, words: str) -> None:
        assert lines[found[path] - 1].strip().startswith(words), path

    stands(("quoted key",), '"quoted key"')
    stands(("dotted", "c"), "dotted.c")
    stands(("table", "list", 1), "[2, 3]")
    stands(("table", "list", 2, "y"), "{ x = 4")
    stands(("table", "when"), "when")
    stands(("table", "after"), "after")
    stands(("rows", 0, "many", 1, "k"), "k = 2")
    stands(("rows", 1, "n"), "n = 2")
    stands(("rows", 1, "many", 0, "k"), "k = 3")
    assert ("neither",) not in found


def test_windows_line_ends_count_the_same() -> None:
    assert key_lines("a = 1\r\n\r\n[b]\r\nc = 2\r\n") == key_lines("a = 1\n\n[b]\nc = 2\n")


def test_a_path_that_does_not_stand_gets_the_line_of_the_table_around_it() -> None:
    found = key_lines("a = 1\n[b]\nc = 2\n")
    assert line_of(found, ("b", "missing")) == 2
    assert line_of(found, ("nothing",)) == 1
