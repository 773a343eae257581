"""A small fictional round-up of three units, damaged and read, built by hand from roundup.json."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from luoshi.extracting.records import (
    THEMES,
    Actor,
    Cell,
    Clause,
    Deadline,
    Extraction,
    FoundDuty,
    Missing,
    Named,
    Quantity,
    Question,
    Reason,
    Recurrence,
)
from luoshi.reading import Block, Paragraph, Place, ReadDocument, Repair, SourceText, Statement, Suspect

MECHANISMS = ("leading-group", "rhythm", "plan", "list", "supervision", "assessment", "accountability", "bulletin", "programme", "dated", "person")
GENERAL = ("theme", "mechanism")


@dataclass
class Roundup:
    """The parts of the round-up as they are put together."""

    case: dict[str, Any]
    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    duties: list[FoundDuty] = field(default_factory=list)

    def paragraph(self, words: str, role: str) -> tuple[int, int]:
        start = len(self.text)
        self.text += words + "\n"
        self.paragraphs.append(Paragraph(start, start + len(words), role))
        return start, start + len(words)

    def statement(self, index: int, said: dict[str, Any]) -> None:
        heading = self.paragraph(said["unit"], "unit")
        start, end = self.paragraph("".join(segment[0] for segment in said["segments"]), "body")
        self.statements.append(Statement(index, heading[0], end, said["unit"], heading))
        for segment in said["segments"]:
            self.clause(index, start, segment, said["unit"])
            start += len(segment[0])

    def clause(self, index: int, start: int, segment: list[Any], unit: str) -> None:
        words, kind, theme, *more = segment
        end, confidence = start + len(words), more[0].get("confidence", 0.9) if more else 0.9
        self.clauses.append(Clause(start, end, kind, theme, Reason("rule", words[:2]), Reason("theme"), confidence, index))
        if more:
            self.duties.append(self.duty(start, end, self.clauses[-1], unit, more[0]))

    def duty(self, start: int, end: int, clause: Clause, unit: str, given: dict[str, Any]) -> FoundDuty:
        def at(words: str) -> tuple[int, int]:
            found = self.text.index(words, start, end)
            return found, found + len(words)

        due, often, figure, actor = (given.get(key) for key in ("deadline", "recurrence", "quantity", "actor"))
        return FoundDuty(
            len(self.duties) + 1,
            start,
            end,
            self.text[start:end],
            clause.kind,
            clause.theme,
            unit,
            clause.statement,
            clause.reason,
            clause.theme_reason,
            clause.confidence,
            deadlines=(Deadline(due[0], *at(due[1]), due[1], bool(due[2]), due[2], due[3]),) if due else (),
            recurrence=Recurrence(often[0], *at(often[1]), often[1]) if often else None,
            quantities=(Quantity(figure[0], *at(figure[1]), *figure[1:]),) if figure else (),
            actors=(Actor(actor[0], actor[1], *at(actor[0])),) if actor else (),
            deliverables=tuple(Named(given[key], *at(given[key])) for key in ("deliverable",) if key in given),
            programmes=tuple(Named(given[key], *at(given[key])) for key in ("programme",) if key in given),
            missing=tuple(Missing(*m) for m in given["missing"]),
        )


def damage(text: str, case: dict[str, Any]) -> tuple[str, tuple[Repair, ...]]:
    """The text as a bad page would have it, and the repairs that mend it again."""
    source, repairs = "", []
    for char in text:
        at = len(source)
        if char in case["traditional"]:
            source += case["traditional"][char]
            repairs.append(Repair("traditional", at, at + 1, source[at:], char, "t2s"))
        elif char in case["readings"]:
            source += case["readings"][char]
            if source[at] != char:
                repairs.append(Repair("traditional", at, at + 1, source[at], char, "t2s"))
            repairs.append(Repair("reading", at + 1, len(source), source[at + 1 :], "", "reading"))
        else:
            source += char
    return source, tuple(repairs)


def cells_of(made: Roundup) -> list[Cell]:
    """The gap table: themes from the duties, mechanisms as the case names them."""
    table = []
    for said in made.statements:
        mine = [duty for duty in made.duties if duty.unit == said.unit]
        for theme in THEMES:
            of_theme = [duty for duty in mine if duty.theme == theme]
            table.append(Cell(said.unit, theme, tuple((d.start, d.end) for d in of_theme), tuple(d.number for d in of_theme)))
        for column in MECHANISMS:
            words, label = made.case["cells"][said.unit].get(column, ("", ""))
            found = [duty for duty in mine if duty.words == words]
            table.append(Cell(said.unit, column, tuple((d.start, d.end) for d in found), tuple(d.number for d in found), label))
    return table


def questions_of(made: Roundup, table: list[Cell], suspects: list[Suspect]) -> list[Question]:
    asked = [Question(d.unit, m.what, m.words, d.number, d.start, d.end) for d in made.duties for m in d.missing]
    asked += [Question(c.unit, GENERAL[c.column not in THEMES], c.column) for c in table if not c.spans]
    asked += [Question(made.statements[0].unit, "suspect", s.words, None, s.start, s.end) for s in suspects]
    return asked


def build_roundup() -> Extraction:
    """The round-up, read and extracted."""
    case = json.loads((Path(__file__).parent / "roundup.json").read_text("utf-8"))
    made = Roundup(case)
    made.paragraph(case["title"], "title")
    made.paragraph(case["lead"], "lead")
    made.clauses.append(Clause(len(case["title"]) + 1, len(made.text) - 1, "context", "-", Reason("lead"), Reason("lead"), 0.9))
    for index, said in enumerate(case["statements"]):
        made.statement(index, said)
    made.paragraph(case["footer"], "furniture")
    source, repairs = damage(made.text, case)
    suspects = [
        Suspect(kind, made.text.index(around) + around.index(words), made.text.index(around) + len(around), words, proposal, reason)
        for kind, around, words, proposal, reason in case["suspects"]
    ]
    starts = [0, *(at + 1 for at, char in enumerate(source[:-1]) if char == "\n")]
    blocks = tuple(Block(start, Place(paragraph=number)) for number, start in enumerate(starts, 1))
    document = ReadDocument(
        SourceText("三地.txt", "txt", source, blocks, "utf-8"),
        made.text,
        repairs,
        tuple(suspects),
        tuple(made.paragraphs),
        tuple(made.statements),
        title=case["title"],
        dated=case["dated"],
        named_units=("云泽", "青屿", "砚山"),
        open_list=case["open_list"],
    )
    table = cells_of(made)
    return Extraction(
        document,
        "postal-2018",
        tuple(made.clauses),
        tuple(made.duties),
        tuple(said.unit for said in made.statements),
        tuple(case["awaited"]),
        (*THEMES, *MECHANISMS),
        tuple(table),
        tuple(questions_of(made, table, suspects)),
        other_directives=tuple((unit, words) for unit, words in case["other_directives"]),
    )


@pytest.fixture(scope="session")
def roundup() -> Extraction:
    """The fictional round-up of three units."""
    return build_roundup()
