"""The reader's words for what `documents` did to a text; what has none here is shown by its name."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.record import Status, Verdict
from summarizer.messages import say

VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "有据", "unsupported": "无据", "unchecked": "未核对"}
)
STATUSES: Mapping[Status, str] = MappingProxyType(
    {"achieved": "完成", "planned": "计划", "problem": "问题", "background": "背景"}
)
# Why something was taken out: Chinese, English.
_REASONS = MappingProxyType(
    {
        "legal_notice": ("版权声明", "legal notice"),
        "button": ("按钮", "button"),
        "caption": ("图注", "caption"),
        "editorial": ("编辑的话", "editor's note"),
        "date_line": ("日期来源行", "date line"),
        "breadcrumb": ("导航路径", "breadcrumb"),
        "page_head": ("页头", "page head"),
        "site_title": ("网站标题", "site title"),
        "link_list": ("链接列表", "link list"),
        "menu": ("菜单", "menu"),
        "footer": ("页脚", "footer"),
        "attachment": ("附件下载", "attachment"),
        "page_title": ("网页标题", "page title"),
        "navigation": ("导航", "navigation"),
        "share_buttons": ("分享按钮", "share buttons"),
        "aside": ("侧栏", "aside"),
        "search": ("搜索框", "search"),
        "login": ("登录", "login"),
        "page_header": ("页眉", "page header"),
        "page_footer": ("页脚", "page footer"),
        "running_head": ("页眉", "running head"),
        "page_number": ("页码", "page number"),
        "table_of_contents": ("目录", "table of contents"),
        "mail_header": ("邮件头", "mail header"),
        "attachments": ("附件", "attachments"),
        "inserted_notice": ("插入的提示", "inserted notice"),
        "inserted_promotion": ("插入的广告", "inserted promotion"),
    }
)
# What was mended in a text, or could not be.
_REPAIRS = MappingProxyType(
    {
        "gloss": ("拼音夹注", "pinyin glosses"),
        "traditional": ("繁体行", "traditional lines"),
        "form": ("全角字符", "full-width forms"),
        "entity": ("网页实体", "HTML entities"),
        "tag": ("网页标签", "HTML tags"),
        "style": ("网页样式", "style leftovers"),
        "invisible": ("不可见字符", "invisible characters"),
        "private_use": ("私用区字符", "private-use characters"),
        "gbk_shift": ("半字错位", "half-character shifts"),
        "line_end": ("行尾", "line ends"),
        "line_break": ("句中断行", "line breaks in sentences"),
        "lost_lines": ("丢失的换行", "lost line breaks"),
        "spaced_word": ("词中空格", "spaces in words"),
        "spaced_number": ("数字中空格", "spaces in numbers"),
        "inserted_notice": ("插入的提示", "inserted notices"),
        "inserted_promotion": ("插入的广告", "inserted promotions"),
        "bad_bytes": ("无法解码的字节", "undecodable bytes"),
        "encoding_in_doubt": ("编码存疑", "encoding in doubt"),
    }
)


def reason(name: str) -> str:
    """Why something was removed, as messages are worded."""
    return say(*_REASONS[name]) if name in _REASONS else name


def reason_in_chinese(name: str) -> str:
    """Why something was removed, as a rendered record words it."""
    return _REASONS[name][0] if name in _REASONS else name


def repair(name: str) -> str:
    """What was mended, as messages are worded."""
    return say(*_REPAIRS[name]) if name in _REPAIRS else name


def repair_in_chinese(name: str) -> str:
    """What was mended, as a rendered record words it."""
    return _REPAIRS[name][0] if name in _REPAIRS else name
