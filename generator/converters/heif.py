"""Photos of telephones (HEIC, HEIF): decoded by libheif's own program, then bound as JPEG."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf

from generator.base.workers.program import run_program
from generator.converters import image
from generator.converters.job import Job, Outcome, Tools, refused
from generator.model import Leaf, Leaves

#: What libheif's program is called, in its newer and older versions.
_PROGRAMS = ("heif-dec", "heif-convert")

#: The quality at which the decoded photo is kept; a lossless one would be ten times as large.
_QUALITY = "95"

#: How far into a file its description is looked for (bytes): it stands before the pixels.
_HEAD = 1_000_000

_APP1, _START_OF_SCAN = 0xE1, 0xDA


def find() -> Path | None:
    """The program that decodes, or ``None``."""
    found = (shutil.which(name) for name in _PROGRAMS)
    return next((Path(path) for path in found if path), None)


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give each photo its page; a file with several photos gives as many pages."""
    program = find()
    if program is None:
        return tuple(_absent() for _ in jobs)
    return tuple(_convert(program, job, tools) for job in jobs)


def _convert(program: Path, job: Job, tools: Tools) -> Outcome:
    work = Path(tempfile.mkdtemp(prefix="heif-", dir=tools.scratch)).absolute()
    try:
        command = [str(program), "-q", _QUALITY]
        command += [str(job.source.absolute()), str(work / "photo.jpg")]
        if run_program(command, folder=work).returncode != 0:
            return _damaged()
        photos = sorted(work.glob("photo*.jpg"), key=lambda path: (len(path.name), path.name))
        if not photos:
            return _damaged()
        turned = _is_turned(job.source)
        return _bound([_page(photo, tools, turned=turned) for photo in photos], job)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_turned(source: Path) -> bool:
    """Whether the file says by itself how its picture is to be turned or mirrored.

    Then the decoder has done so, and the orientation in EXIF counts no more (ISO/IEC 23008-12).
    """
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
    return b"irot" in head or b"imir" in head


def _page(photo: Path, tools: Tools, *, turned: bool) -> Outcome:
    if turned:
        photo.write_bytes(without_exif(photo.read_bytes()))
    (outcome,) = image.convert([Job(photo, "jpeg", photo.with_suffix(".pdf"))], tools)
    return outcome


def without_exif(jpeg: bytes) -> bytes:
    """The same picture without its EXIF; the coded pixels stay as they are."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _START_OF_SCAN:
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if jpeg[at + 1] != _APP1:
            kept.append(jpeg[at : at + length])
        at += length
    return b"".join((*kept, jpeg[at:]))


def _bound(outcomes: Sequence[Outcome], job: Job) -> Outcome:
    """The pages of all photos of a file; all or none."""
    leaves: list[Leaf] = []
    with pikepdf.new() as whole:
        for outcome in outcomes:
            if outcome.leaves is None:
                return outcome
            leaves += outcome.leaves.pages
            with pikepdf.open(outcome.leaves.pdf) as part:
                whole.pages.extend(part.pages)
        whole.save(job.target, deterministic_id=True)
    notes = (f"一个文件里有 {len(leaves)} 张照片，已全部装订",) if len(leaves) > 1 else ()
    return Outcome(Leaves(job.target, tuple(leaves), notes))


def _damaged() -> Outcome:
    return refused(
        "unreadable",
        "照片（HEIC）已损坏或不完整，打不开",
        "请从手机重新复制原图，或在手机上另存为 JPG，替换此文件。",
    )


def _absent() -> Outcome:
    return refused(
        "conversion-failed",
        "本机没有解码 HEIC 照片的程序（heif-convert）",
        "请在手机或看图软件中另存为 JPG 放回原处，或安装 libheif-examples"
        "（make binder 会自动安装）。",
        lasting=False,
    )
