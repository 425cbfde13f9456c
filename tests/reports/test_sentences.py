"""The report's sentences: the same in both languages, plain, never stigmatising."""

import ast
import re
from pathlib import Path

import pytest

from monitor.law.load import laws
from reports.language import NO_BREAK, Text, citation, sentences
from reports.warning.setting import chain, separate

REPORTS = Path(__file__).parent.parent.parent / "reports"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_keys() -> None:
    assert set(sentences("da")) == set(sentences("en"))


@pytest.mark.parametrize("key", sorted(sentences("da")))
def test_a_sentence_has_the_same_placeholders_in_both_languages(key: str) -> None:
    danish, english = sentences("da")[key], sentences("en")[key]
    assert set(PLACEHOLDER.findall(danish)) == set(PLACEHOLDER.findall(english))
    assert bool(danish) == bool(english)


def asked_for() -> set[str]:
    """Keys the code asks for by name: ``text("head.title")``; those with a variable part aside."""
    found = set()
    for path in REPORTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            name = node.func.id if isinstance(node.func, ast.Name) else name
            first = node.args[0]
            dotted = isinstance(first, ast.Constant) and "." in str(first.value)
            if name in ("text", "_text") and dotted:
                found.add(str(first.value))
    return found


def test_every_sentence_the_code_asks_for_is_there() -> None:
    assert len(asked_for()) > 100
    assert asked_for() - set(sentences("da")) == set()


def test_the_word_ghetto_is_only_the_name_of_lists_before_2021() -> None:
    for language in ("da", "en"):
        using = {key for key, text in sentences(language).items() if "ghetto" in text.lower()}
        assert using == {
            "short.2018.parallel",
            "short.2018.transformation",
            "list_name_then.2010.parallel",
            "list_name_then.2013.parallel",
            "list_name_then.2018.parallel",
            "list_name_then.2018.transformation",
        }


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.id)
def test_every_category_of_every_law_has_a_word(law) -> None:
    text = Text("da")
    for code in (*chain(law), *separate(law)):
        assert text.optional(f"short.{law.id}.{code}", law.categories[code].terms["da"])


def test_an_abbreviation_at_the_end_of_a_sentence_has_one_full_stop() -> None:
    said = Text("da")("path.probability", probability="31 pct.")
    assert said.endswith("31 pct.")


def test_a_reference_to_a_paragraph_is_not_parted_at_a_line_end() -> None:
    unbroken = f"§{NO_BREAK}61{NO_BREAK}a, stk.{NO_BREAK}1, nr.{NO_BREAK}2"
    assert citation("§ 61 a, stk. 1, nr. 2") == unbroken
