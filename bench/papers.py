"""Papers of a fictional county: a few of each kind are drawn, the rest differ from them by a mark.

Text is set with a subset of a Chinese font of its own in each file, as office programs do; scans
are JPEG pages of 200 dpi with the grain of paper; photos come as a camera writes them.
"""

import io
import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import docx
import openpyxl
import pikepdf
import weasyprint
from PIL import Image, ImageDraw, ImageFont

from generator.lettering.fonts import FontSet

#: What the sentences are made of: a document uses some hundreds of different characters.
_SPOKEN = (
    "东西部协作 脱贫攻坚 甲县 东市东区 联席会议 帮扶资金 项目实施 产业合作 劳务输出 人才交流 "
    "挂职干部 专业技术人员 结对关系 乡镇街道 村级组织 建档立卡 贫困人口 易地搬迁 扶贫车间 "
    "消费帮扶 公益岗位 技能培训 转移就业 社会捐赠 财政拨付 绩效评价 审计监督 整改落实 验收合格 "
    "工作方案 任务分工 责任清单 时间节点 组织领导 统筹推进 精准施策 巩固成果 防止返贫 长效机制 "
    "基础设施 教育卫生 医疗支援 学校共建 园区建设 龙头企业 合作社 种植养殖 蔬菜大棚 仓储物流 "
    "冷链运输 电商平台 订单收购 土地流转 分红收益 务工补贴 交通费用 住房保障 安全饮水 驻村工作"
)
WORDS = tuple(_SPOKEN.split())
JOINS = ("，", "、", "和", "以及", "，按照", "，围绕", "，结合", "。同时，", "；", "。进一步")

#: A page of 210 mm by 297 mm at 200 dots per inch.
SCAN_DPI = 200
SCAN_SIZE = (1654, 2339)
PHOTO_SIZE = (1600, 1200)

#: What is put in the place of an office document's number, and where dates of making stand.
_NUMBER = b"NO-00000"
_MADE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EPOCH = (1980, 1, 1, 0, 0, 0)

_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/28pt %s; text-align: justify }
section + section { break-before: page }
h1 { font: 22pt %s; text-align: center } p { margin: 0; text-indent: 2em }
"""


@dataclass(frozen=True, slots=True)
class Papers:
    """What was drawn: text PDFs of the most pages, single scans and photos, office documents."""

    texts: tuple[bytes, ...]
    scans: tuple[bytes, ...]
    photos: tuple[bytes, ...]
    letters: tuple[bytes, ...]
    sheets: tuple[bytes, ...]


def draw_papers(fonts: FontSet, most_pages: int, each: int, *, mixed: bool, seed: int) -> Papers:
    """Draw ``each`` papers of every kind.

    Args:
        fonts: what they are set in.
        most_pages: the pages of each text PDF.
        each: how many of each kind.
        mixed: whether photos, Word and Excel files are wanted too.
        seed: decides every word.
    """
    chance = random.Random(seed)
    return Papers(
        tuple(text_pdf(fonts, most_pages, chance) for _ in range(each)),
        tuple(scan(fonts, chance) for _ in range(each)),
        tuple(photo(chance) for _ in range(each)) if mixed else (),
        tuple(letter(chance) for _ in range(each)) if mixed else (),
        tuple(sheet(chance) for _ in range(each)) if mixed else (),
    )


def sentence(chance: random.Random, characters: int) -> str:
    """Made-up officialese of about so many characters."""
    parts: list[str] = []
    length = 0
    while length < characters:
        parts += [chance.choice(WORDS), chance.choice(JOINS)]
        length += len(parts[-1]) + len(parts[-2])
    return "".join(parts[:-1]) + "。"


# ------------------------------------------------------------------------------ what is drawn once


def text_pdf(fonts: FontSet, pages: int, chance: random.Random) -> bytes:
    """A document set by WeasyPrint, each page full."""
    body = "".join(
        f"<section>{'<h1>关于协作事项的函</h1>' if not page else ''}"
        f"{''.join(f'<p>{sentence(chance, 100)}</p>' for _ in range(4))}</section>"
        for page in range(pages)
    )
    style = fonts.css() + _STYLE % (fonts.stack("fang"), fonts.stack("song"))
    drawn: bytes = weasyprint.HTML(string=f"<style>{style}</style>{body}").write_pdf()
    return drawn


def scan(fonts: FontSet, chance: random.Random) -> bytes:
    """A page as a scanner gives it: grey paper with grain, print, a red seal; JPEG."""
    page = Image.new("RGB", SCAN_SIZE, (244, 243, 238))
    pen = ImageDraw.Draw(page)
    face = ImageFont.truetype(fonts.paths["fang"], 44)
    for line in range(22):
        text = sentence(chance, 28)[:28]
        pen.text((220, 290 + 77 * line), text, font=face, fill=(40, 40, 44))
    pen.ellipse((1010, 1730, 1350, 2070), outline=(205, 40, 36), width=14)
    return _jpeg(_grained(page, chance, 0.06), dpi=SCAN_DPI)


def photo(chance: random.Random) -> bytes:
    """A photo with large forms and the noise of a sensor; JPEG."""
    picture = Image.linear_gradient("L").resize(PHOTO_SIZE)
    tint = tuple(chance.randrange(90, 230) for _ in range(3))
    coloured = Image.composite(
        Image.new("RGB", PHOTO_SIZE, tint), Image.new("RGB", PHOTO_SIZE, (60, 80, 50)), picture
    )
    pen = ImageDraw.Draw(coloured)
    for _ in range(40):
        x, y = chance.randrange(PHOTO_SIZE[0]), chance.randrange(PHOTO_SIZE[1])
        fill = tuple(chance.randrange(256) for _ in range(3))
        pen.ellipse((x, y, x + chance.randrange(20, 300), y + chance.randrange(20, 300)), fill)
    return _jpeg(_grained(coloured, chance, 0.1), dpi=72)


def _grained(picture: Image.Image, chance: random.Random, share: float) -> Image.Image:
    width, height = picture.size
    grain = Image.frombytes("L", picture.size, chance.randbytes(width * height))
    return Image.blend(picture, grain.convert("RGB"), share)


def _jpeg(picture: Image.Image, dpi: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=75, dpi=(dpi, dpi))
    return stream.getvalue()


def letter(chance: random.Random) -> bytes:
    """A Word document of one page with a number to be replaced."""
    document = docx.Document()
    document.add_paragraph(f"协作事项说明（{_NUMBER.decode()}）")
    for _ in range(3):
        document.add_paragraph(sentence(chance, 110))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet(chance: random.Random) -> bytes:
    """An Excel table of one page with a number to be replaced."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "明细"
    page.append(["编号", _NUMBER.decode()])
    for row in range(25):
        page.append([row + 1, chance.choice(WORDS), chance.randrange(10_000), "无"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# --------------------------------------------------------------------------- what differs by a mark


def marked_pdf(paper: bytes, pages: int, number: int) -> bytes:
    """A PDF's first pages with a number in small print at the top of the first one."""
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        del pdf.pages[pages:]
        _mark(pdf, number)
        return _saved(pdf)


def scanned_pdf(pages: Sequence[bytes], number: int) -> bytes:
    """A PDF of JPEG pages, as scanners make it."""
    pdf = pikepdf.new()
    for page in pages:
        image = pdf.make_stream(
            page,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=SCAN_SIZE[0],
            Height=SCAN_SIZE[1],
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        made = pdf.add_blank_page(page_size=(595.44, 842.04))
        made.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        made.Contents = pdf.make_stream(b"q 595.44 0 0 842.04 0 0 cm /Im0 Do Q")
    _mark(pdf, number)
    return _saved(pdf)


def _mark(pdf: pikepdf.Pdf, number: int) -> None:
    page = pdf.pages[0]
    face = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
    )
    name = page.add_resource(pdf.make_indirect(face), pikepdf.Name.Font, pikepdf.Name.Mark)
    content = f"q BT {name} 7 Tf 70 800 Td (No. {number:05}) Tj ET Q"
    page.contents_add(content.encode(), prepend=False)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def marked_jpeg(picture: bytes, number: int) -> bytes:
    """A JPEG with a comment behind its first marker."""
    comment = f"No. {number:05}".encode()
    return picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + picture[2:]


def marked_office(document: bytes, number: int) -> bytes:
    """A Word or Excel file with its number written in it, and without the day of its making."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name).replace(_NUMBER, b"NO-%05d" % number)
            if name == "docProps/core.xml":
                part = _MADE.sub(b"2019-01-01T00:00:00Z", part)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
