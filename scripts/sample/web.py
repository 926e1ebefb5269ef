"""Draw news pages as a clerk would save them: PNG pictures of a made-up web site."""

import base64
import datetime as dt
import io
from dataclasses import dataclass
from html import escape

from PIL import Image

from sample.paper import MARK, long_date
from sample.photos import Shot, draw_scene
from sample.printing import print_html
from sample.scans import rasters

_CSS = """
@page { size: 1000px 1250px; margin: 0 }
body { margin: 0; font: 18px/32px latin, song; color: #222; background: #fff }
.bar { background: #b3181c; color: #fff; font: 34px/80px title; padding: 0 40px }
.nav { background: #f2e6e0; padding: 0 40px; font-size: 15px; line-height: 40px; color: #7a2020 }
main { padding: 24px 60px } h1 { font: 32px/46px latin, hei; text-align: center }
.meta { text-align: center; color: #888; font-size: 14px; border-bottom: 1px solid #ddd }
p { text-indent: 2em; margin: 10px 0 } img { display: block; margin: 16px auto; width: 520px }
.foot { position: absolute; bottom: 12px; width: 100%; text-align: center; font-size: 12px;
  color: #999 }
"""


@dataclass(frozen=True, slots=True)
class News:
    """One report: the medium, its headline, its date, its text, and the picture's scene."""

    medium: str
    title: str
    date: dt.date
    text: tuple[str, ...]
    scene: str = "meeting"


def screenshot(news: News) -> bytes:
    """The page as PNG bytes, 1000 × 1250 pixels, 48 colours."""
    (page,) = rasters(print_html(_markup(news), _CSS), 96)
    out = io.BytesIO()
    small = page.quantize(48, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def news_page(news: News) -> Image.Image:
    """The same page as a picture, for those who photograph it."""
    (page,) = rasters(print_html(_markup(news), _CSS), 120)
    return page


def _markup(news: News) -> str:
    scene = draw_scene(Shot(news.scene, news.title[:14], news.date)).resize((520, 390))
    out = io.BytesIO()
    scene.save(out, "JPEG", quality=70)
    code = base64.b64encode(out.getvalue()).decode()
    text = "".join(f"<p>{escape(part)}</p>" for part in news.text)
    return (
        f"<div class=bar>{escape(news.medium)}</div>"
        "<div class=nav>首页　要闻　经济　民生　脱贫攻坚　东西部扶贫协作　专题</div><main>"
        f"<h1>{escape(news.title)}</h1>"
        f"<p class=meta>{long_date(news.date)}　来源：{escape(news.medium)}　责任编辑：吴某</p>"
        f"<img src='data:image/jpeg;base64,{code}'>{text}</main>"
        f"<div class=foot>{MARK}</div>"
    )
