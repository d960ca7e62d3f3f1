"""Small valid files of each format, made in memory from words of our own."""

import io
import zipfile
from email.message import EmailMessage
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TITLE = "青川县果业局2024年工作总结"
PARAGRAPHS = (
    TITLE,
    "一、主要成效",
    "今年以来，全县新建果园三百亩，带动农户增收，培训技术员四十名，群众反映很好，市场开拓取得了比较明显的成效。",
    "二、下步打算",
    "下一步，将继续扩大规模，抓好品种改良和技术培训，把果业发展摆在突出位置，力争明年产值增长百分之八以上。",
)


def zipped(parts):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return target.getvalue()


def w(tag, content="", **attributes):
    told = "".join(f' w:{key}="{text}"' for key, text in attributes.items())
    return f"<w:{tag}{told}>{content}</w:{tag}>"


def paragraph(text, properties=""):
    return w("p", (w("pPr", properties) if properties else "") + w("r", w("t", escape(text))))


def docx(body, **parts):
    """A Word file; `body` is XML, `parts` other parts of `word/` by their stem."""
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": w("body", body)}
    files |= {f"word/{stem}.xml": content for stem, content in parts.items()}
    root = {"document": "document", "numbering": "numbering", "styles": "styles"}
    return zipped(
        {
            name: content
            if name.startswith("[")
            else f'<w:{root.get(name[5:-4], "part")} xmlns:w="{W}">{content}</w:{root.get(name[5:-4], "part")}>'
            for name, content in files.items()
        }
    )


def html(body, head='<meta charset="utf-8">'):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def pdf(*contents, count=None, objects=(), resources=b""):
    """A PDF with a page for each content stream; text in them is set with the font /F, two bytes a character."""
    kids = b" ".join(b"%d 0 R" % (6 + 2 * at) for at in range(len(contents)))
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, len(contents) if count is None else count),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4>>>>",
        _stream(
            b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
            b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap"
        ),
    ]
    for at, content in enumerate(contents):
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>%b>>>>"
        parts += [page % (7 + 2 * at, resources), content if content.startswith(b"<<") else _stream(content)]
    return _numbered([*parts, *objects])


def lines_of(*lines):
    """The content stream that sets lines from the top of a page down."""
    shown = (b"<%b> Tj 0 -20 Td" % line.encode("utf-16-be").hex().encode() for line in lines)
    return b"BT /F 12 Tf 40 760 Td " + b" ".join(shown) + b" ET"


def _stream(data, told=b""):
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), told, data)


def _numbered(parts):
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (
            size,
            table,
            size,
            len(out),
        )
    )


def ofd(*pages):
    """An OFD file with a page for each list of (x, y, text) in millimetres."""
    spec = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(f'<ofd:Page ID="{at}" BaseLoc="Pages/{at}.xml"/>' for at in range(len(pages)))
    files = {
        "OFD.xml": f"<ofd:OFD {spec}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {spec}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for at, page in enumerate(pages):
        texts = "".join(
            f'<ofd:TextObject Boundary="{x} {y} {4 * len(text)} 5" Size="4"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, text in page
        )
        files[f"Doc_0/Pages/{at}.xml"] = (
            f"<ofd:Page {spec}><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(files)


def mail(text, page=None, attachments=()):
    message = EmailMessage()
    message["Subject"], message["From"] = "报送工作总结", "果业局 <office@example.org>"
    message["To"], message["Date"] = "county@example.org", "Mon, 08 Jul 2024 09:00:00 +0800"
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name in attachments:
        message.add_attachment(b"data", maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


RTF = (
    "{\\rtf1\\ansi "
    + "\\par ".join("".join(f"\\u{ord(char)}?" for char in text) for text in PARAGRAPHS)
    + "}"
).encode()
SAMPLES = {
    "txt": "\n".join(PARAGRAPHS).encode(),
    "html": html("".join(f"<p>{each}</p>" for each in PARAGRAPHS)).encode(),
    "docx": docx("".join(paragraph(each) for each in PARAGRAPHS)),
    "pdf": pdf(lines_of(*(each[at : at + 40] for each in PARAGRAPHS for at in range(0, len(each), 40)))),
    "ofd": ofd([(20, 20 + 8 * at, each) for at, each in enumerate(PARAGRAPHS)]),
    "eml": mail("\n".join(PARAGRAPHS)),
    "mht": b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    + html("".join(f"<p>{each}</p>" for each in PARAGRAPHS)).encode(),
}
