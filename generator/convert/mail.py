"""The pages of a mail: header, body and list of attachments, drawn from its record."""

import html
from collections.abc import Iterator, Sequence

from generator.convert import listing, typed
from generator.convert.html.reading import TooLargeError
from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.mail_body import safe_html
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
