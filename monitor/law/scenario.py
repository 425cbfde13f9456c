"""A scenario: a small file that names base versions and sets or removes what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from monitor.errors import LawFileError, UnknownNameError
from monitor.law.fields import Table
from monitor.law.model import Law
from monitor.law.raw import Tree, leaves, with_set, without
from monitor.words import Language


@dataclass(frozen=True, eq=False)
class Scenario:
    """What a scenario file says.

    ``set`` and ``remove`` hold, per base version, dotted path -> value and dotted paths: those of
    the file's own tables ``set`` and ``remove`` and of ``version.<id>`` for one version alone.
    ``first_list`` is the first list date it holds for (None: every list of its base versions).
    ``text`` is the file as it stands, kept beside what was reckoned under it.
    """

    id: str
    title: dict[Language, str]
    description: dict[Language, str]
    base: tuple[str, ...]
    set: Mapping[str, Mapping[str, object]]
    remove: Mapping[str, tuple[str, ...]]
    file: str
    first_list: date | None = None
    text: str = ""

    def holds_on(self, list_date: date) -> bool:
        """Whether the list of ``list_date`` is made under this scenario's changes."""
        return self.first_list is None or list_date >= self.first_list

    def paths(self, law_id: str) -> frozenset[str]:
        """The dotted paths this scenario changes in a version."""
        return frozenset(self.set.get(law_id, {})) | frozenset(self.remove.get(law_id, ()))


def read_scenario(
    path_or_id: str,
    read_tree: Callable[[Traversable, str], Tree],
    versions: tuple[str, ...],
) -> Scenario:
    """The scenario file ``path_or_id``, or the shipped scenario of that id.

    Args:
        path_or_id: a path, or an id such as ``four_in_a_row``.
        read_tree: reads a TOML file.
        versions: the ids of all versions of the act.

    Raises:
        UnknownNameError: neither a file nor a shipped scenario.
        LawFileError: the file has unknown or missing keys, names an unknown version, or takes a
            shipped scenario's id for other content.
    """
    folder = files("monitor.law").joinpath("scenarios")
    shipped = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    file: Traversable
    if path_or_id in shipped:
        file = folder.joinpath(f"{path_or_id}.toml")
    elif Path(path_or_id).is_file():
        file = Path(path_or_id)
    else:
        raise UnknownNameError("law.unknown_scenario", name=path_or_id, known=", ".join(shipped))
    tree = read_tree(file, file.name)
    found = scenario_of(tree, file.name, versions)
    if found.id in shipped:
        own = folder.joinpath(f"{found.id}.toml")
        if read_tree(own, own.name) != tree:
            raise LawFileError("law.scenario_taken", file=file.name, found=found.id)
    return replace(found, text=file.read_text(encoding="utf-8-sig"))


def scenario_of(tree: Tree, file: str, versions: tuple[str, ...]) -> Scenario:
    """The scenario that ``tree`` describes.

    Raises:
        LawFileError: unknown or missing keys, or an unknown version.
    """
    top = Table(file, "", tree).allow(
        "id", "title", "description", "base", "from", "set", "remove", "version"
    )
    base = top.choices("base", versions)
    if not base:
        raise top.refuse("not_a_choice", "base", found=[], choices=", ".join(versions))
    own = {row.name(): row.allow("set", "remove") for row in top.tables("version", base)}
    changes = {
        law_id: _changes(top) | (_changes(own[law_id]) if law_id in own else {}) for law_id in base
    }
    removals = {
        law_id: (*_removals(top), *(_removals(own[law_id]) if law_id in own else ()))
        for law_id in base
    }
    if not any(changes.values()) and not any(removals.values()):
        raise top.refuse("missing_key", "set")
    if re.fullmatch(r"[a-z0-9_]{1,40}", top.text("id")) is None:
        raise LawFileError("law.scenario_id", file=file, found=top.text("id"))
    return Scenario(
        id=top.text("id"),
        title=top.words("title"),
        description=top.words("description"),
        base=base,
        set=changes,
        remove=removals,
        file=file,
        first_list=top.optional_day("from"),
    )


def apply(scenario: Scenario, law: Law) -> Tree:
    """The version's raw tree as the scenario changes it; removals come first.

    Raises:
        LawFileError: a path leads nowhere in the version's file.
    """
    tree, lost = without(law.tree, scenario.remove[law.id])
    tree, nowhere = with_set(tree, scenario.set[law.id])
    for path in (*lost, *nowhere):
        raise LawFileError("law.no_such_path", file=scenario.file, path=path, law=law.id)
    return tree


def _changes(table: Table) -> dict[str, object]:
    return leaves(table.table("set").data) if table.has("set") else {}


def _removals(table: Table) -> tuple[str, ...]:
    return table.texts("remove") if table.has("remove") else ()
