"""Whether a quoted text names an undertaking: from its own make and the words around its marks."""

import re
from typing import NamedTuple

WINDOW = 14

# Words that official writing quotes for stress, as a metaphor or as a stock term, never as a name.
_STOCK_WORDS = """
一把手 一刀切 一阵风 一言堂 一窝蜂 一锅粥 一盘棋 一锤子 大锅饭 军令状 两面人 两张皮 等靠要 等米下锅 小马拉大车 回头看
安全网 主阵地 主力军 主战场 主旋律 压舱石 定盘星 掌舵手 绊脚石 试金石 奠基石 助推器 加速度 加速器 加速跑 基本盘 升级版
成绩单 任务书 路线图 时间表 施工图 责任田 先手棋 牛鼻子 重灾区 风向标 晴雨表 指挥棒 紧箍咒 高压线 护身符 挡箭牌 拦路虎
硬骨头 老大难 老面孔 老黄牛 拓荒牛 领头羊 领头雁 排头兵 火车头 顶梁柱 主心骨 贴心人 当家人 合伙人 旁观者 局外人 甩手掌柜
第一课 第一关 第一站 第一线 必修课 压轴戏 重头戏 组合拳 连环招 金钥匙 金饭碗 铁饭碗 铁公鸡 铁将军 吃螃蟹 摸石头
大比拼 大排名 大杂烩 花架子 空架子 表面文章 官样文章 门难进 脸难看 事难办 最后一公里 最后一米 最先一公里 零距离 零容忍
零的突破 双管齐下 三公 三农 两委 三委 五老 两癌 两院 两高 四风 三高 四上 三产 两会 一老一小 两代表一委员 两客一危 两客一危一货
两个确立 两个维护 四个意识 四个自信 四个全面 三个代表 五位一体总体布局 国之大者 七个有之 五个必须 五个认同 六个坚持
形象工程 政绩工程 面子工程 盆景工程 豆腐渣工程 半拉子工程 僵尸企业 老赖 新常态 新三样 老三样 老字号 好班子 好支部 好书记
升学率 满堂灌 填鸭式 一言九鼎 高质量 可持续 新农具 新引擎 双刃剑 双提升 双下降 双增长 双丰收 双赢 双胜利 双促进 双推进
生命线 生命通道 绿色通道 过头税 紧平衡 卡脖子 内卷式 碎片化 空心化 空心村 小而散 散乱污 跑冒滴漏 脏乱差
"""
_STOCK = frozenset(_STOCK_WORDS.split())
# A planning period, a date, a bare number or year: `十四五`, `11·25`, `五年来`.
_PERIOD = re.compile(
    r"[一二三四五六七八九十]+五(?:规划|期间)?|\d{1,4}(?:[.·—-]\d+)*|[一二三四五六七八九十]+年来"
)
# An award, a meeting, a record, a complaint, or words that somebody says.
_NO_NAME = re.compile(
    r"(?:奖|奖章|红旗手|称号|楷模|之星|大会|会议|峰会|年会|博览会|全会|网站|培训|难|贵|差|连[丰增冠降])$"
    r"|[。！？!?；;…]|[我你您他她俺咱这那哪啥]|[吗呢吧啦]$|了|x{2}"
    r"|^(?:已经|没有|不是|不会|不敢|不能|让|把|被|每个|每一)"
)
_SHUNNED = re.compile(
    r"(?:(?<![叫称合])作|(?<![认定称名列])为|是|像|如同|好比|说|道|问|讲|写着|印着|喊|骂|管他叫|[笑戏]称"
    r"|不搞|不再|不当|不[收许要]|防止|避免|杜绝|破除|打破|克服|告别|解决|破解|化解|消除|解开|纠正|整治"
    r"|跳出|走出|摆脱|拒绝|抵制|反对|治理|出现|存在|忌|变|(?<![形建组完达])成|从|走向|迈向|转向|还有|缺少"
    r"|别让|充分说明)(?:了|着|过|的|一个|个别|学校|农村学校)*[，：]?$"
)
_SHUNNED_AFTER = re.compile(
    r"^等?的?(?:问题|矛盾|现象|思想|心态|心理|倾向|困境|难题|怪圈|窠臼|说法|观念|错误|陋习|毛病|老毛病)"
    r"|^(?:时期|期间|末|开局|收官|等次|以下|上[作发])"
    r"|^(?:干部|人员|成员|经费|筛查|患病|功夫|把门|产品)|^(?:等?评选|门户网站|不再是|为(?:出发点|目标|导向|主线|主题))"
)
_SHUNNED_SLOGAN = re.compile(
    r"^的?(?:原则|状况|局面|要求|理念|目标(?!任务)|总基调|主基调|特点|[^，。]{0,2}作用|氛围|责任感|使命感|精神|方针|约定|口号)"
)
_HEADED = re.compile(
    r"^等?[\u4e00-\u9fff]{0,7}?(?:工程|行动|计划|活动|品牌|改革|制度|机制|模式|[工调]\w{0,2}法|平台|项目|试点|专项"
    r"|政策|建设|创建|战略|论坛|体系|工作|系列|课题|系统|大赛|讲堂|讲坛|课堂|攻坚|大会战|联盟|经验|标准"
    r"|业务|线路|示范|目标任务)"
)
_COUNTED = re.compile(
    r"^(?:已|共|累计)?(?:\d+(?:\.\d+)?[余多]?万?[余多]?[个名人家对期处座户所次件条场支辆]|\d\.0)"
)
_COUNTS = re.compile(r"\d[余多]?万?[余多]?个$")
_UNDERTAKEN = re.compile(
    r"(?:实施|开展|推行|推进|推广|打造|创建|举办|启动|深化|建设|落实|压实|探索|构建|组织|建立|健全|完善|开设|试行"
    r"|实[行现]|出台|依托|通过|[搞抓做用算管]好|抓实|做实|紧盯|围绕|擦亮|树立|命名|争[当做创]|培育|选育|认证|评选"
    r"|聘请|按照?|坚持|学习|运用|巩固|拓展|升级|优化|倡导|入选|严把|授予?|[叫称]作|叫做|名为|人称|确保|贯彻|新建|推出"
    r"|作出|拿出|做到|组成|创新|聚焦|成立|组建|做|以)(?:[了好的出]|[^，,。；：、的是不要“”]{0,6})“?$|推动“?$"
)
# A set of counted things, one for each, something plus, two halves: 三张清单, 一村一品, 党建+, 先评后下.
_MADE = re.compile(
    r"一\w{1,2}一\w{1,3}|\w{1,8}[+＋×]\w{0,8}|双\w{1,5}(?:[、，]\w{2,4})?"
    r"|[两三四五六七八九十][个大项条位]?\w{1,4}|[百千万]\w{3}|[百千]\w{3}[、，]万\w{3}"
    r"|.{2,8}(?:行动|计划|工程|平台|专项|项目|机制|[年月节榜]|(?<![机社])会)"
    r"|(?:智慧|数字|清廉|平安|健康|美丽|绿色|文明|书香|无废|暖心|红色|阳光|放心|幸福)\w{2,4}"
)
_OPENS = re.compile(r"(?:^|[，,。；;：:、！？\n]|\d[.．、]|[）)])\s*$")
_HALTED = re.compile(r"^(?:[，,。；;：:、的（—\n]|还|不|一度|也|$)")
_SHORT_HEADED = re.compile(r"^[\u4e00-\u9fff]{0,4}?(?:工程|行动|计划|改革|工作|机制|品牌|制度)")
# Nouns that belong to a name which is no name without them: “雪亮”工程, “两学一做”学习教育, “123”发展思路.
_NOUN = re.compile(r"^(?P<noun>工程|改革|机制|制度|联盟|模式|计划|行动|战略|发展思路|工作思路|工作法)")
_STUDY = re.compile(r"^(?P<noun>主题教育|学习教育|实践活动)")
_NUMBERS = re.compile(r"[\dNnXx]+(?:[:：+＋×\-][\dNnXx]+)*")
_LONGEST = 20
_SHORT = 3


class Quoted(NamedTuple):
    """A quoted text with the words before and after its marks, or those around the row that it stands in."""

    text: str
    before: str
    after: str


def is_coined(quoted: Quoted) -> bool:
    """Whether the quoted text is the name of an undertaking."""
    text = quoted.text.strip()
    if not 2 <= len(text) <= _LONGEST or text in _STOCK or _NO_NAME.search(text):
        return False
    if _SHUNNED.search(quoted.before) or _SHUNNED_AFTER.search(quoted.after):
        return False
    if _NUMBERS.fullmatch(text):
        return bool(noun_of(quoted)) or not _PERIOD.fullmatch(text)
    if _PERIOD.fullmatch(text):
        return False
    if len(text) == 2 and not _MADE.fullmatch(text):
        return bool(_COUNTED.search(quoted.after) or _SHORT_HEADED.search(quoted.after))
    return bool(_MADE.fullmatch(text)) or (not _SHUNNED_SLOGAN.search(quoted.after) and _is_used(quoted))


def noun_of(quoted: Quoted) -> str:
    """The noun after the marks that belongs to a name too short to stand without it; "" if it stands alone."""
    short = len(quoted.text) <= _SHORT or _NUMBERS.fullmatch(quoted.text)
    noun = _STUDY.match(quoted.after) or (_NOUN.match(quoted.after) if short else None)
    return noun["noun"] if noun else ""


def _is_used(quoted: Quoted) -> bool:
    """Whether the words around speak of it as of an undertaking: it is done, counted, or does something."""
    before, after = quoted.before, quoted.after
    return bool(
        _UNDERTAKEN.search(before)
        or _COUNTS.search(before)
        or _HEADED.search(after)
        or _COUNTED.search(after)
        or (_OPENS.search(before) and not _HALTED.search(after))
    )
