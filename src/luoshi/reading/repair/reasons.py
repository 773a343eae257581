"""What each `reason` of a repair or a suspect says to a person."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    # repairs
    "reading": ("括注的读音，与该字读音相符，全文凡该字均有括注", "a reading in brackets that fits its character, which is annotated wherever it occurs"),
    "reading-by-habit": ("括注的读音有误，但全文凡该字均有括注，可判定为注音", "a wrong reading; that the character is annotated wherever it occurs shows what it is"),
    "traditional": ("繁体字转为简体字", "a traditional character, simplified"),
    "word": ("按所在词语确定的字形", "the form that the word around the character asks for"),
    "variant": ("异体字转为通用字", "a variant form, made the usual one"),
    "compatible": ("兼容字符或部首字符转为通用字", "a compatibility ideograph or radical, made the ordinary character"),
    "wide-digit": ("日期、文号中的全角数字转为半角", "full-width digits of a date or document number"),
    "banker-one": ("误作“壹”的“一”", "壹 written for 一 throughout the text"),
    "bullet": ("符号字体的项目符号", "a bullet of a symbol font"),
    "half-width": ("中文语境中的半角标点转为全角", "half-width punctuation in Chinese context"),
    "straight-quote": ("成对的直引号转为弯引号", "a pair of straight quotes around Chinese"),
    "quote-form": ("繁体文本的引号转为通行形式", "quotation marks of a traditional text"),
    "invisible": ("不可见字符", "an invisible character"),
    "layout-question": ("版式空格误成的问号", "question marks that stand for layout spaces"),
    "stray-mark": ("网页插入的杂符", "a mark that a site put between words"),
    "in-number": ("日期、文号中的空格", "a space inside a date or document number"),
    "beside-mark": ("标点旁的空格", "a space beside a punctuation mark"),
    "apart": ("逐字排开的词中的空格", "a space in a word printed letter by letter"),
    "around-number": ("句中数字、字母两旁的空格", "a space around a number or Latin word in a sentence"),
    "in-word": ("句中词语内的空格", "a space inside a word of a sentence"),
    "line-separator": ("其他形式的换行符", "another kind of line separator"),
    "wrapped": ("排版造成的断行", "a line break made by the page, not by the text"),
    "page-number": ("页码", "a page number"),
    "running-head": ("页眉页脚", "a running head or foot"),
    "lost-bytes": ("字符已丢失，原字无从恢复", "the character is lost and cannot be restored"),
    "lost-question": ("字符丢失后留下的问号，原字无从恢复", "question marks left by lost characters"),
    # suspects
    "reading-doubtful": ("括注的读音，可能是原文的注音，予以保留", "a reading in brackets that may be the text's own; kept"),
    "reading-unfit": ("括注似读音而与该字不符，予以保留", "looks like a reading and does not fit its character; kept"),
    "masked": ("以星号代替的文字", "asterisks that stand for a word"),
    "collated": ("与本文其他相同语句仅一字之差，且不成词", "differs by one character from the same words elsewhere in the text, and makes no known word"),
    "collation": ("与其他文本相同语句仅一字之差，且不成词", "differs by one character from the same words in other texts, and makes no known word"),
    "confused-shape": ("形近易混", "often confused: look-alike characters"),
    "confused-sound": ("音近易混", "often confused: same sound"),
    "confused-idiom": ("固定词语用字有误", "a fixed phrase with a wrong character"),
    "confused-usage": ("用词易混", "another word is usually meant"),
}
