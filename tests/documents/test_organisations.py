import pytest

from summarizer.documents.organisations import is_organisation, is_placed, leading_area


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("青川县果业局", "青川县"),
        ("南河省青川县扎实开展果业普查", "青川县"),
        ("南河省青川市石泠区人民政府办公室", "石泠区"),
        ("云岫苗族自治县教育局", "云岫苗族自治县"),
        ("中共青川县委员会", "青川县"),
        ("聊石城市人民政府", "聊石城市"),
        ("青川镇市人民政府", "青川镇市"),
        ("滨河新区教育局", "滨河新区"),
        ("南河省民族地区教育事业", "南河省"),
        ("全县教育工作", None),
        ("某县教育局", None),
        ("X市教育局", None),
        ("xx县教育局", None),
        ("青川经济开发区", None),
        ("做好城市工作", None),
        ("自治区人民政府", None),
        ("市政府副市长", None),
    ],
)
def test_the_area_is_the_last_part_of_the_place_a_name_begins_with(text, area):
    found = leading_area(text)
    assert (found and text[slice(*found)]) == area


@pytest.mark.parametrize(
    "name",
    ["青川县果业局", "青川县人民政府办公室", "中共青川县委员会", "青川县第一中学", "国务院办公厅", "教育部"],
)
def test_names_of_organisations_are_known(name):
    assert is_organisation(name)
    assert is_placed(name)


@pytest.mark.parametrize(
    "text", ["加强果业监管局", "我县果业局", "全县各中心", "某县果业局", "召开果业大会", "青川县果业局的通知"]
)
def test_other_words_are_no_organisation(text):
    assert not is_organisation(text)


@pytest.mark.parametrize("name", ["市果业局", "省政府", "果业局"])
def test_a_name_without_its_area_is_not_full(name):
    assert not is_placed(name)
