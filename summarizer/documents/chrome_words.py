"""What the lines around a document say on Chinese sites: patterns for mended text in simplified script."""

import re

_DATE = r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日?)"
_CLOCK = r"[ \u3000T]*\d{1,2}(?:[:：]\d{2}(?:[:：]\d{2})?|时\d{1,2}分)"
# Labels that only a site sets, and labels that a document may use too.
_SITE_KEYS = (
    "(?:发布|更新|发表|录入|上传|刊发|成文|生成)(?:时间|日期)|(?:信息|文章|稿件|新闻)?来源|责编|责任编辑|发布(?:人|单位|机构|者)"
    "|索引号|(?:点击|浏览|阅读|访问)(?:次数|人次|数|率|量)?|字号|字体|信息(?:名称|索引|分类)|主题分类|公开方式"
)
_DOCUMENT_KEYS = "作者|记者|编辑|审核|校对|供稿|撰稿|初审|复审|终审|签发"
_END = r"[ \u3000]*[:：]"

# `发布时间: 2024-03-18 09:05`, `2012年5月16 来源：`, a date with its time of day.
DATE_LINE = re.compile(
    rf"(?:^|[\s|｜\[【])(?:{_SITE_KEYS}){_END}|^[-—·•]?[ \u3000]*(?:时间|日期){_END}[ \u3000]*(?:$|(?:19|20)\d\d[-/.]\d)"
    rf"|^{_DATE}{_CLOCK}$|^{_DATE}(?:{_CLOCK})?.{{0,30}}(?:来源|作者|点击|浏览|字号)"
)
# `作者：张三`, on a line that says no more; `记者：` in an interview is followed by a question.
BYLINE = re.compile(rf"(?:{_DOCUMENT_KEYS}){_END}[^，。？！?!]{{0,24}}")
BODY_PREFIX = re.compile(rf"(?:{_DATE}(?:{_CLOCK})?)?[，,\s]*正文[:：]\s*|原标题[:：]\s*")
SOURCE = re.compile(
    rf"(?:信息|文章|稿件|新闻)?来源{_END}[ \u3000]*"
    rf"([^\s:：|｜\[【]{{2,30}}?)(?=[\s|｜\[【）)]|(?:{_SITE_KEYS}|{_DOCUMENT_KEYS}|下载|收藏|打印){_END}?|$)"
)
PLACE = re.compile("您?(?:现在|当前)?的?(?:所在)?的?位置[:：是]|(?:网站)?首页[ \u3000]*[>》→›»/-]")
ARROW = re.compile("[>›»》]+")
_SHARES = "微信(?:好友|朋友圈)?|(?:新浪|腾讯)?微博|QQ(?:空间|好友)?|朋友圈|人人网|开心网|豆瓣|百度贴吧|复制链接|二维码"
_BUTTON = (
    f"(?:一键)?分享(?:到|至)?(?:{_SHARES})?|{_SHARES}|更多|查看更多|收藏|打印(?:本页|此页|本文|文章)?|[【\\[]?关闭(?:窗口|本页|此页|页面)?[】\\]]?"
    "|返回(?:首页|顶部|列表|上一页|目录)?|首页|上一[篇页]|下一[篇页]|无障碍(?:阅读|浏览|版)?|长者(?:模式|版|助手|专区)|适老(?:化|版)|语音播报"
    "|(?:个人|用户|法人)?登录|注册|退出|搜索|检索|智搜|用户名|密码|扫一扫.{0,12}|扫描二维码.{0,10}|点击右上角|选择在浏览器中打开|点赞|评论|投诉|纠错"
    "|[【\\[(（]?[大中小][】\\])）]?|下载|全屏|加大|还原|减小|放大|缩小|默认|[【\\[]?字[号体]大?小?|简体(?:中文|版)?|繁[体體](?:中文|版)?|English|EN"
    "|加入收藏|收藏本站|设为首页|true|false|null|undefined|附件下载|网页版|移动版|手机版|客户端|打开APP|APP下载"
)
BUTTON = re.compile(rf"(?:{_BUTTON})[ \u3000]*[:：>|｜]*", re.IGNORECASE)
# What stands between the buttons of a row, and lines that hold nothing else.
BETWEEN = re.compile(r"[\s|｜·•/、>【】\[\]:：]+")
RULE = re.compile(r"[|｜>》《【】\[\]…]{1,6}")
# What menus name; only several of them together make a menu, for each may be the heading of a report.
MENU = re.compile(
    rf"(?:{_BUTTON}|(?:网站)?(?:首页|导航|地图|声明|大事记)|新闻(?:中心|动态|资讯)|要闻(?:动态)?|工作动态|通知公告|公示公告|政府信息公开|信息公开"
    "|政[务府]公开|政务(?:服务|信息|动态|新媒体)|办事(?:服务|大厅|指南)|在线(?:服务|办事)|互动(?:交流)?|政民互动|公众参与|数据(?:服务|开放|发布)"
    "|走进.{2,6}|.{2,6}概况|领导(?:之窗|信息|介绍)|机构(?:设置|职能|概况)|职能部门|政策(?:文件|法规|解读)|专题专栏|热点专题|关于我们|联系(?:我们|方式)"
    "|使用(?:说明|帮助)|帮助中心|隐私(?:保护|声明|政策)|版权声明|法律声明|友情链接|栏目导航|电子政务|微言教育|.{0,4}服务平台|Languages?"
    r"|[A-Za-zÀ-ɏ]{2,12}|[\u0400-\u04ff]{3,12}|[\u0600-\u06ff]{3,12}|日本語|한국어)[ \u3000]*[:：>|｜]*",
    re.IGNORECASE,
)
# What a title says, so that a short one below a menu is none of its words.
TITLE = re.compile(
    "报告|总结|讲话|通知|意见|方案|计划|要点|汇报|纪要|简报|公告|通告|决定|办法|规划|致辞|发言|述职|情况|细则|规定|批复|函$|决议|倡议|指南|[：:]$|^[—―（(]"
)
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十]{1,3}|[（(]?\d{1,2}[）)、．.]|[①-⑳]"
)
# Headings of the lists that follow a document, and single lines of that kind.
TAIL = re.compile(
    "(?:相关(?:报道|新闻|阅读|文章|链接|推荐|资讯|文档|内容|信息|专题|附件|稿件)|(?:新闻|热门|精彩|编辑|阅读|为您)?推荐(?:新闻|阅读|访问|文章|内容)?"
    "|延伸阅读|[为给][您你]推荐|猜[你您]喜欢|[你您]?可能.{0,2}感兴趣.{0,4}|大家都在看|热[点门](?:新闻|推荐|排行|文章|标签|资讯|专题)?|今日热点"
    "|最新(?:新闻|更新|文章|资讯)|最近更新|(?:点击|阅读|新闻|人气)?排行榜?|友情链接|栏目导航|图片新闻|网友评论)[ \u3000]*(?:[:：].*|[>》]*)"
)
TAIL_LINE = re.compile(
    "(?:[上下]一[篇页条](?:[:：].*)?|关键[词字][ \u3000]*[:：].*|标签[ \u3000]*[:：].*|(?:Tags?|本文(?:链接|地址))[ \u3000]*[:：].*"
    "|.{0,40}(?:扫码|扫描|长按|搜索)?关注.{0,20}(?:公众号|微信号|客户端).{0,16}|.{0,20}(?:全文)?下载(?:地址|链接).{0,20}|编者按[:：]?)",
    re.IGNORECASE,
)
# A file to be downloaded; the 附件： that an official document lists itself names none.
ATTACHMENT = re.compile(
    r"(?:相关|下载)?附件\d{0,2}[:：]?.{0,80}\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|7z)(?:[（(\[].{0,20})?"
    r"|[^，。]{1,80}\.(?:docx?|xlsx?|pptx?|pdf|wps|ofd|zip|rar|7z)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    "版权所有(?![者人权])|(?:未经|禁止).{0,12}(?:转载|镜像|复制)|免责声明|Powered by|All Rights? Reserved|Copyright|©"
    r"|ICP[备证]案?号?[ :：]*(?:\d|第|[^，。]{0,6}号)|公网安备[ 号第]*\d|网站标识码|本文仅[限供]|如.{0,4}(?:侵权|版权问题)"
    "|(?:本站|本网|小编).{0,12}(?:整理|提供|转载)|(?:点击|免费)下载(?:全文|本文|文档)|来源[:：]网络",
    re.IGNORECASE,
)
# Lines that belong to the foot of a page only beside one of the lines above.
FOOTER = re.compile(
    "(?:(?:主办|承办|协办|运维|建设|管理)(?:单位|方)?|(?:网站)?技术支持.{0,12}|(?:联系|办公|单位)?地址|邮(?:政)?编码?|(?:联系|咨询|服务|监督|网站)?.{0,6}电话.{0,8}"
    "|传真|(?:电子)?(?:邮箱|邮件)|E-?mail|网址|备案号|您是第|访问量|今日访问|总访问)[ \u3000]*[:：]?.*|.*(?:浏览器|分辨率).*",
    re.IGNORECASE,
)
# What editors put between the lines in brackets is the site's, whatever it says.
EDITORIAL = re.compile(r"[（(【\[]\s*(?:责任编辑|责编|编辑|编者|小编)[^（(【\[]*[）)】\]]")
CAPTION = re.compile(
    r"[（(](?:资料图片?|图为.{0,40}|图片.{0,20}|来源[:：].{0,30}|.{0,12}供图|.{0,20}[ /]摄|《[^》\n]{1,20}》.{0,24}期.{0,6})[）)]"
    r"|.{0,80}(?:记者|通讯员|图/|摄影[:：])[ \u3000]*.{1,16}[摄图]|(?:图|摄影)[/／:：].{2,16}"
)
PAGE_NUMBER = re.compile(
    r"[-—–－·][ \u3000]*\d{1,4}[ \u3000]*[-—–－·]|第[ \u3000]*\d{1,4}[ \u3000]*页(?:[ \u3000/，,]*共[ \u3000]*\d{1,5}[ \u3000]*页)?"
)
# Programs and style sheets that ran into the text.
CODE = re.compile(
    r"(?:var |function\b|\$\(|document\.|window\.|//|/\*|<!|[.#@][A-Za-z]).*|.*[{};]|.*\{.*:.*\}.*"
)
# `【精选推荐】` after a title tells a title that a site made up.
PROMOTED = re.compile(r"[【\[(（](?:精选|最新|推荐|热门|优选|通用|必备|汇编|精品|完整|荐读).{0,6}[】\])）]$")
SITE_NAME = re.compile(r"\s*[-_—|｜–]+\s*\S{2,20}$")
DATED = re.compile(r"((?:19|20)\d\d)(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})")
