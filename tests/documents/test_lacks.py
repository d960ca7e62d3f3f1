import pytest

from summarizer.documents import from_text, named_lacks, outline


def lacks(text):
    parsed = outline(
        from_text(f"果业协会全年坚持把服务送到田间地头，干部职工一年到头都在路上。\n{text}", "报告.txt")
    )
    return [parsed.clean.text[start:end] for _, start, end in named_lacks(parsed)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("全年新建冷库12座，有效缓解了鲜果储存能力不足的问题。", ["鲜果储存能力不足"]),
        (
            "重点解决账目不公开、果品分级不规范和标准缺失，赢得信任。",
            ["账目不公开、果品分级不规范和标准缺失"],
        ),
        ("重点解决账目长期不公开、果品分级不规范，赢得信任。", ["账目长期不公开", "果品分级不规范"]),
        ("联合信用社帮助果农解决贷款难、贷款贵难题。", ["贷款难、贷款贵"]),
        ("下大力气解决“空壳果园”越来越多的问题。", ["“空壳果园”越来越多"]),
    ],
)
def test_what_is_lacking_is_named_where_it_is_told_to_be_solved(text, named):
    assert lacks(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "解决了果农反映的各类问题52个。",
        "着力解决果农的实际困难。",
        "破解了一道技术难题。",
        "解决问题，改进作风。",
    ],
)
def test_what_is_solved_without_a_lack_names_none(text):
    assert lacks(text) == []


def test_the_task_that_a_numbered_point_opens_with_names_none_beside_it():
    assert lacks("一是解决冷库能力不足问题。新建冷库12座。\n二是解决果品分级不规范问题。出台标准。") == []
