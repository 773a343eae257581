"""The records of a corpus: what is kept of a document, what was passed over, what was found."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.errors import LuoshiError

SCHEMA = 1
"""Of the store's files. It rises when an older program could no longer read them."""
RESULTS_SCHEMA = 1
"""Of the tables of what was found. It rises when a column is renamed, dropped or means something else; a column more is no new form."""


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a corpus."""

    id: str
    """As the source gives it, else its name; unlike any other's in the store."""
    name: str
    """The file, with #row where it holds several documents; of JSON Lines file:line."""
    text: str
    title: str = ""
    unit: str = ""
    date: str = ""
    """2018-08-31, 2018-08, 2018, or ''."""
    level: int = 0
    """1 nation · 2 province · 3 city · 4 county · 0 not known."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something told of one document of the source."""

    where: str
    """File and line."""
    code: str
    """The code of the error: input.empty, input.duplicate …"""
    zh: str
    en: str
    kept: bool = False
    """Whether the document is in the store all the same."""

    @classmethod
    def of(cls, error: LuoshiError, *, kept: bool = False) -> Trouble:
        """The trouble that an error tells of."""
        where, error.where = error.where, ""
        return cls(where, error.code, error.sentence("zh"), error.sentence("en"), kept)

    def sentence(self, lang: str) -> str:
        """Where it is, what is wrong and what to do.

        >>> Trouble("甲.jsonl:3", "input.empty", "文件是空的。", "The file is empty.").sentence("en")
        '甲.jsonl:3: The file is empty.'
        """
        return f"{self.where}：{self.zh}" if lang == "zh" else f"{self.where}: {self.en}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come."""

    shards: int
    documents: int
    """In the store so far."""
    troubles: int
    done: float
    """0 to 1, of the source."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    documents: int
    characters: int
    letters: int
    shards: int
    made: int
    """Shards made in this run; the others were there from an earlier one."""
    troubles: tuple[Trouble, ...]
