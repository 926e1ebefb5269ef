"""Saved web pages: plain ones and the archives that browsers write."""

import email.message
from collections.abc import Mapping
from email.policy import SMTP
from pathlib import Path


def html(body: str, head: str = "", charset: str = "utf-8", declared: str | None = None) -> bytes:
    said = declared or charset
    text = (
        f'<!DOCTYPE html><html><head><meta charset="{said}">{head}</head><body>{body}</body></html>'
    )
    return text.encode(charset)


def archive(
    path: Path,
    page: bytes,
    parts: Mapping[str, tuple[str, bytes]],
    *,
    charset: str = "utf-8",
    location: str = "https://a.invalid/notice/page.html",
) -> Path:
    """An MHTML; ``parts`` map locations (or ``cid:`` numbers) to media types and contents."""
    whole = email.message.EmailMessage(policy=SMTP)
    whole["From"] = "<Saved by Blink>"
    whole["Snapshot-Content-Location"] = location
    whole["Subject"] = "page"
    whole["MIME-Version"] = "1.0"
    whole.set_type("multipart/related")
    whole.set_boundary("----boundary")
    whole.set_payload([])
    for place, (kind, content) in {location: ("text/html", page), **parts}.items():
        part = email.message.MIMEPart(policy=SMTP)
        main, _, sub = kind.partition("/")
        part.set_content(content, main, sub, cte="base64")
        if place.startswith("cid:"):
            part["Content-ID"] = f"<{place.removeprefix('cid:')}>"
        else:
            part["Content-Location"] = place
        if kind == "text/html":
            part.set_param("charset", charset)
        whole.attach(part)
    path.write_bytes(bytes(whole))
    return path
