"""Documents of our own making, in the genre, as many as are wanted: the same number gives the same documents."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from pathlib import Path

_WHO = ["各渔港管理站", "市内河航运局", "各灯塔值守组", "县渡口办公室", "港区消防中队", "各船闸管理所", "航标维护队", "渔船检验站"]
_WHEN = ["每月", "每季度", "9月底前", "汛期来临前", "2019年底前", "年内", "自印发之日起三十日内", "在春季休渔期间"]
_DOES = ["排查", "报送", "修订", "公布", "完成", "核对", "组织开展", "逐项落实"]
_WHAT = ["渡口安全检查方案", "航标缺损清单", "防台风演练", "老旧渔船更新台账", "船员持证情况", "岸电设施覆盖情况", "夜间值守记录", "渔港疏浚工程进展"]
_SO = ["确保不漏一船一人", "并向社会公开结果", "由专人负责到底", "未完成的说明原因", "结果纳入年终评定", "重大情况随时上报"]


def sentence(draw: random.Random) -> str:
    """One requirement."""
    return f"{draw.choice(_WHO)}{draw.choice(_WHEN)}{draw.choice(_DOES)}{draw.choice(_WHAT)}，{draw.choice(_SO)}。"


def documents(count: int, *, sentences: int = 12, seed: int = 7) -> list[dict[str, object]]:
    """Documents with an id, a unit, a date and a text of so many sentences, in paragraphs of four."""
    draw = random.Random(seed)
    made: list[dict[str, object]] = []
    for number in range(count):
        words = [sentence(draw) for _ in range(sentences)]
        text = "\n".join("".join(words[at : at + 4]) for at in range(0, sentences, 4))
        made.append({"id": f"文{number}", "unit": draw.choice(_WHO), "date": f"2018-{number % 12 + 1:02}", "text": text})
    return made


def write_lines(file: Path, rows: Iterable[object]) -> Path:
    """JSON Lines; a row that is a string or bytes is written as it stands."""
    with file.open("wb") as out:
        for row in rows:
            line = row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)).encode()
            out.write(line + b"\n")
    return file


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes, but for the lock."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock"}
