"""Damage done to clean reports the way it is met: what the repairs must undo."""

import re

from opencc import OpenCC

HEAD = (
    "无障碍阅读 | 长者模式 | 登录 | 注册\n首页\n政务公开\n政务服务\n互动交流\n"
    "当前位置：首页 > 政务公开 > 部门信息公开\n"
)
META = "发布日期：2025-02-16 09:32　来源：云岭日报　浏览次数：1326次　字体：【大 中 小】\n分享到：微信 微博 QQ空间\n"
FOOT = (
    "\n打印本页　关闭窗口\n上一篇：关于冬季供暖安排的公告\n相关阅读\n· 全县冬修水利全面启动，投入机械120台\n· 春运首日发送旅客2.1万人次\n"
    "扫一扫在手机打开当前页\n网站地图 | 关于我们 | 联系我们\n主办：云岭县人民政府办公室\n联系电话：0000-0000000\n"
    "版权所有 © 云岭县人民政府　未经授权不得转载\n"
)
_PINYIN = {
    "進": "jìn",
    "務": "wù",
    "學": "xué",
    "業": "yè",
    "規": "guī",
    "農": "nóng",
    "設": "shè",
    "產": "chǎn",
    "員": "yuán",
}
_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def framed(report):
    """The page around a report."""
    title, rest = report.split("\n", 1)
    return f"{title}_云岭县人民政府门户网站\n{HEAD}{title}\n{META}{rest}{FOOT}"


def traditional(report):
    """Traditional script with glosses."""
    text = OpenCC("s2t").convert(report)
    return re.sub(f"[{''.join(_PINYIN)}]", lambda found: f"{found[0]}({_PINYIN[found[0]]})", text)


def full_width(report):
    """Digits as wide as ideographs."""
    return report.translate(_DIGITS)


def spaced(report):
    """A title with its characters apart, and numbers apart from their units."""
    title, rest = report.split("\n", 1)
    return " ".join(title) + "\n" + re.sub(r"(?<=[一-鿿][一-鿿])(\d[\d.]*)(?=[一-鿿])", r" \1 ", rest)


def wrapped(report, width=38):
    """Paragraphs indented and broken at a fixed number of characters."""
    title, *lines = report.split("\n")
    return "\n".join([title, *(part for line in lines for part in _wrapped(line, width))])


def _wrapped(line, width):
    indented = "　　" + line if len(line) > width else line
    return [indented[at : at + width] for at in range(0, len(indented), width)] or [""]


def shifted(report):
    """Bracketed headings read from the second half of their indent on, where all their bytes survive."""
    return "\n".join(map(_shifted, report.split("\n")))


def _shifted(line):
    words = re.match(r"（[一二三四五六七八九十]）[^\x00-\x7f]+", line)
    if not words:
        return line
    data = ("　" + words[0]).encode("gbk")[1:]
    pairs = [data[at : at + 2] for at in range(0, len(data) - 1, 2)]
    # The half left at the end was dropped with a gloss's bracket; a line where another pair is lost stays.
    try:
        read = "".join(pair.decode("gbk") for pair in pairs)
    except UnicodeDecodeError:
        return line
    return read + line[words.end() :]
