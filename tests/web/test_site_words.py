"""Every word that users see stands in a table of words, in both languages, and no table keeps a word that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

from luoshi import errors
from luoshi.web.words import FOLDERS, table

WEB = Path(errors.__file__).parent / "web"
TEMPLATES = sorted(path for path in (WEB / "templates").rglob("*") if path.suffix in (".html", ".txt"))
SPEAKING = sorted(path for name in ("views", "forms", "tables") for path in [*WEB.rglob(f"{name}.py"), *WEB.rglob(f"{name}/*.py")])
"""The modules whose strings could reach a page."""
SOURCES = [
    path
    for path in [*sorted(WEB.rglob("*")), WEB.parent / "web_cli.py"]
    if path.suffix in (".py", ".html", ".txt", ".js") and "vendor" not in path.parts and path.stem != "words" and not path.stem.endswith("_words") and path.parent.name != "words"
]
"""Everything that says words: all of the site but its tables, and the commands that run it."""
OWN = {key: words for folder in FOLDERS for key, words in import_module(folder).WORDS.items()}
TAG = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}|{{.*?}}", re.DOTALL)
LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
CODE = re.compile(r":?sha256:…?|\w+(?:,\w+)+|%\S+")
"""What is no word of any language: the name of a digest, a list of endings, the pattern of a date."""
SENTENCE = re.compile(r"^[A-Z][\w’']*(,? [\w’']+){2,}|[a-z] [a-z]+ [a-z]+.*\.$")
SHOWN = {"title", "placeholder", "aria-label", "aria-description", "alt", "label", "data-confirm", "data-label"}
UNSHOWN_VALUES = {"hidden", "checkbox", "radio"}
BOTH = {"site.language", "site.title"}
"""Words that name the other language, or the product in both."""


class ShownWords(HTMLParser):
    """What a template shows of its own: text, and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        values = {name: value or "" for name, value in attrs}
        self.found += [value for name, value in values.items() if name in SHOWN]
        if tag == "input" and values.get("type") not in UNSHOWN_VALUES:
            self.found.append(values.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.inside[-1:] not in (["kbd"], ["code"]):
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass


def shown_words(template: str) -> list[str]:
    """The words of its own that a template shows, tags and variables taken out."""
    parser = ShownWords()
    parser.feed(TAG.sub("", template))
    return [words.strip() for words in parser.found if LETTER.search(words) and not CODE.fullmatch(words.strip())]


def bare_strings(source: str) -> Iterator[str]:
    """The strings of a module that a page could show: neither docstrings nor what an error says in both languages."""
    tree = ast.parse(source)
    passed_over: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed_over.add(node.value)
        if isinstance(node, ast.Call) and is_error(node.func):
            passed_over.update(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed_over:
            yield node.value


def is_error(made: ast.expr) -> bool:
    """Whether a call makes one of our errors, which say what they say in both languages."""
    while isinstance(made, ast.Attribute):
        made = made.value
    return isinstance(made, ast.Name) and isinstance(found := getattr(errors, made.id, None), type) and issubclass(found, errors.LuoshiError)


def keys_in(source: str) -> set[str]:
    """The keys that a module or a template names outright."""
    return set(re.findall(r"""(?:{%\s*say|(?<!self\.)\bsay\(|\bsaid\()\s*["']([\w.-]+)["']""", source))


def groups_in(source: str) -> tuple[str, ...]:
    """What keys begin with that are made of a group and a code: |said:"kind", say(f"kind.{code}"), say("kind." + code)."""
    filters = re.findall(r"""\|\s*said:\s*["']([\w.-]+)["']""", source)
    built = re.findall(r"""f["']([a-z][\w.-]*[.-]){|["']([a-z][\w.-]*[.-])["']""", source)
    return tuple({f"{group}." for group in filters} | {one or other for one, other in built})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_shows_no_words_of_its_own(path: Path) -> None:
    assert shown_words(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: str(path.relative_to(WEB)))
def test_a_view_and_a_form_say_nothing_in_one_language_only(path: Path) -> None:
    assert [words for words in bare_strings(path.read_text("utf-8")) if (CHINESE.search(words) or SENTENCE.search(words)) and not CODE.fullmatch(words)] == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix != ".js"], ids=lambda path: str(path.relative_to(WEB.parent)))
def test_every_key_that_is_said_is_in_a_table(path: Path) -> None:
    source = path.read_text("utf-8")
    assert sorted(keys_in(source) - set(table())) == []
    groups = {key.rsplit(".", 1)[0] for key in table()}
    filters = set(re.findall(r"""\|\s*said:\s*["']([\w.-]+)["']""", source))
    assert sorted(filters - groups) == []


def test_every_key_stands_in_both_languages_with_the_same_values() -> None:
    for key, words in OWN.items():
        assert len(words) == 2 and (key.endswith(".-") or all(words)), key
        assert set(re.findall(r"{(\w*)", words[0])) == set(re.findall(r"{(\w*)", words[1])), key


def test_the_english_words_are_english() -> None:
    assert [key for key, (_, english) in OWN.items() if CHINESE.search(english) and key not in BOTH] == []


def test_no_two_tables_give_one_key_different_words() -> None:
    tables = [import_module(folder).WORDS for folder in FOLDERS]
    keys = [key for words in tables for key in words]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_every_word_in_the_tables_is_said_somewhere() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in SOURCES)
    named = set(re.findall(r"""["']([\w.-]+)["']""", sources))
    groups = groups_in(sources)
    assert sorted(key for key in OWN if key not in named and not key.startswith(groups)) == []


def test_words_left_in_a_template_or_a_view_are_seen() -> None:
    assert shown_words('<p>{% say "a.b" %} <b>Save</b> <kbd>J</kbd> <input type="hidden" value="yes"><i title="保存"></i></p>') == ["Save", "保存"]
    assert list(bare_strings('"""Doc."""\nfrom luoshi.errors import ActRefused\nActRefused.incomplete("没有", "There is none.")\nx = "已经保存"')) == ["已经保存"]
    assert SENTENCE.search("Nothing was found here") and SENTENCE.search("it was not saved.") and not SENTENCE.search("attachment; filename=list.xlsx")
