"""Why something could not be taken out of a container, in words that a clerk can act on."""

from generator.base import log
from generator.model import Unbindable


class Fault(Exception):  # noqa: N818 - no bug: what a hostile or damaged container is
    """An entry, or the whole container, cannot be read; ``lasting``: it always will be so."""

    def __init__(self, reason: Unbindable, *, lasting: bool = True) -> None:
        super().__init__(reason.message)
        self.reason = reason
        self.lasting = lasting


_UNPACK = "请用解压软件解开，把需要的文件放进这个文件夹。"

ENCRYPTED_ENTRY = Unbindable(
    "encrypted", "压缩包里的这个文件设有密码，没有取出", "请输入密码解压，把文件放进这个文件夹。"
)
ENCRYPTED = Unbindable(
    "encrypted",
    "压缩包设有密码，连里面有哪些文件也读不出来",
    "请输入密码解压，把里面的文件放进这个文件夹。",
)
LOCKED_ATTACHMENT = Unbindable(
    "encrypted",
    "PDF 的这个附件设有密码，没有取出（PDF 的页面不用密码，已装订）",
    "请用 PDF 阅读器输入密码打开附件，另存后把文件放进这个文件夹。",
)
LINK = Unbindable(
    "unsupported-type",
    "压缩包里的这一条是链接，不是文件，没有取出",
    "请把链接所指的原文件放进这个文件夹。",
)
DEVICE = Unbindable(
    "unsupported-type",
    "压缩包里的这一条是设备或管道，不是文件，没有取出",
    "请核对压缩包的来历；需要的文件请向提供单位重新索取。",
)
OUTSIDE = Unbindable(
    "unsupported-type",
    "压缩包里的这一条写明要解到别的文件夹（绝对路径或“..”），没有取出",
    f"请核对压缩包的来历，确认安全后{_UNPACK[1:]}",
)
BROKEN = Unbindable(
    "unreadable",
    "文件不完整或已损坏，读不出里面的内容",
    "请重新索取或重新复制；如果是分卷压缩的一部分，请把各卷放在一起解压后，再放进里面的文件。",
)
ANCIENT_RAR = Unbindable("unsupported-type", "这是很早的 RAR 1.4 压缩包，本程序解不开", _UNPACK)
OLD_RAR = Unbindable(
    "unsupported-type",
    "压缩包里的这个文件是用旧版 RAR（2.x 及以前）的方法压缩的，本程序解不开，没有取出",
    _UNPACK,
)
SOLID = Unbindable(
    "unsupported-type",
    "压缩包是“固实压缩”的 RAR，本程序解不出其中的这个文件，没有取出",
    _UNPACK,
)
NOT_REACHED = Unbindable(
    "unreadable",
    "压缩包里的这个文件本程序读不出来，没有取出",
    f"{_UNPACK[:-1]}；解不开的，请向提供单位重新索取。",
)
EMPTY = Unbindable(
    "empty-file", "压缩包里没有可收的文件", "请核对压缩包，把需要的文件放进这个文件夹。"
)
BROKEN_ENTRY = Unbindable(
    "unreadable",
    "压缩包里的这个文件已损坏，没有取出",
    "请向提供单位重新索取，单独放进这个文件夹。",
)
REST_BROKEN = Unbindable(
    "unreadable",
    "压缩包从这里起损坏，后面还有没有文件、有哪些，读不出来",
    "请向提供单位重新索取整个压缩包；已取出的文件请核对是否齐全。",
)
UNKNOWN_METHOD = Unbindable(
    "unsupported-type", "压缩包里的这个文件用了少见的压缩方法，没有取出", _UNPACK
)
EMBEDDED_MAIL = Unbindable(
    "unsupported-type",
    "附件是嵌在邮件里的另一封 Outlook 邮件，不能单独取出",
    "请在 Outlook 里打开这个附件，另存为 .msg 或打印为 PDF，放进这个文件夹。",
)
LINKED = Unbindable(
    "unsupported-type",
    "附件只是一个指向别处的链接，邮件里没有文件本身",
    "请把链接所指的原文件放进这个文件夹。",
)
NO_LIBRARY = Unbindable(
    "conversion-failed",
    "没有安装 libarchive，解不开 RAR 和 7z 压缩包",
    f"请运行 make binder 自动安装；或{_UNPACK[1:]}",
)
TIMEOUT = Unbindable("conversion-failed", "解压超过时限仍未完成，已停止", _UNPACK)
CRASH = Unbindable("conversion-failed", "解压程序在处理这个文件时崩溃", _UNPACK)

MEMORY = Unbindable("conversion-failed", "解开这个文件需要的内存超过上限，已停止", _UNPACK)
WRITTEN = Unbindable("conversion-failed", "解出的文件大小超过上限，已停止", _UNPACK)

_RAISE = "确有需要时，可在 config.yaml 的 intake 里放宽"


def failed(detail: str) -> Unbindable:
    """An error of a reader that nobody foresaw; its traceback goes to the log."""
    log.note(detail)
    return Unbindable("conversion-failed", "解压程序处理这个文件时出错", _UNPACK)


def too_large(limit: int) -> Unbindable:
    """One entry is over its limit (bytes)."""
    message = f"解开后超过单个文件的上限（{limit // 1_000_000:,} MB），没有取出"
    return _over(message, "entry_megabytes")


def too_much(limit: int) -> Unbindable:
    """The container as a whole is over its limit (bytes)."""
    return _over(
        f"整个压缩包解开后超过上限（{limit // 1_000_000:,} MB），这个文件没有取出",
        "container_megabytes",
    )


def too_dense(ratio: int) -> Unbindable:
    """The container unpacks to more than so many times its size."""
    return _over(f"压缩包解开后超过原大小的 {ratio} 倍，像是“压缩炸弹”，没有取出", "ratio")


def too_many(limit: int) -> Unbindable:
    """The container holds more entries than the limit."""
    return _over(f"一个压缩包最多取 {limit:,} 个文件，其余没有取出", "entries")


def too_deep(depth: int) -> Unbindable:
    """A container within so many others."""
    return _over(f"压缩包套压缩包超过 {depth} 层，没有再解开", "depth")


def too_much_in_all() -> Unbindable:
    """The unit's containers together are over their limits."""
    return _over("本单位的压缩包解开后总量超过上限，这一个没有解开", "all_entries 或 all_megabytes")


def _over(message: str, setting: str) -> Unbindable:
    return Unbindable("over-limit", message, f"{_UNPACK[:-1]}；{_RAISE} {setting}。")
