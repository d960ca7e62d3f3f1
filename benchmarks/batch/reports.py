"""Reports to work on: made up, small, each another, the same for the same seed."""

import random
from collections.abc import Callable
from pathlib import Path

COUNTIES = ("青禾", "临溪", "望岭", "白石", "松涧", "南屏", "云田", "柳河")
BUREAUS = ("农业农村局", "教育局", "交通运输局", "水利局", "卫生健康局", "文化旅游局")
HEADINGS = ("一、上半年工作完成情况", "二、存在的主要问题", "三、下半年工作打算")
NUMBERED = "一二三四五六七八九十"
DONE = (
    "{topic}扎实推进。坚持问题导向，压实各方责任，完善工作机制，全县完成投资{a}.{c}亿元，同比增长{p}.{c}%。",
    "{topic}成效明显。组织专班下沉一线，逐村逐户摸清底数，新建和改造站点{b}处，群众反映的突出问题得到解决。",
    "{topic}不断加强。健全定期会商和通报制度，推动责任层层落实，整改问题{m}项，管理水平有了新的提高。",
    "{topic}提质增效。主动对接重点企业和合作社，帮助解决用工、用地等实际困难，带动就业{n}人。",
)
LACKING = (
    "{topic}还有短板。部分乡镇重视不够，协调不力，仍有{b}个项目没有开工，群众还不够满意。",
    "{topic}进度不快。受雨季和资金到位较晚影响，计划任务只完成{p}.{c}%，与时间进度还有差距。",
)
AHEAD = (
    "继续抓好{topic}。倒排工期、挂图作战，强化要素保障，年底前再建成项目{b}个，让群众早受益。",
    "切实做实{topic}。坚持每月调度、每季通报，及时解决难点堵点，10月底前办结事项{m}件。",
)
MORE = (
    "各乡镇各部门协同配合，形成了上下联动、齐抓共管的良好局面。",
    "有关做法在全市作了交流，得到上级部门的充分肯定。",
    "从检查的情况看，基层干部积极性高，工作推进平稳有序。",
)
TOPICS = (
    "高标准农田建设", "农村公路养护", "校园安全管理", "河道综合治理", "基层医疗服务", "古村落保护利用",
    "粮食仓储设施改造", "义务教育均衡发展", "饮水安全工程", "公共文化服务", "村级集体经济", "项目前期工作",
)  # fmt: skip


def report(number: int, seed: int = 0) -> str:
    """A half-year report of 600 to 1,000 characters."""
    dice = random.Random(f"{seed} {number}")  # noqa: S311 - no secret
    county, bureau = dice.choice(COUNTIES), dice.choice(BUREAUS)
    year = dice.randint(2019, 2025)
    topics = iter(dice.sample(TOPICS, 12))
    lines = [f"{county}县{bureau}{year}年上半年工作总结（第{number}号）", ""]
    lines += [
        f"今年以来，我局认真落实县委、县政府部署，围绕年度目标抓进度、抓质量，各项工作取得新的进展，现将第{number}号材料报告如下。"
    ]
    counts = (dice.randint(3, 5), dice.randint(1, 2), dice.randint(2, 3))
    for heading, forms, count in zip(HEADINGS, (DONE, LACKING, AHEAD), counts, strict=True):
        lines.append(heading)
        lines += [
            f"（{mark}）{_filled(dice.choice(forms), next(topics), dice)}{dice.choice(MORE)}"
            for mark in NUMBERED[:count]
        ]
    lines += ["", f"{county}县{bureau}", f"{year}年7月{dice.randint(1, 28)}日"]
    return "\n".join(lines)


def note(number: int, seed: int = 0) -> str:
    """A report of some 200 characters."""
    dice = random.Random(f"note {seed} {number}")  # noqa: S311 - no secret
    county, bureau = dice.choice(COUNTIES), dice.choice(BUREAUS)
    done, ahead = (_filled(dice.choice(forms), dice.choice(TOPICS), dice) for forms in (DONE, AHEAD))
    return f"{county}县{bureau}工作情况（第{number}号）\n\n一、工作情况\n{done}\n二、下步打算\n{ahead}\n"


def write_reports(folder: Path, count: int, make: Callable[[int, int], str] = report, seed: int = 0) -> Path:
    """So many reports, in a hundred folders at most; `folder` is made."""
    for number in range(count):
        path = folder / f"{number % 100:02}" / f"{number:06}.txt"
        if number < 100:
            path.parent.mkdir(parents=True)
        path.write_text(make(number, seed), encoding="utf-8")
    return folder


def _filled(form: str, topic: str, dice: random.Random) -> str:
    one, two, three, four = ((1, 9), (10, 99), (100, 999), (1000, 9999))
    return form.format(
        topic=topic,
        a=dice.randint(*one), b=dice.randint(*two), c=dice.randint(*one), d=dice.randint(*one),
        m=dice.randint(*three), n=dice.randint(*four), p=dice.randint(*one),
    )  # fmt: skip
