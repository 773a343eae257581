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
    │   ├── NeedsExtra            input.needs-extra
    │   ├── Duplicate             input.duplicate
    │   ├── WrongDate             input.wrong-date
    │   └── TooLong               input.too-long
    ├── TableError            a table whose columns or cells do not fit      table.*
    ├── StoreError            a store of a corpus that cannot be used        store
    │   ├── StoreMissing          store.missing
    │   ├── StoreUnfinished       store.unfinished
    │   ├── StoreBusy             store.busy
    │   ├── StoreOfOther          store.other-source
    │   ├── StoreUnwritable       store.unwritable
    │   ├── StoreDamaged          store.damaged
    │   ├── StoreSchema           store.schema
    │   └── ResultMissing         store.result-missing
    ├── PackError             a pack or a units file that does not fit       pack.*
    ├── ActRefused            something that a person may not do, or not now
    │                             act.unknown · act.gone · act.no-anchor · act.no-owner · act.no-pair · act.deadline ·
    │                             act.settled · act.changed-since · act.not-undoable · act.not-allowed · act.incomplete · act.nothing-to-undo
    │   └── ListNotReady          act.list
    ├── ReadingStopped        a reading process that did not come to its end
    │                             reading.time · reading.memory · reading.crashed · reading.mistake · reading.many · reading.gone
    ├── SiteUnwritable        the site's disk or database takes nothing more     site.unwritable
    ├── SettingError          a setting of the site that is missing, weak or cannot be used      setting.*
    └── UsageError            an option whose value cannot be used           usage.*

Each carries a stable `code`, and in Chinese and English what is wrong, where, and what to do next. Page, API and command
line show the same sentence.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence


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


class FileMissing(InputError):
    """There is no such file."""

    code = "input.missing"

    @classmethod
    def of(cls, where: str) -> FileMissing:
        """The error for a path that leads nowhere."""
        return cls(
            "没有这个文件。",
            "There is no such file.",
            where=where,
            next_zh="请检查路径和文件名；名称里有空格时请加引号。",
            next_en="Check the path and the name; put it in quotes if it has spaces.",
        )


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

    @classmethod
    def row(cls, where: str) -> EmptyInput:
        """The error for a document of a corpus without any letter."""
        return cls("没有文字，未收入。", "There are no words; passed over.", where=where, next_zh="请核对来源。", next_en="Check the source.")

    @classmethod
    def folder(cls, where: str) -> EmptyInput:
        """The error for a folder with nothing in it that can be read."""
        return cls(
            "文件夹里没有可以读取的文件。",
            "The folder holds no file that can be read.",
            where=where,
            next_zh="请放入 txt、html、docx、pdf、xlsx、csv 等格式的文件后再试。",
            next_en="Put txt, html, docx, pdf, xlsx or csv files in it and try again.",
        )


class BinaryInput(InputError):
    """Bytes that are no text and no document: a picture, a program, an archive."""

    code = "input.binary"

    @classmethod
    def of(cls, where: str) -> BinaryInput:
        """The error for bytes of which no format is known."""
        return cls(
            "内容不是文字，也不是已知的文档格式。",
            "The content is neither text nor a known kind of document.",
            where=where,
            next_zh="请确认文件没有损坏，用生成它的软件打开后另存为 docx、pdf 或 txt 再试。",
            next_en="Check that the file is not damaged; open it where it was made, save it as docx, pdf or txt, and try again.",
        )

    @classmethod
    def picture(cls, where: str, kind: str) -> BinaryInput:
        """The error for a picture of the kind named (PNG)."""
        return cls(
            f"这是 {kind} 图片，没有可读取的文字。",
            f"This is a {kind} picture; it has no text to read.",
            where=where,
            next_zh="请先做文字识别（OCR），存为 docx、txt 或带文字层的 pdf 再试。",
            next_en="Run text recognition (OCR) first, and save the result as docx, txt or a pdf with a text layer.",
        )

    @classmethod
    def archive(cls, where: str, kind: str) -> BinaryInput:
        """The error for an archive of the kind named (ZIP)."""
        return cls(
            f"这是 {kind} 压缩包。",
            f"This is a {kind} archive.",
            where=where,
            next_zh="请先解压，再读取里面的文件或文件夹。",
            next_en="Unpack it first, then read the files or the folder inside.",
        )

    @classmethod
    def unsupported(cls, where: str, kind: str) -> BinaryInput:
        """The error for a known kind of file that is not read (PowerPoint)."""
        return cls(
            f"这是 {kind} 文件，不支持读取。",
            f"This is a {kind} file, which is not read.",
            where=where,
            next_zh="请另存为 docx、pdf 或 txt 再试。",
            next_en="Save it as docx, pdf or txt and try again.",
        )


class WrongSuffix(InputError):
    """The content is of another kind than the file's suffix says."""

    code = "input.wrong-suffix"

    @classmethod
    def of(cls, where: str, suffix: str, kind: str, right: str = "") -> WrongSuffix:
        """The error for a file named `suffix` that is really a `kind`; `right` is the suffix to give it, '' if it is not read."""
        return cls(
            f"后缀是 {suffix}，内容其实是 {kind}。",
            f"The suffix is {suffix}, but the content is really {kind}.",
            where=where,
            next_zh=f"请把后缀改为 {right} 再试。" if right else "请找到原来的文档，或另存为 docx、pdf 或 txt 再试。",
            next_en=f"Rename it to {right} and try again."
            if right
            else "Find the document itself, or save it as docx, pdf or txt, and try again.",
        )


class TooLarge(InputError):
    """More bytes than the limit."""

    code = "input.too-large"

    @classmethod
    def of(cls, where: str, size: int, limit: int) -> TooLarge:
        """The error for a file of `size` bytes where `limit` are allowed."""
        return cls(
            f"文件太大（{megabytes(size)}，上限 {megabytes(limit)}）。",
            f"The file is too large ({megabytes(size)}; the limit is {megabytes(limit)}).",
            where=where,
            next_zh="请拆分后再试；文档里图片多时，可先压缩图片或另存为纯文本。",
            next_en="Split it and try again; if pictures make it large, compress them or save the text only.",
        )

    @classmethod
    def unpacked(cls, where: str, limit: int) -> TooLarge:
        """The error for a packed file that would unpack to more than `limit` bytes, or is packed as no document is."""
        return cls(
            f"文件解压后大得异常（上限 {megabytes(limit)}），为安全起见没有读取。",
            f"The file unpacks to an abnormal size (the limit is {megabytes(limit)}) and was not read, for safety.",
            where=where,
            next_zh="请核实来源；确是正常文件的，用 Word 或 WPS 打开后另存再试。",
            next_en="Check where it comes from; if it is genuine, open it in Word or WPS, save it again and try.",
        )


class PasswordProtected(InputError):
    """Opens only with a password."""

    code = "input.password"

    @classmethod
    def of(cls, where: str) -> PasswordProtected:
        """The error for a file that asks for a password."""
        return cls(
            "文件设有打开密码。",
            "The file is protected by a password.",
            where=where,
            next_zh="请用密码打开，取消密码后另存再试。",
            next_en="Open it with the password, remove the password, save it and try again.",
        )


class ScannedPdf(InputError):
    """A PDF without a usable text layer."""

    code = "input.scanned"

    @classmethod
    def of(cls, where: str) -> ScannedPdf:
        """The error for a PDF that is pictures of pages."""
        return cls(
            "这份 PDF 是扫描件，没有文字层。",
            "This PDF is a scan; it has no text layer.",
            where=where,
            next_zh="请先做文字识别（OCR），或向来文单位索取 Word 版。",
            next_en="Run text recognition (OCR) first, or ask the sender for the Word file.",
        )

    @classmethod
    def garbled(cls, where: str) -> ScannedPdf:
        """The error for a PDF whose text layer does not say which characters it shows."""
        return cls(
            "这份 PDF 的文字层是乱码（字体没有给出对应的字）。",
            "The text layer of this PDF is garbled (its fonts do not say which characters they show).",
            where=where,
            next_zh="请先做文字识别（OCR），或向来文单位索取 Word 版。",
            next_en="Run text recognition (OCR) first, or ask the sender for the Word file.",
        )


class Unreadable(InputError):
    """Damaged, or built in a way that cannot be read."""

    code = "input.unreadable"

    @classmethod
    def of(cls, where: str, kind: str) -> Unreadable:
        """The error for a file that is broken as a `kind` (Word docx)."""
        return cls(
            f"文件已损坏，不能按 {kind} 读取。",
            f"The file is damaged and cannot be read as {kind}.",
            where=where,
            next_zh="请用 Word、WPS 或浏览器打开后另存再试；打不开的，请对方重发。",
            next_en="Open it in Word, WPS or a browser, save it again and try; if it does not open, ask for it anew.",
        )

    @classmethod
    def entities(cls, where: str) -> Unreadable:
        """The error for a document that declares entities, as no office program does."""
        return cls(
            "文件里声明了外部实体，正常的办公软件不会这样写；为安全起见没有读取。",
            "The file declares entities, which no office program does; it was not read, for safety.",
            where=where,
            next_zh="请核实来源，用 Word 或 WPS 打开后另存再试。",
            next_en="Check where it comes from; open it in Word or WPS, save it again and try.",
        )

    @classmethod
    def denied(cls, where: str) -> Unreadable:
        """The error for a file that the system does not let us read."""
        return cls(
            "系统不允许读取这个文件或文件夹。",
            "The system does not allow this file or folder to be read.",
            where=where,
            next_zh="请检查权限，或把文件复制到自己的文件夹再试；在 Word、WPS 里打开着的，请先关闭。",
            next_en="Check its permissions or copy it to a folder of your own; close it first if it is open elsewhere.",
        )

    @classmethod
    def folder(cls, where: str) -> Unreadable:
        """The error for a folder where a single file is wanted."""
        return cls(
            "这是文件夹，不是文件。",
            "This is a folder, not a file.",
            where=where,
            next_zh="请给出其中的文件。",
            next_en="Name a file in it.",
        )

    @classmethod
    def json_line(cls, where: str) -> Unreadable:
        """The error for a line, or a whole file, that is not JSON; `where` names the line."""
        return cls(
            "不是完整的 JSON。",
            "This is not complete JSON.",
            where=where,
            next_zh="请检查引号、括号和逗号；.jsonl 每行一个对象。",
            next_en="Check quotes, brackets and commas; a .jsonl file has one object a line.",
        )

    @classmethod
    def not_converted(cls, where: str, kind: str) -> Unreadable:
        """The error for a file that LibreOffice could not convert."""
        return cls(
            f"LibreOffice 没能转换这个 {kind} 文件。",
            f"LibreOffice could not convert this {kind} file.",
            where=where,
            next_zh="请用 WPS 或 Word 打开，另存为 docx 或 pdf 再试。",
            next_en="Open it in WPS or Word, save it as docx or pdf and try again.",
        )

    @classmethod
    def slow_conversion(cls, where: str, seconds: int) -> Unreadable:
        """The error for a conversion that was stopped after `seconds`."""
        return cls(
            f"LibreOffice 转换超过 {seconds} 秒，已停止。",
            f"The conversion by LibreOffice took over {seconds} seconds and was stopped.",
            where=where,
            next_zh="请用 WPS 或 Word 打开，另存为 docx 或 pdf 再试。",
            next_en="Open it in WPS or Word, save it as docx or pdf and try again.",
        )


class NeedsConverter(InputError):
    """An old or rare format, and LibreOffice is not installed."""

    code = "input.needs-converter"

    @classmethod
    def of(cls, where: str, kind: str) -> NeedsConverter:
        """The error for a file of the kind named (Word .doc)."""
        return cls(
            f"读取 {kind} 文件要用 LibreOffice，这台机器上没有装。",
            f"LibreOffice is needed to read a {kind} file, and it is not installed here.",
            where=where,
            next_zh="请安装 LibreOffice（Debian：apt-get install libreoffice），或用 WPS、Word 另存为 docx 再试。",
            next_en="Install LibreOffice (Debian: apt-get install libreoffice), or save the file as docx in WPS or Word.",
        )


class NeedsExtra(InputError):
    """A part of the program that is installed apart."""

    code = "input.needs-extra"

    @classmethod
    def of(cls, where: str, kind: str, extra: str) -> NeedsExtra:
        """The error for a file of the kind named whose reader is in the extra named."""
        return cls(
            f"读取 {kind} 要用附加组件 {extra}，还没有装。",
            f"Reading {kind} needs the extra {extra}, which is not installed.",
            where=where,
            next_zh=f"请运行：pip install 'luoshi[{extra}]'。",
            next_en=f"Run: pip install 'luoshi[{extra}]'.",
        )


class TableError(LuoshiError):
    """A table whose columns or cells do not fit."""

    code = "table"

    @classmethod
    def no_text(cls, where: str, seen: Sequence[str]) -> TableError:
        """The error for a table in which no column is known to hold the text; `seen` are the columns that it has."""
        return cls(
            f"表里没有认得的正文列。看到的列：{'、'.join(seen) or '（无）'}。",
            f"No column of this table is known to hold the text. Columns seen: {', '.join(seen) or '(none)'}.",
            where=where,
            next_zh="请把正文所在列的表头改为“正文”，或指明哪一列是正文（text）。",
            next_en="Rename the column that holds the text to 正文 (text), or say which column is the text.",
        )

    @classmethod
    def no_column(cls, where: str, wanted: str, seen: Sequence[str]) -> TableError:
        """The error for a column that the caller named and the table does not have."""
        return cls(
            f"表里没有“{wanted}”这一列。看到的列：{'、'.join(seen) or '（无）'}。",
            f"The table has no column {wanted!r}. Columns seen: {', '.join(seen) or '(none)'}.",
            where=where,
            next_zh="请从上面的列里选一个。",
            next_en="Choose one of these.",
        )


class Duplicate(InputError):
    """A document of a corpus that is there already."""

    code = "input.duplicate"

    @classmethod
    def of(cls, where: str, first: str, *, kept: bool) -> Duplicate:
        """The error for a document with the same words as `first`; `kept` all the same, or passed over."""
        return cls(
            f"与“{first}”文字相同，{'仍已收入' if kept else '未收入'}。",
            f"The same words as “{first}”; {'kept all the same' if kept else 'passed over'}.",
            where=where,
            next_zh="不要重复的，请用 --on-duplicate skip。" if kept else "确需保留的，请用 --on-duplicate keep。",
            next_en="To pass it over, use --on-duplicate skip." if kept else "To keep it, use --on-duplicate keep.",
        )

    @classmethod
    def id(cls, where: str, id: str, given: str) -> Duplicate:
        """The error for another text under an id that was given before; it is kept under the id `given`."""
        return cls(
            f"编号“{id}”前面已经用过，文字不同；已按“{given}”收入。",
            f"The id “{id}” was given before, with other words; kept as “{given}”.",
            where=where,
            next_zh="请核对来源的编号。",
            next_en="Check the ids of the source.",
        )


class WrongDate(InputError):
    """A document whose date is none, or names a day that does not exist."""

    code = "input.wrong-date"

    @classmethod
    def of(cls, where: str, words: str) -> WrongDate:
        """The error for the date `words`; the document is kept without a date."""
        return cls(
            f"日期“{words}”不是日期或没有这一天；已按无日期收入。",
            f"The date “{words}” is no date or no day that exists; kept without a date.",
            where=where,
            next_zh="请改为 2018、2018-09 或 2018-09-03。",
            next_en="Write 2018, 2018-09 or 2018-09-03.",
        )


class TooLong(InputError):
    """A document of more characters than are taken."""

    code = "input.too-long"

    @classmethod
    def of(cls, where: str, limit: int) -> TooLong:
        """The error for a document of more than `limit` characters."""
        return cls(
            f"文字太长（上限 {limit:,} 字），未收入。",
            f"The text is too long (the limit is {limit:,} characters) and was passed over.",
            where=where,
            next_zh="请拆分，或用 --longest 提高上限。",
            next_en="Split it, or raise the limit with --longest.",
        )


class StoreError(LuoshiError):
    """A store of a corpus that cannot be used."""

    code = "store"


class StoreMissing(StoreError):
    """There is no store in the folder."""

    code = "store.missing"

    @classmethod
    def of(cls, where: str) -> StoreMissing:
        """The error for a folder without a store, or no folder at all."""
        return cls(
            "这里没有语料库。",
            "There is no store here.",
            where=where,
            next_zh="请先用 luoshi corpus build 来源 --to 语料库 建立。",
            next_en="Make one first: luoshi corpus build SOURCE --to STORE.",
        )

    @classmethod
    def foreign(cls, where: str) -> StoreMissing:
        """The error for a folder that is to become a store and holds other things."""
        return cls(
            "这个文件夹里有别的东西，不能用作语料库。",
            "This folder holds other things and cannot become a store.",
            where=where,
            next_zh="请换一个空的或新的文件夹。",
            next_en="Name an empty or a new folder.",
        )


class StoreUnfinished(StoreError):
    """The building of a store was broken off."""

    code = "store.unfinished"

    @classmethod
    def of(cls, where: str) -> StoreUnfinished:
        """The error for a store that is not whole yet."""
        return cls(
            "这个语料库还没有建完。",
            "This store is not finished.",
            where=where,
            next_zh="请用同样的命令再运行一次 luoshi corpus build，它会接着做。",
            next_en="Run the same luoshi corpus build again; it goes on where it stopped.",
        )


class StoreBusy(StoreError):
    """Another run is at work on the store."""

    code = "store.busy"

    @classmethod
    def of(cls, where: str, process: str) -> StoreBusy:
        """The error for a store that the process of that number holds."""
        number = process or "?"
        return cls(
            f"另一个程序正在建这个语料库（进程号 {number}）。",
            f"Another run is building this store (process {number}).",
            where=where,
            next_zh="请等它结束，或换一个 --to。",
            next_en="Wait until it ends, or name another --to.",
        )


class StoreOfOther(StoreError):
    """The store was made of another source, or with other settings; or is a part of its own source."""

    code = "store.other-source"

    @classmethod
    def of(cls, where: str, what_zh: str, what_en: str) -> StoreOfOther:
        """The error for a store of which `what` (its source, a setting) is other than asked for."""
        return cls(
            f"这个语料库的{what_zh}与这次不同。",
            f"This store has {what_en} unlike this run's.",
            where=where,
            next_zh="请换一个 --to；不再需要旧库的，先删除它的文件夹。",
            next_en="Name another --to; if the old store is not needed, remove its folder first.",
        )

    @classmethod
    def inside(cls, where: str) -> StoreOfOther:
        """The error for a store that is to lie in the folder it is made of."""
        return cls(
            "语料库不能放在来源文件夹里面。",
            "A store cannot lie inside the folder that it is made of.",
            where=where,
            next_zh="请把 --to 指到来源之外。",
            next_en="Name a --to outside the source.",
        )

    @classmethod
    def result(cls, where: str) -> StoreOfOther:
        """The error for a table that was made of another store."""
        return cls(
            "这份结果出自另一个语料库。",
            "This result was made of another store.",
            where=where,
            next_zh="请指明同一语料库的结果，或去掉 --passages，重新计算。",
            next_en="Name a result of the same store, or leave --passages out to make it anew.",
        )


class StoreUnwritable(StoreError):
    """The system does not let the store be written."""

    code = "store.unwritable"

    @classmethod
    def of(cls, where: str, error: OSError) -> StoreUnwritable:
        """The error for a file or a folder that could not be written, as the system says."""
        usual = {errno.ENOSPC: "磁盘已满", errno.EACCES: "没有权限", errno.EPERM: "没有权限", errno.EROFS: "磁盘只读", errno.EFBIG: "文件超出系统允许的大小"}
        return cls(
            f"写不进去（{usual.get(error.errno or 0, error.strerror or '?')}）。",
            f"It cannot be written ({error.strerror or '?'}).",
            where=where,
            next_zh="请腾出空间或换一个位置，再运行同样的命令；已做好的部分会接着用。",
            next_en="Make room or choose another place, and run the same command again; what was finished is used.",
        )


class StoreDamaged(StoreError):
    """A file of the store is not there or not as it was written."""

    code = "store.damaged"

    @classmethod
    def of(cls, where: str) -> StoreDamaged:
        """The error for a file that does not fit the manifest."""
        return cls(
            "语料库的这个文件缺失或已损坏。",
            "This file of the store is missing or damaged.",
            where=where,
            next_zh="请用建库时的命令再运行一次 luoshi corpus build，它会补做坏的部分。",
            next_en="Run the luoshi corpus build that made the store again; it makes the bad part anew.",
        )

    @classmethod
    def result(cls, where: str) -> StoreDamaged:
        """The error for a table of results that cannot be read."""
        return cls(
            "结果文件已损坏。",
            "This file of results is damaged.",
            where=where,
            next_zh="请再运行一次 luoshi corpus reuse 语料库 --out 文件夹。",
            next_en="Run luoshi corpus reuse STORE --out DIR again.",
        )


class StoreSchema(StoreError):
    """The store was written by a program of another age."""

    code = "store.schema"

    @classmethod
    def older(cls, where: str, schema: object, ours: int) -> StoreSchema:
        """The error for a store of an older form, which cannot be read any more."""
        return cls(
            f"语料库的格式是第 {schema} 版，现在用第 {ours} 版。",
            f"The store has form {schema}; this program uses form {ours}.",
            where=where,
            next_zh="请从原来的文件另建一个：luoshi corpus build 来源 --to 新语料库。",
            next_en="Make a new one from its source: luoshi corpus build SOURCE --to NEW.",
        )

    @classmethod
    def newer(cls, where: str, schema: object, ours: int) -> StoreSchema:
        """The error for a store of a form that this program does not know yet."""
        return cls(
            f"语料库的格式是第 {schema} 版，这个程序只认得到第 {ours} 版。",
            f"The store has form {schema}; this program knows forms up to {ours}.",
            where=where,
            next_zh="请升级 Luoshi，或另建一个。",
            next_en="Upgrade Luoshi, or make a new store.",
        )

    @classmethod
    def result(cls, where: str, schema: object, ours: int) -> StoreSchema:
        """The error for a table of results of another form."""
        return cls(
            f"结果文件的格式是第 {schema} 版，现在用第 {ours} 版。",
            f"This file of results has form {schema}; this program uses form {ours}.",
            where=where,
            next_zh="请再运行一次 luoshi corpus reuse 语料库 --out 文件夹。",
            next_en="Run luoshi corpus reuse STORE --out DIR again.",
        )


class ResultMissing(StoreError):
    """A table of results that is to be used and is not there."""

    code = "store.result-missing"

    @classmethod
    def of(cls, where: str) -> ResultMissing:
        """The error for a table that no file holds."""
        return cls(
            "没有这份结果。",
            "There is no such result.",
            where=where,
            next_zh="请先运行 luoshi corpus reuse 语料库 --out 文件夹。",
            next_en="Run luoshi corpus reuse STORE --out DIR first.",
        )


class ActRefused(LuoshiError):
    """Something that a person may not do, or not now; `code` says which."""

    code = "act"

    @classmethod
    def _of(cls, code: str, zh: str, en: str, next_zh: str = "", next_en: str = "", where: str = "") -> ActRefused:
        refused = cls(zh, en, where=where, next_zh=next_zh, next_en=next_en)
        refused.code = f"act.{code}"
        return refused

    @classmethod
    def unknown_kind(cls, what: str) -> ActRefused:
        """The error for an entry that no rule knows, or that sets what its kind may not set."""
        return cls._of("unknown", f"没有这种记录（{what}）。", f"There is no entry of this kind ({what}).", "请更新到同一版本后再试。", "Use one version of the program everywhere.")

    @classmethod
    def gone(cls) -> ActRefused:
        """The error for something that is not there, or not for this person; which of the two is not told."""
        return cls._of("gone", "没有这一项，或您无权查看。", "There is no such item, or it is not open to you.", "请返回列表刷新后再试。", "Go back to the list and reload it.")

    @classmethod
    def no_anchor(cls) -> ActRefused:
        """The error for a duty that stands on no sentence and no person."""
        return cls._of("no-anchor", "任务没有原文依据，也没有提出人。", "The duty has neither words in a text nor a person who put it.", "请在原文中选定词句，或注明由谁提出。", "Select its words in the text, or name who puts it.")

    @classmethod
    def no_owner(cls, number: str) -> ActRefused:
        """The error for a duty that is to go live with nobody to answer for it."""
        return cls._of("no-owner", "没有牵头单位或责任岗位，不能生效。", "Without a lead unit and an owner post it cannot go live.", "请先指定牵头单位和责任岗位。", "Name a lead unit and an owner post first.", where=f"第{number}项" if number else "")

    @classmethod
    def no_pair(cls, number: str) -> ActRefused:
        """The error for a duty that lacks a party or an administrative lead where both are asked for."""
        return cls._of("no-pair", "本专项要求党政同责，还缺党的责任人或行政责任人。", "This campaign asks for a party and an administrative lead; one is missing.", "请补齐两个岗位。", "Name both posts.", where=f"第{number}项" if number else "")

    @classmethod
    def deadline_fixed(cls) -> ActRefused:
        """The error for a change of a signed deadline outside an extension."""
        return cls._of("deadline", "清单已签发，时限只能经批准延期后变动。", "The list is signed: a deadline moves only by an approved extension.", "请提出延期申请。", "Ask for an extension.")

    @classmethod
    def settled(cls, status: str) -> ActRefused:
        """The error for settling what is settled already."""
        return cls._of("settled", f"这一条现在的状态（{status}）不能这样处理。", f"In its present state ({status}) this cannot be done.", "请刷新后查看最新状态。", "Reload to see where it stands now.")

    @classmethod
    def changed_since(cls, name: str) -> ActRefused:
        """The error for undoing what another has built on; `name` is who."""
        return cls._of("changed-since", f"之后{name or '别人'}又作了改动，不能直接撤销。", f"{name or 'Somebody'} has changed it since; it cannot simply be undone.", "请先看最新内容，再直接修改。", "Look at it as it is now and change that.")

    @classmethod
    def changed_by(cls, name: str) -> ActRefused:
        """The error for settling what another changed since it was last seen; `name` is who."""
        return cls._of("changed-since", f"{name or '别人'}刚改过这一条。", f"{name or 'Somebody'} has just changed this one.", "请看最新内容，再定用谁的。", "Look at it as it is now, and choose.")

    @classmethod
    def nothing_to_undo(cls) -> ActRefused:
        """The error for undoing, or doing again, where one has done nothing that could be."""
        return cls._of("nothing-to-undo", "没有可以撤销或重做的操作。", "There is nothing of yours to undo or to do again.")

    @classmethod
    def not_undoable(cls) -> ActRefused:
        """The error for taking back what cannot be taken back."""
        return cls._of("not-undoable", "这一步不能撤销。", "This step cannot be undone.", "需要更正的，请另作一条记录。", "To correct it, make a new entry.")

    @classmethod
    def not_allowed(cls, what_zh: str, what_en: str) -> ActRefused:
        """The error for an act that the person's role does not include."""
        return cls._of("not-allowed", f"您的角色不能{what_zh}。", f"Your role does not include: {what_en}.", "请由有权限的人办理，或请管理员调整角色。", "Ask someone whose role does, or an administrator.")

    @classmethod
    def incomplete(cls, what_zh: str, what_en: str, next_zh: str = "", next_en: str = "") -> ActRefused:
        """The error for an act that lacks something; `what` says what in a whole sentence."""
        return cls._of("incomplete", what_zh, what_en, next_zh, next_en)


class SettingError(LuoshiError):
    """A setting of the site that is missing, weak or cannot be used."""

    code = "setting"

    @classmethod
    def of(cls, what: str) -> SettingError:
        """The error for a LUOSHI_… variable whose value cannot be used."""
        return cls(f"网站设置有误（{what}）。", f"A setting of the site cannot be used ({what}).", next_zh="请检查 LUOSHI_… 变量。", next_en="Check the LUOSHI_… variables.")

    @classmethod
    def insecure(cls, found: Sequence[str]) -> SettingError:
        """The error for settings with which the site would not be safe; `found` says each with what to set."""
        listed = "".join(f"\n  · {one}" for one in found)
        return cls(f"设置不安全，网站没有启动：{listed}\n", f"The settings are not safe; the site was not started:{listed}\n", next_zh="只想试用的，请用 luoshi demo。", next_en="To try it only, use luoshi demo.")

    @classmethod
    def database(cls, what: str) -> SettingError:
        """The error for a database that cannot be reached or written."""
        return cls(f"数据库连不上或写不进去（{what}）。", f"The database cannot be reached or written ({what}).", next_zh="请检查 LUOSHI_DATABASE、LUOSHI_DATA 和磁盘。", next_en="Check LUOSHI_DATABASE, LUOSHI_DATA and the disk.")

    @classmethod
    def port(cls, port: int) -> SettingError:
        """The error for a port from which on all are taken."""
        return cls(f"从 {port} 起的端口都被占用。", f"All ports from {port} on are taken.", next_zh="请用 --port 换一个。", next_en="Name another with --port.")


class ListNotReady(ActRefused):
    """A list that cannot be signed; `rows` says what each row lacks, so that all of it can be mended at once."""

    code = "act.list"

    def __init__(self, rows: Sequence[tuple[int, str, tuple[str, ...]]]) -> None:
        """`rows`: (number of the duty, its words, what it lacks: lead · owner_post · party_post · admin_post · anchor · floating)."""
        self.rows = tuple(rows)
        super().__init__(
            f"清单里有{len(self.rows)}项要素不齐，整份都没有签发。", f"{len(self.rows)} duties of the list lack something; none of it was signed.",
            next_zh="请按所列逐项补齐后再签发。", next_en="Supply what each row lacks, then sign.",
        )


class ReadingStopped(LuoshiError):
    """A reading process that did not come to its end; `code` says why."""

    code = "reading"

    @classmethod
    def _of(cls, code: str, where: str, zh: str, en: str, next_zh: str, next_en: str) -> ReadingStopped:
        stopped = cls(zh, en, where=where, next_zh=next_zh, next_en=next_en)
        stopped.code = f"reading.{code}"
        return stopped

    @classmethod
    def time(cls, where: str, seconds: int) -> ReadingStopped:
        """The error for a file that takes too long."""
        return cls._of("time", where, f"读了 {seconds} 秒还没有读完，已停止。", f"Reading took more than {seconds} seconds and was stopped.", "请拆成几份再上传，或请管理员调整 LUOSHI_READ_SECONDS。", "Split it and upload the pieces, or ask an administrator to raise LUOSHI_READ_SECONDS.")

    @classmethod
    def memory(cls, where: str, megabytes: int) -> ReadingStopped:
        """The error for a file that takes too much memory."""
        return cls._of("memory", where, f"读取所需内存超过 {megabytes} MB，已停止。", f"Reading needs more than {megabytes} MB of memory and was stopped.", "请拆成几份再上传，或请管理员调整 LUOSHI_READ_MEMORY。", "Split it and upload the pieces, or ask an administrator to raise LUOSHI_READ_MEMORY.")

    @classmethod
    def crashed(cls, where: str, how: str) -> ReadingStopped:
        """The error for a process that died; `how` is a signal's name or an exit code."""
        return cls._of("crashed", where, f"读取进程意外终止（{how}）。", f"The reading process died ({how}).", "其他文件不受影响。请用生成它的软件另存一份再上传，或再试一次。", "Other files are not affected. Save it anew where it was made and upload that, or try again.")

    @classmethod
    def mistake(cls, where: str, what: str) -> ReadingStopped:
        """The error for a mistake of ours; `what` names it for who mends it."""
        return cls._of("mistake", where, f"程序在这份文件上出错（{what}）。", f"The program failed on this file ({what}).", "其他文件不受影响；请把这一行和文件告诉维护者。", "Other files are not affected; please report this line with the file.")

    @classmethod
    def many(cls, where: str, count: int, limit: int) -> ReadingStopped:
        """The error for a table with more documents than a campaign takes from one file."""
        return cls._of("many", where, f"这个文件里有 {count} 份文档，一次最多收 {limit} 份。", f"This file holds {count} documents; {limit} are taken at most.", "请分成几个文件上传；成千上万份的，请用 luoshi corpus。", "Split it into several files; for thousands use luoshi corpus.")

    @classmethod
    def one_only(cls, where: str, count: int) -> ReadingStopped:
        """The error for a newer version that holds several documents, where one is expected."""
        return cls._of("many", where, f"这个文件里有 {count} 份文档，而新版本只能是一份。", f"This file holds {count} documents; a newer version is one.", "请只上传这一份的新版本；整张表请作为新文件上传。", "Upload this document's own newer version; a whole table is uploaded as a new document.")

    @classmethod
    def bytes_gone(cls, where: str) -> ReadingStopped:
        """The error for a file whose bytes are not on the disk any more."""
        return cls._of("gone", where, "磁盘上找不到这份文件的内容。", "The file's content is not on the disk any more.", "请从备份恢复文件夹，或重新上传。", "Restore the folder from a backup, or upload the file again.")


class SiteUnwritable(LuoshiError):
    """The site's disk or database takes nothing more; nothing was kept of what was being done."""

    code = "site.unwritable"

    @classmethod
    def of(cls, error: Exception) -> SiteUnwritable:
        """The error for what the system or the database says."""
        number = error.errno if isinstance(error, OSError) else None
        full = number in (errno.ENOSPC, errno.EDQUOT) or "full" in str(error) or "No space left" in str(error)
        zh, en = ("磁盘已满", "the disk is full") if full else ("数据库或磁盘只读、不可写", "the database or the disk cannot be written")
        return cls(
            f"没有存下来：{zh}。这一步没有做，之前的内容都在。", f"It was not kept: {en}. Nothing of this step was done; what was there before is whole.",
            next_zh="请告诉管理员；腾出空间或恢复写权限后，再做一次。", next_en="Tell an administrator; do it again when there is room, or when it can be written.",
        )


class PackError(LuoshiError):
    """A pack or a units file that does not fit."""

    code = "pack"


class UsageError(LuoshiError):
    """An option whose value cannot be used."""

    code = "usage"


def megabytes(size: int) -> str:
    """A number of bytes as people say it.

    >>> megabytes(52_400_000), megabytes(1_200)
    ('52.4 MB', '1.2 kB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
