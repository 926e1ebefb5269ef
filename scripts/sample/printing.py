"""Print a paper to PDF in the look of official documents, or any page of HTML."""

import base64
import io
from html import escape

import pikepdf
from weasyprint import HTML

from sample.fonts import find_fonts
from sample.paper import MARK, Block, Grid, Paper, level, long_date
from sample.seals import seal_png

# Margins, type sizes and colours after GB/T 9704-2012 as commonly quoted.
_CSS = """
@page {{ size: {size}; margin: {margin};
  @bottom-center {{ content: "{mark}"; font: 7.5pt latin, song; color: #555 }} }}
@page :right {{ @bottom-right {{ content: "— " counter(page) " —"; font: 14pt latin, song }} }}
@page :left {{ @bottom-left {{ content: "— " counter(page) " —"; font: 14pt latin, song }} }}
body {{ font: {body}pt/{lead}pt latin, fang; margin: 0; text-align: justify }}
p {{ margin: 0; text-indent: 2em }}
.head {{ font: {head}pt/60pt title; color: #e00000; text-align: center; text-indent: 0;
  letter-spacing: {track}pt; white-space: nowrap }}
.number {{ text-align: center; text-indent: 0 }}
.rule {{ border-top: 1.6pt solid #e00000; margin: 2mm 0 10mm }}
h1 {{ font: {title}pt/{titlelead}pt latin, title; text-align: center; margin: 0 0 {lead}pt }}
.l1 {{ font-family: latin, hei; break-after: avoid }}
.l2 {{ font-family: latin, kai; break-after: avoid }} .to {{ text-indent: 0 }}
.sign {{ margin-top: 29pt; display: flex; justify-content: flex-end; break-inside: avoid }}
.sign div {{ position: relative; text-align: center; min-width: 62mm; padding: 6mm 0 }}
.sign p {{ text-indent: 0 }}
.sign img {{ position: absolute; width: 42mm; left: 50%; top: -6mm; margin-left: -21mm }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; margin: 4mm 0 }}
td {{ border: 0.5pt solid #000; font: {cell}pt/1.35 latin, fang; padding: 1mm 1.2mm;
  text-align: center; overflow-wrap: anywhere }}
tr.first td {{ font-family: latin, hei }} thead {{ display: table-header-group }}
.copies {{ border-top: .8pt solid #000; border-bottom: .8pt solid #000; font-size: 14pt;
  text-indent: 0; margin-top: 20mm; padding: 1mm 4mm }}
"""


def print_paper(paper: Paper, size: str = "A4", dense: bool = False) -> bytes:
    """A paper as PDF; ``size`` as CSS writes it (``A4 landscape``); ``dense`` for wide tables."""
    return print_html(_markup(paper), _css(paper, size, dense))


def print_html(markup: str, css: str) -> bytes:
    """Any body of HTML as PDF, the same bytes for the same input."""
    html = f"<html lang=zh><style>{find_fonts().css()}{css}</style><body>{markup}</body></html>"
    made = HTML(string=html).write_pdf()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _css(paper: Paper, size: str, dense: bool) -> str:
    head = len(paper.head or "")
    return _CSS.format(
        size=size,
        mark=MARK,
        margin="18mm 15mm 18mm 25mm" if dense else "37mm 26mm 35mm 28mm",
        body=12 if dense else 16,
        lead=20 if dense else 29,
        title=18 if dense else 22,
        titlelead=26 if dense else 33,
        cell=10.5 if dense else 12,
        head=min(40, 425 / max(head, 1)),
        track=6 if 0 < head <= 8 else 0,
    )


def _markup(paper: Paper) -> str:
    parts = []
    if paper.head:
        parts.append(f"<p class=head>{escape(paper.head)}</p>")
        parts.append(f"<p class=number>{escape(paper.number or '')}</p><div class=rule></div>")
    parts.append(f"<h1>{escape(paper.title)}</h1>")
    if not paper.head and paper.number:
        parts.append(f"<p class=number>{escape(paper.number)}</p>")
    if paper.to:
        parts.append(f"<p class=to>{escape(paper.to)}：</p>")
    parts.extend(_block(block) for block in paper.body)
    parts.append(_signature(paper))
    if paper.copies_to:
        parts.append(f"<p class=copies>抄送：{escape(paper.copies_to)}</p>")
    return "".join(parts)


def _block(block: Block) -> str:
    if isinstance(block, str):
        return f'<p class="l{level(block)}">{escape(block)}</p>'
    return _table(block)


def _table(grid: Grid) -> str:
    total = sum(grid.shares)
    columns = "".join(f'<col style="width:{100 * share / total:.2f}%">' for share in grid.shares)
    head, *rest = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in grid.rows)
    high = f'style="height:{grid.row_mm}mm"'
    body = "".join(f"<tr {high}>{cells}</tr>" for cells in rest)
    first = f"<thead><tr class=first {high}>{head}</tr></thead>"
    return f"<table><colgroup>{columns}</colgroup>{first}{body}</table>"


def _signature(paper: Paper) -> str:
    if not paper.sign:
        return ""
    day = f"<p>{long_date(paper.date)}</p>" if paper.date else ""
    cells = []
    for name in paper.sign:
        image = ""
        if paper.sealed:
            code = base64.b64encode(seal_png(name)).decode()
            image = f"<img src='data:image/png;base64,{code}'>"
        cells.append(f"<div><p>{escape(name)}</p>{day}{image}</div>")
    return f"<div class=sign>{''.join(cells)}</div>"
