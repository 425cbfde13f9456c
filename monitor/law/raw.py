"""A law file's raw tree by dotted paths: categories.transformation.lists_in_a_row."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import cast

Tree = dict[str, object]


def leaves(tree: Mapping[str, object], path: str = "") -> dict[str, object]:
    """Dotted path -> value of every leaf, in the order of the file; a list of tables is numbered.

    A list of numbers or texts is one leaf.
    """
    found: dict[str, object] = {}
    for key, value in tree.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            found |= leaves(cast("Tree", value), here)
        elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            found |= leaves({str(place): row for place, row in enumerate(value)}, here)
        else:
            found[here] = value
    return found


def branch(tree: Tree, path: str) -> tuple[Tree, str] | None:
    """The table that holds ``path`` and the last key; None if there is no such table."""
    *outer, last = path.split(".")
    here: object = tree
    for key in outer:
        if isinstance(here, list) and key.isdigit() and int(key) < len(here):
            here = here[int(key)]
        elif isinstance(here, dict) and key in here:
            here = here[key]
        else:
            return None
    return (cast("Tree", here), last) if isinstance(here, dict) else None


def with_set(tree: Tree, values: Mapping[str, object]) -> tuple[Tree, list[str]]:
    """A copy of the tree with values set, and the paths that lead nowhere."""
    changed, lost = copy.deepcopy(tree), []
    for path, value in values.items():
        found = branch(changed, path)
        if found is None:
            lost.append(path)
        else:
            found[0][found[1]] = copy.deepcopy(value)
    return changed, lost


def without(tree: Tree, paths: tuple[str, ...]) -> tuple[Tree, list[str]]:
    """A copy of the tree without the paths, and those that lead nowhere."""
    changed, lost = copy.deepcopy(tree), []
    for path in paths:
        found = branch(changed, path)
        if found is None or found[1] not in found[0]:
            lost.append(path)
        else:
            del found[0][found[1]]
    return changed, lost
