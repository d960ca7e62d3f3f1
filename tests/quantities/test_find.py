import json
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.quantities import find_quantities, list_number, same_amount, same_unit

SHARED = Path(__file__).parents[3] / "shared" / "quantities.jsonl"
OWN = Path(__file__).parents[1] / "data" / "quantities.jsonl"


def only(text):
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "mention", "value", "unit"),
    [
        ("全年修复河道38.6公里", "38.6公里", "38.6", "公里"),
        ("拨付补贴2,340.5万元", "2,340.5万元", "23405000", "元"),
        ("贷款余额1.05万亿元", "1.05万亿元", "1050000000000", "元"),
        ("登记苗圃１５处", "１５处", "15", "处"),
        ("投入约3个亿用于改造", "约3个亿", "300000000", ""),
        ("走访商户三百六十户", "三百六十户", "360", "户"),
        ("抽检合格率百分之九十八点六", "百分之九十八点六", "98.6", "%"),
        ("占全市的四成", "四成", "40", "%"),
        ("产量翻两番", "翻两番", "4", "倍"),
        ("發放補助12萬元", "12萬元", "120000", "元"),
        ("综合得分达到0.87", "0.87", "0.87", ""),
        ("满意度位列全市第3", "第3", "3", ""),
        ("人数：30人", "30人", "30", "人"),
        ("4.1万人", "4.1万人", "41000", "人"),
        ("2.3万余人次", "2.3万余人次", "23000", "人次"),
        ("64.2件", "64.2件", "64.2", "件"),
        ("地力5.8等。", "5.8等", "5.8", "等"),
        ("2.12家果企", "12家", "12", "家"),
        ("3.1876份合同", "1876份", "1876", "份"),
        ("1.2025年新建果库3所", "3所", "3", "所"),
        ("开放仪器230台套", "230台套", "230", "台套"),
        ("飞防28.3万亩次", "28.3万亩次", "283000", "亩次"),
        ("吞吐3.2万标箱", "3.2万标箱", "32000", "标箱"),
        ("摆了96桌", "96桌", "96", "桌"),
        ("退了3个名次", "3个名次", "3", "个名次"),
        ("0.9個百分點", "0.9個百分點", "0.9", "个百分点"),
        ("来了260来人", "260来人", "260", "人"),
    ],
)
def test_a_number_is_multiplied_out_with_its_unit(text, mention, value, unit):
    quantity = only(text)
    assert (quantity.mention, quantity.value, quantity.unit) == (mention, Decimal(value), unit)
    assert text[quantity.start : quantity.end] == mention


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("种树近4万株", "nearly"),
        ("种树约4万株", "about"),
        ("种树4万株左右", "about"),
        ("种树4万余株", "over"),
        ("种树超过4万株", "over"),
        ("种树不少于4万株", "at_least"),
        ("种树4万株以上", "at_least"),
        ("种树至多4万株", "at_most"),
        ("种树4万株", None),
        ("节约4万元", None),
        ("最近4万株", None),
    ],
)
def test_the_word_that_qualifies_a_number_is_understood(text, qualifier):
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("产值增长8.2%", "up"),
        ("能耗下降了3.1%", "down"),
        ("差错率降到0.2%", None),
        ("产值12%", None),
        ("改造提升3条", None),
        ("审减3万元", None),
        ("按5%的幅度递增", "up"),
        ("增幅控制在3%", "up"),
    ],
)
def test_a_change_has_a_direction_and_a_level_has_none(text, direction):
    assert only(text).direction == direction


def test_the_level_that_a_change_reached_tells_which_way_it_came():
    assert (only("差错率降到0.2%").level, only("覆盖率提高至90%").level) == ("down", "up")
    assert only("产值增长8.2%").level is None


def test_both_ends_of_a_change_are_marked():
    before, after = find_quantities("覆盖率由72%提高到91%")
    assert (before.role, after.role, after.direction) == ("from", "to", "up")
    before, after = find_quantities("科室从12个压减为9个")
    assert (before.role, after.role, after.direction) == ("from", "to", "down")


@pytest.mark.parametrize(
    ("text", "value", "value_to"),
    [("每组配备2-4名", 2, 4), ("投资3至5万元", 30000, 50000), ("增幅5%到8%", 5, 8)],
)
def test_a_range_has_two_ends(text, value, value_to):
    assert (only(text).value, only(text).value_to) == (value, value_to)


@pytest.mark.parametrize(
    "text",
    [
        "2022年11月3日上午10:15在会议室召开",
        "2022-11-03发布",
        "据《数字乡村2030》和府办函〔2022〕18号",
        "“十五五”规划与“3.15”活动",
        "平台3.0上线",
        "1.抓项目；（2）抓招商；3、抓落实",
        "热线：0755-87654321",
        "投入x.x亿元、惠及xx人、占比xx.x%",
        "投入*.5亿元",
        "第七小学3#宿舍楼",
        "一是抓生产，二是抓销售",
        "上世纪90年代",
        "三位一体与一体化",
        "市委六届十三次全会",
    ],
)
def test_dates_names_list_numbers_and_masked_values_are_no_quantities(text):
    assert find_quantities(text) == ()


@pytest.mark.parametrize("text", ["一千万百分之五", "零分之五", "一二分之三"])
def test_a_part_of_what_is_no_number_is_no_quantity(text):
    assert find_quantities(text) == ()


def test_quantities_are_equal_however_they_are_written():
    assert same_amount(only("投资1.26亿元"), only("投资１２６００万元"))
    assert same_amount(only("铺装800平方米"), only("铺装800平米"))
    assert same_amount(only("招录30名"), only("招录三十人"))
    assert same_amount(only("占四分之三"), only("占75%"))
    assert not same_amount(only("提高2%"), only("提高2个百分点"))
    assert not same_amount(only("配备2至4名"), only("配备2名"))


@settings(deadline=None)
@given(
    st.text(
        "0123456789,.，．%万亿千百十个元名年月日至到-—+/约近余多第《》xX一二三两百分之翻番点成壹佰廿及以上下内负零$￥由从提高增长和、 \n",
        max_size=80,
    )
)
def test_any_text_gives_spans_in_order_that_hold_their_mentions(text):
    found = find_quantities(text)
    assert all(text[each.start : each.end] == each.mention for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(deadline=None)
@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from(["", "万", "亿", "万亿"]),
    st.sampled_from(["元", "吨", "%", "个百分点", "人次", "公里"]),
    st.sampled_from(
        [("", None), ("近", "nearly"), ("约", "about"), ("超过", "over"), ("不少于", "at_least")]
    ),
)
def test_any_amount_is_read_exactly_in_any_writing(number, multiplier, unit, word):
    wide = str(number).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    for written in (f"{number:f}", f"{number:,}", wide):
        quantity = only(f"完成{word[0]}{written}{multiplier}{unit}，")
        power = {"": 0, "万": 4, "亿": 8, "万亿": 12}[multiplier]
        assert (quantity.value, quantity.unit) == (number.scaleb(power), unit)
        assert (quantity.qualifier, quantity.mention) == (word[1], f"{word[0]}{written}{multiplier}{unit}")


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "十", "1-", "《", "百分之", "由1%", "近", "1.1.", " 0", "0$", "万万万", "（", "1、", "一"],
)
def test_hostile_repetition_takes_linear_time(unit):
    def seconds(length):
        text = unit * (length // len(unit))
        started = time.process_time()
        find_quantities(text)
        return time.process_time() - started

    # Eight times the text takes about eight times as long; a quadratic rule would take sixty-four.
    assert min(seconds(160_000) for _ in range(2)) < 25 * min(seconds(20_000) for _ in range(3)) + 0.05


@pytest.mark.parametrize("path", [OWN, SHARED], ids=["own", "shared"])
def test_vectors_hold(path):
    if not path.exists():
        pytest.skip("the shared vectors are not beside this checkout")
    for line in path.read_text("utf-8").splitlines():
        vector = json.loads(line)
        found = find_quantities(vector["text"])
        assert [each.mention for each in found] == [each["mention"] for each in vector["quantities"]]
        for quantity, expected in zip(found, vector["quantities"], strict=True):
            for name, value in expected.items():
                wanted = Decimal(str(value)) if name in ("value", "value_to") and value is not None else value
                assert getattr(quantity, name) == wanted, (vector["text"], name)


def test_there_are_three_hundred_vectors_of_our_own():
    texts = [json.loads(line)["text"] for line in OWN.read_text("utf-8").splitlines()]
    assert len(set(texts)) == len(texts) >= 300


def test_units_are_compared_by_what_they_measure():
    assert same_unit("名", "人")
    assert same_unit("平米", "平方米")
    assert not same_unit("%", "个百分点")
    assert not same_unit("个", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.12家企业", "2."),
        ("20.2026年10件实事", "20."),
        ("2.36亿元投资", ""),
        ("64.2件", ""),
        ("3.健全制度", ""),
    ],
)
def test_a_list_number_is_told_from_the_number_that_it_stands_against(text, number):
    assert list_number(text) == number
