import pytest

from evals.reference import amount
from tests.evals.conftest import LABEL
from tests.evals.made import reference

WITHOUT_STATUS = [
    {key: value for key, value in figure.items() if key not in ("status", "direction")}
    for figure in LABEL["figures"]
]


def test_a_figure_has_the_status_that_the_label_gives_it() -> None:
    of = reference(figures=[{**LABEL["figures"][0], "status": "background"}])
    assert of.expected_status(of.label.figures["figures"][0]) == "background"


def test_a_figure_without_status_has_that_of_the_items_in_its_sentence() -> None:
    tasks = [{"text": "筹措资金", "evidence": "全年仍需筹措资金4200万元"}]
    of = reference(figures=WITHOUT_STATUS, tasks=tasks)
    assert of.expected_status(of.label.figures["figures"][4]) == "planned"


def test_else_that_of_its_section() -> None:
    of = reference(figures=WITHOUT_STATUS, achievements=[], problems=[], tasks=[])
    expected = [of.expected_status(figure) for figure in of.label.figures["figures"]]
    assert expected == ["achieved"] * 4 + ["problem"] + ["planned"] * 2


def test_none_where_items_of_two_sorts_stand_in_the_sentence() -> None:
    both = [{"text": "备汛", "evidence": "储备防汛物资5000件"}]
    of = reference(figures=WITHOUT_STATUS, achievements=both, tasks=both)
    assert of.expected_status(of.label.figures["figures"][6]) is None


def test_none_where_no_section_can_be_found() -> None:
    of = reference(
        figures=WITHOUT_STATUS, achievements=[], sections=[{"heading": "一、没有这一节", "role": "tasks"}]
    )
    assert of.expected_status(of.label.figures["figures"][0]) is None


def test_a_table_of_contents_is_not_taken_for_the_sections() -> None:
    text = (
        "一、成效\n二、打算\n\n一、成效\n去年建成水库3座。\n二、打算\n明年建成水库5座，群众用水更有保障。\n"
    )
    figure = {"subject": "水库", "value": 3, "unit": "座", "mention": "3座", "evidence": "建成水库3座"}
    of = reference(
        text,
        figures=[figure],
        achievements=[],
        problems=[],
        tasks=[],
        sections=[{"heading": "一、成效", "role": "achievements"}, {"heading": "二、打算", "role": "tasks"}],
    )
    assert of.expected_status(of.label.figures["figures"][0]) == "achieved"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1132.05 * 10_000, 11_320_500, True),
        (123_456, 123_457, False),
        (-0.0, 0, True),
        (0.1 + 0.2, 0.3, True),
    ],
)
def test_amounts_are_the_same_however_they_were_computed(one: float, other: float, same: bool) -> None:
    assert (amount(one) == amount(other)) is same
