"""Values that the author or the site made unreadable: they are neither numbers nor names."""

import re

_NUMERAL = "零一二三四五六七八九十百千万"
_PLACE = "省市县区州盟旗镇乡村街局厅委校院厂矿"
_SURNAME = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷黎史龙陶贺毛郝顾龚邵万覃武钱戴严莫孔向常"
# What a single X, × or asterisk stands before if it stands for something: units and places.
_COUNTED = f"年月日号时个名人所项次届期班级万亿元余多家户亩件岁里米吨平政%％〔{_PLACE}"
_X = "xX×✕✖"
_MASKED = re.compile(
    # 20xx年, x.x亿元, xx%, XX医院; not in words of letters or products of digits.
    rf"(?<![A-Za-z0-9.+＋])[0-9]{{0,3}}[{_X}](?:[{_X}]|[.．~～-][{_X}])+(?![A-Za-z0-9])"
    # X市, 2.x亿元; an X by itself is a letter of a name elsewhere: 1+N+X, 415X, 数据要素×.
    rf"|(?<![A-Za-z0-9.+＋])[0-9]{{0,3}}[.．]?[{_X}](?=[{_COUNTED}])"
    # ***, one or two asterisks only before a unit or a place: `**` may be emphasis of Markdown.
    rf"|[0-9]{{0,3}}\*{{3,}}|[0-9]{{1,3}}\*{{1,2}}(?![0-9*])|\*{{1,2}}(?=[{_COUNTED}])"
    # ○○, 〇〇 and □□, but not in 二〇〇八.
    rf"|(?<![{_NUMERAL}])[○〇◯]{{2,}}(?![{_NUMERAL}])|[□■△]{{2,}}|[_＿]{{2,}}"
    # 某市, 李某, 某某; not 某些, 某种.
    rf"|某某|某(?=[{_PLACE}])|(?<=[{_SURNAME}])某(?![些种个项一类方])"
)


def find_masked(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of masked values (`xx`, `x.x`, `20xx`, `×`, `***`, `〇〇`, `某` before a place), in order."""
    return tuple(match.span() for match in _MASKED.finditer(text))
