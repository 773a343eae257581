"""The words with which a corpus is shown, in Chinese and English; a part of the table in `writing.words`."""

from __future__ import annotations

CORPUS_WORDS: dict[str, tuple[str, str]] = {
    # stages of long work
    "corpus.stage.build": ("建库", "Building"),
    "corpus.stage.search": ("查找相同文字", "Searching for shared words"),
    "corpus.stage.align": ("逐对核对", "Aligning"),
    "corpus.stage.cluster": ("归并", "Gathering"),
    "corpus.stage.tell": ("整理", "Putting in order"),
    "corpus.stage.sources": ("追溯来源", "Tracing sources"),
    "corpus.so-far": ("{documents}份，问题{troubles}处", "{documents} documents, {troubles} troubles"),
    # build
    "corpus.built": ("收入{documents}份，{characters}字，{shards}片（本次新做{made}片）：{store}", "{documents} documents, {characters} characters, {shards} shards ({made} made now): {store}"),
    "corpus.troubles": ("问题{count}处，涉及的文字{skipped}份未收入、{kept}份仍已收入：", "{count} troubles; {skipped} documents passed over, {kept} kept all the same:"),
    "corpus.no-troubles": ("没有发现问题。", "No troubles were found."),
    "corpus.more-troubles": ("另有{count}处，用 --most {all} 全部列出。", "{count} more; --most {all} lists them all."),
    # reuse
    "corpus.reuse": ("{documents}份文字里，有{clusters}处文字不止一份有（两两相对{passages}段）", "{documents} documents share {clusters} wordings in {passages} passages of pairs"),
    "corpus.no-reuse": ("{documents}份文字中没有读到共用的文字。", "Nothing was found that any two of the {documents} documents share."),
    "corpus.telling": ("最能说明问题的{count}处", "The {count} most telling"),
    "corpus.wording": ("{carriers}份有，{units}家，最长{letters}字", "in {carriers} documents, {units} units, up to {letters} letters"),
    "corpus.wording-no-units": ("{carriers}份有，最长{letters}字", "in {carriers} documents, up to {letters} letters"),
    "corpus.first-said": ("最早见于 {who}", "first in {who}"),
    "corpus.more-wordings": ("另有{count}处，用 --most 多列，或用 --out 全部写出。", "{count} more; --most lists more, --out writes them all."),
    # lineage
    "corpus.lineage": ("{documents}份文字中，{count}份有可能的来源，{reprints}组同文转载", "Of {documents} documents {count} have a likely source; {reprints} groups are one text"),
    "corpus.descent": ("{who} ← {source}：{percent}%，{letters}字（{reasons}）", "{who} ← {source}: {percent}%, {letters} letters ({reasons})"),
    "corpus.same-text": ("同一文字：{names}", "One text: {names}"),
    "corpus.more-descents": ("另有{count}份，用 --most 多列，或用 --out 全部写出。", "{count} more; --most lists more, --out writes them all."),
    "corpus.lineage-title": ("文字来源", "Where the words come from"),
    # find
    "corpus.found": ("{documents}份文字里有{places}处", "{places} places in {documents} documents"),
    "corpus.found-nothing": ("{documents}份文字里都没有读到。", "Not found in any of {documents} documents."),
    "corpus.asked": ("查：“{words}”（{letters}字）", "Asked: “{words}” ({letters} letters)"),
    "corpus.hit": ("{letters}字，{percent}%，{kind}", "{letters} letters, {percent}%, {kind}"),
    "corpus.edit.replace": ("“{asked}”→“{said}”", "“{asked}” → “{said}”"),
    "corpus.edit.insert": ("多“{said}”", "adds “{said}”"),
    "corpus.edit.delete": ("少“{asked}”", "lacks “{asked}”"),
    "corpus.edit.move": ("移“{asked}”", "moves “{asked}”"),
    "corpus.more-places": ("另有{count}处，用 --most 多列。", "{count} more; --most lists more."),
}
