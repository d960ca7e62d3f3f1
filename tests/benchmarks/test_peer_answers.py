import pytest

from benchmarks.peer_answers import composed, from_instructor, from_langextract
from benchmarks.peer_table import INVENTED, MEAN_F1, invented, reached, rows
from evals import open_dataset
from evals.fakes import perfect
from evals.predictions import prediction_of

TEXT = "一、成绩\n完成投资1.26亿元，同比增长8.4%。\n二、打算\n年底前加固水库16座，落实《河湖办法》。"
REPORT = {
    "doc_type": "工作总结",
    "title": "总结",
    "issuer": "无",
    "region": None,
    "author": {"name": None, "role": " 局长 "},
    "occasion": "null",
    "date": "2022-07-08",
    "period": {"start": "2022-01-01", "end": "2022-06"},
    "sections": [{"heading": "一、成绩", "role": "成绩"}, {"heading": "二、打算", "role": "其他"}],
    "achievements": [{"text": "完成投资1.26亿元", "substring_quotes": ["完成投资1.26亿元"]}],
    "problems": [],
    "tasks": [],
    "figures": [
        {
            "subject": "投资",
            "mention": "1.26亿元",
            "quote": "完成投资1.26亿元",
            "direction": None,
            "status": "完成",
        },
        {"subject": "增速", "mention": "8.4%", "quote": "增长了8.4%", "direction": "上升", "status": "背景"},
        {"subject": "人数", "mention": "若干", "quote": "若干", "direction": None, "status": "完成"},
    ],
    "policies": ["《河湖办法》", "河湖办法", ""],
    "initiatives": [],
    "abstract": "摘要",
}


def extraction(kind, text, **attributes):
    start = TEXT.find(text)
    return {"kind": kind, "text": text, "start": start, "end": start + len(text), "attributes": attributes}


def test_a_copied_figure_is_multiplied_out_by_our_grammar():
    first = from_instructor(REPORT, TEXT)["figures"][0]
    assert (first["value"], first["unit"], first["status"]) == (126_000_000, "元", "achieved")


def test_a_figure_whose_copy_holds_no_number_is_left_out():
    assert [each["subject"] for each in from_instructor(REPORT, TEXT)["figures"]] == ["投资", "增速"]


def test_a_number_that_was_put_into_the_clause_counts_as_well():
    swapped = {**REPORT["figures"][0], "mention": "投资", "quote": "1.26亿元"}
    (figure,) = from_instructor({**REPORT, "figures": [swapped]}, TEXT)["figures"]
    assert (figure["value"], figure["evidence"]) == (126_000_000, [{"quote": "1.26亿元"}])


def test_a_clause_that_is_not_the_documents_gives_way_to_the_mention():
    second = from_instructor(REPORT, TEXT)["figures"][1]
    assert second["evidence"] == [{"quote": "8.4%"}]
    assert second["direction"] == "up"


def test_words_for_nothing_are_nothing_and_a_day_in_a_period_is_forgiven():
    answer = from_instructor(REPORT, TEXT)
    assert (answer["issuer"], answer["occasion"]) == (None, None)
    assert answer["author"] == {"name": None, "role": "局长"}
    assert answer["period"] == {"start": "2022-01", "end": "2022-06"}


def test_a_name_counts_once_with_or_without_its_marks():
    assert from_instructor(REPORT, TEXT)["policies"] == ["河湖办法"]


def test_an_extraction_cites_the_text_of_its_interval_whatever_it_says():
    fuzzy = {**extraction("数据", "16座", 指标="水库", 状态="计划"), "text": "17座"}
    (figure,) = from_langextract([fuzzy], TEXT)["figures"]
    assert (figure["value"], figure["status"]) == (17, "planned")
    assert figure["evidence"][0]["quote"] == "16座"


def test_several_numbers_in_one_extraction_are_as_many_figures():
    (first, second) = from_langextract([extraction("数据", "1.26亿元，同比增长8.4%", 状态="完成")], TEXT)[
        "figures"
    ]
    assert (first["value"], second["value"], second["unit"]) == (126_000_000, 8.4, "%")
    assert second["mention"] in TEXT


def test_extractions_become_facts_sections_items_and_names():
    answer = from_langextract(
        [
            extraction("标题", "一、成绩", 文种="计划方案"),
            extraction("日期", "年底", 日期="2022-12"),
            extraction("章节", "二、打算", 性质="任务"),
            extraction("任务", "年底前加固水库16座"),
            extraction("文件", "河湖办法"),
        ],
        TEXT,
    )
    assert (answer["doc_type"], answer["title"], answer["date"]) == ("plan", "一、成绩", "2022-12")
    assert answer["sections"] == [{"heading": "二、打算", "role": "tasks"}]
    assert answer["tasks"][0]["text"] == answer["tasks"][0]["evidence"][0]["quote"]
    assert answer["policies"] == ["河湖办法"]
    assert answer["abstract"] == "年底前加固水库16座。"


@pytest.mark.parametrize("form", [from_langextract, lambda found, text: {}])
def test_no_extractions_are_an_empty_answer_that_can_be_scored(form):
    case = open_dataset("dev").cases[0]
    table = rows({"nobody": [(case, {"summary": form([], case.document.text)}, "failed")]})
    assert table["figures.f1"] == {"nobody": 0}
    assert table["failed"] == {"nobody": 1}


def test_an_abstract_put_together_keeps_within_its_length():
    items = {
        "achievements": [{"text": "成" * 60}] * 9,
        "problems": [{"text": "难" * 60}],
        "tasks": [{"text": "做"}],
    }
    told = composed(items)
    assert len(told) <= 200
    assert told.endswith("做。")


def test_numbers_that_stand_nowhere_are_counted_in_figures_and_in_texts():
    case = open_dataset("dev").cases[0]
    answer = perfect(case.reference)
    known = prediction_of(answer, case.document.text, case.schema)
    assert invented(case.reference, known) == 0
    (name, figures), *_ = known.figures.items()
    wrong = known.model_copy(
        update={
            "figures": {name: (figures[0].model_copy(update={"value": 987654321.5}), *figures[1:])},
            "prose": dict.fromkeys(known.prose, "建成学校98765所，增长77.77%。"),
        }
    )
    assert invented(case.reference, wrong) == 3


def test_the_faultless_answer_is_best_in_every_row():
    case = open_dataset("dev").cases[0]
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "seconds": 1.0}
    faultless = {**perfect(case.reference), "usage": usage}
    table = rows({"us": [(case, faultless, None)], "them": [(case, {}, None)]})
    means = {name: row for name, row in table.items() if name.endswith("f1")}
    assert means
    assert all(reached(name, row, "us", "them") for name, row in means.items())
    assert table[MEAN_F1]["us"] == 1
    assert table[INVENTED]["us"] == 0


@pytest.mark.parametrize(("seconds", "enough"), [(5.0, True), (5.1, False)])
def test_half_of_the_better_peers_time_is_the_aim(seconds, enough):
    row = {"us": seconds, "better": 10.0, "worse": 1.0}
    assert reached("cost.seconds", row, "us", "better") is enough


def test_as_good_as_a_peer_is_not_better():
    assert not reached("tasks.f1", {"us": 0.5, "them": 0.5}, "us", "them")
    assert reached("tasks.f1", {"us": 1.0, "them": 1.0}, "us", "them")
    assert not reached(INVENTED, {"us": 2, "them": 2}, "us", "them")
    assert reached(INVENTED, {"us": 0, "them": 0}, "us", "them")
