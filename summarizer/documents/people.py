"""Who speaks or signs, and at which meeting: name and post, and the occasion."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizer.documents.found import Found, Line, lines_of
from summarizer.documents.organisations import is_organisation, is_placed

_HEAD_LINES = 12
_HEAD = 1200
_LONGEST_LINE = 100
_POST = "(?:书记|[局县市省区厅部院校处科镇乡州会行社队组所站台]长|主任|主席|委员长|总理|检察长|专员|盟长|旗长|巡视员|调研员|秘书长|总经理|董事长)"
# One character of the common family names, or a double name; a name is told from other words by it.
_FAMILY = (
    "(?:欧阳|司马|上官|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|东方|独孤|南宫|长孙|宇文|鲜于|司空|轩辕|端木|申屠|钟离|赫连|澹台|闻人|濮阳|拓跋|呼延|太史|公冶|宗政|淳于|单于|百里|西门|东郭|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻"
    "柏窦章云苏潘葛范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵"
    "汪祁毛禹狄米贝明臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房"
    "裘缪解应宗丁宣邓郁单杭洪包左石崔吉龚程嵇邢裴陆荣翁荀甄曲封储靳段富巫乌焦巴牧车侯全班仰秋仲伊宫宁仇栾刘景詹龙叶司黎薄白蒲"
    "邰从鄂赖卓蔺屠蒙池乔阴苍闻党翟谭贡劳冉桑桂牛燕尚农温庄晏柴瞿阎连茹习艾容向古易廖耿匡文寇欧师巩聂晁敖冷辛那饶曾沙丰关查红游权"
    "盖益桓公肖覃佟任])"
)
# Names of other peoples are told by the dot between their parts.
_NAME = rf"(?:{_FAMILY}[ \u3000]?[一-鿿](?:[ \u3000]?[一-鿿])?|[一-鿿]{{1,6}}[·•][一-鿿]{{1,8}})"
_TITLES = rf"[^\s，,。：:；;、]{{0,40}}?(?:[,，、][^\s，,。：:；;、]{{0,24}}){{0,4}}?{_POST}"
# Whose post it is may stand apart from the post: 某局　局长　某某.
_PLACED = r"[一-鿿]{4,24}(?:[局厅委部院办校会]|政府|公司|集团|大学|学院)"
_SIGNED = re.compile(
    rf"(?:[^。\n]{{4,50}}[会议班坛]上[ \u3000]+)?[（(]?(?P<role>(?:{_PLACED}[ \t\u3000]+)?{_TITLES})[ \t\u3000]+(?P<name>{_NAME})[）)]?"
)
# The same without a gap, for a post that tells whose it is.
_RUN_TOGETHER = re.compile(
    rf"(?P<role>{_PLACED}[一-鿿]{{0,8}}{_POST}|[一-鿿]{{2,10}}[省市县区旗州][省市县区旗州镇乡]长)(?P<name>{_FAMILY}[一-鿿]{{1,2}})"
)
_LABELLED = re.compile(
    rf"(?:汇报人|述职人|报告人|主讲人|发言人|演讲人|致辞人|署名|作者)[:：][ \u3000]*(?P<name>{_NAME})"
)
_POSTS_ALONE = re.compile(_TITLES)
_CALLED = re.compile(f"(?!.*(?:长|主任|书记|同志|老师|经理|总)$){_NAME}")
_SPOKE = re.compile(
    rf"(?P<role>[^\s，,。：:；;、]{{1,20}}?{_POST})(?P<name>{_FAMILY}[一-鿿]{{1,2}}?)"
    r"(?:同志)?(?:\d{1,2}月\d{1,2}日)?在[^。，\n]{2,40}(?:会议?|大会)上(?:作?的?讲话|强调|指出|[^。\n]{0,12}(?:讲话|报告))"
)
_CLOSING = re.compile(rf"[（(](?:作者[:：]?)?(?P<role>[一-鿿]{{4,30}})[ \u3000]+(?P<name>{_NAME})[）)]")
_REPORTER = "(?:见习|实习|特约)?(?:记者|通讯员)"
# Alone on a line below the title, or in brackets at the end.
_REPORTED_BY = re.compile(
    rf"(?:(?:本[报网台刊]|全媒体)+(?=记者)|(?=(?:特约)?通讯员))(?P<role>{_REPORTER})[ \u3000:：]+(?P<name>{_NAME})"
)
_BY_AT_END = re.compile(
    rf"[（(](?:本[报网台刊]|全媒体)*(?P<role>{_REPORTER})[ \u3000:：]*(?P<name>{_NAME})[）)]$"
)
# Names that no family name tells, of other peoples, in a line that is a post and a name.
_OTHER_NAME = re.compile(
    rf"(?P<role>{_TITLES})[ \t\u3000]+(?P<name>(?!.*(?:信箱|热线|访谈|[致讲寄发]|简历|会|报告|办|活动|接待|工作|[长任席记])$)[一-鿿]{{3,7}})"
)
_BYLINE = re.compile(
    rf"[讯电][ \u3000]?[（(](?:本报|全媒体)*(?P<role>{_REPORTER})[ \u3000:：]*(?P<name>{_NAME})[）)]"
)
_AUTHOR_IS = re.compile(r"[（(](?:本文)?作者(?:系|为|单位[:：])(?P<role>[^（）()\n，。]{4,40})[）)]\s*$")
_FROM_ORGANISATION = re.compile(rf"(?P<role>[一-鿿]{{4,30}})[ \u3000]+(?P<name>{_NAME})")
_LAST_NAME = re.compile(rf"[。！”][（(](?P<name>{_FAMILY}[ \u3000]?[一-鿿]{{1,2}})[）)]$")
_NO_PERSON = frozenset({"全文", "节选", "完毕", "和平", "安全"})
_OFFICE = re.compile("摄影|责任编辑|供图")
_NO_POST = re.compile("强调|指出|表示|要求|会见|调研|主持|出席|召开|记者|摄影|通讯员|责任编辑")

_IN_TITLE = re.compile(
    r"(?:在|^(?=[^在]+$))(?P<occasion>[^，。\n]{3,50}?(?:会议?|大会|全会|座谈会|论坛|仪式|活动|典礼|培训班|研讨班|班))(?:上的?|的)?(?:表态|交流|典型|总结|闭幕|开幕)?"
    r"(?:讲话|发言|致辞|报告|汇报|主持词)"
)
_BELOW_TITLE = re.compile(
    r"(?:[—―-]{1,4}|[（(]|(?=(?:19|20)\d\d年))[ \u3000]*(?:[^，。\n]{0,14}?日[，, ]?)?(?:在|于)(?P<occasion>[^，。\n]{4,50}?(?:会议?|大会|全会|论坛|活动|班))上?[）)]?(?:[ \u3000]+[^，。\n]{2,30})?"
)
_OPENED = re.compile(
    r"向(?P<told>[^，,。；\n]{2,30}(?:会|大会)第[一二三四五六七八九十]{1,4}次会议)[，,]?[^，。\n]{0,8}(?:作|报告|汇报)"
    r"|今[天日](?:上午|下午|晚上)?[，,]?(?:我们)?(?:在这里|在此)?(?:隆重|专门|如期)?(?:召开|举行|举办)(?P<occasion>[^，,。；\n]{4,40}?(?:会议|大会|全会|座谈会|推进会|动员会|部署会|总结会|培训会|交流会|现场会|论坛|仪式|活动|培训班|研讨班))(?=[，,。；])"
)


@dataclass(frozen=True, slots=True)
class Person:
    """The name and the post of who speaks or signs; either may be unknown, not both."""

    name: str | None
    role: str | None


def find_author(text: str) -> Found[Person] | None:
    """Who gives or signs the document, where a line or a formula says so."""
    lines = lines_of(text)
    rules: tuple[Callable[[], Found[Person] | None], ...] = (
        lambda: _in_lines(lines[:_HEAD_LINES], _SIGNED, "signed_line"),
        lambda: _in_lines((*lines[:_HEAD_LINES], *lines[-3:]), _LABELLED, "labelled"),
        lambda: _in_lines(lines[1:_HEAD_LINES], _RUN_TOGETHER, "signed_line"),
        lambda: _spoken(text),
        lambda: _byline(text),
        lambda: _in_lines(lines[1:_HEAD_LINES], _REPORTED_BY, "byline", _OFFICE),
        lambda: _by_at_end(lines),
        lambda: _closing(lines),
        lambda: _named_last(lines),
        lambda: _author_is(lines),
        lambda: _in_lines(lines[1:_HEAD_LINES], _OTHER_NAME, "signed_line"),
        lambda: _posts_alone(lines[1:4]),
        lambda: _from_organisation(lines[1:4]),
    )
    return next((found for rule in rules if (found := rule())), None)


def find_occasion(text: str, titles: Sequence[Found[str]]) -> Found[str] | None:
    """The meeting or event that the document was given at, as the title, a line below it or its opening tells."""
    for title in titles:
        if told := _IN_TITLE.search(title.value):
            return Found(told["occasion"], title.start, title.end, "title")
    for title in titles:
        if told := _BELOW_TITLE.fullmatch(title.value):
            return Found(told["occasion"], title.start, title.end, "below_title")
    for line in lines_of(text[:_HEAD])[:_HEAD_LINES]:
        if told := _BELOW_TITLE.fullmatch(line.text):
            start, end = told.span("occasion")
            return Found(told["occasion"], line.start + start, line.start + end, "below_title")
    opened = _OPENED.search(text[:_HEAD])
    if opened is None:
        return None
    told_as = "told" if opened["told"] else "occasion"
    return Found(opened[told_as], *opened.span(told_as), "opening")


def is_name(text: str) -> bool:
    """Whether `text` is built like the name of a person: no post, no organisation, no other word."""
    return bool(_CALLED.fullmatch(text.strip())) and not is_organisation(text)


def is_role(text: str) -> bool:
    """Whether `text` tells what a person is: a post, a reporter, or where he belongs."""
    return bool(re.search(f"{_POST}|记者|通讯员|代表|委员|教师|负责人", text)) or is_organisation(text)


def _in_lines(
    lines: Sequence[Line], pattern: re.Pattern[str], rule: str, barred: re.Pattern[str] = _NO_POST
) -> Found[Person] | None:
    for line in lines:
        if (
            len(line.text) <= _LONGEST_LINE
            and (match := pattern.fullmatch(line.text))
            and not barred.search(line.text)
        ):
            return Found(_person(match), line.start, line.end, rule)
    return None


def _person(match: re.Match[str]) -> Person:
    role = match.groupdict().get("role")
    return Person("".join(match["name"].split()), "".join(role.split()) if role else None)


def _spoken(text: str) -> Found[Person] | None:
    """`副市长某某2月20日在…会议上作的讲话`, in a document that is that speech."""
    match = _SPOKE.search(text[:_HEAD])
    if not match or _NO_POST.search(match["role"]):
        return None
    return Found(_person(match), match.start("role"), match.end("name"), "spoken")


def _byline(text: str) -> Found[Person] | None:
    """The one reporter named before the text; of several none is the author alone."""
    found = _BYLINE.search(text[:_HEAD])
    return Found(_person(found), found.start("role"), found.end("name"), "byline") if found else None


def _by_at_end(lines: Sequence[Line]) -> Found[Person] | None:
    """The reporter in brackets behind the last words of the text."""
    for line in lines[-2:]:
        if found := _BY_AT_END.search(line.text):
            return Found(_person(found), line.start + found.start(), line.end, "byline")
    return None


def _from_organisation(lines: Sequence[Line]) -> Found[Person] | None:
    """A line below the title with an organisation and a name."""
    for line in lines:
        match = _FROM_ORGANISATION.fullmatch(line.text)
        if match and is_organisation(match["role"]) and is_placed(match["role"]):
            return Found(_person(match), line.start, line.end, "signed_line")
    return None


def _closing(lines: Sequence[Line]) -> Found[Person] | None:
    """The organisation and name in brackets that end an article."""
    for line in lines[-2:]:
        match = _CLOSING.search(line.text)
        if match and match.end() == len(line.text) and is_organisation(match["role"]):
            return Found(_person(match), line.start + match.start(), line.end, "closing_line")
    return None


def _named_last(lines: Sequence[Line]) -> Found[Person] | None:
    """A name alone in brackets behind the last sentence."""
    for line in lines[-2:]:
        if (match := _LAST_NAME.search(line.text)) and match["name"] not in _NO_PERSON:
            return Found(
                Person(match["name"], None), line.start + match.start("name"), line.end, "closing_line"
            )
    return None


def _author_is(lines: Sequence[Line]) -> Found[Person] | None:
    """`（作者系…局长）` at the end, the name on a line of its own below the title or nowhere."""
    for line in lines[-2:]:
        if told := _AUTHOR_IS.search(line.text):
            name = next((each.text for each in lines[1:4] if is_name(each.text)), None)
            person = Person("".join(name.split()) if name else None, told["role"])
            return Found(person, line.start + told.start(), line.end, "closing_line")
    return None


def _posts_alone(lines: Sequence[Line]) -> Found[Person] | None:
    """A line below the title with posts and no name."""
    for line in lines:
        whole = _POSTS_ALONE.fullmatch(line.text)
        if whole and len(line.text) <= 50 and is_placed(line.text) and not _NO_POST.search(line.text):
            return Found(Person(None, line.text), line.start, line.end, "post_line")
    return None
