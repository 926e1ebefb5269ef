"""Every step that touches a foreign file: who does it, and where a clerk reads that it broke.

To add one: a line in ``STEPS``, and a row in the table of ``docs/findings.md``.
"""

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pytest

from generator.archive import ArchiveRequest, archive
from generator.archive import run as archive_run
from generator.archive.left_out import UNBINDABLE
from generator.binder.build import Outcome, build
from generator.binder.planning import Planned, plan_binder
from generator.binder.request import Request
from generator.binder.verify import verify
from generator.measure.privacy.report import privacy_report
from generator.model import Assessment
from generator.verdict.workspace import Workspace, open_workspace
from tests.archive.samples import ARCHIVE
from tests.builders import containers, pdfs
from tests.builders.long import LONG
from tests.conftest import CONFIG, ROOT
from tests.hostile.breaking import MARK, WAYS
from tests.privacy.pages import table
from tests.privacy.test_command import HEADS, workspace
from tests.test_binder import AS_OF, quiet

#: Documents, and the one among them over which a step breaks.
COUNT, BROKEN = (10, 4) if LONG else (4, 1)

#: Seconds for one document: few where a step comes to no end, else more than any needs.
SOON, AMPLE = 4, 120


@dataclass(frozen=True, slots=True)
class Told:
    """How many documents are bound, and what is said of which of them."""

    bound: int
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A function that works on documents in another process.

    Attributes:
        module: where it stands.
        name: its name.
        told: runs what needs the step, and gives what a clerk reads.
        used_in: the module that asks workers for it, if it is another one.
        made: a document that needs the step, by its number.
        suffix: the document's.
        stays: whether the document over which it breaks is bound all the same.
    """

    module: str
    name: str
    told: Callable[[Workspace, Path], Told]
    used_in: str = ""
    made: Callable[[int], bytes] = lambda at: pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4] * (at + 1)))
    suffix: str = ".pdf"
    stays: bool = False


def several(step: Step) -> dict[str, bytes]:
    """Documents that need a step, over one of which it will break."""
    item = "2.1 选派" if step.suffix == ".csv" else "1.1 函"
    return {
        f"{item}/2019-05-{at + 10} {MARK if at == BROKEN else '好'}{at}{step.suffix}": step.made(at)
        for at in range(COUNT)
    }


def opened(folder: Path, files: dict[str, bytes], timeout: int = AMPLE) -> Workspace:
    """A workspace with documents for each of which a step may take so many seconds."""
    root = workspace(folder, files)
    (root / "config.yaml").write_text(CONFIG + ARCHIVE, "utf-8")
    found = open_workspace(root.resolve())
    return replace(found, config=replace(found.config, conversion_timeout=timeout))


def soon(patch: pytest.MonkeyPatch) -> None:
    """Let pages add nothing to the time that a step may take."""
    for module in ("measure.surveys.work", "render.pdf.pictures", "archive.writing"):
        patch.setattr(f"generator.{module}._SECONDS_PER_PAGE", 0.1)
    patch.setattr("generator.convert.portions._SECONDS_PER_DOCUMENT", 0.1)
    patch.setattr("generator.intake.containers.opening._SECONDS_PER_PDF", 0.1)
    patch.setattr("generator.binder.outputs._SECONDS_PER_SIDE", 0.1)
    patch.setattr("generator.binder.verify._SECONDS", SOON)


def documented() -> dict[str, dict[str, str]]:
    """What the document says that a clerk reads, by step and way."""
    text = (ROOT / "docs/findings.md").read_text("utf-8")
    part = text.split("## 处理一份材料时出错")[1].split("\n## ")[0]
    rows = [row.strip("| ").split(" | ") for row in re.findall(r"^\| .* \|$", part, re.MULTILINE)]
    return {
        name.split("<br>")[0]: dict(zip(WAYS, said, strict=True)) for name, _, *said in rows[1:]
    }


# ------------------------------------------------------------------------ what needs the steps


def _built(workspace: Workspace, folder: Path, form: str = "pdf") -> Outcome:
    return build(workspace, Request("jia", AS_OF, folder, formats=(form,)), quiet)


def _slips(assessment: Assessment) -> Told:
    filed = [one for item in assessment.items for one in item.files]
    said = {one.file.path: one.conversion.message for one in filed if not one.pages}
    return Told(sum(one.file.container is None for one in filed if one.pages), said)


def _planned(workspace: Workspace, folder: Path) -> Planned:
    """A binder of which nothing is drawn yet: that takes longest and comes after most steps."""
    return plan_binder(workspace, Request("jia", AS_OF, folder), quiet, printing=True)


def slips(workspace: Workspace, folder: Path) -> Told:
    """The slips of a binder."""
    return _slips(_planned(workspace, folder).assessment)


def slips_in_the_end(workspace: Workspace, folder: Path) -> Told:
    """The slips of a binder that is drawn."""
    return _slips(_built(workspace, folder).assessment)


def unread(workspace: Workspace, folder: Path) -> Told:
    """Registers that could not be read, among the findings."""
    assessment = _planned(workspace, folder).assessment
    found = [one for one in assessment.findings if one.code == "ledger-unreadable"]
    return Told(_slips(assessment).bound, {str(one.path): one.message for one in found})


def unseen(workspace: Workspace, folder: Path) -> Told:
    """What is told before printing of pages that nobody could look at."""
    planned = _planned(workspace, folder)
    found = [one for one in planned.preflight.findings if one.code == "undrawable-page"]
    return Told(_slips(planned.assessment).bound, {str(one.path): one.message for one in found})


def unpictured(workspace: Workspace, folder: Path) -> Told:
    """Pages of the Word binder that have no picture."""
    outcome = _built(workspace, folder, "word")
    (volume,) = outcome.folder.glob("*.docx")
    texts = (one.text for one in docx.Document(str(volume)).paragraphs)
    parts = [text.partition("\n") for text in texts if "无法转成图片" in text]
    return Told(_slips(outcome.assessment).bound, {label: said for said, _, label in parts})


def archived(workspace: Workspace, folder: Path) -> Told:
    """What is not in an archive set; labels and lists to print are no part of it here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive_run, "write_papers", lambda *_: ())
        outcome = archive(workspace, ArchiveRequest("jia", AS_OF, folder), None, quiet)
    gone = {one.path: one.reason for one in outcome.left_out if one.kind == UNBINDABLE}
    return Told(_slips(outcome.assessment).bound, gone)


def unsearched(workspace: Workspace, folder: Path) -> Told:
    """Pages that could not be searched for personal numbers."""
    planned = _planned(workspace, folder)
    report = privacy_report(
        planned.plan,
        planned.assessment,
        planned.judged.filing.files,
        {},
        mask=workspace.config.mask,
        cache=workspace.cache,
        jobs=1,
        progress=quiet,
        timeout=workspace.config.conversion_timeout,
        limits=workspace.config.child_limits,
    )
    said = {str(one.path): one.message for one in report.findings}
    return Told(_slips(planned.assessment).bound, said)


def uncompared(workspace: Workspace, folder: Path) -> Told:
    """Changed volumes of which nobody knows what has changed."""
    outcome = _built(workspace, folder)
    (volume,) = outcome.folder.glob("第*.pdf")
    marked = volume.rename(volume.with_name(f"{MARK}.pdf"))
    manifest = outcome.folder / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    for part in ("files", "pages"):
        told[part][marked.name] = told[part].pop(volume.name)
    manifest.write_text(json.dumps(told), "utf-8")
    for path in outcome.folder.glob("*.pdf"):
        path.write_bytes(path.read_bytes() + b"\n")
    compared = verify(workspace, "jia", outcome.folder).outputs
    said = {one.path: one.broken for one in compared if one.broken}
    return Told(_slips(outcome.assessment).bound, said)


# ------------------------------------------------------------------------------ the documents


def _zip(at: int) -> bytes:
    return containers.zip_of({"一.pdf": pdfs.as_bytes(pdfs.blank_pdf([pdfs.A4] * (at + 1)))})


def _holder(at: int) -> bytes:
    return containers.pdf_with({f"{at}.txt": b"1"})


def _embedding(at: int) -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("word/embeddings/a.txt", str(at))
    return stream.getvalue()


def _register(at: int) -> bytes:
    row = (1, "张某", "990101199001010014", f"H{at}", "脱贫户", "甲", "就业")
    return table([HEADS, row])


STEPS: Mapping[str, Step] = {
    "识别": Step("generator.intake.containers.recognise", "look", slips),
    "解开": Step("generator.intake.containers.child", "take_out", slips, made=_zip, suffix=".zip"),
    "取附件": Step(
        "generator.intake.containers.child", "take_out", slips, made=_holder, stays=True
    ),
    "取嵌入文件": Step(
        "generator.intake.containers.child",
        "take_out",
        slips,
        made=_embedding,
        suffix=".docx",
        stays=True,
    ),
    "转换": Step("generator.convert.portions", "_call", slips),
    "查看密级": Step("generator.measure.privacy.classified", "look", slips),
    "读取台账": Step(
        "generator.verdict.ledger_files",
        "read_some",
        unread,
        made=_register,
        suffix=".csv",
        stays=True,
    ),
    "印制台账": Step(
        "generator.ledgers.printed.stored", "draw", slips, made=_register, suffix=".csv"
    ),
    "数页": Step("generator.measure.surveys.work", "count", unseen, stays=True),
    "查看版面": Step("generator.measure.surveys.work", "survey", unseen, stays=True),
    "装配": Step(
        "generator.render.pdf.assembling", "assemble", slips_in_the_end, "generator.binder.outputs"
    ),
    "生成图页": Step("generator.render.pdf.pictures", "_work", unpictured, stays=True),
    "归档": Step("generator.archive.writing", "_write_one", archived),
    "查找个人信息": Step("generator.measure.privacy.search", "search", unsearched, stays=True),
    "核对": Step(
        "generator.render.pdf.page_digests",
        "page_digests",
        uncompared,
        "generator.binder.verify",
        stays=True,
    ),
}
