"""Every error that a user can meet.

    LuoshiError
    ├── InputError            a file or a text that cannot be read
    │   ├── FileMissing           input.missing
    │   ├── EmptyInput            input.empty
    │   ├── BinaryInput           input.binary
    │   ├── WrongSuffix           input.wrong-suffix
    │   ├── TooLarge              input.too-large
    │   ├── PasswordProtected     input.password
    │   ├── ScannedPdf            input.scanned
    │   ├── Unreadable            input.unreadable
    │   ├── NeedsConverter        input.needs-converter
    │   └── NeedsExtra            input.needs-extra
    ├── TableError            a table whose columns or cells do not fit      table.*
    ├── PackError             a pack or a units file that does not fit       pack.*
    └── UsageError            an option whose value cannot be used           usage.*

Each carries a stable `code`, and in Chinese and English what is wrong, where, and what to do next. Page, API and command
line show the same sentence.
"""

from __future__ import annotations


class LuoshiError(Exception):
    """What is wrong, where, and what to do next, in Chinese and English.

    `code` is stable and may be tested for; `where` names file, page, row or cell ("甲.xlsx 第3行 B列") and may be empty.
    """

    code = "error"

    def __init__(self, zh: str, en: str, *, where: str = "", next_zh: str = "", next_en: str = "") -> None:
        self.zh, self.en, self.where, self.next_zh, self.next_en = zh, en, where, next_zh, next_en
        super().__init__(self.sentence("zh"))

    def sentence(self, lang: str) -> str:
        """The whole message in one language, "zh" or "en".

        >>> EmptyInput.of("甲.txt").sentence("zh")
        '甲.txt：文件是空的。请确认文件已保存、内容已粘贴后再试。'
        """
        place = f"{self.where}{'：' if lang == 'zh' else ': '}" if self.where else ""
        parts = (self.zh, self.next_zh) if lang == "zh" else (self.en, self.next_en)
        return place + ("" if lang == "zh" else " ").join(part for part in parts if part)


class InputError(LuoshiError):
    """A file or a text that cannot be read."""

    code = "input"


class EmptyInput(InputError):
    """Nothing to read: no characters besides white space."""

    code = "input.empty"

    @classmethod
    def of(cls, where: str) -> EmptyInput:
        """The error for the file or stream named `where`."""
        return cls(
            "文件是空的。",
            "The file is empty.",
            where=where,
            next_zh="请确认文件已保存、内容已粘贴后再试。",
            next_en="Check that it was saved, or that the text was pasted, and try again.",
        )


class TableError(LuoshiError):
    """A table whose columns or cells do not fit."""

    code = "table"


class PackError(LuoshiError):
    """A pack or a units file that does not fit."""

    code = "pack"


class UsageError(LuoshiError):
    """An option whose value cannot be used."""

    code = "usage"
