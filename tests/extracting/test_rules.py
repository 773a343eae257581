"""Every reason that extraction can give is explained, in Chinese and English, and every rule fires for something."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from labelled import ABSENT, CORPORA, GOLD

import luoshi.extracting
from luoshi.extracting import KINDS
from luoshi.extracting.rules import RULES, Rule, explain, first_rule

NAME = re.compile(r"\"((?:" + "|".join((*KINDS, "theme")) + r")\.[a-z-]+)\"")
ROLES = ("title", "number", "issuer", "addressee", "date", "lead", "unit", "heading", "attachment", "signoff", "furniture")
"""Roles of paragraphs that are context as a whole, under the name of the role."""


@cache
def clauses() -> tuple[str, ...]:
    """Clauses of the labelled documents and of one work report in ten, split at every mark."""
    if not CORPORA.exists():
        pytest.skip(ABSENT)
    reports = (CORPORA / "gwr-province-2016-2021.jsonl").read_text(encoding="utf-8").splitlines()[::10]
    texts = [json.loads(line)["text"] for line in reports] + [path.read_text(encoding="utf-8") for path in GOLD.glob("*.txt")]
    return tuple({words.strip() for text in texts for words in re.split("[，,。；;！？：\\n]", text) if words.strip()})


def names_in_the_source() -> set[str]:
    """The rule names that stand in the modules of extracting."""
    files = Path(luoshi.extracting.__file__).parent.glob("*.py")
    return {name for file in files for name in NAME.findall(file.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", sorted({*names_in_the_source(), *(f"context.{role}" for role in ROLES)}))
def test_a_rule_is_explained_in_both_languages(name: str) -> None:
    assert re.search(r"[\u4e00-\u9fff]", explain(name, "zh"))
    assert re.search(r"[a-z]{3}", explain(name, "en"))


def test_a_name_that_no_rule_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain("context.nonsense", "zh")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_named_after_its_kind_and_holds_no_group(rule: Rule) -> None:
    assert rule.kind in KINDS and rule.name.startswith(rule.kind + ".")
    assert re.compile(rule.pattern).groups == 0
    assert 0 < rule.confidence <= 1


def test_rule_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def reference(clause: str, bare: str) -> Rule | None:
    """The same, slow and obvious: rule by rule, with and without the 要 that opens the clause."""
    return next((rule for rule in RULES if any(re.match(rule.pattern, words, re.S) for words in (clause, bare) if words)), None)


@pytest.mark.parametrize(
    "clause", ["提高政治站位", "要提高政治站位", "按照市委部署", "要按照市委部署", "建立台账", "坚持问题导向", "确保取得实效", "到2020年", "为发展提供保障", "（市水利局牵头）", "打好蓝天保卫战", ""]
)
def test_asking_all_rules_at_once_gives_the_first_that_fits(clause: str) -> None:
    bare = clause[1:] if clause.startswith("要") else ""
    assert first_rule(clause, bare) == reference(clause, bare)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.needs], ids=lambda rule: rule.name)
def test_what_a_rule_needs_keeps_nothing_from_it(rule: Rule) -> None:
    plain, guarded = re.compile(rule.pattern, re.S), re.compile(rule.guarded, re.S)
    assert [words for words in clauses() if plain.match(words) and not guarded.match(words)] == []


def test_the_lists_of_the_lexicon_hold_no_word_twice() -> None:
    written = tomllib.loads((Path(luoshi.extracting.__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
    assert [word for words in written.values() for word, times in Counter(words.split()).items() if times > 1] == []
    assert set(written["adverbs"].split()).isdisjoint(written["verbs"].split())
