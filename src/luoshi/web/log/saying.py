"""What is found in the log, in lines for a terminal."""

from __future__ import annotations

from luoshi import tracking
from luoshi.errors import UsageError
from luoshi.web.log.models import Chain
from luoshi.web.log.queries import verify_chain
from luoshi.web.log.rebuilding import differences
from luoshi.web.words import say


def head_in(words: str) -> tracking.Head | None:
    """A head as a paper prints it: 118:sha256:…; None where none is given.

    >>> head_in("3:sha256:ab")
    Head(number=3, digest='sha256:ab')
    """
    if not words:
        return None
    number, _, digest = words.strip().partition(":")
    if not number.isdecimal() or not digest:
        raise UsageError("--head 应为“序号:摘要”。", "--head is “number:digest”.", next_zh="请照纸面上的校验码填写，如 118:sha256:…。", next_en="Copy it from the paper: 118:sha256:…")
    return tracking.Head(int(number), digest)


def say_verdicts(chain: str, head: str, lang: str) -> tuple[bool, str]:
    """Whether every chain asked for is whole, and a line for each."""
    printed = head_in(head)
    if printed and not chain:
        raise UsageError("用 --head 时要用 --chain 指明是哪一条。", "--head needs --chain.", next_zh="如：--chain campaign:1。", next_en="For example: --chain campaign:1.")
    names = [chain] if chain else list(Chain.objects.order_by("name").values_list("name", flat=True))
    verdicts = [(name, verify_chain(name, printed)) for name in names]
    return all(verdict.is_whole for _, verdict in verdicts), "".join(say_verdict(name, verdict, lang) + "\n" for name, verdict in verdicts)


def say_verdict(name: str, verdict: tracking.Verdict, lang: str) -> str:
    """One chain in one sentence: its head, or the first entry that does not fit and why."""
    if verdict.flaw:
        return say("log.flaw", lang, chain=name, number=verdict.flaw.number, what=say(f"log.flaw.{verdict.flaw.what}", lang))
    if verdict.printed in ("tail-cut", "rewritten"):
        return say(f"log.{verdict.printed}", lang, chain=name, number=verdict.head.number)
    return say("log.whole", lang, chain=name, number=verdict.head.number, digest=verdict.head.digest)


def say_differences(lang: str) -> tuple[bool, str]:
    """Whether the tables are the fold of the log, and a line for each difference."""
    found = list(differences())
    lines = [say("log.difference", lang, subject=d.subject, field=d.field or "*", folded=d.folded, kept=d.kept) for d in found]
    return not found, "".join(f"{line}\n" for line in lines) or say("log.same", lang) + "\n"
