"""The JSON of an extraction says what the scorer reads, and comes back as the same records."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from luoshi.extracting.records import Deadline, Extraction
from luoshi.writing.as_json import as_dict, as_json, corrections_in, from_dict
from luoshi.writing.corrections import Correction

SCORE = Path(__file__).parents[3] / "shared/gold/score.py"
CHANGE = Correction(2, "unit", "甲局", "乙局")


def test_everything_comes_back_as_it_was(roundup: Extraction) -> None:
    plain = json.loads(as_json(roundup, [CHANGE]))
    assert from_dict(plain) == roundup
    assert corrections_in(plain) == (CHANGE,)


def test_the_same_extraction_gives_the_same_single_line(roundup: Extraction) -> None:
    again = from_dict(json.loads(as_json(roundup)))
    assert as_json(again) == as_json(roundup)
    assert "\n" not in as_json(roundup)


def test_half_a_surrogate_pair_does_not_stop_the_writing(roundup: Extraction) -> None:
    broken = replace(roundup, document=replace(roundup.document, title="甲\ud800乙"))
    line = as_json(broken)
    line.encode("utf-8")
    assert json.loads(line)["title"] == "甲\ud800乙"


def test_a_duty_gives_plain_values_beside_what_was_found(roundup: Extraction) -> None:
    plain = next(d for d in as_dict(roundup)["duties"] if d["recurrence"])
    assert (plain["recurrence"], plain["found"]["recurrence"]["words"]) == ("quarterly", "按季度")
    assert (plain["deliverables"], plain["due"], plain["due_inferred"]) == (["专题会议"], None, False)


def test_several_deadlines_are_joined_and_a_month_without_year_stays_one(roundup: Extraction) -> None:
    two = (Deadline("2018-06-30", 0, 1, "6"), Deadline("--09", 0, 1, "9", inferred=False))
    changed = replace(roundup, duties=(replace(roundup.duties[0], deadlines=two),))
    assert as_dict(changed)["duties"][0]["due"] == "2018-06-30;--09"


def test_every_span_is_within_the_text_and_holds_the_words(roundup: Extraction) -> None:
    plain = as_dict(roundup)
    for duty in plain["duties"]:
        assert plain["text"][slice(*duty["span"])] == duty["words"]
    assert sum(plain["repairs"]["counts"].values()) == len(plain["repairs"]["list"])


def test_the_scorer_gives_a_text_full_marks_against_itself(roundup: Extraction, tmp_path: Path) -> None:
    if not SCORE.exists():
        pytest.skip("../shared/gold/score.py is not here")
    (tmp_path / "a.json").write_text(as_json(roundup), "utf-8")
    (tmp_path / "a.tsv").write_text(gold_of(roundup), "utf-8")
    scored = subprocess.run([sys.executable, SCORE, tmp_path / "a.tsv", tmp_path / "a.json"], capture_output=True, text=True, check=True)
    assert "duty 1.000" in scored.stdout and "due 1.000" in scored.stdout and "actor 1.000" in scored.stdout


def gold_of(extraction: Extraction) -> str:
    """The extraction as a table of gold labels."""
    lines = ["unit\tsegment\ttype\ttheme\tdue\trecurrence\tquantity\tactor\tdeliverable\tprogramme"]
    duties = {duty["span"][0]: duty for duty in as_dict(extraction)["duties"]}
    for clause in extraction.clauses:
        duty = duties.get(clause.start, {})
        values = [duty.get("due") or "", duty.get("recurrence") or "", ";".join(duty.get("quantities", [])), ";".join(a["name"] for a in duty.get("actors", []))]
        values += [";".join(duty.get(name, [])) for name in ("deliverables", "programmes")]
        lines.append("\t".join(["", extraction.document.text[clause.start : clause.end], clause.kind, clause.theme, *values]))
    return "\n".join(lines) + "\n"
