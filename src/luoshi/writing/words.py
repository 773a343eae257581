"""Every word that users see, in Chinese and English; quotes from a text are never translated.

A key is a group and a code, "theme.risk"; codes of the records (`extracting.records`) are used as they stand, so a paper asks
for `say("kind." + clause.kind, lang)`. A key that is not in the table is a mistake of ours and raises KeyError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from luoshi.writing.comparison_words import COMPARISON_WORDS
from luoshi.writing.corpus_words import CORPUS_WORDS
from luoshi.writing.ledger_words import LEDGER_WORDS
from luoshi.writing.turn_words import TURN_WORDS

if TYPE_CHECKING:
    from luoshi.reading import Place

LANGS = ("zh", "en")

WORDS: dict[str, tuple[str, str]] = {
    # the strongest thing said about a gap
    "not-in-text": ("本文未见", "not in this text"),
    "only-named": ("仅提及", "only named"),
    "only-named.note": ("“仅提及”是说到了而未见举措。", "“Only named”: mentioned, with nothing to do about it."),
    "not-in-text.note": (
        "“本文未见”只说这份文字里没有读到；新闻报道不等于方案本身，请以单位正式文件为准。",
        "“Not in this text” says only that these words were not found here: a news report is not the plan itself.",
    ),
    # names of the papers
    "paper.list": ("责任清单", "Responsibility list"),
    "paper.comparison": ("对照", "Comparison"),
    "paper.slip": ("补充细化建议", "Request for detail"),
    "paper.slips": ("补充细化建议（全部单位）", "Requests for detail (all units)"),
    # what a clause does
    "kind.duty": ("举措", "duty"),
    "kind.target": ("目标", "target"),
    "kind.stance": ("认识", "stance"),
    "kind.principle": ("原则", "principle"),
    "kind.purpose": ("目的", "purpose"),
    "kind.context": ("背景", "context"),
    "kind-note.duty": ("可以报送、可以核查的做法", "something whose doing can be reported and checked"),
    "kind-note.target": ("要达到的状态或数字", "a state or a figure to be reached"),
    "kind-note.stance": ("态度、学习、号召", "attitude, study, exhortation"),
    "kind-note.principle": ("依据、方式、要求", "the basis or the manner"),
    "kind-note.purpose": ("期望的效果", "the effect that is hoped for"),
    "kind-note.context": ("事实、标题、引语", "facts, headings, attributions"),
    # themes; the sign is one letter, so that a theme is never told by colour alone
    "theme.risk": ("防范化解重大风险", "preventing major risks"),
    "theme.poverty": ("精准脱贫", "poverty alleviation"),
    "theme.green": ("污染防治", "pollution control"),
    "theme.lead": ("组织领导", "leadership and organisation"),
    "theme.develop": ("发展", "development"),
    "theme.-": ("未分方面", "no theme"),
    "theme-sign.risk": ("险", "R"),
    "theme-sign.poverty": ("贫", "P"),
    "theme-sign.green": ("绿", "G"),
    "theme-sign.lead": ("领", "L"),
    "theme-sign.develop": ("展", "D"),
    "theme-sign.-": ("", ""),
    # columns of the gap table: themes, then mechanisms
    "column.risk": ("防范风险", "Risk"),
    "column.poverty": ("精准脱贫", "Poverty"),
    "column.green": ("污染防治", "Pollution"),
    "column.lead": ("组织领导", "Leadership"),
    "column.develop": ("发展", "Development"),
    "column.leading-group": ("领导小组", "Leading group"),
    "column.rhythm": ("会议节奏", "Meeting rhythm"),
    "column.plan": ("拟出文件", "Plan to be issued"),
    "column.list": ("责任清单", "Responsibility list"),
    "column.supervision": ("督查", "Supervision"),
    "column.assessment": ("考核", "Assessment"),
    "column.accountability": ("问责", "Accountability"),
    "column.bulletin": ("通报", "Bulletin"),
    "column.programme": ("具名工程", "Named programme"),
    "column.dated": ("有期限", "Dated act"),
    "column.person": ("落实到人", "Named person"),
    "columns.themes": ("方面", "Themes"),
    "columns.mechanisms": ("机制", "Mechanisms"),
    # columns as a letter names them, where the head of a column is too short for a sentence
    "gap.rhythm": ("会议和调度周期", "rhythm of meetings"),
    "gap.plan": ("拟出台的方案或办法", "plans or methods to be issued"),
    "gap.programme": ("具名的工程或专项", "named programmes"),
    "gap.dated": ("有期限的举措", "acts with a date"),
    "gap.person": ("具体责任人", "named persons"),
    # what a duty lacks to be checkable
    "missing.owner": ("责任人", "owner"),
    "missing.deadline": ("完成时限", "deadline"),
    "missing.year": ("年份", "year"),
    "missing.period": ("周期", "period"),
    "missing.unit": ("计量单位", "unit of the figure"),
    "missing.measure": ("衡量标准", "measure"),
    "missing.document": ("所引文件", "the document cited"),
    "missing.theme": ("方面", "theme"),
    "missing.mechanism": ("机制", "mechanism"),
    "missing.suspect": ("文字存疑", "doubtful word"),
    # the courteous question put to a unit; {words} are the text's own, quoted by the sentence itself
    "question.owner": ("请明确牵头的处（科）室和责任人。", "Which office leads this, and who answers for it?"),
    "question.deadline": ("请明确完成时限。", "By when is it to be done?"),
    "question.deadline.words": ("文中称“{words}”，请明确具体的完成时限。", "The text says “{words}”: by what date is it to be done?"),
    "question.year": ("请明确年份。", "Of which year?"),
    "question.year.words": ("文中称“{words}”，请明确是哪一年。", "The text says “{words}”: of which year?"),
    "question.period": ("请明确周期（按月、按季度或其他）。", "How often: monthly, quarterly or otherwise?"),
    "question.period.words": (
        "文中称“{words}”，请明确周期（按月、按季度或其他）。",
        "The text says “{words}”: how often is that, monthly, quarterly or otherwise?",
    ),
    "question.unit": ("请明确数字的计量单位。", "What is the unit of the figure?"),
    "question.unit.words": (
        "文中称“{words}”，请明确计量单位（件、元或其他）和统计口径。",
        "The text says “{words}”: what is counted (pieces, yuan, other), and how?",
    ),
    "question.measure": ("请明确以什么指标或成果衡量完成。", "By what figure or result will it be known to be done?"),
    "question.measure.words": (
        "文中称“{words}”，请明确以什么指标或成果衡量完成。",
        "The text says “{words}”: by what figure or result will it be known to be done?",
    ),
    "question.document": ("请提供文中所引文件。", "Please supply the document that is cited."),
    "question.document.words": ("请提供文中所引{words}的文本和文号。", "Please supply the text and number of {words}, which is cited."),
    "question.theme": ("文中未见的方面，如已有安排，请补充。", "On themes not found in the text: if arrangements exist, please add them."),
    "question.theme.words": (
        "{words}方面，本文未见具体举措；如已有安排，请补充。",
        "On {words}, no measure was found in this text; if arrangements exist, please add them.",
    ),
    "question.mechanism": ("文中未见的机制，如已建立，请补充。", "On mechanisms not found in the text: if they are set up, please add them."),
    "question.mechanism.words": (
        "{words}，本文未见；如已建立或有安排，请补充。",
        "{words}: not in this text; if it is set up or arranged, please add it.",
    ),
    "question.suspect": ("此处文字存疑，请核对原文。", "A word here looks doubtful: please check it against your original."),
    "question.suspect.words": (
        "“{words}”一处文字存疑，请核对原文。",
        "“{words}” looks doubtful: please check it against your original.",
    ),
    # one question that concerns many duties; {numbers} are theirs
    "general.owner": (
        "第{numbers}条，本文未见责任人，请逐条明确牵头的处（科）室和责任人。",
        "Items {numbers}: no owner in this text. Which office leads each, and who answers for it?",
    ),
    "general.deadline": (
        "第{numbers}条，本文未见完成时限，请逐条明确。",
        "Items {numbers}: no deadline in this text. By when is each to be done?",
    ),
    "general.year": ("第{numbers}条，本文未见年份，请逐条明确。", "Items {numbers}: no year in this text. Of which year is each?"),
    "general.period": (
        "第{numbers}条，本文未见周期，请逐条明确按月、按季度或其他。",
        "Items {numbers}: no period in this text. How often is each: monthly, quarterly or otherwise?",
    ),
    "general.unit": ("第{numbers}条，本文未见计量单位，请逐条明确。", "Items {numbers}: no unit in this text. What does each figure count?"),
    "general.measure": (
        "第{numbers}条，本文未见衡量标准，请逐条明确以什么指标或成果衡量完成。",
        "Items {numbers}: no measure in this text. By what figure or result will each be known to be done?",
    ),
    "general.document": (
        "第{numbers}条，本文引用了文件而未见其内容，请提供文本和文号。",
        "Items {numbers}: documents are cited and not in this text. Please supply their text and number.",
    ),
    "general.theme": (
        "{words}方面，本文未见具体举措；如已有安排，请补充。",
        "On {words}: no measure in this text. If arrangements exist, please add them.",
    ),
    "general.mechanism": (
        "{words}等事项，本文未见；如已建立或已有安排，请补充。",
        "{words}: not in this text. If they are set up or arranged, please add them.",
    ),
    "general.settled": (
        "第{numbers}条的时限、标准等已较明确，除责任人外无需补充。",
        "Items {numbers} need nothing more than an owner.",
    ),
    # repairs and doubts of reading
    "repair.reading": ("注音", "bracketed reading"),
    "repair.traditional": ("繁体", "traditional character"),
    "repair.variant": ("异体", "variant character"),
    "repair.punctuation": ("标点", "punctuation"),
    "repair.space": ("空格", "space inside a word"),
    "repair.line-break": ("断行", "broken line"),
    "repair.page-mark": ("页码页眉", "page number or running head"),
    "repair.lost": ("缺字", "lost character"),
    "suspect.typo": ("疑似错字", "suspected typo"),
    "suspect.lost": ("缺字", "lost character"),
    "suspect.reading": ("注音不符", "reading does not fit"),
    # parts a statement's actors play
    "role.lead": ("牵头", "lead"),
    "role.support": ("配合", "support"),
    "role.joint": ("责任单位", "jointly responsible"),
    "role.": ("行动方", "to act"),
    # how often
    "recurrence.daily": ("每日", "daily"),
    "recurrence.weekly": ("每周", "weekly"),
    "recurrence.monthly": ("每月", "monthly"),
    "recurrence.quarterly": ("每季度", "quarterly"),
    "recurrence.half-yearly": ("每半年", "half-yearly"),
    "recurrence.yearly": ("每年", "yearly"),
    "recurrence.ongoing": ("常态（未定周期）", "ongoing (no period stated)"),
    # fields of a duty, as column heads
    "field.number": ("序号", "No."),
    "field.unit": ("单位", "Unit"),
    "field.theme": ("方面", "Theme"),
    "field.kind": ("类型", "Kind"),
    "field.words": ("原句", "Sentence"),
    "field.action": ("动作", "Action"),
    "field.object": ("对象", "Object"),
    "field.deadline": ("完成时限", "Deadline"),
    "field.deadline-words": ("时限原文", "Deadline, as written"),
    "field.last-day": ("最后一日", "Last day"),
    "field.inferred": ("年份来源", "Year taken from"),
    "field.hedges": ("缓和语", "Hedges"),
    "field.recurrence": ("周期", "Recurrence"),
    "field.recurrence-words": ("周期原文", "Recurrence, as written"),
    "field.quantity": ("数量", "Quantity"),
    "field.actors": ("责任方", "Actors"),
    "field.deliverables": ("成果", "Deliverables"),
    "field.programmes": ("工程（专项）", "Programmes"),
    "field.conditions": ("条件", "Conditions"),
    "field.missing": ("待补", "Missing"),
    "field.checkable": ("可核查", "Checkable"),
    "field.confidence": ("把握", "Confidence"),
    "field.reason": ("依据", "Reason"),
    "field.theme-reason": ("方面依据", "Reason for the theme"),
    "field.place": ("出处", "Place"),
    "field.source": ("来源原文", "Source, as found"),
    "field.remark": ("备注", "Remark"),
    "field.question": ("待明确", "Question"),
    "field.reply": ("答复", "Reply"),
    "field.owner": ("责任人", "Owner"),
    "field.statement": ("表态", "Statement"),
    "field.document": ("文件", "Document"),
    "yes": ("是", "yes"),
    "no": ("否", "no"),
    # headings of papers and of the terminal
    "heading.summary": ("概况", "Summary"),
    "heading.gaps": ("对照表", "Gap table"),
    "heading.questions": ("待明确事项", "Questions to be asked"),
    "heading.text": ("全文", "The text"),
    "heading.repairs": ("修复记录", "Repairs"),
    "heading.suspects": ("存疑文字（未改动）", "Doubtful words (not changed)"),
    "heading.legend": ("图例", "Legend"),
    "heading.units": ("表态单位", "Who spoke"),
    "heading.awaited": ("尚待表态", "Awaited"),
    "heading.kinds": ("分句类型", "Clauses by kind"),
    "heading.duties": ("任务", "Duties"),
    "heading.lead": ("导语及其他", "Lead and the rest"),
    "heading.other-directives": ("另有所答的部署", "Other directives answered"),
    # summary figures
    "figure.units": ("表态单位", "units spoke"),
    "figure.awaited": ("尚待表态", "awaited"),
    "figure.clauses": ("分句", "clauses"),
    "figure.duties": ("任务", "duties"),
    "figure.checkable": ("除责任人外要素齐全", "checkable but for the owner"),
    "figure.dated": ("有时限", "dated"),
    "figure.recurring": ("有周期", "recurring"),
    "figure.quantified": ("有数量", "with a figure"),
    "figure.named": ("有责任方", "with an actor"),
    "figure.programmes": ("有具名工程", "under a named programme"),
    "figure.questions": ("待明确", "questions"),
    "figure.repairs": ("处修复", "repairs"),
    "figure.suspects": ("处存疑", "doubtful"),
    "figure.unsure": ("把握不大", "unsure"),
    # the comparison
    "html.lead": (
        "本页由一份文字读出：各单位说了什么、哪些还没有说到，每一格、每一问都可点回原句。",
        "Read from one text: what each unit said and what it did not say. Every cell and every question leads back to its sentence.",
    ),
    "html.gaps-note": (
        "大字为处数或要点，点按到第一处原句；小字为任务序号，点按到各条。",
        "The large word or count leads to the first sentence; the small numbers are duties, each leading to its own.",
    ),
    "html.gaps-caption": ("各单位在各方面、各机制上说了什么", "What each unit’s text says, by theme and mechanism"),
    "html.text-note": (
        "左为原文（已修复），右为其中的任务：序号、方面、时限、数量、责任方与待补。鼠标停留处可见判定依据和修复前的样子。",
        "Left, the text as repaired; right, its duties: number, theme, deadline, figures, actors and what is missing. Hover to see reasons and the text as found.",
    ),
    "html.furniture": ("网页附带文字，不作分析", "web page furniture, not analysed"),
    "html.mark.fix": ("此处经过修复，停留可见原样（繁简、标点只在停留时显示）", "repaired; hover to see it as found (script and punctuation: on hover only)"),
    "html.mark.suspect": ("文字存疑，未改动", "doubtful, not changed"),
    "html.mark.unsure": ("判定把握不大，请先核对", "unsure, please check first"),
    "html.mark.number": ("任务序号，与责任清单一致", "number of a duty, as in the responsibility list"),
    "html.cell": ("{unit} · {column}：{count}处", "{unit} · {column}: {count}"),
    "html.general": ("总体", "In general"),
    "html.specific": ("逐条", "Sentence by sentence"),
    "html.times": ("次", "times"),
    "html.examples": ("例", "Examples"),
    "html.no-questions": ("本文没有需要向该单位提出的问题。", "There is nothing to ask this unit."),
    "html.no-repairs": ("文字完好，未作修复。", "The text was sound; nothing was repaired."),
    "html.suspect-mark": ("疑", "?!"),
    "html.unsure-mark": ("?", "?"),
    "html.directive": ("另答：{words}", "answers another directive: {words}"),
    "gaps.left-out": ("{unit}第{numbers}条答的是另一部署，不计入本表。", "{unit}: items {numbers} answer another directive and are not counted in this table."),
    "html.place": ("第{at}处", "place {at}"),
    "html.counts": ("{duties}条任务，{clauses}个分句", "duties: {duties}, clauses: {clauses}"),
    "label.missing": ("待补", "missing"),
    # the responsibility list as a workbook
    "sheet.duties": ("责任清单", "Responsibility list"),
    "sheet.gaps": ("对照表", "Gap table"),
    "sheet.questions": ("待问清单", "Questions"),
    "sheet.repairs": ("修复", "Repairs"),
    "sheet.corrections": ("改动", "Corrections"),
    "field.key": ("键（请勿改动）", "Key (keep)"),
    "field.what": ("事项", "About"),
    "field.column": ("栏目", "Column"),
    "field.before": ("原为", "Before"),
    "field.after": ("改为", "After"),
    "field.count": ("次数", "Times"),
    "field.first-place": ("首次出现", "First found at"),
    "field.proposal": ("建议", "Proposal"),
    "field.numbers": ("任务序号", "Duties"),
    "list.numbers": ("{words}（任务{numbers}）", "{words} (duties {numbers})"),
    "list.count": ("{count}处", "{count}"),
    "list.choose": ("请从列表中选择。", "Please choose from the list."),
    "list.page": ("第&P页，共&N页", "Page &P of &N"),
    "list.added": ("（新增一行）", "(row added)"),
    "list.deleted": ("（删除一行）", "(row deleted)"),
    "list.corrected": ("人工改动。原为：{before}", "Changed by hand. Before: {before}"),
    "list.unprintable": ("表格不能存放的控制字符，已写作“�”，共{count}处。", "Control characters that a workbook cannot hold, written as “�”: {count}."),
    "list.cut": ("（一格放不下，以下略去{count}字；全文见清单.json）", "(too long for one cell: {count} characters left out; all of it in 清单.json)"),
    "reason.corrected": ("人工改定", "settled by hand"),
    # the letter to one unit
    "slip.number": ("〔        〕        号", "No. ____________"),
    "slip.title": ("关于补充细化贯彻落实意见的建议", "Request to supply detail on the measures announced"),
    "slip.addressee": ("{unit}：", "To {unit}:"),
    "slip.blank-unit": ("＿＿＿＿＿＿＿＿", "____________________"),
    "slip.titled": ("《{title}》{number}一文", "“{title}”{number}"),
    "slip.untitled": ("所读文字（{name}）", "The text that was read ({name})"),
    "slip.opening": (
        "{document}刊载了贵单位的贯彻落实意见，其中读到任务（举措、目标）{duties}条。为便于衔接任务、跟踪进展、核查成果，现就其中需要进一步明确的事项提出如下建议，请予研究。",
        "{document} reports what your office will do; {duties} duties and targets were read in it. So that they can be followed and checked, we ask for your help with the points below.",
    ),
    "slip.caveat": (
        "需要说明的是，以上所读只是一份文字，并非方案本身。下文所称“本文未见”，仅指在这份文字中没有读到，并不表示贵单位没有相应安排；已有正式文件载明的，提供文件并注明页码即可。",
        "What was read is one text, and a news report is not the plan itself. “Not in this text” means only that it was not found in these words, not that no arrangement exists; where a document of yours settles a point, the document and its page are all that is needed.",
    ),
    "slip.general": ("{n}、总体事项", "{n}. In general"),
    "slip.items": ("{n}、逐条事项", "{n}. Sentence by sentence"),
    "slip.items-note": (
        "表中“条”为任务序号，与责任清单一致；出处按所读文件的段落计。",
        "Numbers are those of the duties in the responsibility list; places count the paragraphs of the file that was read.",
    ),
    "slip.item": ("条", "No."),
    "slip.said": ("文中表述及出处", "What the text says, and where"),
    "slip.asked": ("请予补充细化", "Please supply"),
    "slip.reply": ("答复", "Reply"),
    "slip.place": ("（{place}）", "({place})"),
    "slip.others": ("{n}、“{general}”中所涉其他各条", "{n}. The other sentences that {general} concerns"),
    "slip.others-only": ("{n}、“{general}”中所涉各条", "{n}. The sentences that {general} concerns"),
    "slip.others-note": ("以下各条请按“{general}”所提事项逐条答复。", "Please answer for each what is asked under {general}."),
    "slip.also-shared": ("另请明确{words}（见“{general}”）。", "Also: {words} (see {general})."),
    "slip.nothing": ("文中任务的要素较为齐全，没有需要补充的事项。", "The duties in the text are complete; there is nothing to ask."),
    "slip.closing": (
        "请于        年    月    日前将补充细化情况书面反馈；暂不能明确的，请说明原因和预计明确的时间。",
        "Please reply in writing by ____________. Where a point cannot be settled yet, please say why, and when it will be.",
    ),
    "slip.contact": ("联系人：                联系电话：                ", "Contact: ____________________    Telephone: ____________________"),
    "slip.sign": ("（署名、印章）", "(signature and seal)"),
    "slip.date": ("        年    月    日", "Date: ____________"),
    "slip.ordinal": ("{n}．", "{n}. "),
    # the summary on a terminal
    "terminal.repairs": ("修复", "Repaired"),
    "terminal.suspects": ("存疑", "Doubtful"),
    "terminal.spoke": ("表态", "Spoke"),
    "terminal.awaited": ("尚待", "Awaited"),
    "terminal.clauses": ("分句", "Clauses"),
    "terminal.duties": ("任务", "Duties"),
    "terminal.others": ("另答", "Also answers"),
    "terminal.units": ("{count}个单位：{units}", "{count}: {units}"),
    "terminal.at-least": ("文中点名至少{count}个（以“等”结尾，可能还有）", "at least {count} are named in the text (its list is open: there may be more)"),
    "terminal.nothing-repaired": ("无需修复", "nothing to repair"),
    "terminal.suspect": ("“{words}”，疑为“{proposal}”（未改动）", "“{words}”, perhaps “{proposal}” (not changed)"),
    "terminal.suspect-bare": ("“{words}”（{kind}，未改动）", "“{words}” ({kind}, not changed)"),
    "terminal.legend": ("{gap} 本文未见   {named} 仅提及，未见举措   数字为任务条数", "{gap} not in this text   {named} only named   figures count duties"),
    "terminal.asked": ("{unit}（{count}问）", "{unit} ({count})"),
    "terminal.gaps": ("本文未见：{columns}", "not in this text: {columns}"),
    "terminal.written": ("已写入：{files}", "Written: {files}"),
    "terminal.reading": ("读取", "Reading"),
    "terminal.aside": ("（{words}）", " ({words})"),
    "terminal.all": ("合计", "In all"),
    "terminal.all-read": ("读了{documents}份；表态的单位{units}个", "documents read: {documents}; units that spoke: {units}"),
    "terminal.all-failed": ("没有读成的{count}份：{files}", "Not read, {count}: {files}"),
    "terminal.corrected": ("人工改动{count}处，已在新清单中标出。", "Changed by hand: {count}, marked in the new list."),
    # small words
    "label.date": ("成文日期", "Date in the text"),
    "label.dated": ("读者所给日期", "Date given by the reader"),
    "label.no-date": ("文中未见日期", "no date in the text"),
    "label.number": ("文号", "Number"),
    "label.issuer": ("发文机关", "Issuer"),
    "label.pack": ("专项行动", "Campaign"),
    "label.source": ("来源", "Source"),
    "label.open-list": ("文中单位名单以“等”结尾，以上不一定是全部。", "The text’s own list of units is open (等): these may not be all."),
    "label.none": ("无", "none"),
    "label.unnamed-unit": ("（未具名单位）", "(unit not named)"),
    "label.inferred-from": ("年份按{date}推定", "year taken from {date}"),
    "label.original": ("原文", "as found"),
    "label.proposal": ("疑为“{words}”", "perhaps “{words}”"),
    "label.back": ("回对照表", "back to the table"),
    "label.unsure": ("把握不大，请先核对", "unsure: please check first"),
    "join.list": ("、", ", "),
    "join.clause": ("；", "; "),
    "label.and-more": ("{words}等{n}项", "{words} +{more}"),
    "join.range": ("—", "–"),
    "join.colon": ("：", ": "),
    "join.stop": ("。", "."),
    # what stands out in the gap table
    "heading.remarks": ("先看这几条", "First of all"),
    "remark.partly": ("{unit}：{total}个方面只答了{n}个，即", "{unit}: this text answers {n} of {total} themes, "),
    "remark.none-of": ("{unit}：{total}个方面都没有答", "{unit}: this text answers none of {total} themes"),
    "remark.absent": ("；本文未见{what}。", "; not in this text: {what}."),
    "remark.only": ("只有{unit}写明：", "Only {unit} has: "),
    "remark.labelled": ("{name}（{label}）", "{name} ({label})"),
    "remark.nobody": ("各单位的文字都未见{what}。", "In no unit’s text: {what}."),
    # places in the source
    "place.page": ("第{n}页", "page {n}"),
    "place.paragraph": ("第{n}段", "paragraph {n}"),
    "place.sheet": ("工作表“{n}”", "sheet “{n}”"),
    "place.row": ("第{n}行", "row {n}"),
    "place.cell": ("{n}单元格", "cell {n}"),
    "place.item": ("第{n}条", "item {n}"),
    "place.offset": ("第{n}字起", "from character {n}"),
    # dates, at the precision that the text gives
    "date.day": ("{y}年{m}月{d}日", "{y}-{m:02}-{d:02}"),
    "date.month": ("{y}年{m}月", "{y}-{m:02}"),
    "date.year": ("{y}年", "{y}"),
    "date.yearless": ("{m}月", "month {m}, no year given"),
    "date.yearless-day": ("{m}月{d}日", "{m:02}-{d:02}, no year given"),
    "date.wd": ("{n}个工作日内", "within {n} working days"),
    "date.d": ("{n}日内", "within {n} days"),
    "date.m": ("{n}个月内", "within {n} months"),
    "date.y": ("{n}年内", "within {n} years"),
    **COMPARISON_WORDS,
    **CORPUS_WORDS,
    **LEDGER_WORDS,
    **TURN_WORDS,
}


def say(key: str, lang: str, **values: object) -> str:
    """The words for a key in one language, "zh" or "en", with its values filled in.

    >>> say("column.leading-group", "zh"), say("not-in-text", "en")
    ('领导小组', 'not in this text')
    >>> say("question.period.words", "zh", words="定期")
    '文中称“定期”，请明确周期（按月、按季度或其他）。'
    """
    sentence = WORDS[key][LANGS.index(lang)]
    return sentence.format(**values) if values else sentence


def ask(what: str, lang: str, words: str = "") -> str:
    """The courteous question for one `what` of a Missing or a Question, with the words that raise it, if there are any.

    A 'theme' or 'mechanism' is named by its column's code and said in the reader's language.

    >>> ask("mechanism", "zh", "leading-group")
    '领导小组，本文未见；如已建立或有安排，请补充。'
    >>> ask("deadline", "en")
    'By when is it to be done?'
    """
    if what in ("theme", "mechanism"):
        words = name_gap(words, lang)
    return say(f"question.{what}.words", lang, words=words) if words and what != "owner" else say(f"question.{what}", lang)


def name_column(column: str, lang: str) -> str:
    """The head of a column of the gap table; a column that a pack adds is its own head.

    >>> name_column("risk", "en"), name_column("智慧邮政", "en")
    ('Risk', '智慧邮政')
    """
    key = f"column.{column}"
    return say(key, lang) if key in WORDS else column


def name_gap(column: str, lang: str) -> str:
    """A column of the gap table as a sentence names it.

    >>> name_gap("dated", "zh"), name_gap("leading-group", "zh")
    ('有期限的举措', '领导小组')
    """
    key = f"gap.{column}"
    return say(key, lang) if key in WORDS else name_column(column, lang)


def name_date(value: str, lang: str) -> str:
    """A deadline's or document's value as people write it, no more precise than it is; one of another form stays as it is.

    >>> name_date("2018-09", "zh"), name_date("--09", "zh"), name_date("+5wd", "zh"), name_date("2018-12-31", "en")
    ('2018年9月', '9月', '5个工作日内', '2018-12-31')
    """
    if value.startswith("+"):
        number = value[1:].rstrip("wdmy")
        return say(f"date.{value[1 + len(number):]}", lang, n=number)
    parts = [part for part in value.split("-") if part]
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
        return value
    first = "md" if len(parts[0]) < 4 else "ymd"
    key = {"y": "year", "ym": "month", "ymd": "day", "m": "yearless", "md": "yearless-day"}.get(first[: len(parts)])
    return say(f"date.{key}", lang, **dict(zip(first, map(int, parts), strict=False))) if key else value


def name_place(place: Place, lang: str) -> str:
    """Page, paragraph, sheet, row and cell, as far as they are known.

    >>> from luoshi.reading import Place
    >>> name_place(Place(page=3, paragraph=2), "zh")
    '第3页第2段'
    """
    numbers = ((part, getattr(place, part)) for part in ("page", "paragraph", "sheet", "row", "cell"))
    return ("" if lang == "zh" else ", ").join(say(f"place.{part}", lang, n=n) for part, n in numbers if n is not None)
