"""OFD documents (GB/T 33190): drawn page by page, with a remark on whatever is not drawn."""

import logging
from collections.abc import Sequence

import pikepdf

from generator.convert.job import Job, Outcome, Tools, refused
from generator.convert.leaves import to_leaves
from generator.convert.ofd.as_pdf import draw
from generator.convert.ofd.package import LockedError, OfdError, Package
from generator.convert.ofd.remarks import Remarks
from generator.model import Leaves

_REMEDY = "请用 OFD 阅读器打开核对；打得开就“打印”或导出为 PDF 后替换，打不开请重新索取原件。"


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Draw each OFD; the signatures' validity is never judged."""
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # odd fonts get remarks instead
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    remarks = Remarks()
    drawn = job.target.with_suffix(".drawn.pdf")
    try:
        with Package(job.source) as package, pikepdf.new() as pdf:
            draw(package, pdf, tools.fonts, remarks)
            pdf.save(drawn, deterministic_id=True)
        outcome = to_leaves(drawn, job.target)
    except LockedError:
        return refused(
            "encrypted",
            "OFD 设有密码，无法读取内容",
            "请用 OFD 阅读器输入密码打开，导出为不带密码的 OFD 或 PDF，放回原处。",
        )
    except OfdError as error:
        return refused("unreadable", str(error), _REMEDY)
    else:
        if outcome.leaves is None:
            return refused("conversion-failed", "OFD 转换出的页面有误", _REMEDY)
        if outcome.leaves.pdf == drawn:
            drawn.replace(job.target)
        notes = (*remarks.notes(), *outcome.leaves.notes)
        return Outcome(Leaves(job.target, outcome.leaves.pages, notes))
    finally:
        drawn.unlink(missing_ok=True)
