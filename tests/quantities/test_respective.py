"""分别: each figure belongs to its own thing of the list before it."""

import re
from pathlib import Path

import pytest

from summarizer.grounding import unsupported
from summarizer.quantities import find_quantities, shared_out

SHARED = Path(__file__).parents[3] / "shared"
PATHS = [*sorted((SHARED / "reports").glob("*.txt")), *sorted((SHARED / "corpus").glob("*.txt"))]


def owners(text):
    quantities = find_quantities(text)
    shares = shared_out(text, quantities)
    return [shares[each.start].names[shares[each.start].place] for each in quantities if each.start in shares]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("东乡、西乡分别为3个和5个", ["东乡", "西乡"]),
        ("果品产量、产值同比分别增长12.3%和下降4.5%", ["果品产量", "产值"]),
        ("鲜果业、果干和果汁业产值分别增长9.7%、15.3%", ["鲜果业", "果干和果汁业产值"]),
        ("鲜果、果干和果汁分别增长4%、5%和6%", ["鲜果", "果干", "果汁"]),
        ("鲜果、果干产量分别达到3万吨、5万吨，分别增长2%、4%", ["鲜果", "果干产量"] * 2),
        ("城乡居民收入分别增长5%、6%", ["城镇", "农村"]),
        ("三个乡分别为3个和5个", []),
        ("鲜果、果干。分别为3个和5个", []),
    ],
)
def test_each_figure_goes_to_its_own_thing_and_none_where_the_numbers_differ(text, names):
    assert owners(text) == names


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("东乡建成果库3个", "东乡、西乡分别建成果库3个和5个"),
        ("西乡、东乡分别为5个和3个", "东乡、西乡分别为3个和5个"),
        ("东乡3个、西乡5个", "东乡、西乡分别为3个和5个"),
        ("果品产值下降4.5%", "果品产量、产值同比分别增长12.3%和下降4.5%"),
        ("果汁业产值增长30.6%", "鲜果业、果汁业产值分别增长40.9%、27.1%，果汁业产值增长30.6%"),
    ],
)
def test_a_figure_told_of_its_own_thing_is_supported(claim, source):
    assert unsupported(claim, [source]) == ()


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("东乡建成果库5个", "东乡、西乡分别建成果库3个和5个"),
        ("西乡、东乡分别为3个和5个", "东乡、西乡分别为3个和5个"),
        ("果品产量下降4.5%", "果品产量、产值同比分别增长12.3%和下降4.5%"),
        ("农村居民收入增长5%", "城镇居民和农村居民收入分别增长5%和6%"),
    ],
)
def test_a_figure_told_of_another_thing_of_the_list_is_flagged(claim, source):
    assert unsupported(claim, [source]) != ()


def statements():
    """Each thing of a list of two with its own figure, with that of the other, and the sentence."""
    for path in PATHS:
        for sentence in re.findall("[^。！？\n]+", path.read_text("utf-8", errors="replace")):
            quantities = find_quantities(sentence)
            shares = shared_out(sentence, quantities)
            for each in quantities:
                share = shares.get(each.start)
                if share and len(share.names) == 2:
                    change = {"up": "增长", "down": "下降", None: ""}[each.direction] + (
                        "到" if each.role else ""
                    )
                    own, other = (share.names[share.place], share.names[1 - share.place])
                    yield f"{own}{change}{each.mention}", f"{other}{change}{each.mention}", sentence


@pytest.mark.skipif(not PATHS, reason="the shared reports are not here")
def test_of_real_pairs_no_true_statement_is_flagged_and_nearly_every_exchanged_one_is():
    told = list(statements())
    assert len(told) >= 200
    assert [own for own, _, sentence in told if unsupported(own, [sentence])] == []
    let_through = [other for _, other, sentence in told if not unsupported(other, [sentence])]
    assert len(let_through) <= len(told) / 20, let_through


def test_many_lists_are_read_in_linear_time(hang_guard):
    with hang_guard():
        text = "东乡、西乡分别为3个和5个，" * 20_000
        assert len(shared_out(text, find_quantities(text))) == 40_000
