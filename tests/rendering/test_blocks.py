from hypothesis import given
from hypothesis import strategies as st

from summarizer.quantities import find_quantities
from summarizer.rendering.blocks import clipped

QUANTITIES = ("12.4亿元", "1,234.5万元", "8.5%", "三千五百人", "两万余户", "126公里", "0.3个百分点")
WORDS = ("完成投资", "，同比增长", "其中", "、", "占", "全县各乡镇共", "。")


@given(st.lists(st.sampled_from(QUANTITIES + WORDS), min_size=1, max_size=12), st.sampled_from(QUANTITIES))
def test_no_clipped_quote_holds_a_part_of_a_quantity(parts: list[str], mention: str) -> None:
    quote = "，".join([*parts, mention, *reversed(parts)])
    before, middle, after = clipped(quote, mention)
    whole = {each.mention for each in find_quantities(quote)}
    shown = f"{before}{middle}{after}"
    assert {each.mention for each in find_quantities(shown)} <= whole
    assert shown.strip("…") in quote


def test_a_year_is_not_cut_in_half() -> None:
    before, *_ = clipped("到2024年6月30日，全县已累计完成投资3.2亿元", "3.2亿元")
    assert before == "…，全县已累计完成投资"


def test_a_short_quote_is_shown_whole() -> None:
    assert clipped("完成投资3.2亿元，增长8%", "3.2亿元") == ("完成投资", "3.2亿元", "，增长8%")
