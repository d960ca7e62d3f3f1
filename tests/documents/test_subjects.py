import pytest

from summarizer.documents import from_text, outline, status_of, subject_of

BODY = "坚持把果业发展摆在突出位置，统筹推进品种改良、技术培训、市场开拓各项工作，取得了比较明显的成效。"


def figures(text):
    result = outline(from_text(text + BODY, "总结.txt"))
    return result, result.quantities


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("近6万名学生完成心理健康普查。", ["完成心理健康普查学生"]),
        ("累计发放果苗补贴82.5万元，惠及农户1200户。", ["发放果苗补贴", "惠及农户"]),
        ("一是开展技术培训12次、实地指导30次。", ["开展技术培训", "实地指导"]),
        ("优果率由60%提高到75%。", ["优果率", "优果率"]),
        ("批评教育3人。", ["批评教育人数"]),
        ("新建果园3个、冷库5座。", ["新建果园", "冷库"]),
    ],
)
def test_the_subject_is_what_the_clause_counts(text, subjects):
    result, found = figures(text)
    assert [subject_of(result, each) for each in found] == subjects


def test_a_subject_has_at_most_twenty_characters():
    result, (quantity,) = figures("持续推进全县高标准果园现代化灌溉设施改造提升示范工程建设项目18个。")
    assert 4 <= len(subject_of(result, quantity)) <= 20


@pytest.mark.parametrize(
    ("text", "role", "status"),
    [
        ("力争新建果园300亩。", "achievements", "planned"),
        ("计划招聘技术员8名。", None, "planned"),
        ("已建成冷库5座。", "planned", "achieved"),
        ("冷库缺口12座。", "problem", "problem"),
        ("新增果园20个。", "planned", "planned"),
        ("新增果园20个。", None, "achieved"),
        ("还要新建果园3个，扩建冷库4座。", None, "planned"),
    ],
)
def test_the_tense_of_the_clause_goes_before_the_role_of_the_section(text, role, status):
    result, found = figures(text)
    assert status_of(result, found[-1], role) == status


def test_the_start_of_a_change_is_background():
    result, (before, after) = figures("优果率由60%提高到75%。")
    assert (status_of(result, before, None), status_of(result, after, None)) == ("background", "achieved")
