"""What stands out in the gap table, as sentences: plain words and words that lead to a clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.extracting import Extraction, Remark
from luoshi.writing.words import name_gap, say


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a sentence, and the place in the clean text that they lead to, if any."""

    words: str
    start: int | None = None


Sentence = tuple[Part, ...]


def remark_sentences(extraction: Extraction, lang: str) -> tuple[Sentence, ...]:
    """One sentence for each unit that leaves themes out, for each that alone has something, and for what none has."""
    remarks = extraction.remarks
    alone = dict.fromkeys(remark.unit for remark in remarks if remark.what == "only")
    out = [_leaves_out(remark, lang) for remark in remarks if remark.what == "partly"]
    out += [_alone(unit, [r for r in remarks if r.what == "only" and r.unit == unit], lang) for unit in alone]
    nobody = [remark for remark in remarks if remark.what == "nobody"]
    return tuple([*out, _nobody(nobody, lang)] if nobody else out)


def plain(sentence: Sentence) -> str:
    """A sentence as one string."""
    return "".join(part.words for part in sentence)


def _leaves_out(remark: Remark, lang: str) -> Sentence:
    values = {"unit": remark.unit, "total": len(remark.present) + len(remark.absent), "n": len(remark.present)}
    head = Part(say("remark.partly" if remark.present else "remark.none-of", lang, **values))
    present = _listed([Part(_theme(code, lang), remark.spans[0][0]) for code in remark.present], lang)
    absent = say("remark.absent", lang, what=say("join.list", lang).join(_theme(code, lang) for code in remark.absent))
    return (head, *present, Part(absent))


def _alone(unit: str, remarks: list[Remark], lang: str) -> Sentence:
    things = [Part(_with_label(remark, lang), remark.spans[0][0]) for remark in remarks]
    return (Part(say("remark.only", lang, unit=unit)), *_listed(things, lang), Part(say("join.stop", lang)))


def _nobody(remarks: list[Remark], lang: str) -> Sentence:
    things = say("join.list", lang).join(name_gap(remark.column, lang) for remark in remarks)
    return (Part(say("remark.nobody", lang, what=things)),)


def _with_label(remark: Remark, lang: str) -> str:
    name = name_gap(remark.column, lang)
    return say("remark.labelled", lang, name=name, label=remark.label) if remark.label and remark.label not in name else name


def _theme(code: str, lang: str) -> str:
    return name_gap(code, lang)


def _listed(parts: list[Part], lang: str) -> Iterator[Part]:
    for number, part in enumerate(parts):
        if number:
            yield Part(say("join.list", lang))
        yield part
