"""A table of units → the names of those who are expected to answer; and who of them is still awaited."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from luoshi.errors import PackError, TableError
from luoshi.packs.units import same_unit

UNIT_COLUMNS = ("unit", "units", "单位", "单位名称", "责任单位", "报送单位", "name", "名称")
"""Heads by which the column of units is known."""

Row = tuple[str, ...]


def read_expected(path: str | Path) -> tuple[str, ...]:
    """The units that a .csv or .xlsx lists, in its order, each once.

    The column is headed unit or 单位 (see UNIT_COLUMNS). PackError: no such file, or not a table; TableError: no such column, or empty.
    """
    path = Path(path)
    rows = [row for row in _rows(path) if any(row)]
    column = _unit_column(rows[0], path) if rows else 0
    names = dict.fromkeys(row[column] for row in rows[1:] if len(row) > column and row[column])
    if not names:
        raise TableError("表中没有单位。", "The table lists no units.", where=str(path), next_zh="请在“单位”列中逐行填写单位名称。", next_en="Fill the column “unit”, one unit a row.")
    return tuple(names)


def awaited(expected: Iterable[str], spoken: Iterable[str]) -> tuple[str, ...]:
    """Those of the expected who did not speak, however the text writes their names.

    >>> awaited(["陕西省邮政管理局", "广西壮族自治区邮政管理局"], ["陕西局"])
    ('广西壮族自治区邮政管理局',)
    """
    heard = tuple(spoken)
    return tuple(unit for unit in expected if not any(same_unit(unit, other) for other in heard))


def _rows(path: Path) -> Iterator[Row]:
    readers = {".csv": _csv_rows, ".xlsx": _xlsx_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None or not path.is_file():
        raise PackError(
            "找不到单位名单，或它不是 .csv、.xlsx 表格。", "There is no such list of units, or it is not a .csv or .xlsx table.", where=str(path),
            next_zh="请给出一个带“单位”列的表格。", next_en="Give a table with a column “unit”.",
        )
    return reader(path)


def _csv_rows(path: Path) -> Iterator[Row]:
    for row in csv.reader(_decoded(path).splitlines()):
        yield tuple(cell.strip() for cell in row)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("无法识别表格的编码。", "The table's encoding is not known.", where=str(path), next_zh="请另存为 UTF-8 编码的 CSV 或 xlsx。", next_en="Save it as UTF-8 CSV or xlsx.")


def _xlsx_rows(path: Path) -> Iterator[Row]:
    from openpyxl import load_workbook  # only a list in this format should wait for it to load

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        raise TableError("这个 xlsx 打不开。", "This xlsx cannot be opened.", where=str(path), next_zh="如有密码请先取消；再另存为 xlsx。", next_en="Take its password off if it has one, and save it as xlsx again.") from None
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield tuple("" if cell is None else str(cell).strip() for cell in row)
    finally:
        book.close()


def _unit_column(head: Row, path: Path) -> int:
    cells = [cell.lower() for cell in head]
    for name in UNIT_COLUMNS:
        if name in cells:
            return cells.index(name)
    raise TableError(
        "表中没有“单位”列。", "The table has no column “unit”.", where=str(path),
        next_zh=f"请把单位所在列的表头改为“单位”（现有：{'、'.join(c for c in head if c)}）。", next_en=f"Head the column of units “unit” (there are: {', '.join(c for c in head if c)}).",
    )
