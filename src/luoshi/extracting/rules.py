"""The rules that say what a clause does, in the order in which they are asked, each with its reason in Chinese and English.

A rule's pattern is tried on the *body* of a clause: without numbering, closing marks and subject (全省系统要 …), with and without
the 要 that opens it. The first rule that fits decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luoshi.extracting.lexicon import alternatives, words


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable name, the kind it gives, its pattern, its reason in words, and how sure it is (0 to 1)."""

    name: str
    kind: str
    pattern: str
    """A regular expression without capturing groups."""
    zh: str
    en: str
    confidence: float = 0.9
    needs: str = ""
    """Characters of which a clause must hold one for the pattern to fit: asked first, for it costs next to nothing."""

    @property
    def guarded(self) -> str:
        """The pattern behind a look for what it needs."""
        return f"(?=[^{self.needs}]*+[{self.needs}])(?:{self.pattern})" if self.needs else self.pattern


_WILL = r"(?:姿态|作风|精神|劲头|干劲|态度|决心|勇气|韧劲|状态|责任感|使命感|紧迫感|自觉|行动自觉|担当|情怀|恒心|毅力|定力|信心)"
_MANNER = rf"(?:{alternatives(words('manners'))}|[^，、]{{2}}再[^，、]{{2}}|[^，、]{{1,2}}防[^，、]{{1,2}}治)"
_SPIRIT = r"(?:精神|讲话|指示|批示|指示批示|决策部署|部署|部署要求|工作部署|部署安排|工作要求|重要要求|根本要求|总要求|指示要求|会议要求|有关要求|决策|重要论述|思想|工作安排|战略部署|嘱托|殷切期望|各项部署)"
_BATTLE = r"(?:攻坚战|保卫战|阻击战|持久战|歼灭战|硬仗|翻身仗|主动仗|总体战)"

_NO_NEW_VERB = (
    r"(?:(?!(?<=[^，和与及、的“《]{3})(?:支持开发|开展|推进|推动|实施|加强|制定|制订|打造|培育|完善|健全|建立|加快|做好|抓好|强化|进行|组织|大力"
    r"|积极|深入|提升|提高|优化|扩大|落实|出台|建设|改造|新建))[^，])+"
)
"""A stretch in which no verb of a measure begins anew: verbs after 和, 、 or 的 belong to the object."""

RULES: tuple[Rule, ...] = (
    # ---- context: what is said about the text, the time, the place
    Rule("context.attribution", "context",
          r"(?:[^，。、“”《》的]{0,20}?(?:会议?|会上|同志|局|厅|委|部|办|长|书记|主任|组|政府|负责人|人士|单位|系统|大家))?(?:还|并|又|同时|一致|现场|最后|就此|再次|特别|进一步|纷纷)*(?:强调|要求|指出|提出|明确|认为|表示|号召|宣布|介绍)(?:了|说|道|如下)?[：:]?$",
          "交代是谁说的，本身不是要做的事", "says who speaks; nothing to do in it", 0.95, needs="调求出明为示召布绍"),
    Rule("context.assignment", "context", r"[（(【][^）)】]*(?:牵头|负责|配合|责任|参加|参与|落实|实施|按职责)[^）)】]*[）)】]$|(?:责任|牵头|配合|主办|协办|承办)(?:单位|部门|人)[：:].+",
          "括注的分工，归到它前面的任务", "a bracketed assignment: it belongs to the duties before it", 0.97),
    Rule("context.heading-goal", "context", r"(?:总体|主要|工作|具体|预期|发展|近期|远期|年度)?(?:目标|任务|措施|要求|原则|思路|安排|步骤|分工|举措)(?:是|为|如下)?[：:]?$|[^，]{0,30}(?:目标|任务|要求|原则|思路|重点)(?:是|为|如下)$|[^，]*(?:完成|做好|抓好|落实|开展|推进)(?:好)?(?:以下|如下)[^，]{0,10}$",
          "只是标题", "only a heading", 0.9),
    Rule("context.time", "context",
          r"(?:(?:到|至|从|自|在|于|用|截至|截止)?(?:[每今明后去本前近上下当几]|[0-9０-９]{1,4}|[一二三四五六七八九十〇零○两]{1,4})?个?(?:年度?|月份?|季度|日|天)(?:至|到|—|-)?(?:[0-9０-９一二三四五六七八九十]{0,4}(?:年|月份?|日|季度))*(?:上半年|下半年|第?[一二三四]季度)?(?:左右)?(?:时间)?(?:初|底|末|中旬|上旬|下旬|中|间|来|内|里|期间)?(?:以来|之前|以前|前|起|为止|开始)?"
          r"|到?本?世纪中叶|[到至]?“?十[一二三四五]五”?(?:末|期间|时期|以来)?|在此|现在|第[一二三四五六七八九十]|日前|近日|近期|近来|最近|目前|当前|现阶段|同时|此外|另外|其中|下一步|接下来|会上|会前|会后|一年来|五年来|过去[一五]年|今后[一二三四五]年|未来[一二三四五]年|在此基础上|总之|即|首先|其次|再次|最后|各位代表|同志们)[：:]?$",
          "交代时间或承接上文", "gives a time or a link only", 0.95),
    Rule("context.frame", "context",
          r"在[^，]*(?:方面|中|之中|下|时|期间|过程|过程中|的同时|后|之后|环节|阶段|问题上|基础上|前提下|框架下|条件下)$|(?:对|对于|针对|关于|除|除了|凡|凡是|需要|因|由于|鉴于)(?!各地)[^，]*(?:的|情况|外|以外|之外|原因|形势)$|(?:对|对于|针对)(?![^，]*(?:进行|加强|开展|予以|给予|实行|实施|依法|严[格肃厉]|提出|作出|做出|做到|组织|采取|追究|追责|问责|挂牌|督办|纠正|整改|查处|处理|处置|曝光|取缔|关停|通报|约谈|表扬|表彰|督[促导查]|检查|抽查|完成|负责|加大|深化|推进|落实|按|做好|全面|逐|及时|统一|强化|建立|取消|免|减|限|给|每|支持|(?<![主重需必首])要(?!求|素|点)|应当|不再|一律|好$|展开|负责|普及|享受))[^，]*$|面向(?![^，]*(?:领域|需求|前沿|方向|战场)$)[^，]*$|如[有需遇][^，]*的?$|凡[^，]*的$|经[^，]{1,12}(?:同意|批准|研究|审议通过|决定)$",
          "限定范围或情形，本身不是要做的事", "limits a scope or a case", 0.85),
    Rule("context.fact", "context",
          r"(?:这|这些|那|它|既|也|不仅|而且|都|更|又|均|仍|依然|还|不|本|就)*(?:是(?!否|非)|属于|事关|关乎|关系到?|意味着|标志着|体现了?|表明|说明|彰显了|离不开|来之不易|归功于)[^，]*$|[^，]{2,40}(?<![但于只可就凡要应该还总一若硬])是(?!否|非)[^，]{2,}$|作出[^，]*(?:决策|部署)$|总投资[^，]*$|[^，]{0,12}(?:具有|有着)[^，]*(?:意义|优势|作用|基础|条件)$|(?:要)?实现(?:上述|以上|这些|既定)[^，]{0,10}(?:目标|任务)$|(?:完成|做好|抓好)(?:上述|以上|这些)[^，]{0,12}$|(?:重点|着力|主要|突出|集中|扎实|全力)*(?:抓好|做好|推进|完成|实施|落实|开展)(?:以下|如下|[一二三四五六七八九十0-9]+个?方面的?)[^，]{0,8}(?:工作|任务)?[：:]?$",
          "陈述事实或理由", "states a fact or a reason", 0.85, needs="是属事关意标体表说彰离来归作总具有实完做抓推落开"),
    Rule("context.past", "context",
          r"(?!为了|为)(?!(?:助推|推动|推进|促进|加快|努力|力争|确保|实现|全力|奋力|争取|持续|继续|在)[^了已]*$)[^，]*(?:[^除为到]了(?![解如却结断])|已经|已[建成完有实全取达形获被基出组启开累超突连初在经将成纳对制印成]|以来|累计|(?<![不未])同比|比上年|比去年|较上年|荣获|被评为|被列为|获批|顺利通过|圆满|成功(?:举办|召开|创建|入选|申办|获批|承办|发射)|取得[^，]*(?:成效|成绩|进展|成果|突破|胜利)|(?<![要将前底])[0-9]月[0-9]+日(?:上午|下午|在[^，]{2,12})?(?:召开|举行|主持)|发挥(?:了)?(?:重要|积极|关键)作用$|进入[^，]*阶段$)[^，]*$",
          "说的是已经发生的事", "tells what has happened", 0.75, needs="了已以累同比较荣被获顺圆成取月发进"),
    Rule("context.problem", "context",
          r"[^，]*(?:依然|仍然?|还|尚)?存在(?:[^，]*(?:问题|困难|不足|差距|短板|风险|隐患|现象))?$|[^，]*(?:还有(?:不小|较大|一定)?差距|不足|不高|不够|欠缺|较大|较多|不强|不快|不优|偏低|偏慢|滞后|任重道远)$|[^，]*(?:面临|遭遇)[^，]*(?:挑战|压力|困难|考验|风险|局面)$|(?:如果|只要|倘若|越是?|尽管|虽然|即使)[^，]+$|面对[^，]+$|(?:也|更|还|同时)*(?:应当?|要|必须)?(?:清醒地?)?(?:看到|意识到)[^，]*$",
          "说的是困难、问题或条件", "tells of difficulties or conditions", 0.8, needs="在距足高够缺大多强快优低慢后远临遭如只倘越尽虽即面看意"),
    Rule("context.thanks", "context", r"(?:向|对)[^，]*(?:同胞|朋友|同志们?|代表|人士|官兵|战士|各界|居民|侨胞|劳动者|建设者|工作者|干部群众)$|(?:表示|致以|道一声)[^，]*(?:感谢|敬意|问候|辛苦)[^，]*$|我代表[^，]*$",
          "致意", "a courtesy", 0.9),
    Rule("context.event", "context", r"(?!要|将|应|组织|按|每|定期|适时|及时)[^，要将应每]{2,24}(?:召开|举行|主持召开)[^，]*(?:会议?|大会|座谈会|仪式|论坛|培训班)$",
          "报道开了什么会", "reports a meeting", 0.8, needs="开行"),
    Rule("context.composition", "context", r"[^，]*(?:由[^，]+(?:担任|组成|兼任|任组长|任主任|为组长)|(?:办公室|小组|指挥部|专班)[^，]{0,6}设在?[^，]+|(?:组长|主任|成员|副组长)[^，]{0,4}[为由：:][^，]+)$",
          "交代机构怎样组成", "says how a body is made up", 0.9, needs="由设长任员"),
    Rule("context.office", "context", r"(?:现|特|此|并)?(?:将)?[^，]{0,30}(?:印发给你们|通知如下|公告如下|特此(?:通知|公告|函告|报告)|此件(?:公开|主动公开|依申请)[^，]*|提出(?:如下|以下)[^，]*|予以印发|请予审议|请予审查|请[^，]*提出意见|向大会[^，]*报告[^，]*|[^，]*提出[^，]*(?:要求|意见|措施|建议)[：:]?)$|(?:制定|制订|提出|形成|编制|出台)(?:了)?本[^，]{0,6}(?:方案|办法|意见|计划|规划|细则|规定|通知|要点|措施|预案|行动方案|实施意见|纲要|行动纲要)$|本[^，]{0,8}(?:自[^，]*(?:施行|实施|执行)|由[^，]*负责解释)$",
          "公文套语", "wording of the document form", 0.95, needs="印通公特此提予请向并制形编出本"),
    # ---- stance: what one thinks and vows
    Rule("stance.standing", "stance", r"(?!打造|建设|培养|锻造)[^，]*(?:政治站位|思想站位|四个意识|四个自信|两个维护|两个确立|两个坚决维护|政治判断力|政治自觉|思想自觉|行动自觉|思想认识|政治立场|政治态度)[^，]*$",
          "讲站位和认识", "about standing and awareness", 0.93, needs="站四两政思行"),
    Rule("stance.understand", "stance",
          r"[^，]*(?:认识|把握|领会|领悟|理解|吃透|看清|认清|感悟|体会)[^，]*(?:意义|重要性|必要性|紧迫性|艰巨性|复杂性|长期性|严峻性|精神|要求|内涵|实质|部署|形势|意图|要义|关系|规律|特征|变化|决策|责任|地位|不足|到)$|(?:深刻|充分|清醒|高度|准确|全面)*(?:认识|领会|领悟|把握|重视|关注)(?:、[^，]*)?$|[^，]*(?:统一思想|思想和行动|统一到|思想武装|武装头脑|入脑入心|入脑入耳|学深悟透|学懂弄通)[^，]*$",
          "讲认识和领会", "about understanding", 0.92, needs="认把领体理吃看感重关统思武入学"),
    Rule("stance.will", "stance",
          r"(?:[^，]*(?:坚定|增强|树立|提振|鼓足)[^，]*(?:信心|信念|决心|自信|责任感|使命感|紧迫感|士气|斗志)|以[^，]*" + _WILL + r"|(?:要)?(?:始终)?保持[^，]*" + _WILL + r"|[^，]*(?:扛起|扛牢|肩负起|担负起)[^，]*(?:责任|使命|重任|担子)|[^，]*(?:作出|做出|当好|争做|争当|勇当|敢当)[^，]*(?:表率|榜样|先锋|排头兵|领头羊|模范|尖兵)|[^，]*走在[^，]*前(?:列|头|面)|[^，]*为[^，]*而(?:努力|不懈)?(?:奋斗|奋进|拼搏)|以[^，]*(?:优异|实际|优良|崭新)[^，]*(?:成绩|行动|作风|面貌)[^，]*|(?:奋力|努力|坚决)[^，]*(?:步伐|新路子|答卷|交出[^，]*)|[^，]*(?:不负|无愧)[^，]*|[^，]*(?:学习热潮|清醒|忧患之心|赶考)|[^，]*就(?:一定|能够|必将)[^，]*|以[^，]*(?:心态|姿态|韧劲|劲头|精神|作风)[^，]*(?:工作|落实)|[^，]*同(?:以习近平|党中央)[^，]*保持高度一致)$",
          "表决心", "a vow", 0.88, needs="坚增树提鼓以保扛肩担作做当争勇敢走为奋努不无清忧赶热就同"),
    Rule("stance.exhort", "stance",
          rf"(?:(?:进一步|深刻)?(?:{alternatives(words('exhortations'))}|务求[^，、]{{1,4}})[、和]?)+$",
          "泛泛号召，没有办法", "exhortation without a method", 0.88),
    Rule("stance.spirit", "stance",
          r"(?!(?:要|及时|迅速|抓紧|尽快|认真|切实)*(?:成立|建立|制定|制订|出台|召开|开展|组织|举办|印发|完善|健全))(?!.*[0-9]+[件项])(?!.*(?:党政同责|责任制|制度|方案|规划|计划|任务|《|政策|措施|办法|举措|整改))[^，]*(?:学习|贯彻|领会|落实|传达|执行|遵循|践行|忠诚践行|学好用好)(?![^，]*(?:改革要求|责任制|[“”])[^，]{0,6}$)[^，]*" + _SPIRIT + r"(?:和[^，]*(?:要求|精神|部署))?(?:落到实处|落地见效|落地生根|不折不扣)?$|[^，]*(?:决策部署|部署要求|指示精神|会议精神|讲话精神|指示批示精神)[^，]*(?:落到实处|落地见效|落实落地|落地落实|落地生根|不打折扣)$|[^，]*对标对表$|[^，]*(?:深入|认真|全面|系统)学习[^，]*(?:思想|理论|精神|讲话)$",
          "贯彻精神、部署，没有点出具体的事", "carries out the spirit of something general", 0.9, needs="精讲指批决部要重思工战嘱期各标习"),
    Rule("stance.people", "stance", r"(?!坚持)[^，]*(?:初心使命|人民情怀|为民情怀|宗旨意识|放在心[头中上]|扛在肩|了然于胸|对人民负责|受人民监督|为人民服务|国之大者|人民至上|以人民为中心的?(?:情怀|立场)|位置)[^，]*$(?<!重要位置)(?<!突出位置)",
          "讲立场和情怀", "about whom one serves", 0.75, needs="初人为宗放扛了对受国位"),
    Rule("stance.task", "stance", r"(?:把|将)[^，]*作为[^，]*(?:政治任务|政治责任|首要任务|重大任务|重大政治|头等大事|第一责任|重要责任|检验|必修课)[^，]*$|作为[^，]*(?:检验|任务|责任|政治任务)$",
          "表明重视程度", "says how much weight is given", 0.85, needs="作"),
    Rule("stance.discipline", "stance", r"[^，]*(?:严守|严明|遵守)[^，]*(?:纪律|规矩)[^，]*$|[^，]*(?:坚决反对|旗帜鲜明)[^，]*$", "讲纪律", "about discipline", 0.8, needs="纪规反旗"),
    Rule("stance.battles", "stance", r"(?!助力|为|以高质量|以[^，]{2,12}发展)[^，]*打(?:好|赢|胜)(?:打?(?:好|赢|胜))?(?:[^，的]{0,14})(?:“?[三四五六七八九十]大" + _BATTLE + r"”?|各项" + _BATTLE + r")$|举全[^，]*之力[^，]*$",
          "为全部攻坚战表决心", "a vow for all the battles together", 0.9, needs="战举"),
    Rule("stance.call", "stance", r"[^，]*(?:让我们|我们要|我们一定|更加紧密地?团结|团结带领|高举[^，]*旗帜|奋力(?:谱写|开创|夺取|书写)|努力(?:谱写|开创|夺取|书写)|谱写[^，]*(?:篇章|新篇)|新局面|新篇章|新辉煌|新胜利|伟大复兴)[^，]*$",
          "号召与展望", "a call", 0.7, needs="让我更团高奋努谱新伟"),
    # ---- purpose: what for
    Rule("purpose.battle", "purpose", r"(?:坚决|努力|全力|奋力|着力|助力|持续)*(?:助力)?打(?:好|赢|胜)(?:打(?:好|赢))?[^，]*" + _BATTLE + r"$|[^，]*(?:聚焦|围绕)[^，]*打好[^，]*" + _BATTLE + r"$",
          "点出哪一场攻坚战，是目的", "names the battle that it is for", 0.85, needs="战仗"),
    Rule("purpose.for", "purpose",
          r"(?:切实|全力|有力|更好地?|进一步|努力|积极|真正|不断|从而|共同|全面)*为(?!了?民[办营]|期|主|[^，]{1,14}(?:配齐|配备|安装|购买|发放|缴纳|建立|开设|设立|办理|办实事|给予[^，]*$)|由|进一步|[0-9])[^，]+$|为(?:了|进一步)[^，]+$",
          "为……：是目的", "says what for", 0.88),
    Rule("purpose.by", "purpose", r"(?:不断|真正|切实)?以(?!来)(?![^，]*为[^，]*(?:推进|实施|开展))[^，]{2,30}(?:助力|推动|促进|保障|带动|引领|支撑|赢得|确保|检验|服务|换取|体现|迎接)[^，]+$|以(?:便|期|利)[^，]*$",
          "以……助力……：是目的", "by … towards …: a purpose", 0.85),
    Rule("purpose.ensure", "purpose", r"(?:从而|真正|切实|以|坚决|努力|全力)*(?:确保|保证|保障)(?![^，]*(?:\d|都有|都能|全部|全覆盖|全面完成|按时完成|如期完成|按期完成|完成|不低于|不少于|清零|达标|实现|脱贫摘帽|零增长|应[^，]尽|不发生|稳定在|高于|低于|供应|供给|资金|投入|经费))[^，]*$|(?!制定|建立|[^，]*[把将])[^，]*(?:责任到位|措施到位|落到实处|落地见效|取得实效|见到实效|见实效|取得成效|政令畅通)$",
          "确保……：是希望的效果", "the effect that is hoped for", 0.8, needs="确保证责措落取见政"),
    Rule("purpose.form", "purpose", r"(?:(?:加快|努力|着力|推动|积极|逐步|进一步|切实|广泛|共同)*(?:形成|凝聚|汇聚|营造|集聚)[^，]*(?:合力|氛围|局面|态势|共识|声势|风尚|良好环境|浓厚氛围|强大力量|磅礴力量|正能量)|实现[^，]*(?:双赢|多赢|共赢|有机统一|良性互动|良性循环)|激发[^，]*(?:动力|活力|潜力|热情|积极性))$(?<!的合力)",
          "形成合力等：是希望的效果", "the effect that is hoped for", 0.8, needs="形凝汇营集激赢统互循"),
    Rule("purpose.let", "purpose", r"(?:真正|切实|不断|努力|全力|持续)*(?:让|使|令|方便|便利)[^，]+$|[^，]*(?:获得感|幸福感|安全感|美好生活需要|美好生活向往)[^，]*$|(?:不断|更好|持续|努力|进一步)*满足[^，]*(?:需求|需要|期待|期盼)$",
          "让……：是希望的效果", "the effect that is hoped for", 0.8, needs="让使令便获幸安美满"),
    Rule("purpose.turn", "purpose", r"(?:努力|切实|真正|不断)*(?:把|将)[^，]*(?:转化|转变|变|化)(?:为|成)[^，]*$",
          "把……转化为……：是希望的效果", "turns one thing into another: the effect that is hoped for", 0.7),
    Rule("purpose.serve", "purpose",
          r"(?:更好地?|进一步|积极|主动|全力|有力|有效|着力|大力|指引|加快|持续)*(?:助力|指引|服务于?|支撑|促进|推动|推进|保障|助推|引领|带动|实现)(?:[^，、]{0,16}(?:经济社会|经济|事业|工作|社会|[一-鿿]{1,3}业)[^，]{0,10}(?:高质量发展|又好又快发展|持续健康发展|平稳健康发展|健康发展|转型升级和高质量发展|发展|全面进步|高质量跨越式发展)|[^，、]{0,8}高质量发展|精准脱贫|乡村振兴|[^，]{0,10}攻坚战)$(?<!区发展)(?<!融合发展)|(?:更好地?)(?:服务|促进|推动|保障|满足|发挥|支撑)[^，]+$|(?:助力|助推|指引)[^，]+$",
          "服务、助力大局：是目的", "towards a larger aim", 0.72),
    # ---- principle: in what manner
    Rule("principle.uphold", "principle", r"(?:要)?(?:必须|始终|继续|更加|一以贯之)*坚持(?!(?:不懈地?|每|加强|定期|做好|抓好|开展|推进|实施|落实|把[^，]*摆))[^，]+$|(?:要|必须|始终|继续|更加|深入|全面|牢牢|牢固|切实|认真|扎实|积极|坚决|持续|坚定|坚定不移地?|自觉|充分|着力|进一步|不断|真正|大力|严格|紧紧|一以贯之)*(?:遵循|秉持|秉承|贯彻|践行|落实|本着|恪守|把握|牢记|奉行|树立和践行|完整、准确、全面贯彻)[^，]*(?:理念|方针|方略|总基调|原则|主线|主题|宗旨|方法论|战略思想|发展思想|新发展阶段|工作思路|总要求|着力点|总体要求)(?:[、和][^，]*)?$",
          "坚持……：是原则", "upholds a principle", 0.88),
    Rule("principle.as", "principle", r"(?:要|必须|牢牢|始终|坚持|更加)*(?:以|把|将)[^，]+?(?<![转变化])(?:为|作为|当作|当成)(?![^，]*(?:推进|实施|开展|推动|加强|打造|建设|提升|培育|转化|变为))[^，]{1,40}$(?<!责任)",
          "以……为……：是原则", "takes … as …: the basis to act on", 0.85),
    Rule("principle.basis", "principle",
          r"(?:要|并|必须|应|继续|重点|主要|牢牢|紧紧|始终|更加|注重|统筹|充分|综合|全面)*(?:(?:严格)?(?:按照|依照|遵照|参照|根据|依据|对标|对照|顺应|适应|遵循|本着)(?![^，]*(?:制定|制订|出台|编制|印发|修订|拟定)[^，]{2,})[^，]*?(?:要求|原则|精神|思路|标准|规定|规范|办法|部署|安排|方案|规划|实际|规律|情况|意见|方针|目标|需要|需求|条件|职责|分工|方式|政策|性质|特点|步骤|程序|格局|法规|制度|形势|变化|趋势|理念|定位|路径|模式|职能|方向|指引|计划|主线|[》”])"
          r"|(?:结合|立足|着眼于?|紧扣|围绕|聚焦|瞄准|紧盯|锚定|突出|抢抓|抓住|把握|面向)(?!抓好[^，]{5,})" + _NO_NEW_VERB +
          r"|从[^，]*(?:出发|高度|入手|抓起|做起|着手|角度|实际)|(?:通过|借助|依托|利用|采取|采用|运用|借鉴)(?=[^，]*(?:手段|方式|方法|措施|途径|形式|平台|机制|载体|办法|渠道|契机|优势|模式|技术|经验|作用|机遇|条件|资源)$|[^，]{2,14}$)" + _NO_NEW_VERB + r")$",
          "交代依据、重点或方式", "gives the basis, the focus or the means", 0.75),
    Rule("principle.mindset", "principle", r"(?:要|必须|始终|继续|更加|深入|全面|牢牢|牢固|切实|认真|扎实|积极|坚决|持续|坚定|坚定不移地?|自觉|充分|着力|进一步|不断|真正|大力|严格|紧紧|一以贯之)*(?:树立|树牢|强化|增强|保持|具备|提高|确立)[^，]*(?:思维|意识|理念|导向|观念|观|思想|定力|底线|忧患)(?:和[^，]*(?:思维|意识|理念))?$",
          "树立一种思维", "a frame of mind", 0.85),
    Rule("principle.effort", "principle", r"在[^，]+上(?:下功夫|下苦功|求突破|求实效|求创新|见成效|见实效|见真章|作贡献|做贡献|严要求|动真格|出实招|出实效|做文章|作表率|走在前|当先锋|持续发力|聚焦发力|精准发力|用力|再加力|争先进|有作为|有突破|主动作为)$|(?:下足|下好|下够)[^，]*功夫$",
          "讲在哪里用力", "says where the effort goes", 0.7),
    Rule("principle.manner", "principle", r"(?:强化|坚持|做到|注重|突出|实行|要|充分|更加|真正|切实)*" + _MANNER + r"(?:[、，和]" + _MANNER + r")*$",
          "讲方式方法", "about the manner", 0.85),
    Rule("principle.strength", "principle", r"(?:要|充分|切实|着力|著力|进一步|积极|更好)*(?:发挥|发掘|凝聚|用好|突出)[^，]*(?:优势|特点|特色|各方力量|薄弱(?:环节)?|第一要务)$|(?:狠抓|抓住|突出|把握)(?:工作)?(?:重点|关键|难点|要害|主要矛盾|牛鼻子)[^，]{0,6}$",
          "讲凭借什么、抓什么重点", "about strengths and focus", 0.75),
    Rule("principle.relation", "principle", r"[^，]*(?:处理好|平衡好|把握好|统筹好)[^，]*关系$|(?:要|更加|坚持|必须|正确)*(?:处理好|正确处理|统筹好|统筹兼顾|注重|更加注重|兼顾|遵循)[^，]+(?:关系|结合|并重|相统一|相结合|规律|衔接|平衡|实效)$|(?:始终|切实|更加|牢牢|坚持)*(?:把|将)[^，]*(?:放在|放到|摆在)[^，]*(?:首位|第一位|突出位置|重要位置|优先位置|核心位置|更加突出的位置|首要位置)$|[^，]*(?:为主、|为先、|优先、|相结合|相统一|并重|并举|两手抓)[^，]*$|更加注重[^，]+$|[^，]*(?:决不|绝不)(?!允许)[^，]+$|(?:既要?|不能|不搞|不得?简单|决不能|绝不能|而不是|不是)[^，]+$",
          "讲要处理好的关系", "about the relation to be kept", 0.65, needs="关结并统规衔平实首位先举抓既不能为优重决绝"),
)


_EVERY = re.compile("|".join(f"(?P<r{index}>{rule.guarded})" for index, rule in enumerate(RULES)), re.S)
"""All rules in one expression: the engine tries them in order, which is many times faster than one call for each."""


def first_rule(clause: str, bare: str = "") -> Rule | None:
    """The first rule that fits a clause's body, as it stands or without its opening 要 (`bare`, '' where it has none).

    >>> first_rule("提高政治站位").name
    'stance.standing'
    """
    first = _number(_EVERY.match(clause))
    if bare:
        first = min(first, _number(_EVERY.match(bare)))
    return RULES[first] if first < len(RULES) else None


def _number(found: re.Match[str] | None) -> int:
    return int(found.lastgroup[1:]) if found and found.lastgroup else len(RULES)


_OTHERS: dict[str, tuple[str, str]] = {
    "context.blank": ("只有标点", "marks only"),
    "context.title": ("标题", "the title"),
    "context.number": ("发文字号", "the document number"),
    "context.issuer": ("发文单位", "who issues it"),
    "context.addressee": ("主送单位", "whom it addresses"),
    "context.date": ("日期", "a date"),
    "context.lead": ("导语：交代谁在回应什么", "the lead: who answers what"),
    "context.unit": ("单位名称作标题", "a unit's name as a heading"),
    "context.heading": ("标题，内容在它下面的措施里", "a heading; its measures carry the content"),
    "context.head": ("段首提示句，内容在它后面的措施里", "a head sentence; the measures after it carry the content"),
    "context.attachment": ("附件说明", "a note of attachments"),
    "context.signoff": ("落款", "the sign-off"),
    "context.furniture": ("网页附属信息", "web-page furniture"),
    "context.table": ("表格", "a table"),
    "context.directive": ("说明在回应哪一份部署", "says which directive is answered"),
    "context.review": ("在回顾部分，说的是已做的事", "in a part that looks back: it has been done"),
    "context.state": ("只说现状，没有指标、时限或措施", "tells a state, without figure, term or measure"),
    "context.other": ("没有读出要做的事", "nothing to do or to reach was read in it"),
    "duty.verb": ("动词开头：要做的事", "opens with a verb: something to do"),
    "duty.subject": ("点明谁来做", "says who is to do it"),
    "duty.form": ("对……、将……、由……：要做的事", "the form of a measure (对…, 将…, 由…)"),
    "duty.adverb": ("要……、应……：要做的事", "opens as a measure does (要…, 应…)"),
    "duty.goes-on": ("接着前一句说", "goes on with the clause before"),
    "target.reach": ("实现、达到、力争：要达到的状态", "to be reached (实现, 达到, 力争)"),
    "target.state": ("说要达到的状态", "a state to be reached"),
    "target.figure": ("说要达到的数值", "a figure to be reached"),
    "target.goals": ("在目标部分", "stands under the goals"),
    "principle.section": ("在原则部分", "stands under the principles"),
    "stance.after": ("措施之后的号召", "an exhortation after the measures"),
    "theme.none": ("认识和背景不归主题", "stance and context have no theme"),
    "theme.words": ("句中有这个主题的词", "the clause has words of the theme"),
    "theme.programme": ("句中有归这个主题的专项", "the clause names a programme of the theme"),
    "theme.near": ("同一句或同一条点明了主题", "its sentence or item names the theme"),
    "theme.heading": ("上面的标题点明了主题", "the heading above names the theme"),
    "theme.title": ("文件标题点明了主题", "the document's title names the theme"),
    "theme.weak": ("句中有与主题相关的词", "the clause has words that go with the theme"),
    "theme.rest": ("不属于其他主题", "belongs to no other theme"),
}


def explain(rule: str, lang: str) -> str:
    """What a rule's name means, in "zh" or "en"; KeyError for a name that no rule has.

    >>> explain("duty.verb", "en")
    'opens with a verb: something to do'
    """
    named = next(((r.zh, r.en) for r in RULES if r.name == rule), None) or _OTHERS[rule]
    return named[0 if lang == "zh" else 1]
