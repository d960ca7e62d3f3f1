import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.title_kind import kind_of_title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青川县果业局2024年工作总结", "work_summary"),
        ("青川县果业局2024年度工作完成情况", "work_summary"),
        ("个人述职述廉报告", "work_summary"),
        ("政府工作报告", "work_report"),
        ("关于果业专项资金使用情况的报告", "work_report"),
        ("果业发展汇报材料", "work_report"),
        ("在果业大会上的发言提纲", "speech"),
        ("果农节开幕式致词", "speech"),
        ("果业强县建设的调研报告", "other"),
        ("小果子做成大产业的启示", "article"),
        ("果业振兴的实践与思考", "article"),
        ("党建引领果业发展经验材料", "article"),
        ("果业局2025年工作要点", "plan"),
        ("果业局2025年重点工作安排", "plan"),
        ("青川县果园管护条例", "notice"),
        ("关于同意设立果业协会的复函", "notice"),
        ("果业工作简报（第3期）", "news"),
        ("致全县果农的公开信", "other"),
        ("扎实推进果业振兴", None),
    ],
)
def test_the_last_words_of_a_title_name_the_kind(title, kind):
    assert kind_of_title(title) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("果业局2024年工作总结和2025年工作计划", "work_summary"),
        ("果业局上半年工作总结及下半年工作打算", "work_summary"),
        ("果业局2024年工作情况暨2025年工作思路", "work_summary"),
        ("果业局2024年工作总结 2025年工作安排", "work_summary"),
        ("果业局工作汇报及下一步打算", "work_report"),
        ("关于印发《果业局2024年工作总结和2025年工作计划》的通知", "notice"),
        ("果业保护和发展规划", "plan"),
    ],
)
def test_what_was_done_goes_before_the_plan_joined_to_it(title, kind):
    assert kind_of_title(title) == kind


@given(
    st.text(alphabet="果业局年度工作的和及", max_size=20),
    st.sampled_from(["（试行）", "》", "(2024年)", "”"]),
)
def test_marks_and_notes_after_a_title_change_no_kind(start, end):
    assert kind_of_title(f"{start}通知{end}") == "notice"
