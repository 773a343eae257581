"""What a web page puts around an article: navigation, times and sources, share buttons, statements of rights, licences, links."""

from __future__ import annotations

import re
from collections.abc import Sequence

# How a line of furniture begins, whole line.
_LINE = re.compile(
    r"""
      ^(?:您?(?:的|现在|当前)?(?:所在)?(?:的)?位置|当前位置|当前页面|现在位置)\s*(?:是|为)?\s*[:：]
    | ^(?:网站)?首页\s*(?:[>＞»›/|—\-]|$)
    | ^\S{1,12}\s*[>＞»›]\s*\S{1,20}(?:\s*[>＞»›]\s*\S{1,30})*$
    | ^[\s\-*·•【\[]*(?:信息|文章|稿件|新闻|内容)?(?:来源|出处)\s*[:：].{0,40}$
    | ^[\s\-*·•【\[]*(?:发布|发表|更新|编辑|上传|录入|公开|生成|发稿)(?:时间|日期|于)\s*[:：].{0,80}$
    | ^[\s\-*·•【\[]*(?:时间|日期)\s*[:：]\s*\d{4}.{0,60}$
    | ^\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s*\d{1,2}[:：]\d{2}.{0,60}$
    | ^[\s\-*·•【\[]*(?:浏览|点击|阅读|访问|查看)(?:次数|量|数|率)?\s*[:：].{0,30}$
    | ^[\s\-*·•【\[]*(?:索引号|主题分类|发文机关|发文单位|信息分类|公开方式|公开形式|公开范围|有效性|体裁分类|主题词|关键词|信息名称|名称|标题|发布机构|信息类别|成文日期|发文日期|生成日期|文号|发文字号|内容分类|内容概述|公文种类|信息索引|所属机构)\s*[:：].{0,80}$
    | ^[\s【\[（(]*(?:字号|字体|字体大小|选择字号|视力保护色|背景色|语音播报)\s*[:：\]】].{0,30}$
    | ^[\s【\[]*(?:大\s*中\s*小|[AT][+-]\s*[AT]?[+-]?)[\s】\]]*$
    | ^[\s【\[（(]*(?:分享到|分享至|扫一扫|扫码|打印本页|打印|关闭窗口|关闭本页|关闭|返回顶部|返回上一页|返回列表|我要纠错|纠错|收藏本页|加入收藏|设为首页|网站地图|联系我们|关于我们|无障碍|繁体版?|简体版?|手机版|移动版|客户端|下载|登录|注册|用户登录|搜索|站内搜索|English|RSS)(?:[\s】\])）|·>：:].{0,60})?$
    | ^[（(【\[\s]*(?:新媒体|网络|本文|本期|见习|执行|实习|首席|特约|值班|审核|签发)?(?:责任编辑|责编|编辑|责任校对|校对|审核|审校|监制|总监制|复审|终审|初审|撰稿|供稿|作者|文/图|图/文|摄影|记者|通讯员|编审|一审|二审|三审|信息员)\s*[:：].{0,60}$
    | ^(?:上一篇|下一篇|上一条|下一条|上页|下页|相关(?:链接|阅读|新闻|文章|稿件|推荐|信息|文件|附件|解读|报道|内容|专题)|推荐阅读|延伸阅读|热门(?:文章|新闻|推荐|排行)|友情链接|更多(?:>>|精彩|内容)|热点(?:新闻|推荐)|猜你喜欢|精彩推荐|图片新闻|政策解读|解读文件|部门解读)(?:\s*[:：>》|].{0,80})?$
    | ^(?:主办(?:单位)?|承办(?:单位)?|协办(?:单位)?|运行维护|运维单位|网站管理)\s*[:：].{0,60}$
    | ^(?:免责|版权|郑重|特别|网站|本网)?声明\s*[:：]?\s*$
    | ^(?:版权|免责)声明\s*[:：]
    | ^(?:联系|咨询|服务|举报|值班|传真|客服|投诉|新闻|热线)?(?:电话|热线|邮箱|传真|手机|邮编|地址|QQ|微信(?:公众号)?|E-?mail)\s*[:：].{0,80}$
    | ^[\s—–─\-=*_·.]*(?:第?\s*\d{1,4}\s*页?)?[\s—–─\-=*_·.]+$ | ^第\s*\d{1,4}\s*页(?:\s*[共/].{1,8})?$ | ^[（(](?:上接|下转|紧接|转|接).{0,4}第.{1,6}版[）)]$
    | ^(?:https?://|www\.)\S+$
    """,
    re.VERBOSE,
)
# Words that make a line furniture wherever in it they stand.
_ANYWHERE = re.compile(
    "版权所有|[Aa]ll [Rr]ights [Rr]eserved|[Cc]opyright|COPYRIGHT|©|ICP备|ICP证|公网安备|网站标识码|经营许可证(?:编?号|[:：])|许可证号|制作经营许可证|建议使用.{0,20}(?:浏览器|分辨率)|最佳浏览效果|技术支持[:：]"
    "|未经(?:书面)?(?:授权|许可|允许).{0,12}(?:转载|复制)|(?:翻版|复制)必究|凡本(?:网|站|刊|报).{0,4}(?:注明|转载)|转载(?:目的|请注明|须注明|自其他)|并不代表本(?:网|站|刊)|(?:同|与|和)本(?:网|站)联系"
    "|违法和不良信息举报|值班手机|商务合作[:：]"
)
# Lines from which on the rest of a page is furniture, unless an article goes on after them.
_OPENS_FOOTER = re.compile(
    r"^[（(【\[\s]*(?:新媒体|网络|本文|见习|执行|实习|值班)?(?:责任编辑|责编|编辑|责任校对|校对|审核|监制|初审|终审)\s*[:：]"
    r"|^(?:免责|版权|郑重|特别|网站|本网)?声明\s*[:：]?\s*$|^(?:版权|免责)声明"
    r"|^(?:上一篇|下一篇|上一条|下一条|相关(?:链接|阅读|新闻|文章|稿件|推荐|信息|报道|专题)|推荐阅读|延伸阅读|热门|友情链接|猜你喜欢|精彩推荐|返回顶部|打印本页|关闭窗口|分享到|分享至|扫一扫)"
    r"|版权所有|All\s+Rights\s+Reserved|Copyright|ICP备|公网安备|网站标识码",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"^(?:您?(?:的|现在|当前)?(?:所在)?(?:的)?位置|当前位置|当前页面|现在位置)|^(?:网站)?首页\s*[>＞»›]")
# What a page's footer speaks of; a long line without any of it is an article going on.
_FOOTER_WORDS = re.compile(
    r"本网|本站|本刊|网站|转载|版权|联系|电话|授权|作品|稿件|来源|法律|许可|备案|Copyright|https?:|www\.|浏览器|邮箱|举报|编辑|声明|侵权|地址|客户端|关注|微信|公众号|扫", re.IGNORECASE
)
_RUNNING_TEXT = 60
_LONGEST = 200
"""Characters: no line longer than this is furniture by its words alone, except in a footer."""
_HEAD = 15
"""Paragraphs from the top within which a line of breadcrumbs may stand."""


def find_furniture(lines: Sequence[str]) -> set[int]:
    """Which of a page's lines (stripped, none empty) are furniture.

    >>> sorted(find_furniture(["首页 > 要闻", "各市要加强检查。", "责任编辑：甲", "如需转载请在30日内联系本网。"]))
    [0, 2, 3]
    """
    found = {index for index, line in enumerate(lines) if is_furniture(line)}
    found.update(range(_above_crumbs(lines)))
    found.update(range(_footer_start(lines), len(lines)))
    return found if len(found) < len(lines) else set()


def is_furniture(line: str) -> bool:
    """Whether a line is furniture by its own words."""
    return len(line) <= _LONGEST and (_LINE.match(line) is not None or _ANYWHERE.search(line) is not None)


def _above_crumbs(lines: Sequence[str]) -> int:
    """How many lines at the top are menus that end in breadcrumbs."""
    for index in range(min(_HEAD, len(lines)) - 1, -1, -1):
        if _CRUMBS.match(lines[index]):
            menus = lines[:index]
            return index + 1 if all(len(line) < 30 and line[-1] not in "。；" for line in menus) else 0
    return 0


def _footer_start(lines: Sequence[str]) -> int:
    """The first line that opens a footer after the article's last words."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if len(line) <= _LONGEST and _OPENS_FOOTER.search(line):
            start = index
        elif len(line) >= _RUNNING_TEXT and not _FOOTER_WORDS.search(line):
            break
    return start
