"""Audio and video: a sheet that stands for the file in the binder and says what and where it is."""

import html
import io
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import img2pdf
import pikepdf

from generator.base.files import sha256_of
from generator.base.workers.program import OvertimeError, run_program
from generator.convert.job import POINTS_PER_MM, Job, Outcome, Tools, refused
from generator.convert.media_facts import Facts, read_facts
from generator.convert.paper import UPRIGHT
from generator.convert.typed import document, role, set_in_type, visible
from generator.model import EvidenceFile, Leaves

#: The program that gives the first picture; it is used where the machine has it.
_PROGRAM = "ffmpeg"

#: Seconds within which the first picture must be there.
_PATIENCE = 60

#: The readers of the program, by kind: named, so that no play list is followed anywhere.
_READERS = {
    "mp4": "mov",
    "mkv": "matroska",
    "avi": "avi",
    "asf": "asf",
    "flv": "flv",
    "mpeg": "mpeg",
    "mpegts": "mpegts",
    "rm": "rm",
    "ogg": "ogg",
}

#: Where the first picture stands on the sheet, in mm from the lower left corner of A4.
_FRAME = (UPRIGHT.left, 22.0, UPRIGHT.width - UPRIGHT.right, 122.0)

#: The words end above the picture, if there is one (mm from the lower edge).
_ABOVE_FRAME, _BELOW_WORDS = 127.0, 20.0

_STYLE = """
@page { %(page)s }
@page { margin-top: 25mm; margin-bottom: %(below)smm }
html { font-family: %(stack)s; font-size: 11pt; line-height: 1.4 }
h1 { font-size: 18pt; font-weight: normal; text-align: center; margin: 0 0 8mm }
table { border-collapse: collapse; table-layout: fixed; width: 100%% }
td { border: 0.2mm solid #000; padding: 1.2mm 2mm; vertical-align: top; overflow-wrap: anywhere }
td:first-child { width: 26mm }
.digest { font-size: 9pt }
p { margin: 5mm 0 0 }
"""

_DIGEST = "SHA-256"

_HAND_OVER = "音像材料以登记页代替装订，原件须刻录光盘随册移交"


def place(file: EvidenceFile) -> str:
    """What the sheet says beside the content: where the file lies; and whether it has a picture."""
    return f"{file.path}\n{bool(shutil.which(_PROGRAM))}"


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give each recording its sheet."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    facts = read_facts(job.source)
    if facts is None:
        return refused(
            "unreadable",
            "音像文件已损坏或不完整，读不出画面和声音",
            "请从录制的手机、相机或原处重新复制，能正常播放后再放回原处。",
        )
    frame, why = _first_frame(job, tools) if facts.video else (None, "")
    notes = [_HAND_OVER]
    if facts.truncated:
        notes.append("音像文件比它自己记录的短，可能没有复制完整，请播放到结尾核对")
    page = _sheet(job, facts, tools, why, framed=frame is not None)
    outcome = set_in_type([page], job, tools, tuple(notes))
    if frame is not None and isinstance(outcome.conversion, Leaves):
        _put_on(job.target, frame)
    return outcome


def _first_frame(job: Job, tools: Tools) -> tuple[bytes | None, str]:
    """The first picture as JPEG, or the reason why there is none."""
    program, reader = shutil.which(_PROGRAM), _READERS.get(job.kind)
    if program is None:
        return None, "未取（本机没有安装 ffmpeg）"
    if reader is None:
        return None, "未取（此格式不取画面）"
    source = f"file:{job.source.absolute()}"
    command = [program, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-f", reader]
    command += ["-i", source, "-frames:v", "1", "-an", "-sn", "-dn", "-pix_fmt", "yuvj420p"]
    command += ["-vf", "scale='min(1600,iw)':-2", "-c:v", "mjpeg", "-q:v", "3"]
    command += ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    with tempfile.TemporaryDirectory(prefix="media-", dir=tools.scratch) as work:
        try:
            done = run_program(
                [*command, "-f", "image2pipe", "pipe:1"], folder=Path(work), seconds=_PATIENCE
            )
        except OvertimeError:
            return None, "未取（取画面超时）"
    if done.returncode != 0 or not done.stdout.startswith(b"\xff\xd8"):
        return None, "未取（画面解不出来，请核对文件能否播放）"
    return done.stdout, ""


def _sheet(job: Job, facts: Facts, tools: Tools, why: str, *, framed: bool) -> str:
    path = job.path or job.source.name
    rows = [
        ("文件名", path.rpartition("/")[2]),
        ("类别", f"{'视频' if facts.video else '音频'}（{facts.container}）"),
        ("时长", facts.length),
        ("画面", facts.picture),
        ("编码", "；".join(facts.codecs) or "读不出"),
        ("录制时间", f"{facts.recorded}（文件内记录，未核实）" if facts.recorded else ""),
        ("大小", f"{job.source.stat().st_size:,} 字节"),
        (_DIGEST, job.sha256 or sha256_of(job.source)),
        ("存放位置", path),
        ("首帧画面", "见下" if framed else why),
    ]
    cells = "".join(
        f'<tr><td>{label}</td><td class="{"digest" if label == _DIGEST else ""}">'
        f"{html.escape(visible(value)[0])}</td></tr>"
        for label, value in rows
        if value
    )
    below = _ABOVE_FRAME if framed else _BELOW_WORDS
    values = {"page": UPRIGHT.style, "below": below, "stack": tools.fonts.stack(role(tools))}
    body = f"<h1>音像材料登记页</h1><table>{cells}</table><p>{_HAND_OVER}。</p>"
    return document(body, _STYLE % values, tools)


def _put_on(sheet: Path, frame: bytes) -> None:
    """Put the picture into its room on the first page, as large as it fits."""
    with (
        pikepdf.open(sheet, allow_overwriting_input=True) as pdf,
        pikepdf.open(_as_pdf(frame)) as picture,
    ):
        room = pikepdf.Rectangle(*(edge * POINTS_PER_MM for edge in _FRAME))
        pdf.pages[0].add_overlay(picture.pages[0], room)
        pdf.save(sheet, deterministic_id=True)


def _as_pdf(frame: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    img2pdf.convert(frame, outputstream=stream, engine=img2pdf.Engine.pikepdf, nodate=True)
    stream.seek(0)
    return stream
