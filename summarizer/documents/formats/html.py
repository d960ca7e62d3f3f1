"""Web pages: the text that a reader sees, with the page chrome that the markup itself tells."""

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from summarizer.documents.encodings import decode
from summarizer.documents.formats import html_words as words
from summarizer.documents.formats.extracted import Extracted, TextWriter
from summarizer.documents.formats.page_chrome import Block, chosen
from summarizer.errors import InputTooLarge
from summarizer.messages import say

# Pages in the wild stay below 100 even where nothing is closed; the parser's time grows with depth.
_DEEPEST = 1000
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60"
# CSS Text 3, 4.1.3: a line break in the source between two wide characters is no space.
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_WIDE}])")
_LETTERS = re.compile(r"[^\W\d_]")


def load(data: bytes, name: str) -> Extracted:
    """Read a web page. Raises InputTooLarge, InputUndecodable or InputUnsupported."""
    text, encoding = decode(data, name)
    return page(text, encoding, name)


def page(html: str, encoding: str, name: str) -> Extracted:
    """The text of a page given as decoded HTML. Raises InputTooLarge."""
    reader = _Reader(name)
    # A target gets events and no tree is built: time and memory are linear at any size.
    parser = etree.HTMLParser(target=cast("Any", reader), encoding="utf-8", huge_tree=True)
    # A page without a single element is an error to the parser; what it saw until then is the text.
    with suppress(etree.LxmlError):
        parser.feed(_without_server_scripts(html).encode("utf-8", "replace"))
        parser.close()
    text = reader.writer.text()
    return Extracted(text, encoding, hints=chosen(text, reader.found))


def _without_server_scripts(html: str) -> str:
    """The page less scripts of the server (`<% … %>` of JSP and ASP) that were never run."""
    first, *others = html.split("<%")
    parts = (other.partition("%>") for other in others)
    return first + "".join(after if closed else f"<%{script}" for script, closed, after in parts)


@dataclass(slots=True)
class _Open:
    """An open element: whether it is shown, and for a block what is known of it so far."""

    tag: str
    hidden: bool
    block: Block | None = None


class _Reader:
    """A parser target (lxml's interface) that writes the visible text and collects blocks of chrome."""

    def __init__(self, name: str):
        self.writer = TextWriter(name)
        self.found: list[Block] = []
        self._name = name
        self._open: list[_Open] = []
        self._blocks = [Block("html", 0, None)]
        self._run: list[str] = []
        self._links = self._preformatted = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        if len(self._open) >= _DEEPEST:
            raise self._too_deep()
        element = _Open(tag, self._is_hidden(tag, attributes))
        self._open.append(element)
        if tag == "a":
            self._links += 1
            self._blocks[-1].links += not element.hidden
        elif tag == "br":
            self._end_run()
        elif tag in words.BLOCKS and not element.hidden:
            element.block = self._start_block(tag, attributes)

    def end(self, tag: str) -> None:
        """An element closes, by its end tag or by what follows it."""
        if not self._open:
            return
        block = self._open.pop().block
        if tag == "a":
            self._links -= 1
        if block is not None:
            self._end_block(block)

    def data(self, text: str) -> None:
        """A piece of text."""
        if self._open and self._open[-1].hidden:
            return
        self._run.append(text)
        letters = len(_LETTERS.findall(text))
        self._blocks[-1].letters += letters
        self._blocks[-1].linked += letters if self._links else 0

    def close(self) -> None:
        """The page ends."""
        self._end_run()

    def _is_hidden(self, tag: str, attributes: dict[str, str]) -> bool:
        if self._open and self._open[-1].hidden:
            return True
        if tag in ("html", "body"):
            return False  # hidden while the page loads, then shown by a script
        style = attributes.get("style", "")
        return tag in words.UNSEEN or "hidden" in attributes or bool(words.HIDING.search(style))

    def _start_block(self, tag: str, attributes: dict[str, str]) -> Block:
        self._end_run()
        if tag == "tr":
            self.writer.start_row()
        elif tag in ("td", "th"):
            self.writer.start_cell()
        self._preformatted += tag == "pre"
        reason = words.chrome_of(tag, attributes)
        if tag == "header" and any(each.tag in ("article", "main") for each in self._open):
            reason = None  # it holds the title of the article
        block = Block(tag, self.writer.length, reason)
        self._blocks.append(block)
        return block

    def _end_block(self, block: Block) -> None:
        self._end_run()
        self._preformatted -= block.tag == "pre"
        if block.tag == "tr":
            self.writer.end_row()
        block.end = self.writer.length
        self._blocks.pop()
        self._blocks[-1].add(block)
        if block.reason is not None:
            self.found.append(block)

    def _end_run(self) -> None:
        """Write the text since the last line break, its white space set as a browser does, and end the line."""
        text = "".join(self._run)
        self._run.clear()
        if not self._preformatted:
            text = _SPACE.sub(" ", _WIDE_BREAK.sub("", text)).strip(" ")
        if text.strip():
            self.writer.write(text.strip("\r\n"))
        self.writer.end_line()

    def _too_deep(self) -> InputTooLarge:
        return InputTooLarge(
            say(
                f"{self._name} 的标签嵌套超过 {_DEEPEST} 层，不是正常的网页，请另存为纯文本再试。",
                f"{self._name} nests more than {_DEEPEST} elements: no ordinary page; save it as plain text.",
            )
        )
