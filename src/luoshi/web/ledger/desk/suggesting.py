"""A few letters → the units and posts that they may mean: by name, short name, part of a name, and pinyin.

Only what is open to the person is ever looked at, so that nothing can be guessed at by typing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pypinyin import Style, lazy_pinyin
from rapidfuzz import fuzz

from luoshi.errors import ActRefused
from luoshi.packs import same_unit
from luoshi.web import clock
from luoshi.web.people.models import Holding, Person, Post, Unit
from luoshi.web.people.scope import units_open_to

T = TypeVar("T", Unit, Post)
MOST = 8
ENOUGH = 55
"""Of 100: what is less like the letters is not suggested."""
SURE = 80
"""What is typed in full and sent is taken for the one that is so much like it, if no other is."""


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[T]):
    """What some letters may mean."""

    what: T
    label: str
    """As it is put into the field; typed back, it means the same."""
    note: str = ""
    likeness: float = 0


def likeness(letters: str, name: str) -> float:
    """How likely typed letters mean a name, 0 to 100.

    >>> likeness("sx", "陕西省邮政管理局") > SURE, likeness("陕西", "陕西省邮政管理局") > SURE, likeness("陕西局", "陕西省邮政管理局") > SURE
    (True, True, True)
    >>> likeness("gd", "陕西省邮政管理局")
    0.0
    """
    typed, full = _plain(letters), _plain(name)
    if not typed or not full:
        return 0.0
    if typed == full:
        return 100.0
    if typed in full:
        return 96.0 if full.startswith(typed) else 90.0
    if typed.isascii():
        return _likeness_in_pinyin(typed, full)
    if same_unit(letters.strip(), name):
        return 94.0
    near = fuzz.ratio(typed, full)
    return float(near) if near >= ENOUGH else 0.0


def _likeness_in_pinyin(typed: str, full: str) -> float:
    for spelt in pinyin(full):
        if spelt.startswith(typed):
            return 88.0 if len(spelt) == len(typed) else 85.0
    return 70.0 if any(typed in spelt for spelt in pinyin(full)) else 0.0


@lru_cache(maxsize=8192)
def pinyin(name: str) -> tuple[str, str]:
    """A name's initials and its whole spelling: sxs…, shanxisheng…"""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower(), "".join(lazy_pinyin(name)).lower()


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).lower().split())


def suggest_units(person: Person, letters: str) -> list[Suggestion[Unit]]:
    """The units open to a person that the letters may mean, the likeliest first; all of them, a few, where nothing is typed."""
    units = units_open_to(person).on(clock.today())
    return _ranked(letters, ((unit, unit.name, unit.short if unit.short != unit.name else "", (unit.name, unit.short)) for unit in units))


def suggest_posts(person: Person, letters: str, first: Unit | int | None = None) -> list[Suggestion[Post]]:
    """The posts of units open to a person that the letters may mean, with who holds each; those of the unit `first` before others."""
    day = clock.today()
    posts = Post.objects.on(day).filter(unit__in=units_open_to(person)).select_related("unit")
    holders = dict(Holding.objects.on(day).filter(post__in=posts).values_list("post", "person__name"))
    number = first.pk if isinstance(first, Unit) else first
    found = _ranked(letters, ((post, label_of(post), holders.get(post.pk, ""), _names_of(post, holders.get(post.pk, ""))) for post in posts), most=200)
    return sorted(found, key=lambda s: (s.what.unit_id != number, -s.likeness))[:MOST]


def label_of(post: Post) -> str:
    """A post as it is written in a field: its unit and its name."""
    return f"{post.unit.short or post.unit.name} · {post.name}"


def _names_of(post: Post, holder: str) -> tuple[str, ...]:
    return (label_of(post), post.name, f"{post.unit.short}{post.name}", f"{post.unit.name}{post.name}", holder)


Known = tuple[T, str, str, Sequence[str]]
"""What it is, its label, a note beside it, and the names that it goes by."""


def _ranked(letters: str, known: Iterable[Known[T]], most: int = MOST) -> list[Suggestion[T]]:
    """The likeliest first; of equal ones in their own order."""
    asked = _plain(letters)
    found = [Suggestion(what, label, note, max(likeness(letters, name) for name in names if name) if asked else ENOUGH) for what, label, note, names in known]
    return sorted((s for s in found if s.likeness >= ENOUGH), key=lambda s: -s.likeness)[:most]


def unit_named(person: Person, words: str) -> Unit | None:
    """The one unit that typed words mean; None of an empty field. ActRefused where it is none, or where several are as likely."""
    return _the_one(words, suggest_units(person, words))


def post_named(person: Person, words: str, first: Unit | int | None = None) -> Post | None:
    """The one post that typed words mean, of the unit `first` where it has one of that name; None of an empty field."""
    found = suggest_posts(person, words, first)
    number = first.pk if isinstance(first, Unit) else first
    own = [s for s in found if s.what.unit_id == number]
    return _the_one(words, own if own and own[0].likeness >= SURE else found)


def _the_one(words: str, found: Sequence[Suggestion[T]]) -> T | None:
    if not _plain(words):
        return None
    best = sorted(found, key=lambda s: -s.likeness)
    if best and best[0].likeness >= SURE and (len(best) == 1 or best[1].likeness < best[0].likeness):
        return best[0].what
    names = "、".join(s.label for s in best[:4])
    raise ActRefused.incomplete(
        f"“{words.strip()}”对不上唯一的单位或岗位。", f"“{words.strip()}” is not the name of just one unit or post.",
        f"可选：{names}。" if names else "请先在“单位”页登记。", f"Choose: {names}." if names else "Enter it on the page of units first.",
    )  # fmt: skip
