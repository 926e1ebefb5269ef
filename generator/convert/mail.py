"""The pages of a mail: header, body and list of attachments, drawn from its record.

A body in HTML is reduced to words, tables and lists; nothing of it runs.
"""

import html
from collections.abc import Iterator, Sequence

from generator.convert import listing, typed
from generator.convert.html.embedded import take_out
from generator.convert.html.forms import FIELDS, still
from generator.convert.html.formulas import in_line
from generator.convert.html.reading import TooLargeError, parse
from generator.convert.html.tree import Element, to_html
from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.record import Mail, Record, read_record

_AS_PDF = "请用邮件程序打开核对，“打印”为 PDF，放回原处。"

_TITLE = "电子邮件"
_STYLE = """
.body { border-top: 0.2mm solid #000; margin-top: 3mm; padding-top: 3mm; overflow-wrap: anywhere }
.body table td, .body table th { border: 0.1mm solid #777; padding: 0.5mm 0.8mm;
  vertical-align: top; text-align: left; font-weight: normal }
.body blockquote { margin: 0 0 0 4mm; padding-left: 3mm; border-left: 0.4mm solid #999 }
.body p { margin: 0 0 1.5mm }
"""

_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "center", "h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
_TABLES = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"})
_INLINE = frozenset({"span", "b", "strong", "i", "em", "u", "s", "sub", "sup"})
_EMPTY = frozenset({"br", "hr"})
_KEPT = _BLOCKS | _LISTS | _TABLES | _INLINE | _EMPTY

_DROPPED = frozenset({"head", "script", "style", "noscript", "svg"})
_PREFORMATTED = frozenset({"listing", "plaintext", "xmp"})
_SPANS = ("colspan", "rowspan")

#: Deeper elements keep their words only: layout engines recurse, and no honest mail goes there.
_DEEPEST = 60


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Draw each mail; a body in HTML keeps its words and tables, and nothing is fetched."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    record = read_record(job.source)
    mail = record.mail
    assert mail is not None
    try:
        body, notes = _body(mail)
    except TooLargeError:
        return refused("conversion-failed", "邮件正文的网页元素多得不合理，没有转换", _AS_PDF)
    written = "".join(value for _, value in mail.fields) + mail.body + listing.words(record)
    notes = (*record.notes, *notes, *typed.unprintable(written, tools))
    return typed.set_in_type(_pieces(record, mail, body, tools), job, tools, notes)


def _body(mail: Mail) -> tuple[str, tuple[str, ...]]:
    text, replaced = typed.visible(mail.body)
    notes = (f"正文含 {replaced} 个控制字符，以 [U+….] 代替印出",) if replaced else ()
    if not text.strip():
        return "<p>（没有正文）</p>", notes
    if not mail.html:
        # HTML drops a line break right after <pre>: one of our own saves the text's first one
        return f"<pre>\n{html.escape(text)}</pre>", notes
    body, pictures, lost = safe_html(text)
    notes = (*notes, *(f"正文里有 {what}没有印出" for what in lost))
    if pictures:
        notes = (*notes, f"正文里有 {pictures} 张图片，只印出它的位置；随邮件带来的图片列在附件里")
    return body, notes


def _pieces(record: Record, mail: Mail, body: str, tools: Tools) -> Iterator[str]:
    style = listing.STYLE % {"stack": tools.fonts.stack(typed.role(tools))} + _STYLE
    facts = listing.facts([*mail.fields, ("附件", listing.count(record) if _any(record) else "无")])
    head = f'<h1>{_TITLE}</h1>{facts}<div class="body">{body}</div>'
    tail = "<h2>附件</h2>"
    tables = list(listing.tables(record))
    yield typed.document(head + (tail + tables[0] if tables else ""), style, tools)
    for table in tables[1:]:
        yield typed.document(table, style, tools)


def _any(record: Record) -> bool:
    return bool(record.entries or record.ignored)


def safe_html(text: str) -> tuple[str, int, tuple[str, ...]]:
    """A harmless copy of a mail's body, how many pictures it would show, and what else it would.

    Pictures become their description in brackets; of a link, the address is printed behind it.

    Raises:
        TooLargeError: it has more elements than can be printed.
    """
    root = parse(text, _DEEPEST).root
    lost = take_out(root)
    pictures = sum(element.tag == "img" for element in root.walk())
    root.rewrite(_reduced)
    return to_html(root.children), pictures, lost


def _reduced(element: Element) -> list[Element | str]:
    if element.space == "math":
        return in_line(element)
    if element.tag in _DROPPED or element.space:
        return []
    if element.tag == "img":
        return [f"［图片：{element.get('alt') or element.get('src')[:80]}］"]
    if element.tag == "a":
        return [*element.children, *_address(element)]
    if element.tag in _PREFORMATTED:
        element.tag = "pre"
    if element.tag in FIELDS:
        return still(element)
    if element.tag not in _KEPT:
        return element.children
    element.attributes = {name: element.get(name) for name in _SPANS if _is_span(element.get(name))}
    return [element]


def _is_span(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 2 and int(value) > 1


def _address(link: Element) -> list[Element | str]:
    """Where a link leads, unless its words say so."""
    address = link.get("href")
    known = address.removeprefix("mailto:") == link.words().strip()
    return [] if known or not address or address.startswith("#") else [f"（{address[:200]}）"]
