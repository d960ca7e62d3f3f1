"""What code alone finds in eight real reports, against references made by reading them."""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from summarizer.documents import contradictions, find_facts, outline, period_of, read, subject_of

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
LABELS = {path.stem: json.loads(path.read_bytes()) for path in sorted((REPORTS / "labels").glob("*.json"))}
SAME_UNIT = {"平": "平方米", "平米": "平方米", "㎡": "平方米"}

pytestmark = pytest.mark.skipif(not LABELS, reason="the shared reports are not here")


@pytest.fixture(scope="module")
def outlines():
    return {name: outline(read(REPORTS / f"{name}.txt")) for name in LABELS}


def f1(matched, missed, extra):
    return 2 * matched / (2 * matched + missed + extra)


def places(text, evidence, mention):
    """Every span of a mention within its evidence."""
    for stretch in re.finditer(re.escape(evidence), text):
        for found in re.finditer(re.escape(mention), stretch[0]):
            yield stretch.start() + found.start(), stretch.start() + found.end()


def same_figure(parsed, label, quantity):
    start, end = parsed.clean.offsets.to_original(quantity.start, quantity.end)
    unit, wanted = (SAME_UNIT.get(each, each) for each in (quantity.unit, label["unit"]))
    overlaps = (
        first < end and start < last
        for first, last in places(parsed.document.text, label["evidence"], label["mention"])
    )
    return (float(quantity.value), unit) == (label["value"], wanted) and any(overlaps)


def counted(parsed, label):
    """Figures matched, missed and found where there is none; optional ones count neither way."""
    left = [quantity for quantity in parsed.quantities if quantity.numerals == "arabic"]
    matched = missed = 0
    for wanted in sorted(label["figures"], key=lambda each: each.get("optional", False)):
        found = next((quantity for quantity in left if same_figure(parsed, wanted, quantity)), None)
        if found:
            left.remove(found)
        if not wanted.get("optional"):
            matched += found is not None
            missed += found is None
    return matched, missed, len(left)


def test_figures_are_found_with_their_values_units_and_places(outlines):
    sums = [
        sum(each) for each in zip(*(counted(outlines[name], LABELS[name]) for name in LABELS), strict=True)
    ]
    assert f1(*sums) >= 0.97, sums


def plain(heading):
    return "".join(heading.split()).replace(",", "，").rstrip("。：")


def test_top_headings_are_found(outlines):
    found = Counter(
        (name, plain(each.heading))
        for name, parsed in outlines.items()
        for each in parsed.sections
        if each.level == 1
    )
    wanted = Counter((name, plain(each["heading"])) for name in LABELS for each in LABELS[name]["sections"])
    assert f1((found & wanted).total(), (wanted - found).total(), (found - wanted).total()) >= 0.98, (
        wanted - found,
        found - wanted,
    )


@pytest.mark.parametrize("name", LABELS)
def test_no_noise_is_left_in_the_text_for_reading(name, outlines):
    assert [noise for noise in LABELS[name]["noise"] if noise in outlines[name].clean.text] == []


@pytest.mark.parametrize("name", LABELS)
def test_nothing_that_a_reader_cites_is_taken_out(name, outlines):
    text, removed = outlines[name].document.text, outlines[name].clean.removed
    fields = ("achievements", "problems", "tasks", "figures")
    lost = [
        item["evidence"]
        for field in fields
        for item in LABELS[name][field]
        if not any(
            all(match.end() <= each.start or each.end <= match.start() for each in removed)
            for match in re.finditer(re.escape(item["evidence"]), text)
        )
    ]
    assert lost == []


@pytest.mark.parametrize("name", LABELS)
def test_the_date_is_found(name, outlines):
    date = find_facts(outlines[name]).date
    assert (date and date.value) == LABELS[name]["date"]


def squeezed(value):
    """A value without what two ways of writing it may differ in."""
    if isinstance(value, dict):
        return {key: squeezed(each) for key, each in value.items()}
    return re.sub(r"[\s，,、：:]", "", value) if value else value


def told(facts):
    """What rules give, in the form of the labels."""
    for name in ("doc_type", "title", "issuer", "region", "occasion", "date"):
        if found := getattr(facts, name):
            yield name, found.value
    if facts.author:
        yield "author", {"name": facts.author.value.name, "role": facts.author.value.role}
    if facts.period:
        yield "period", dict(zip(("start", "end"), facts.period.value, strict=True))


def test_what_rules_tell_of_a_document_is_right(outlines):
    given = [
        (
            name,
            fact,
            squeezed(value),
            [squeezed(each) for each in (label[fact], *label.get(f"{fact}_variants", []))],
        )
        for name, label in LABELS.items()
        for fact, value in told(find_facts(outlines[name]))
    ]
    wrong = [each for each in given if each[2] not in each[3]]
    assert len(wrong) <= 0.05 * len(given), wrong
    assert len(given) >= 30


@pytest.mark.parametrize("name", LABELS)
def test_the_title_is_found(name, outlines):
    label = LABELS[name]
    found = outlines[name].title and plain(outlines[name].title)
    assert found in [title and plain(title) for title in (label["title"], *label["title_variants"])]


def subjects(parsed, label):
    """The subject found and the one wanted for each figure that is not optional."""
    for wanted in label["figures"]:
        found = next((each for each in parsed.quantities if same_figure(parsed, wanted, each)), None)
        if found and not wanted.get("optional"):
            yield subject_of(parsed, found), wanted["subject"]


def test_subjects_are_never_empty_nor_long_and_near_to_what_a_reader_says(outlines):
    pairs = [pair for name in LABELS for pair in subjects(outlines[name], LABELS[name])]
    assert all(1 <= len(found) <= 20 for found, _ in pairs)
    assert sum(SequenceMatcher(None, *pair).ratio() for pair in pairs) / len(pairs) >= 0.73


@pytest.mark.parametrize("name", LABELS)
def test_no_contradiction_is_told_of_a_report_that_has_none(name, outlines):
    parsed, date = outlines[name], LABELS[name]["date"]
    assert contradictions(parsed, lambda each: period_of(parsed, each, date, None)) == ()
