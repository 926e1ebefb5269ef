"""Photos of telephones (HEIC, HEIF, AVIF): by libheif's own program, bound as JPEG, or Pillow."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf

from generator.base.workers.program import OvertimeError, run_program
from generator.convert import image
from generator.convert.job import Job, Outcome, Tools, refused
from generator.model import Leaf, Leaves

#: What libheif's program is called, in its newer and older versions.
_PROGRAMS = ("heif-dec", "heif-convert")

#: The quality at which the decoded photo is kept; a lossless one would be ten times as large.
_QUALITY = "95"

#: How far into a file its description is looked for (bytes): it stands before the pixels.
_HEAD = 1_000_000

#: What decoders call a file of each coding, and the brands under which they know one.
_AV1, _HEVC = b"avif", b"heic"
_KNOWN = {
    _AV1: frozenset({b"avif", b"avis", b"mif1"}),
    _HEVC: frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}),
}

#: The length of a box with one brand and its version.
_LEAST = 16

#: What pictures are coded in that both decoders together can do.
_USUAL_CODINGS = (b"hvc1", b"av01")

_APP1, _START_OF_SCAN = 0xE1, 0xDA


def find() -> Path | None:
    """The program that decodes, or ``None``."""
    found = (shutil.which(name) for name in _PROGRAMS)
    return next((Path(path) for path in found if path), None)


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Give each photo its page; a file with several photos gives as many pages."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    """Try the decoder that is the better one for the kind of photo, then the other."""
    work = Path(tempfile.mkdtemp(prefix="heif-", dir=tools.scratch)).absolute()
    try:
        known = _under_a_known_brand(job, work)
        ways = (_by_pillow, _by_program) if job.kind == "avif" else (_by_program, _by_pillow)
        first = ways[0](known, tools, work)
        if first.leaves is not None:
            return first
        second = ways[1](known, tools, work)
        if second.leaves is not None:
            return second
        return replace(first, lasting=first.lasting and second.lasting)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _under_a_known_brand(job: Job, work: Path) -> Job:
    """The job itself, or one whose source is a copy with a brand that decoders know.

    They refuse a file under a brand that is new to them before they look at what is in it.
    """
    with job.source.open("rb") as stream:
        head = stream.read(_HEAD)
    brand = _AV1 if _is_av1(head) else _HEVC
    end = int.from_bytes(head[:4], "big")
    if head[4:8] != b"ftyp" or not _LEAST <= end <= len(head) or head[8:12] in _KNOWN[brand]:
        return job
    others = head[16:end] if brand in head[16:end] else brand + head[20:end]
    copy = work / f"photo.{brand.decode('ascii')}"
    with job.source.open("rb") as stream, copy.open("wb") as target:
        stream.seek(end)
        target.write(head[:8] + brand + head[12:16] + others[: end - 16])
        shutil.copyfileobj(stream, target)
    return replace(job, source=copy)


def _is_av1(head: bytes) -> bool:
    return b"av01" in head and b"hvc1" not in head


def _by_pillow(job: Job, tools: Tools, work: Path) -> Outcome:  # noqa: ARG001
    """Decode by Pillow, which knows AV1 alone."""
    with job.source.open("rb") as stream:
        if not _is_av1(stream.read(_HEAD)):
            return _damaged(job)
    (outcome,) = image.convert([replace(job, kind="avif")], tools)
    return outcome


def _by_program(job: Job, tools: Tools, work: Path) -> Outcome:
    """Decode by libheif's program, within half of the time."""
    program = find()
    if program is None:
        return _absent()
    command = [str(program), "-q", _QUALITY]
    command += [str(job.source.absolute()), str(work / "photo.jpg")]
    try:
        done = run_program(command, folder=work, seconds=tools.limit / 2)
    except OvertimeError:
        return replace(_damaged(job), lasting=False)
    photos = sorted(work.glob("photo*.jpg"), key=lambda path: (len(path.name), path.name))
    if done.returncode != 0 or not photos:
        return _damaged(job)
    turned = _is_turned(job.source)
    return _bound([_page(photo, job, tools, turned=turned) for photo in photos], job)


def _is_turned(source: Path) -> bool:
    """Whether the file says by itself how its picture is to be turned or mirrored.

    Then the decoder has done so, and the orientation in EXIF counts no more (ISO/IEC 23008-12).
    """
    with source.open("rb") as stream:
        head = stream.read(_HEAD)
    return b"irot" in head or b"imir" in head


def _page(photo: Path, job: Job, tools: Tools, *, turned: bool) -> Outcome:
    if turned:
        photo.write_bytes(without_exif(photo.read_bytes()))
    own = Job(photo, "jpeg", photo.with_suffix(".pdf"), rotate=job.rotate)
    (outcome,) = image.convert([own], tools)
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
    told: list[str] = []
    with pikepdf.new() as whole:
        for outcome in outcomes:
            if outcome.leaves is None:
                return outcome
            leaves += outcome.leaves.pages
            told += outcome.leaves.notes
            with pikepdf.open(outcome.leaves.pdf) as part:
                whole.pages.extend(part.pages)
        whole.save(job.target, deterministic_id=True)
    several = len(outcomes) > 1
    notes = (f"一个文件里有 {len(outcomes)} 张照片，已全部装订",) if several else ()
    first = outcomes[0].leaves
    photo = first.photo if first is not None and not several else None
    return Outcome(Leaves(job.target, tuple(leaves), (*notes, *dict.fromkeys(told)), photo=photo))


def _damaged(job: Job) -> Outcome:
    with job.source.open("rb") as stream:
        head = stream.read(_HEAD)
    remedy = "请从手机重新复制原图，或在手机上另存为 JPG，替换此文件。"
    if any(coding in head for coding in _USUAL_CODINGS):
        return refused("unreadable", "照片（HEIC、AVIF）已损坏或不完整，打不开", remedy)
    return refused("unreadable", "照片的编码方式少见，或文件已损坏，解不开", remedy)


def _absent() -> Outcome:
    return refused(
        "conversion-failed",
        "本机没有解码 HEIC 照片的程序（heif-convert）",
        "请在手机或看图软件中另存为 JPG 放回原处，或安装 libheif-examples"
        "（make binder 会自动安装）。",
        lasting=False,
    )
