"""Words of the log."""

WORDS: dict[str, tuple[str, str]] = {
    "log.title": ("台账", "Log"),
    "log.whole": ("{chain}：完好，共 {number} 条，校验码 {number}:{digest}", "{chain}: whole, {number} entries, head {number}:{digest}"),
    "log.flaw": ("{chain}：第 {number} 条对不上——{what}。", "{chain}: entry {number} does not fit: {what}."),
    "log.flaw.number": ("序号中断或乱序", "its number is out of order"),
    "log.flaw.previous": ("与上一条不相接", "it is not tied to the one before"),
    "log.flaw.digest": ("这一条被改动过", "it was changed"),
    "log.flaw.payload": ("这一条的内容被改动过", "what it says was changed"),
    "log.flaw.payload-missing": ("内容不在，也没有清除记录", "what it says is gone, and no entry says that it was removed"),
    "log.tail-cut": ("{chain}：现存 {number} 条首尾相接，但少于纸面上的校验码——末尾被截去。", "{chain}: the {number} entries fit, but the printed head lies beyond them: the tail was cut."),
    "log.rewritten": ("{chain}：现存 {number} 条首尾相接，但与纸面上的校验码不符——整条被重写。", "{chain}: the {number} entries fit, but not the printed head: the whole was rewritten."),
    "log.same": ("各表与台账一致。", "The tables are what the log says."),
    "log.difference": ("{subject} {field}：台账为“{folded}”，表中为“{kept}”", "{subject} {field}: the log says “{folded}”, the table “{kept}”"),
}
