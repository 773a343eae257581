"""The records of packs: a campaign's themes, mechanisms, programmes and units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A campaign's own head under which duties are counted."""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    """Words that show it by themselves."""
    weak: tuple[str, ...] = ()
    """Words that show it only where no theme's strong words and no heading say otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Mechanism:
    """Something that a unit sets up so that work gets done: a leading group, a meeting rhythm, a list …"""

    code: str
    zh: str
    en: str
    words: tuple[str, ...]
    """Words or small regular expressions that show it."""
    not_words: tuple[str, ...] = ()
    """Words or small regular expressions that hold one of `words` and do not show it."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A named programme or instrument, and where it was defined."""

    name: str
    theme: str
    """A theme's code, or '' where the text around it decides."""
    definition: str
    """'undefined here' where the pack has no text that defines it."""
    source: str
    """The text that defines it, or ''."""
    dated: str
    """The day, month or year of that text, or ''."""
    also: tuple[str, ...] = ()
    """Other ways in which it is written."""

    @property
    def is_defined(self) -> bool:
        """Whether the pack can say what it is."""
        return self.definition != UNDEFINED


UNDEFINED = "undefined here"


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A campaign as data."""

    name: str
    zh: str
    en: str
    themes: tuple[Theme, ...]
    """In the order in which they are shown; the last one takes what no other takes."""
    mechanisms: tuple[Mechanism, ...]
    programmes: tuple[Programme, ...]
    units: tuple[str, ...]
    """Who is expected to answer, in full and in order; () where the pack expects nobody in particular."""
    dated: str
    """The day of the directive, or ''."""

    def theme(self, code: str) -> Theme:
        """The theme with this code; KeyError if there is none."""
        return next((t for t in self.themes if t.code == code), None) or _missing(code)

    def programme(self, name: str) -> Programme | None:
        """The programme written so (quotation marks aside), or None.

        >>> from luoshi.packs import load_pack
        >>> load_pack("postal-2018").programme("“快递下乡”").theme
        'poverty'
        """
        plain = name.strip("“”\"'「」《》")
        return next((p for p in self.programmes if plain in (p.name, *p.also)), None)


def _missing(code: str) -> Theme:
    raise KeyError(code)
