import pytest
from pydantic import ValidationError

from schemas import Record, WorkReport
from schemas.record import Checks, Evidence, Item, Provenance, Source, Task, Usage

RECORD = Record[WorkReport](
    format=WorkReport.record_format,
    source=Source(name="总结.txt", sha256="0" * 64, media_type="text/plain", encoding="utf-8", characters=99),
    summary=WorkReport(
        tasks=(
            Task(
                text="抓好防汛", evidence=(Evidence(start=3, end=7, quote="抓好防汛"),), verdict="unchecked"
            ),
        )
    ),
    checks=Checks(),
    usage=Usage(model="scripted"),
    provenance=Provenance(program="report-summarizer 0", schema_sha256="0" * 64, prompts_sha256="0" * 64),
)


def test_a_record_comes_back_from_its_json_unchanged():
    assert Record[WorkReport].model_validate_json(RECORD.model_dump_json()) == RECORD


def test_a_summary_without_content_has_every_field():
    assert WorkReport().model_dump() == {
        "doc_type": "other",
        **dict.fromkeys(("title", "issuer", "region", "author", "occasion", "date", "period")),
        "abstract": "",
        **dict.fromkeys(
            ("sections", "achievements", "problems", "tasks", "figures", "policies", "initiatives"), ()
        ),
    }


def test_a_record_is_never_changed():
    with pytest.raises(ValidationError, match="frozen"):
        RECORD.format = "other/1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "甲", "evidence": (), "verdict": "true"},
        {"text": "甲", "evidence": (), "verdict": "supported", "score": 1},
        {"text": "甲", "verdict": "supported"},
        {"text": "甲", "evidence": ({"start": -1, "end": 2, "quote": "甲"},), "verdict": "supported"},
    ],
)
def test_an_item_that_is_not_of_the_form_is_refused(wrong):
    with pytest.raises(ValidationError):
        Item.model_validate(wrong)
