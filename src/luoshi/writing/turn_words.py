"""Words of the sheet in which a unit answers a turn."""

from __future__ import annotations

TURN_WORDS: dict[str, tuple[str, str]] = {
    "work-state.not-begun": ("未启动", "not begun"),
    "work-state.going": ("推进中", "going on"),
    "work-state.done": ("已完成", "done"),
    "work-state.stuck": ("受阻", "stuck"),
    # why a duty is asked for
    "ask-why.slot": ("周期任务，本期应报", "it recurs: this period is due"),
    "ask-why.due": ("本期内到期", "due within this turn"),
    "ask-why.overdue": ("已逾期，未销号", "overdue and not closed"),
    "ask-why.undated": ("无时限，久未问过", "no deadline, not asked for in a while"),
    # columns
    "turncol.number": ("编号", "No."),
    "turncol.words": ("任务（原句）", "Duty (sentence)"),
    "turncol.why": ("为什么问", "Why it is asked"),
    "turncol.period": ("所属时段", "Period"),
    "turncol.due": ("时限", "Deadline"),
    "turncol.last": ("上次报送", "Last return"),
    "turncol.state": ("工作状态", "State of work"),
    "turncol.figure": ("数量", "Figure"),
    "turncol.figure_unit": ("计量单位", "Unit of the figure"),
    "turncol.said": ("进展情况（与上次相比的变化）", "Progress (what has changed since)"),
    "turncol.day": ("发生日期", "Day on which it happened"),
    "turncol.evidence": ("佐证名称", "Names of evidence"),
    "turncol.key": ("键（勿改）", "Key (leave as it is)"),
    # the sheet
    "turnsheet.sheet": ("报送表", "Return"),
    "turnsheet.how-sheet": ("填写说明", "How to fill it in"),
    "turnsheet.title": ("{campaign}　{turn}　进展报送表", "{campaign}, {turn}: return of progress"),
    "turnsheet.head": ("单位：{unit}　　报送期：{first} 至 {last}　　请于 {due} 前报回　　共 {count} 项", "Unit: {unit}　　Turn: {first} to {last}　　Return by {due}　　{count} questions"),
    "turnsheet.hint": ("只填右边浅黄色各列；没有变化的行不用填。填完直接发回本文件。", "Fill in the pale yellow columns on the right only; leave rows without change as they are. Send this file back."),
    "turnsheet.back": ("退回：{reason}", "Sent back: {reason}"),
    "turnsheet.query": ("核查人问：{reason}", "The checker asks: {reason}"),
    "turnsheet.no-last": ("（首次报送）", "(asked for the first time)"),
    "turnsheet.choose": ("请从列表中选：未启动、推进中、已完成、受阻。", "Choose from the list: not begun, going on, done, stuck."),
    "turnsheet.how": (
        "一、每行一个问题，只填浅黄色的列；不填的行按“未报送”处理，不影响其他行。\n"
        "二、工作状态：从下拉列表中选。必填。\n"
        "三、数量：只写数字，如 120、95%、1,200；单位写在“计量单位”列。写成“120处（含2处在建）”也认，括号里的话并入进展情况。\n"
        "四、进展情况：只写与上次相比的变化，上次报送的内容在左边。\n"
        "五、发生日期：事情发生的那一天，不是填表的日期。可写 2018-12-28、2018年12月28日、12月28日、9月底前；不写按报回当天计。\n"
        "六、佐证名称：有佐证的写名称，几份之间用“；”隔开。会议照片、转发的文件不作为成果。文件请到网页上传。\n"
        "七、可以移动列、加列、插批注、改工作表名；请不要改最后一列（隐藏）的键。\n"
        "八、同一行在两份文件里写得不一样的，导入时两份都列出，由经办人选定。",
        "1. A row is a question. Fill in the pale yellow columns only; a row that is left alone counts as not returned and disturbs no other.\n"
        "2. State of work: pick it from the list. It is needed.\n"
        "3. Figure: the number only, like 120, 95% or 1,200; its unit has a column of its own. “120处（含2处在建）” is understood too: what stands in brackets joins the progress.\n"
        "4. Progress: only what has changed since the last return, which stands on the left.\n"
        "5. Day: when it happened, not when the sheet is filled in: 2018-12-28, 12月28日 or 9月底前. Without one it is the day on which the sheet comes back.\n"
        "6. Names of evidence: several are parted by a semicolon. Photos of meetings and forwarded papers are no result. Files are uploaded on the site.\n"
        "7. Columns may be moved and added, cells may carry notes, sheets may be renamed; leave the key in the last (hidden) column as it is.\n"
        "8. Where two files say different things in one row, both are shown at the import and the clerk chooses.",
    ),
    "turnsheet.note": ("〔批注：{words}〕", " [note: {words}]"),
    "turnsheet.figure-note": ("〔数量说明：{words}〕", " [on the figure: {words}]"),
}
"""Key → (Chinese, English)."""
