"""What an annotator does, done in a browser."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.dataset import open_dataset
from evals.fakes import perfect
from evals.lint import lint
from evals.predictions import prediction_of
from evals.scorers import METRICS, score_case
from tests.evals.conftest import LABEL, TEXT
from tests.rendering.html.pages import BODY, HOSTILE
from tests.web.browser.conftest import NARROW, WIDE, Visit
from tests.web.conftest import Open

pytestmark = pytest.mark.browser
FIRST = "#part-achievements .entry >> nth=0"
SAVED = "#status.saved"


def chosen(tab: Any) -> str:
    """The words that a key or the mouse has selected in the source."""
    return str(tab.evaluate("[...CSS.highlights.get('chosen') ?? []].map(String).join('')"))


def choose(tab: Any, words: str) -> None:
    """Selects words of the source as a mouse does."""
    tab.evaluate(
        """words => {
            const line = [...document.querySelectorAll("#text p")].find((each) => each.textContent.includes(words));
            const start = line.textContent.indexOf(words);
            getSelection().setBaseAndExtent(line.firstChild, start, line.firstChild, start + words.length);
        }""",
        words,
    )
    tab.wait_for_selector("#chosen:not([hidden])")


def kept(folder: Path) -> dict[str, Any]:
    """The draft on disk."""
    content: dict[str, Any] = json.loads((folder / ".review/labels/water.json").read_text("utf-8"))["content"]
    return content


@pytest.fixture
def filled(visit: Visit, open_site: Open, folder: Path) -> Any:
    """The page of the report, filled in by rules."""
    tab = visit(open_site(folder).url + "d/water")
    tab.wait_for_selector(FIRST)
    return tab


def test_a_click_on_evidence_shows_it_in_the_source(filled: Any) -> None:
    entry = filled.locator("#part-tasks .entry").first
    entry.locator("button.quote").click()
    shown = filled.evaluate("[...CSS.highlights.get('active')].map(String).join('')")
    assert shown
    assert shown in entry.locator("button.quote").inner_text()


def test_a_click_on_a_marked_place_of_the_source_leads_to_its_entry(filled: Any) -> None:
    filled.evaluate("document.querySelector('#text').scrollTop = 0")
    spot = filled.evaluate(
        """() => { const box = [...CSS.highlights.get("figure")][0].getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    )
    filled.mouse.click(*spot)
    assert filled.evaluate("document.activeElement.closest('#part-figures .entry') !== null")


def test_a_correction_is_saved_by_itself_and_there_after_a_reload(filled: Any, folder: Path) -> None:
    filled.locator(FIRST).locator("textarea").fill("改过的一条")
    filled.wait_for_selector(SAVED)
    assert kept(folder)["achievements"][0]["text"] == "改过的一条"
    filled.reload()
    filled.wait_for_selector(FIRST)
    assert filled.locator(FIRST).locator("textarea").input_value() == "改过的一条"
    assert filled.complaints == []


def test_words_selected_in_the_source_become_evidence_and_entries(filled: Any, folder: Path) -> None:
    filled.locator(FIRST).focus()
    choose(filled, "新铺供水管网126公里")
    filled.locator("[data-cite]").click()
    choose(filled, "配套资金到位较慢")
    filled.locator("[data-add=problems]").click()
    choose(filled, "储备防汛物资5000件")
    filled.locator("[data-add=noise]").click()
    filled.wait_for_selector(SAVED)
    content = kept(folder)
    first = content["achievements"][0]
    assert (first["evidence"], TEXT[first["at"] :][:4]) == ("新铺供水管网126公里", "新铺供水")
    assert content["problems"][-1]["evidence"] == "配套资金到位较慢"
    assert [each["text"] for each in content["noise"]] == ["储备防汛物资5000件"]


def test_a_figure_made_of_selected_words_is_read_by_the_program(filled: Any, folder: Path) -> None:
    for _ in range(filled.locator("#part-figures .entry").count()):
        filled.locator("#part-figures .entry").first.focus()
        filled.keyboard.press("x")
    choose(filled, "完成投资2.36亿元，同比增长18.2%")
    filled.locator("[data-add=figures]").click()
    filled.wait_for_selector(SAVED)
    filled.wait_for_function("!document.querySelector('#status').textContent.includes('…')")
    figures = kept(folder)["figures"]
    told = [(each["mention"], each["value"], each["unit"], each["direction"]) for each in figures]
    assert told == [("2.36亿元", 236000000, "元", None), ("18.2%", 18.2, "%", "up")]


def test_items_are_split_joined_moved_deleted_and_all_that_is_undone(filled: Any) -> None:
    rows = filled.locator("#part-achievements .entry")
    before = filled.locator("#form textarea").evaluate_all("all => all.map(each => each.value)")
    count = rows.count()
    rows.first.focus()
    filled.keyboard.press("s")
    assert rows.count() == count + 1
    filled.keyboard.press("k")
    filled.keyboard.press("m")
    assert rows.count() == count
    filled.keyboard.press("]")
    assert rows.count() == count - 1
    filled.keyboard.press("x")
    for _ in range(4):
        filled.keyboard.press("Control+z")
    assert filled.locator("#form textarea").evaluate_all("all => all.map(each => each.value)") == before
    assert filled.locator("#undo").is_disabled()
    filled.keyboard.press("Control+Shift+z")
    assert rows.count() == count + 1


def test_the_status_of_a_figure_is_set_by_a_key(filled: Any, folder: Path) -> None:
    filled.locator("#part-figures .entry").first.focus()
    filled.keyboard.press("3")
    filled.wait_for_selector(SAVED)
    assert kept(folder)["figures"][0]["status"] == "problem"


def test_two_people_on_one_document_lose_nothing(visit: Visit, open_site: Open, folder: Path) -> None:
    url = open_site(folder).url + "d/water"
    one = visit(url)
    one.wait_for_selector(FIRST)
    other = visit(url)
    other.wait_for_selector(FIRST)
    one.locator("#annotator").fill("甲某")
    one.locator(FIRST).locator("textarea").fill("甲改的成绩")
    one.wait_for_selector(SAVED)
    other.locator("#part-tasks .entry textarea").first.fill("乙改的任务")
    other.wait_for_selector("#conflict[open]")
    assert "甲某" in other.locator("#conflict-told").inner_text()
    other.locator("[data-take=merge]").click()
    other.wait_for_selector(SAVED)
    content = kept(folder)
    assert content["achievements"][0]["text"] == "甲改的成绩"
    assert content["tasks"][0]["text"] == "乙改的任务"


@pytest.mark.parametrize(("take", "expected"), [("mine", "乙的"), ("theirs", "甲的"), ("merge", "乙的")])
def test_where_both_changed_one_thing_the_user_chooses(
    visit: Visit, open_site: Open, folder: Path, take: str, expected: str
) -> None:
    url = open_site(folder).url + "d/water"
    tabs = [visit(url), visit(url)]
    for tab in tabs:
        tab.wait_for_selector(FIRST)
    tabs[0].locator(FIRST).locator("textarea").fill("甲的")
    tabs[0].wait_for_selector(SAVED)
    tabs[1].locator(FIRST).locator("textarea").fill("乙的")
    tabs[1].wait_for_selector("#conflict[open]")
    assert tabs[1].locator("#conflict-list").inner_text() == "成绩"
    tabs[1].locator(f"[data-take={take}]").click()
    tabs[1].wait_for_selector(SAVED, state="attached")
    tabs[1].wait_for_function("document.querySelector('#status').textContent === '已保存'")
    assert kept(folder)["achievements"][0]["text"] == expected
    assert tabs[1].locator(FIRST).locator("textarea").input_value() == expected


@pytest.fixture
def command(folder: Path, tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], str]]]:
    """Starts `summarizer review`; the program and the address it tells."""
    started = []

    def start() -> tuple[subprocess.Popen[str], str]:
        line = [sys.executable, "-m", "summarizer", "review", str(folder), "--model", "none", "--no-open"]
        environment = {**os.environ, "SUMMARIZER_CACHE": str(tmp_path / "cache")}
        program = subprocess.Popen(line, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
        started.append(program)
        assert program.stdout
        return program, program.stdout.readline().strip()

    yield start
    for program in started:
        program.kill()
        program.communicate()


def test_when_the_server_is_killed_and_the_page_reloaded_nothing_is_lost(
    visit: Visit, command: Callable[[], tuple[subprocess.Popen[str], str]], folder: Path
) -> None:
    program, url = command()
    tab = visit(url + "d/water")
    tab.wait_for_selector(FIRST)
    tab.locator(FIRST).locator("textarea").fill("存上的")
    tab.wait_for_selector(SAVED)
    program.send_signal(signal.SIGKILL)
    program.wait()
    tab.locator("#part-tasks .entry textarea").first.fill("没有存上的")
    tab.wait_for_selector("#status.offline")
    _, again = command()
    assert again == url
    tab.reload()
    tab.wait_for_selector(FIRST)
    tab.keyboard.press("Control+s")  # the page that was open may have saved before it was reloaded
    tab.wait_for_selector(SAVED)
    assert kept(folder)["achievements"][0]["text"] == "存上的"
    assert kept(folder)["tasks"][0]["text"] == "没有存上的"


def test_a_page_left_open_saves_by_itself_when_the_server_is_back(
    visit: Visit, command: Callable[[], tuple[subprocess.Popen[str], str]], folder: Path
) -> None:
    program, url = command()
    tab = visit(url + "d/water")
    tab.wait_for_selector(FIRST)
    program.kill()
    program.wait()
    tab.locator(FIRST).locator("textarea").fill("等着的")
    tab.wait_for_selector("#status.offline")
    command()
    tab.wait_for_selector(SAVED)
    assert kept(folder)["achievements"][0]["text"] == "等着的"


def test_nothing_of_a_hostile_document_becomes_part_of_the_page(
    visit: Visit, open_site: Open, tmp_path: Path
) -> None:
    place = tmp_path / "<img src=x onerror=alert(5)>"
    place.mkdir()
    text = BODY.replace("\ud800", "").replace("\x00", "") + "\r\n一是𠮷祥水利项目投资12万元。\n"
    (place / "a'\"><script>alert(4)<.txt").write_text(text, encoding="utf-8", newline="")
    site = open_site(place)
    index = visit(site.url)
    index.locator("tbody a").click()
    index.wait_for_selector(".entry")
    index.locator("#part-achievements .add").click()
    index.keyboard.type(HOSTILE.replace("\ud800", "").replace("\x00", "").replace("\x1b", ""))
    index.keyboard.press("Escape")
    index.wait_for_selector(SAVED)
    choose(index, "𠮷祥水利项目投资")
    index.locator("[data-add=achievements]").click()
    index.wait_for_timeout(50)
    said = index.locator("#part-achievements .entry textarea").evaluate_all(
        "all => all.map(each => each.value)"
    )
    assert "𠮷祥水利项目投资" in said
    assert index.complaints == []
    assert index.locator("script").count() == 1
    assert index.locator("#form img, #text img, #text script").count() == 0


def test_a_label_is_made_from_scratch_by_the_keyboard_alone(
    visit: Visit, open_site: Open, folder: Path
) -> None:
    """From the list to the accepted label; it passes lint and scores 1.0 against itself."""
    tab = visit(open_site(folder, blind=True, annotator="丙").url)
    keys = tab.keyboard

    def seek(words: str) -> None:
        """Steps through the source until the sentence with these words is chosen."""
        for _ in range(40):
            keys.press("ArrowDown")
            if words in chosen(tab):
                return
        raise AssertionError(words)

    keys.press("j")
    keys.press("Enter")
    tab.wait_for_selector("#accept:not([disabled])")
    keys.press("?")
    assert tab.locator("#help").is_visible()
    keys.press("Escape")
    tab.locator('[data-field="title"]').focus()
    keys.type(str(LABEL["title"]))
    tab.locator('[data-field="abstract"]').focus()
    keys.type(str(LABEL["abstract"]))
    made = (
        ("水利工程建设提速", "1"),
        ("新铺供水管网", "1"),
        ("资金缺口", "2"),
        ("防汛备汛", "3"),
        ("实施重点", "d"),
        ("防汛物资", "d"),
    )
    for words, key in made:
        tab.locator("#text").focus()
        tab.evaluate("getSelection().removeAllRanges()")
        seek(words)
        keys.press(key)
        keys.press("Escape")
    keys.press("Control+s")
    keys.press("Control+Enter")
    tab.wait_for_selector("#accept.done")
    assert [each for each in lint([open_dataset(folder)]) if each.level == "error"] == []
    (case,) = open_dataset(folder).cases
    assert (case.label.annotator, len(case.label.items["achievements"])) == ("丙", 2)
    assert [each.mention for each in case.label.figures["figures"]] == [
        "14个",
        "2.36亿元",
        "18.2%",
        "8座",
        "5000件",
    ]
    scored = score_case(case, prediction_of(perfect(case.reference), case.document.text, case.schema))
    values = {each.metric: each.value for each in scored.measures if each.value is not None}
    assert {
        values[name] for name, metric in METRICS.items() if metric.kind == "quality" and name in values
    } == {1.0}
    assert tab.complaints == []


def test_a_label_that_lint_would_refuse_is_not_accepted_and_its_fault_is_shown(
    filled: Any, folder: Path
) -> None:
    filled.locator(FIRST).locator("textarea").fill("字" * 60)
    filled.locator("#accept").click()
    filled.wait_for_selector("#status.refused")
    assert filled.locator(".fault.error").count() > 0
    assert not (folder / "labels").exists()
    assert filled.evaluate("document.activeElement.matches('.entry')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(
    visit: Visit, open_site: Open, folder: Path, scheme: str, viewport: dict[str, int]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    url = open_site(folder).url
    tab = visit(url + "d/water", viewport, color_scheme=scheme)
    tab.locator(FIRST).focus()
    choose(tab, "新铺供水管网126公里")
    found = [axe.run(tab)]
    tab.locator("#ask").click()
    found.append(axe.run(tab))
    found += [axe.run(visit(url + path, viewport, beside=tab)) for path in ("", "agreement")]
    assert [each.generate_report() for each in found if each.violations_count] == []
