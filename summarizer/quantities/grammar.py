"""How a number is written, from its first character to its unit. Every pattern is bounded, so matching is linear."""

import re

from summarizer.quantities.units import UNIT

DIGITS = r"(?:[0-9]{1,3}(?:[,，][0-9]{3}(?![0-9])){1,5}|[0-9]{1,18}(?![0-9]))(?:\.[0-9]{1,6})?"
NUMERALS = "[零〇一二三四五六七八九两十百千万亿廿卅]{1,20}(?:点[零〇一二三四五六七八九]{1,6})?"
_MORE = "[余多来]?"
_TO = "(?:至|到|-{1,2}|—{1,2}|–|~)"
_GAP = " {0,2}"
# 百 of 百分点 and 千 of 千瓦 belong to the unit.
_TIMES = "(?:[十万亿]|百(?!分)|千(?![克瓦米伏])){0,3}"
# 1 200 and 12，500 of a longer run may be one number or two, so they are none.
# A number glued to these is part of a code, a ratio, a sum or a masked value.
_GLUE = "0-9A-Za-z.#/+第×*＊○□"

# Where a number may begin, found fast; the pattern for its first character then reads it.
START = re.compile("[0-9]+|[零〇一二三四五六七八九两十百千万亿廿卅]+|翻|第")
ARABIC = re.compile(
    rf"(?<![{_GLUE}])(?<![0-9A-Za-z-]-)(?<![0-9][,:：∶])(?<![0-9][ ，](?=[0-9]{{3}}(?![0-9])))(?P<digits>{DIGITS})(?P<more>{_MORE}){_GAP}(?:个(?=多?[万亿]))?"
    rf"(?P<times>{_TIMES})(?P<more_times>{_MORE})(?P<last_times>[万亿]{{0,2}}){_GAP}(?P<unit>(?:{UNIT})?)"
    rf"(?:{_TO}(?P<upper>{DIGITS}){_GAP}(?P<upper_times>{_TIMES})(?P<upper_more>{_MORE}){_GAP}"
    rf"(?P<upper_unit>(?:{UNIT})?))?"
)
CHINESE = re.compile(
    rf"(?<![零〇一二三四五六七八九两十百千万亿几第点初之届番])(?<!数(?=[十百千万亿]))(?P<numerals>{NUMERALS})"
    rf"(?:{_TO}(?P<upper>{NUMERALS}))?(?P<more>{_MORE})(?:个(?=多?[万亿]))?(?P<times>[万亿]{{0,2}})"
    rf"(?P<more_times>{_MORE})(?P<unit>(?:{UNIT})?)(?![xX×*＊])"
)
PART = re.compile(
    rf"(?<![零〇一二三四五六七八九两十百千万亿几数第点])(?P<whole>{NUMERALS})分之(?P<part>{NUMERALS}|{DIGITS})"
    rf"(?:{_TO}(?:(?P=whole)分之)?(?P<upper>{NUMERALS}|{DIGITS}))?(?!决赛|分之)"
)
SLASHED = re.compile(r"(?<![0-9A-Za-z./:])(?P<part>[1-9][0-9]?)/(?P<whole>[2-9]|[1-9]0|100)(?![0-9A-Za-z./])")
DOUBLED = re.compile("翻了?(?P<doubled>[一两二三四1-4])?番")
RANK = re.compile(
    r"(?<=[一-鿿、])第(?P<rank>[0-9]{1,4}|[一二三四五六七八九十]{1,3})"
    r"(?:[名位](?=[^一-鿿]|$|[升跃降前上提进和与及的])|(?=[升跃]|[，,。；;、！）)]|$))",
    re.MULTILINE,
)
# Numbers that wait for the unit of their list (10、20和30个); 附件1、2份 and 第1、2名 are none.
LIST_JOINS = frozenset("、和与及")
DIGITS_ALONE = re.compile(DIGITS)
LIST = re.compile(rf"(?<=[一-鿿：:，,（(])(?<![第件表图号])(?:{DIGITS}[、和与及]){{1,8}}$")
