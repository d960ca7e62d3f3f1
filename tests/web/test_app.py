from pathlib import Path
from typing import Any

import pytest

from schemas import WorkReport
from summarizer.web.drafts import content_of
from tests.evals.conftest import TEXT
from tests.web.conftest import Open
from tests.web.sites import TOKEN, Site

WATER = "api/documents/water"


@pytest.fixture
def site(open_site: Open, folder: Path) -> Site:
    return open_site(folder)


@pytest.mark.parametrize(
    "path", ["/", "/wrong/", f"/{TOKEN}x/", "/favicon.ico", "/wrong/api/documents/water"]
)
def test_without_the_token_nothing_is_there(site: Site, path: str) -> None:
    assert site.ask("GET", path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[", ""])
def test_a_name_that_was_bound_to_loopback_is_refused(site: Site, host: str) -> None:
    assert site.ask("GET", "", host=host)[0] in (400, 421)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "", "https://127.0.0.1"]
)
def test_another_origin_changes_nothing(site: Site, origin: str) -> None:
    body = {"revision": 0, "content": {}, "annotator": "x"}
    assert site.ask("PUT", WATER, body, origin=origin)[0] == 403
    assert site.ask("GET", WATER)[2]["draft"] is None


def test_another_site_may_not_even_look(site: Site) -> None:
    assert site.ask("GET", "", sec_fetch_site="cross-site")[0] == 403
    assert site.ask("GET", "", sec_fetch_site="none")[0] == 200


def test_only_json_of_a_sensible_size_is_taken(site: Site) -> None:
    assert site.ask("PUT", WATER, {}, content_type="text/plain")[0] == 415
    assert site.ask("PUT", WATER, {}, content_length="9000000000")[0] == 413


@pytest.mark.parametrize("path", ["", "agreement", "d/water", "static/review.js", WATER, "nothing"])
def test_no_answer_may_be_framed_sniffed_or_kept(site: Site, path: str) -> None:
    headers = site.ask("GET", path)[1]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_page_of_a_document_runs_its_own_scripts_only(site: Site) -> None:
    policy = site.ask("GET", "d/water")[1]["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path", ["static/../app.py", "static/app.py", "static/%2e%2e%2fapp.py", "d/..", "d/nothing"]
)
def test_nothing_but_what_is_meant_to_be_is_served(site: Site, path: str) -> None:
    assert site.ask("GET", path)[0] == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": "0"},
        {"revision": 0, "content": []},
        {"revision": 0, "content": {}},
        {"revision": 0, "content": {"x": 1}, "annotator": "a"},
    ],
)
def test_a_body_of_another_form_is_refused_in_words(site: Site, body: dict[str, Any]) -> None:
    status, _, answer = site.ask("PUT", WATER, body)
    assert status == 400
    assert answer["error"]


def test_a_document_without_a_draft_is_filled_in_once(site: Site) -> None:
    first = site.ask("POST", WATER + "/prefill")[2]
    assert first["content"]["figures"]
    assert first["prefilled_by"]
    assert site.ask("POST", WATER + "/prefill")[2]["revision"] == first["revision"]


def test_two_people_saving_one_revision_get_a_409_with_the_others_words(
    site: Site, label: dict[str, Any]
) -> None:
    content = content_of(label, TEXT, WorkReport)
    body = {"revision": 0, "content": content}
    assert site.ask("PUT", WATER, body | {"annotator": "甲"})[0] == 200
    status, _, answer = site.ask("PUT", WATER, body | {"annotator": "乙"})
    assert status == 409
    assert answer["draft"]["annotator"] == "甲"


def test_a_label_with_errors_is_not_accepted_and_says_where(site: Site) -> None:
    site.ask("PUT", WATER, {"revision": 0, "content": {"title": "x"}, "annotator": "甲"})
    status, _, answer = site.ask("POST", WATER + "/accept", {"revision": 1, "annotator": "甲"})
    assert status == 422
    assert {"level", "where", "what"} == answer["faults"][0].keys()


def test_blind_labels_begin_empty_and_the_models_are_not_told(open_site: Open, folder: Path) -> None:
    open_site(folder).ask("POST", WATER + "/prefill")
    blind = open_site(folder, blind=True)
    page = blind.ask("GET", WATER)[2]
    assert (page["draft"], page["hidden"]) == (None, True)
    assert blind.ask("POST", WATER + "/prefill")[0] == 403
    other = open_site(folder, second="乙", blind=True)
    draft = other.ask("POST", WATER + "/prefill")[2]
    assert (draft["prefilled_by"], draft["content"]["figures"]) == (None, [])


def test_the_agreement_of_a_label_with_itself_is_full(
    open_site: Open, folder: Path, label: dict[str, Any]
) -> None:
    for second in (None, "乙"):
        site = open_site(folder, second=second)
        content = content_of(label, TEXT, WorkReport)
        site.ask("PUT", WATER, {"revision": 0, "content": content, "annotator": second or "甲"})
        assert site.ask("POST", WATER + "/accept", {"revision": 1, "annotator": second or "甲"})[0] == 200
    page = site.ask("GET", "agreement")[2]
    assert "与 乙" in page
    assert "Cohen κ 1.000" in page
    assert "处不同" not in page


def test_where_two_annotators_differ_is_told(open_site: Open, folder: Path, label: dict[str, Any]) -> None:
    for second, title in ((None, "甲的标题"), ("乙", "乙的标题")):
        site = open_site(folder, second=second)
        content = content_of(label | {"title": title}, TEXT, WorkReport)
        site.ask("PUT", WATER, {"revision": 0, "content": content, "annotator": "x"})
        site.ask("POST", WATER + "/accept", {"revision": 1, "annotator": "x"})
    page = site.ask("GET", "agreement")[2]
    assert "甲的标题" in page
    assert "乙的标题" in page
