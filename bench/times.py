"""How the label sets of times and figures are read: `python bench/times.py [FOLDER]` (default ../shared/corpora/time-labels).

The official set is what counts and must be wholly right. The others label any time of everyday Chinese: what is of no use for a
duty (clock times, the past, weeks, lunar feasts, days told from today) is counted by kind and not scored. An expression is read
in a frame that makes a deadline of it ("…前完成", "…内完成"), because alone it binds nobody.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import timeit
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from luoshi.extracting.quantities import find_quantities
from luoshi.extracting.times import find_deadlines, find_recurrence

KINDS = {
    "clock": r"[点时分秒:：刻晚早午夜晨]|小时|钟头",
    "past": r"去|上[个一]?[周星月季年半]|昨|前年|前天|前[两几个]|近|过去|以来|以前|之前$|[^年月日底]前$|^.*年前",
    "weeks": r"周|星期|礼拜",
    "feasts and seasons": r"节|春|夏|秋|冬|旦|初[一二三]|大年|农历|正月|腊|假|夕|闰",
    "told from today": r"今[天日晚早]|明[天日晚早]|后[天日]|本日|当[天日晚]|未来\d*[两几]?[天秒]|后$|[之以]后|过[两十]|再过",
    "starts and stretches of history": r"起|世纪|年代|至今|到今|到现在|第.年$|全[天日年]",
    "two-figure years and slang": r"^\D?\d{2}年|^[九零五七一二]{2}年|'|仨|俩|载|号[^前]|Q\d|今明|伊始|拜",
}
NAMED = {"P1D": "daily", "P1W": "weekly", "P1M": "monthly", "P1Y": "yearly"}
STEP = {"day": "d", "month": "m", "year": "y", "workday": "wd"}
Scored = Iterator[tuple[str, str, str, bool]]
"""(expression, kind or '', what was found, whether it is right)."""


def kind_of(words: str) -> str:
    """The first kind that is of no use for a duty, or ''."""
    return next((kind for kind, pattern in KINDS.items() if re.search(pattern, words)), "")


def official(folder: Path) -> Scored:
    """The expressions of official documents: deadline and rhythm both right."""
    with (folder / "official.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            due = ";".join(d.value for d in find_deadlines(row["words"], dated=row["document_date"]))
            rhythm = find_recurrence(row["words"])
            found = (due, rhythm.value if rhythm else "")
            yield row["words"], "", str(found), found == (row["due"] or "", row["recurrence"] or "")


def points(folder: Path) -> Scored:
    """JioNLP: points and stretches of time, by their last day."""
    for row in jionlp(folder):
        if row["gold"]["type"] in ("time_point", "time_span") and isinstance(row["gold"]["time"], list):
            last = str(row["gold"]["time"][-1])[:10]
            base = row["base_time"]["year"] if isinstance(row["base_time"], dict) and "year" in row["base_time"] else "2021-06"
            found = [d.last_day for d in find_deadlines(row["expr"].rstrip("前") + "前完成", dated=str(base))]
            past = "past" if last < str(base)[:4] else ""
            yield row["expr"], past or kind_of(row["expr"]), f"{found} for {last}", found[-1:] == [last]


def lengths(folder: Path) -> Scored:
    """JioNLP: lengths of time."""
    for row in jionlp(folder):
        amount = row["gold"]["time"]
        if row["gold"]["type"] == "time_delta":
            wanted = [f"+{n:g}{STEP[unit]}" for unit, n in amount.items() if unit in STEP] if isinstance(amount, dict) else []
            found = [d.value for d in find_deadlines(row["expr"] + "内完成")]
            kind = kind_of(row["expr"]).replace("weeks", "") or ("open or mixed" if len(wanted) != 1 else "")
            yield row["expr"], kind, f"{found} for {wanted}", found == wanted


def rhythms(folder: Path) -> Scored:
    """JioNLP and Recognizers: what recurs."""
    for row in jionlp(folder):
        if row["gold"]["type"] == "time_period":
            delta = row["gold"]["time"]["delta"]
            wanted = {"day1": "daily", "day7": "weekly", "month1": "monthly", "year1": "yearly", "year0.5": "half-yearly"}.get("".join(f"{k}{v:g}" for k, v in delta.items()), "")
            yield row["expr"], "" if wanted else "other periods", rhythm_of(row["expr"]) + f" for {wanted}", rhythm_of(row["expr"]) == wanted
    for row in recognizers(folder, "DateTime_SetParser"):
        wanted = NAMED.get(row["Results"][0]["Value"]["Timex"], "weekly")
        yield row["Input"], "", rhythm_of(row["Input"]) + f" for {wanted}", rhythm_of(row["Input"]) == wanted


def per_cents(folder: Path) -> Scored:
    """Recognizers: percentages (成, 折 and 半 are no figures of official texts)."""
    for row in recognizers(folder, "Number_PercentModel"):
        wanted = [r["Resolution"]["value"] for r in row["Results"]]
        found = [q.number + "%" for q in find_quantities(row["Input"].replace(" ", "")) if q.unit in ("%", "个百分点")]
        kind = "成 and 折" if re.search("[成折半]", row["Input"]) else "other" if re.search(r"[KkMGT负\-－/壹贰叁肆伍陆柒捌玖拾佰仟]|[万千]分|万万|多|几|分之[^一二三四五六七八九十百\d０-９]", row["Input"]) else ""
        yield row["Input"], kind, f"{found} for {wanted}", found == wanted


def rhythm_of(words: str) -> str:
    """The rhythm's name or ''."""
    rhythm = find_recurrence(words)
    return rhythm.value if rhythm else ""


def jionlp(folder: Path) -> list[dict]:  # type: ignore[type-arg]
    """The labelled expressions of JioNLP; four of them are wrapped with a count."""
    rows = [json.loads(line) for line in (folder / "jionlp_time_cases.jsonl").read_text(encoding="utf-8").splitlines()]
    return [row | {"gold": row["gold"][-1] if isinstance(row["gold"], list) else row["gold"]} for row in rows]


def recognizers(folder: Path, name: str) -> list[dict]:  # type: ignore[type-arg]
    """The cases of one Recognizers model that label something."""
    return [row for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) if row["Results"]]


def speed() -> str:
    """Microseconds for a clause without any time or figure, and for one with all."""
    cells = []
    for words in ("加强组织领导和统筹协调，", "到2020年底前建成100家以上示范基地，每季度通报，"):
        best = min(timeit.repeat(lambda: (find_deadlines(words, dated="2018"), find_recurrence(words), find_quantities(words)), number=500, repeat=7))  # noqa: B023
        cells.append(f"{best / 500 * 1e6:.1f} µs")
    return f"deadline + rhythm + figures: {cells[0]} for a clause without any, {cells[1]} for one with all"


def main() -> None:
    """Print one line a set, and what is missed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "corpora" / "time-labels"
    for read in (official, points, lengths, rhythms, per_cents):
        rows = list(read(folder))
        ours = [row for row in rows if not row[1]]
        missed = [f"{words} {found}" for words, _, found, right in ours if not right]
        others = ", ".join(f"{n} {kind}" for kind, n in Counter(row[1] for row in rows if row[1]).most_common())
        print(f"{read.__name__}: {len(ours) - len(missed)} of {len(ours)} right" + (f" (not ours: {others})" if others else ""))
        print("".join(f"    {line}\n" for line in missed), end="")
    print(speed())


if __name__ == "__main__":
    main()
