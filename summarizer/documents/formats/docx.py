"""Word documents (ISO/IEC 29500-1): the text as Word shows it with all changes accepted."""

from collections.abc import Iterator
from contextlib import nullcontext
from posixpath import dirname, join, normpath

from lxml import etree

from summarizer.documents.formats.archive import Archive
from summarizer.documents.formats.extracted import Extracted, TextWriter
from summarizer.documents.formats.numbering import Numbering, child, local, value

# Never shown: deleted text, field codes, the older twin of a drawing, the reading aid of a ruby. Properties
# are asked for where they are needed.
_NAMES = "del moveFrom delText instrText delInstrText Fallback rt pPr rPr sectPr tblPr tblGrid trPr tcPr"
_UNSEEN = frozenset(_NAMES.split())
_SIGNS = {"tab": "\t", "noBreakHyphen": "-", "cr": "\n", "br": "\n"}
_OFF = ("0", "false", "off")


def load(data: bytes, name: str) -> Extracted:
    """Read a Word document: page headers first and footers after the text, as hints; footnotes last.

    Raises InputDamaged, InputTooLarge or InputUnsupported.
    """
    archive = Archive(data, name)
    main = _main_part(archive)
    stem = join(dirname(main), "")
    roots = {
        each: archive.xml(path)
        for each in ("numbering", "styles")
        if (path := f"{stem}{each}.xml") in archive.names
    }
    writer = TextWriter(name)
    reader = _Reader(writer, Numbering(roots.get("numbering"), roots.get("styles")))
    parts = sorted(each for each in archive.names if each.endswith(".xml"))
    with writer.hinted("page_header"):
        for path in (each for each in parts if each.startswith(f"{stem}header")):
            reader.read(archive.xml(path))
    reader.read(archive.xml(main))
    for path in (f"{stem}footnotes.xml", f"{stem}endnotes.xml"):
        for note in archive.xml(path) if path in archive.names else ():
            if not _is_separator(note):
                reader.read(note)
    with writer.hinted("page_footer"):
        for path in (each for each in parts if each.startswith(f"{stem}footer")):
            reader.read(archive.xml(path))
    return writer.extracted()


def _main_part(archive: Archive) -> str:
    """The path of the main part; programs other than Word give it names of their own."""
    if "_rels/.rels" in archive.names:
        for each in archive.xml("_rels/.rels"):
            target = normpath(str(each.get("Target", ""))).lstrip("/")
            if str(each.get("Type", "")).endswith("/officeDocument") and target in archive.names:
                return target
    return "word/document.xml"


def _is_separator(note: etree._Element) -> bool:
    """Whether a note is one of those that hold the line between text and notes."""
    return any(str(key).endswith("}type") and text != "normal" for key, text in note.attrib.items())


class _Reader:
    """Walks the parts of a document and writes what is seen."""

    def __init__(self, writer: TextWriter, numbering: Numbering):
        self._writer = writer
        self._numbering = numbering
        self._text: list[str] = []
        self._boxes: list[etree._Element] = []

    def read(self, root: etree._Element) -> None:
        """Write the text of a part. A text box comes after the paragraph that it is tied to."""
        # A stack in place of recursion: how deep boxes lie within boxes is up to the file.
        walks = [_walk(root)]
        while walks:
            event, element = next(walks[-1], ("", root))
            if not event:
                walks.pop()
                self._writer.end_line()
            elif event == "start":
                self._start(element)
            else:
                self._end(element)
                if local(element) == "p":
                    walks += (_walk(box) for box in reversed(self._boxes))
                    self._boxes.clear()

    def _start(self, element: etree._Element) -> None:
        match local(element):
            case "t":
                self._text.append(element.text or "")
            case "txbxContent":
                self._boxes.append(element)
            case "tr":
                self._writer.start_row()
            case "tc":
                self._writer.start_cell()
            case name if name in _SIGNS:
                self._text.append(_SIGNS[name])

    def _end(self, element: etree._Element) -> None:
        match local(element):
            case "p":
                self._write_paragraph(child(element, "pPr"))
            case "tr":
                self._writer.end_row()

    def _write_paragraph(self, properties: etree._Element | None) -> None:
        label = self._numbering.label(properties)
        text = "".join(self._text).strip("\n")
        self._text.clear()
        if not text.strip():
            return
        # A bare number must not run into a text that begins with a figure.
        gap = " " if label[-1:].isalnum() else ""
        contents = self._numbering.style_name(properties).lower().startswith("toc")
        with self._writer.hinted("table_of_contents") if contents else nullcontext():
            self._writer.end_line()
            self._writer.write(f"{label}{gap}{text}")
            self._writer.end_line()


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The start and end of each element below `root` that is shown; text boxes are named and not entered."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if element is root:
            continue
        if event == "start":
            if _is_unseen(element):
                walker.skip_subtree()
                continue
            if local(element) == "txbxContent":
                walker.skip_subtree()
        yield event, element


def _is_unseen(element: etree._Element) -> bool:
    name = local(element)
    if name == "r":
        hidden = child(child(element, "rPr"), "vanish")
        return hidden is not None and (value(hidden) or "") not in _OFF
    if name == "tr":
        return child(child(element, "trPr"), "del") is not None
    return name in _UNSEEN
