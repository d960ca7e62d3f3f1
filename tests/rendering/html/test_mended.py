from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents import Document, from_text, outline
from summarizer.documents.clean import clean
from summarizer.rendering.html.mended import Mended, mended

REPORT = "某县水务局2024年工作总结\n全年完成投资，农村供水保障有力，管网建设加快推进。\n"


def reading(document: Document) -> str:
    """The original with removals taken out and mended places put in: what is read."""
    cleaned = clean(document)
    edits = [(each.start, each.end, each.new) for each in mended(document.text, cleaned)]
    edits += [(each.start, each.end, "") for each in cleaned.removed]
    text, done = "", 0
    for start, end, new in sorted(edits):
        text += document.text[done : max(start, done)] + new
        done = max(done, end)
    return text + document.text[done:]


@given(st.text(alphabet="臨江县水務３.２億元(jìn)，。 \u200b\n\r&nbsp;<br>1a", max_size=80))
def test_mended_places_turn_the_original_into_what_is_read(extra: str) -> None:
    document = from_text(REPORT + extra, "a.txt")
    # Carriage returns are passed over without a mark.
    assert reading(document).replace("\r", "") == clean(document).text.replace("\r", "")


def test_sound_text_is_mended_nowhere() -> None:
    document = from_text(REPORT, "a.txt")
    assert mended(document.text, outline(document).clean) == ()


def test_repairs_near_one_another_on_a_line_are_one() -> None:
    document = from_text("臨江縣水務局2024年工作總結\n" + REPORT, "a.txt")
    first = mended(document.text, clean(document))[0]
    assert first == Mended(0, 5, "临江县水务")
