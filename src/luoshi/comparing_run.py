"""Files of a comparison → what is to be printed, its papers written. Nothing is computed here, and nothing shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from luoshi.errors import LuoshiError, UsageError
from luoshi.running import File, Options, extraction_of, make_folder, mistake_sentence, opened, write_whole

if TYPE_CHECKING:
    from luoshi.comparing import Comparison
    from luoshi.extracting import Extraction


@dataclass
class Gathered:
    """What was read of the files, in their order, and what was not."""

    extractions: list[Extraction] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """A sentence for each trouble."""
    failed: list[str] = field(default_factory=list)
    """Names of the files that were not read, or not whole."""


def gather(files: Iterable[File], options: Options) -> Gathered:
    """All documents of the files; a file with a trouble is told and does not stop the others."""
    gathered = Gathered()
    for file in files:
        before = len(gathered.errors)
        if file.trouble:
            gathered.errors.append(file.trouble)
        _read_into(gathered, file, options)
        if len(gathered.errors) > before:
            gathered.failed.append(file.name)
    return gathered


def _read_into(gathered: Gathered, file: File, options: Options) -> None:
    try:
        for source in opened(file):
            gathered.extractions.append(extraction_of(source, options))
    except LuoshiError as error:
        error.where = error.where or file.path
        gathered.errors.append(error.sentence(options.lang))
    except Exception as error:  # noqa: BLE001  A mistake of ours in one file must not lose the others.
        gathered.errors.append(mistake_sentence(file.path, error, options.lang))


def compared(directives: Sequence[Extraction], responses: Sequence[Extraction], *, blind: bool) -> Comparison:
    """The comparison; UsageError where too little was read to compare."""
    from luoshi.comparing import compare, sides_of

    if not blind and not directives:
        raise UsageError(
            "部署没有读成，无从对照。", "The directive could not be read, so nothing can be compared.",
            next_zh="请先处理上面的问题；没有部署原文的，请用 --blind。", next_en="Mend what is told above first; without the directive's text use --blind.",
        )
    texts = len(sides_of(responses))
    if not texts or (blind and texts < 2):
        raise UsageError(
            "只有一份文字，没有可与之对照的。" if texts else "没有读到可对照的文字。", "There is one text only, and nothing to compare it with." if texts else "No text to compare was read.",
            next_zh="请给出各单位的文字：文件、文件夹，或一份含多个单位的汇编。", next_en="Name more texts: files, folders, or one round-up of several units.",
        )
    return compare(responses, directives, blind=blind)


def awaited_units(comparison: Comparison, options: Options) -> tuple[str, ...]:
    """Who was expected and is not among the responses: of the table given, else of the pack if several units speak."""
    from luoshi.packs import awaited, load_pack

    heard = [side.unit for side in comparison.sides if side.key not in comparison.directives and side.unit]
    expected = options.expected or (load_pack(options.pack).units if len(heard) > 1 else ())
    return awaited(expected, heard)


def printed(comparison: Comparison, options: Options) -> str:
    """The comparison as JSON or as a summary."""
    if options.as_json:
        from luoshi.writing.as_json_comparison import comparison_json

        return comparison_json(comparison) + "\n"
    from luoshi.terminal_comparison import render_comparison

    return render_comparison(comparison, options.lang, options.screen, awaited_units(comparison, options))


def write_comparison(comparison: Comparison, folder: Path, options: Options) -> list[Path]:
    """Every paper of a comparison into the folder."""
    from luoshi.writing.comparison_papers import papers_of_comparison

    make_folder(folder)
    written = []
    for name, content in papers_of_comparison(comparison, lang=options.lang, awaited=awaited_units(comparison, options)):
        write_whole(folder / name, content)
        written.append(folder / name)
    return written
