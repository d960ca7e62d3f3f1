from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from schemas import (
    CitedItems,
    Fact,
    Figures,
    Names,
    Prose,
    Schema,
    SectionList,
    WorkReport,
    fields_of,
    kind_of,
)


class Mixed(Schema):
    record_format: ClassVar = "mixed/1"
    prompts: ClassVar = "work_report"

    plain: int = 0
    both: Annotated[str | None, Fact("甲"), Figures("乙")] = None
    good: Annotated[str | None, Fact("丙")] = Field(None, description="说明")


def test_fields_of_a_kind_come_in_the_order_of_the_schema():
    names = {
        kind: [name for name, _ in fields_of(WorkReport, kind)]
        for kind in (CitedItems, Figures, Names, Prose, SectionList)
    }
    assert names == {
        CitedItems: ["achievements", "problems", "tasks"],
        Figures: ["figures"],
        Names: ["policies", "initiatives"],
        Prose: ["abstract"],
        SectionList: ["sections"],
    }


def test_every_field_of_the_work_report_has_exactly_one_kind():
    assert all(kind_of(WorkReport, name).label for name in WorkReport.model_fields)


def test_no_two_lists_have_the_same_label():
    labels = [kind.label for _, kind in fields_of(WorkReport, CitedItems)]
    assert len(labels) == len(set(labels))


def test_the_choices_of_a_fact_are_the_values_that_its_type_takes():
    kind = kind_of(WorkReport, "doc_type")
    assert isinstance(kind, Fact)
    for value in kind.choices:
        assert WorkReport(doc_type=value).doc_type == value


@pytest.mark.parametrize(("name", "found"), [("plain", 0), ("both", 2)])
def test_a_field_with_no_kind_or_two_is_refused(name, found):
    with pytest.raises(TypeError, match=rf"Mixed\.{name}.*found {found}"):
        kind_of(Mixed, name)


def test_a_kind_beside_other_marks_is_found():
    assert kind_of(Mixed, "good") == Fact("丙")
