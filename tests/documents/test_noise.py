"""The same report damaged and clean: both must be read alike."""

import json
from itertools import chain, combinations
from pathlib import Path

import pytest

from summarizer.documents import document_date, from_text, outline, read
from summarizer.documents.clean import clean
from tests.documents import noise

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
SHARED = ROOT.parent / "shared" / "reports"
# In the order in which such damage comes about.
KINDS = ("spaced", "full_width", "wrapped", "shifted", "traditional", "framed")
ALONE_OR_TWO = tuple(chain(combinations(KINDS, 1), combinations(KINDS, 2), [KINDS]))


def read_alike(text):
    found = outline(from_text(text, "报告.txt"))
    return {
        "title": found.title,
        "date": document_date(found),
        "headings": [(each.level, each.heading) for each in found.sections],
        "points": len(found.points),
        "quantities": [(each.value, each.unit) for each in found.quantities],
    }


@pytest.mark.parametrize("kinds", ALONE_OR_TWO, ids="+".join)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_damaged_report_is_read_like_its_clean_twin(path, kinds):
    damaged = twin = clean(read(path)).text.strip()
    for kind in kinds:
        damaged = getattr(noise, kind)(damaged)
    assert damaged != twin or kinds == ("shifted",)
    assert read_alike(damaged) == read_alike(twin)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_cleaning_a_clean_text_changes_nothing(path):
    text = clean(read(path)).text
    again = clean(from_text(text, "报告.txt"))
    assert (again.text, again.removed, dict(again.repairs)) == (text, (), {})


@pytest.mark.skipif(not SHARED.exists(), reason="the labelled reports are not here")
def test_no_noise_is_left_in_the_labelled_reports_and_no_evidence_is_lost():
    for path in sorted((SHARED / "labels").glob("*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        document = read(SHARED / f"{path.stem}.txt")
        cleaned = clean(document)
        assert [each for each in label["noise"] if each in cleaned.text] == []
        evidence = [
            item["evidence"]
            for kind in ("achievements", "problems", "tasks", "figures")
            for item in label[kind]
        ]
        removed = set(chain.from_iterable(range(each.start, each.end) for each in cleaned.removed))
        starts = [document.text.find(each) for each in evidence]
        assert [
            each for each, start in zip(evidence, starts, strict=True) if start < 0 or start in removed
        ] == []
