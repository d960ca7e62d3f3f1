"""What the clause of a quantity itself says of it: the words before the number and the noun after it."""

import re

from summarizer.documents.clauses import CLAUSE, WINDOW, start_of
from summarizer.documents.model import Outline
from summarizer.documents.words import is_bare, who_and_did
from summarizer.quantities import Quantity

MARKS = "“”《》（）() 　\t"
# What opens or closes a clause without telling its subject.
OPENING = re.compile(
    r"^[\s、（(“]*(?:(?:第?[一二三四五六七八九十]+[是要]|[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|其中|同时|目前|截[至止]目前"
    r"|截[至止][^，]{0,9}?[日底末]|今年以来|今年|去年一年|半年来|年内|年底前|上半年|全年|特别是|以及|并且|还要|还有?|另有|累计|共计|合计|共(?!同|产|建|享|有产)"
    r"|[我全本](?!面|力|部|方|员|程|科|人|过|域)[国省市县区州旗镇乡局校院](?!级|直|域|人民|政府)|并|——|如今|其余|又|仍有?|尚有?|虽然|但|再|而(?!且|立)|那|现(?=有|$)|现有|集中|将(?!军|来)|把(?!脉|关|握)|对(?!口|接|外|照|比|象|标)|[到由从]|约(?=$)|有(?=$)|扎实(?=开展|推进)|确保|力争|拟)\s*)+"
)
CLOSING = re.compile(
    r"(?:达到|达|为|是|累计|总计|共计|合计|共|约|了|到|至|超|高达|有|全部|由|从|的|分别|已经|已|计|增加到|减少到|[、和与以（(：:]|(?<![涉惠普])及|先后|只|仅|平均|(?<=.)(?:完成|实现)|控制在|稳定在|保持在|还|仍|尚|就|里|把|再)+$"
)
CHANGED = re.compile(r"(?:提高|提升|增加|减少|下降|上升|缩小|扩大|降低|缩短|增长|升|降)$")
LIST = re.compile(r"、|以及|[共合总]计|(?<!参)[和与及](?!谐|平|睦)")
_NOUN_END = re.compile(
    r"[，,。；;：:！？\n、]|以及|(?<![参])[和与及](?!谐|平|睦)|共计|合计|等(?!级|次|奖|额)|中(?=有|没|$|排|列|居|位)|^以[内上下]|以[内上下](?=的|$)|(?<=.)[（(](?=其中)"
)
# A lead that only says where, for whom or with what something is done: 对…链上, 在全省.
_AROUND = re.compile(r"(?:^|[^面针])(?:对|(?<![评认定列称名成作])为|在|给|把|将|让)[^，、]{0,9}$")
_FROM = re.compile(r"[由从][^由从]*$")
_PER = re.compile(r"^/(?:立方米|平方米|平方公里|升|吨|公里|千米|亩|人|天|日|年|月|小时|[a-zA-Z]+[²³]?)")
OPENS_NOUN = re.compile(_PER.pattern + r"|^的|^中(?![小学职央心国级型等医药青年])|^(?:\d{1,2}月|年)底?前")
# What a sum is: 给予每家8000元补助.
_PAID = re.compile("的?(?:一次性|定额)?(?:奖励|补助|补贴|奖补|资助|罚款|专项资金|补助资金|奖补资金)")
_GIVES = re.compile("(?:给予|按照?|获得?|享受|发放|安排|拿出|提供)+$")
SHARES = frozenset({"%", "‰", "个百分点", "元", "倍"})
PEOPLE = frozenset({"人", "名", "人次"})
_COUNTED_PEOPLE = re.compile(
    r"(?:人|生|师|数|员|者|户|手|民|次|才|干部|领导|群众|对象|负责人|职工|教练|骨干|人口|客运量|观众|游客|专家|队伍|子女|教授|院士|医生|大使|社工|之星|代表)$"
)


def surroundings(outline: Outline, index: int) -> tuple[str, str, bool]:
    """The text of the clause before and after the quantity up to its neighbours; whether one stands before."""
    text, quantity = outline.clean.text, outline.quantities[index]
    start, end = start_of(CLAUSE, text, quantity.start), quantity.end + WINDOW
    previous = index > 0 and outline.quantities[index - 1].end > start
    if previous:
        start = outline.quantities[index - 1].end
    if index + 1 < len(outline.quantities):
        end = min(end, outline.quantities[index + 1].start)
    return text[start : quantity.start], CLAUSE.split(text[quantity.end : end], maxsplit=1)[0], previous


def lead_of(before: str) -> str:
    """What is said before the number, of a list after another number its last item."""
    stripped = CLOSING.sub("", OPENING.sub("", before)).strip(MARKS + "、，")
    return CHANGED.sub("", stripped) if re.search(r"(?:至|到|为)了?$", before.strip()) else stripped


def own_of(outline: Outline, index: int, lead: str, after: str) -> str:
    """What the clause itself says of the number."""
    quantity = outline.quantities[index]
    counted = _NOUN_END.split(OPENS_NOUN.sub("", after), maxsplit=1)[0].strip(MARKS)
    if quantity.unit in SHARES:
        return _share(quantity, lead, after, counted)
    if quantity.role == "from":
        lead, counted = _FROM.sub("", lead), ""
    who, did = who_and_did(counted)
    if (
        did
        and quantity.unit in PEOPLE
        and _COUNTED_PEOPLE.search(counted)
        and not _COUNTED_PEOPLE.search(who)
    ):
        did = ""
    if quantity.role != "from" and (
        lead.endswith(("率", "数"))
        or (
            lead
            and not (who and did)
            and counted == after.strip(MARKS)
            and _is_next_ones(outline, index, after)
        )
    ):
        who, did, counted = "", "", ""
    if counted and who and _AROUND.search(lead):
        lead = ""
    if counted and not did and not lead:
        did = _shared_predicate(outline, index)
    if did and len(did) <= 14:
        lead = "" if lead.endswith("等") else lead
        counted = f"{did}的{who}" if who else did
    return of_people(quantity, lead + counted)


def _is_next_ones(outline: Outline, index: int, after: str) -> bool:
    """Whether the words after belong to the number that follows: 免租金310户补贴26.5万元."""
    following = outline.quantities[index + 1 : index + 2]
    end = outline.quantities[index].end + len(after)
    return bool(following) and following[0].start == end and not LIST.search(after)


def _shared_predicate(outline: Outline, index: int) -> str:
    """What the things of a list did together, said after its last: 6个乡镇、9个社区完成验收."""
    for following in range(index + 1, min(index + 4, len(outline.quantities))):
        before, after, previous = surroundings(outline, following)
        if not previous or not LIST.search(before) or lead_of(LIST.split(before)[-1]):
            break
        if did := who_and_did(_NOUN_END.split(after, maxsplit=1)[0])[1]:
            return did
    return ""


def _share(quantity: Quantity, lead: str, after: str, counted: str) -> str:
    if quantity.unit == "%" and after.startswith("的") and counted:
        who, did = who_and_did(counted)
        return f"{who}{did}比例" if is_bare(lead) else lead
    if quantity.unit == "元" and (paid := _PAID.match(after)):
        return _GIVES.sub("", lead) + paid[0].removeprefix("的")
    return lead


def of_people(quantity: Quantity, own: str) -> str:
    """What a number of people counts, told as such: 审核 is 审核人数."""
    if quantity.unit in PEOPLE and own and not _COUNTED_PEOPLE.search(own):
        return own + ("人次" if quantity.unit == "人次" else "人数")
    return own


def without_people(own: str) -> str:
    """The same without 人数 or 人次 at its end."""
    return re.sub(r"(?:人数|人次)$", "", own)
