import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.documents.offsets import OffsetMap, apply_edits
from summarizer.documents.repairs import REPAIRS

PROSE = "今年以来，全县政府采购工作成效明显，投资明显增加，规范政府采购行为，群众普遍反映很好。"


def repaired(text):
    counts = {}
    offsets = OffsetMap.identity(len(text))
    for kind, find in REPAIRS:
        edits = find(text)
        text, offsets = apply_edits(text, offsets, edits)
        counts[kind] = counts.get(kind, 0) + len(edits)
    return text, {kind: count for kind, count in counts.items() if count}, offsets


@pytest.mark.parametrize(
    ("damaged", "mended", "kind"),
    [
        ("共２３．５％，Ａ类ｂ级", "共23.5%，A类b级", "form"),
        ("㈠基本情况⑵投资⒊效果", "（一）基本情况（2）投资3.效果", "form"),
        ("⼯作⼈员｡", "工作人员。", "form"),
        ("果园\u00a0三百亩", "果园 三百亩", "form"),
        ("2 0 2 4 年 工 作 总 结", "2024年工作总结", "spaced_word"),
        (PROSE + "推进政 府采 购改革。", PROSE + "推进政府采购改革。", "spaced_word"),
        (PROSE + "共投资 14 022 万元。", PROSE + "共投资14022万元。", "spaced_number"),
        ("果园&amp;nbsp;三&#30334;亩", "果园 三百亩", "entity"),
        ("<!-- 正文 --><P class=x>果园<o:p></o:p></P>", "果园", "tag"),
        (".TRS_Editor P{margin:0px;}果园三百亩", "果园三百亩", "style"),
        ("果园\x0c三百亩\u2028好", "果园\n三百亩\n好", "invisible"),
        ("果园，点击查看全文三百亩", "果园，三百亩", "inserted_notice"),
        ("果园（当前内容登录后可见）三百亩", "果园三百亩", "inserted_notice"),
    ],
)
def test_each_damage_is_mended_and_counted(damaged, mended, kind):
    text, counts, _ = repaired(damaged)
    assert text == mended
    assert counts[kind] >= 1


@pytest.mark.parametrize(
    "text",
    [
        "上海市市长 龚正明",
        "一鼓作气 一以贯之 全力构筑新高地",
        PROSE + "参加单位有果业局 农业局 水利局。",
        "1 总则，适用于全县果园建设管理工作，由县果业局负责解释。",
        "对隐藏的问题内容进行查看，对群众反映的问题逐一整改。",
        "AT&T公司，R&D投入，价格<100元",
        "“2＋1”项目，2010－2020年，（一）总体要求：",
        "姓名\t单位\t备注",
    ],
)
def test_what_is_sound_stays(text):
    assert repaired(text) == (text, {}, OffsetMap.identity(len(text)))


PARTS = [
    PROSE, "果园", "三百亩。", "\n", "\r\n", "　　", "\u200b", "\ue123", "(jìn)", "(xué)", "進", "國務", "&amp;", "&nbsp;", "<b>", "<!-- x -->",
    "１２", "⑴", "⼯", " 14 022 万元", "工 作 总 结", "。ㄒ唬┩七M", "点击查看全文", "分享到：\n", "首页 > 新闻 > 果业\n", "，\n", "\ufffd", "\x0c",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_through_all_repairs_every_kept_character_leads_to_its_own_place(parts):
    original = "".join(parts)
    text, _, offsets = repaired(original)
    spans = [offsets.to_original(at, at + 1) for at in range(len(text))]
    assert spans == sorted(spans)
    for char, (first, last) in zip(text, spans, strict=True):
        assert 0 <= first <= last <= len(original)
        if char in "果园三百亩普遍":
            assert original[first:last] == char
