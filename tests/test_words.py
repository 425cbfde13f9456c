"""Every sentence exists in Danish and English, with the same placeholders in both."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from string import Formatter

import pytest

from monitor.words import FILES, LANGUAGES, sentences


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(sentences()))
def test_danish_and_english_have_the_same_placeholders(key: str) -> None:
    texts = sentences()[key]
    assert placeholders(texts["da"]) == placeholders(texts["en"])
    # a phrase may be empty (nothing to add), but then in both languages
    assert bool(texts["da"].strip()) is bool(texts["en"].strip())


def leaf_count(tree: object) -> int:
    if isinstance(tree, dict):
        return sum(leaf_count(branch) for branch in tree.values())
    return 1


def test_every_sentence_stands_in_one_file_only_and_in_both_languages() -> None:
    leaves = sum(
        leaf_count(tomllib.loads(files(package).joinpath(path).read_text(encoding="utf-8")))
        for package, path in FILES
    )
    assert leaves == len(LANGUAGES) * len(sentences())
