"""What a clerk reads when a step broke over a file: the step, what happened, what to do."""

from generator.base import log
from generator.base.workers import Failed, Limits, Trouble
from generator.model import Unbindable

_REMEDY = "请用原来的软件打开核对，另存为 PDF 后放回原处；仍不行请把此文件单独报给维护人员。"


def what_happened(step: str, failed: Failed, limits: Limits) -> str:
    """Why a step has no result for a file, with the limit that was reached.

    What the libraries said of it goes to the log.

    Args:
        step: what was done, in Chinese, such as 转换.
        failed: what came of it.
        limits: those of the worker.
    """
    if failed.detail:
        log.note(failed.detail)
    memory, written = (f"{most // 1_000_000} MB" for most in (limits.memory, limits.written))
    return {
        Trouble.TIMEOUT: f"{step}超过时限仍未完成，已停止",
        Trouble.CRASH: f"{step}时程序崩溃（文件有问题，或内存超过上限 {memory}）",
        Trouble.MEMORY: f"{step}需要的内存超过上限（{memory}），已停止",
        Trouble.WRITTEN: f"{step}写出的文件大小超过上限（{written}），已停止",
        Trouble.ERROR: f"{step}时程序处理不了这个文件",
    }[failed.trouble]


def refusal(step: str, failed: Failed, limits: Limits, remedy: str = _REMEDY) -> Unbindable:
    """The slip of a document over which a step broke."""
    return Unbindable("conversion-failed", what_happened(step, failed, limits), remedy)
