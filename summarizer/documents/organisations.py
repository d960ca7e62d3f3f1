"""Names of organisations and of administrative areas, known by how such names are built."""

import re
from collections.abc import Iterator

_HAN = "[一-鿿]"
_AREA = re.compile(
    f"{_HAN}县|{_HAN}{{2,4}}?(?:省|市|区|县|旗|州|盟|街道|镇|乡)|(?:(?![省市]){_HAN}){{2,14}}?自治[区州县旗]"
)
# An area of another sort, one that is not named, or no area at all.
_NO_AREA = re.compile(
    "某|各|我们|长在|根据|按照|^(?:乡镇|街镇|村镇|区县|市县|县区|县市)|^[这那其]|全国|全[省市县区州镇乡村]|^[在对向][我本全]|^[全我本该两几多外邻下]县$|^自治|政府|副[省市县区]|关于|领导|管理|治理|建设|发展|工作|教育|服务|推进|加强|做好|深化|扎实|积极|重点|守护|打造|擦亮|扮靓|点亮|绘就|谱写|助力|赋能|奋力|全力|聚力|党建|引领|创建"
    "|贫困|高寒|边远|偏远|民族地|农村地"
    "|(?:开发|园|示范|试验|实验|保护|合作|自贸|经济|工业|高新|社|校|灾|牧|景|库|片)区$"
    "|(?:超|股|楼|夜)市$|^(?:大|中小|新型|智慧|文明|现代|卫生)城市$|(?:小城|城)镇$|(?:家|故|下|城)乡$"
)
# Below a town or a sub-district: what stands behind 村 and 社区 alone is mostly no name.
_SETTLEMENT = re.compile(
    f"(?:(?![全各我本该两农乡老旧]){_HAN}){{1,5}}?(?:社区|(?<![农乡])村)(?![民庄委镇级])"
)
_BODY = (
    "人民政府|政府|人民代表大会|常务委员会|委员会|法院|检察院|纪委监委|监委|管委会|党委|党组|市委|县委|区委|省委|州委|镇委|乡委"
    "|纪委|工委|团委|教委|厅|局|部|领导小组|课题组|调研组|督查组|督导组|工作组|考察组|专班|联席会议|指挥部|总工会|妇联|残联|联合会|工商联|协会|学会|兵团|办事处|居委会|村委会"
    "|学校|大学|学院|中学|小学|幼儿园|医院|研究院|研究所|中心|总队|支队|大队|公司|集团|银行|分行|支行|合作社|联社|系统"
    "|督查室|研究室|督导室|派出所|工作站|服务站|管理[处所站]|海关|法庭|[农林]场|博物馆|图书馆|文化馆|档案馆|电视台|党支部|党总支"
    # Short names: 卫健委, 网信办; but 常委 is a person and 举办 what one does.
    "|(?<![常政编书])委|(?<![举开主承协创兴代督查交领申])办"
)
_ORGANISATION = re.compile(rf"(?:中共|共青团)?{_HAN}{{0,28}}?(?:{_BODY}|办公厅|办公室|院|会)")
# A name holds none of these; a sentence about it does.
_NO_NAME = re.compile(
    "[的了在把被xX×*＊]|加强|推进|开展|做好|贯彻|落实|深入|坚持|推动|关于|印发|转发|召开|举办|进行|全力|全面|扎实|认真"
    "|布局|加快|暨|(?<!联席)(?<!协商)会议(?!室)|(?<!代表)大会|(?:部署|推进|座谈|动员|培训|发布|现场|交流|调度|总结)会"
    "|今年|以来|我[们省市县区局委校院]|全[省市县区体]|本[省市县区局委校院]|各|某|该"
)
# A school or a company has a name of its own, which tells no area.
_NAMED = re.compile(
    rf"(?:中共|共青团)?(?![省市县区州镇乡全各我本该某校集总分第]){_HAN}{{2,20}}(?:大学|学院|公司|集团)(?:党委|党组|团委|委员会)?"
)
# What stands before the area in the name of an organisation that is a branch.
_ABOVE = re.compile(
    "中共|共青团|政协(?!副?主席)|中国共产党|中国人民政治协商会议|中国共产主义青年团|国家税务总局|国家统计局|国家金融监督管理总局|中国人民银行|国网|民[革盟建进]"
)
_CENTRAL = re.compile(
    "中共中央|国务院|全国|国家|中国|中华|最高人民|中央"
    "|(?:教育|财政|公安|司法|民政|商务|外交|科学?技术?|文化和旅游|生态环境|交通运输|水利|农业农村|住房和城乡建设|自然资源|应急管理"
    "|工业和信息化|人力资源和?社会保障|退役军人事务)部"
)

# Where a clause begins, behind a dash or a number
_CLAUSE = re.compile(r"(?:^|[。；，,：:\n])\s*(?:(?:[—―]+|[一二三四]是)[^，。\n]{0,20})?")
_REACH = 44


def is_organisation(text: str) -> bool:
    """Whether the whole of `text` is the name of one organisation."""
    return len(text) <= 40 and bool(_ORGANISATION.fullmatch(text)) and not _NO_NAME.search(text)


def is_placed(organisation: str) -> bool:
    """Whether a name is full: it begins with the organisation's area, or is one of the whole country."""
    return bool(_CENTRAL.match(organisation)) or leading_area(organisation) is not None


def is_full(name: str) -> bool:
    """Whether a name tells by itself which organisation is meant: it is placed, or a name of its own."""
    return is_placed(name) or bool(_NAMED.fullmatch(name))


def is_township(text: str) -> bool:
    """Whether the whole of `text` is the name of a town or sub-district, which its offices are called by too."""
    return is_area(text) and text.endswith(("镇", "乡", "街道"))


def is_settlement(text: str) -> bool:
    """Whether the whole of `text` is the name of a village or community, with the town that it belongs to."""
    return is_area(text) and text.endswith(("村", "社区"))


def leading_area(text: str) -> tuple[int, int] | None:
    """Where the name of the area stands that `text` begins with; None where it begins with none.

    Of a name with parents the last part is meant: the county of `province, city, county`. Masked areas and
    areas that are not named (`全县`) are none.
    """
    found = None
    above = _ABOVE.match(text)
    start = above.end() if above else 0
    while match := _AREA.match(text, start):
        end = match.end()
        # A town's or prefecture's word may itself be part of a name: `…镇市`, `…州区`.
        if match[0][-1] in "镇乡州" and text[end : end + 1] in tuple("市县区"):
            end += 1
        # 美丽乡村 is no 乡.
        if (
            text[end - 1 : end + 1] == "乡村"
            or _NO_AREA.search(text, start, end)
            or _NO_AREA.search(text[start:end])
        ):
            break
        found, start = (start, end), end
    return _settlement(text, *found) or found if found else None


def areas_told(text: str) -> Iterator[tuple[int, int, int]]:
    """Where clauses begin with an area: the clause's start, and start and end of the area's name."""
    for clause in _CLAUSE.finditer(text):
        start = clause.end()
        if area := leading_area(text[start : start + _REACH]):
            yield start, start + area[0], start + area[1]


def centrals_told(text: str) -> Iterator[int]:
    """Where clauses begin with the name of an organisation of the whole country."""
    yield from (clause.end() for clause in _CLAUSE.finditer(text) if _CENTRAL.match(text, clause.end()))


def is_area(text: str) -> bool:
    """Whether the whole of `text` is the name of an administrative area, with or without those above it."""
    area = leading_area(text)
    return area is not None and area[1] == len(text)


def _settlement(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The village or community named after a town or a sub-district, which stands from `start` to `end`."""
    inside = _SETTLEMENT.match(text, end) if text[start:end].endswith(("镇", "乡", "街道")) else None
    if inside is None or _NO_AREA.search(inside[0].removesuffix("社区").removesuffix("村")):
        return None
    return inside.span()
