"""Why a document cannot be bound, by what its name promises and what its content shows."""

from generator.convert.kinds import EXTENSIONS, PICTURES, RECORDINGS
from generator.model import Unbindable

AS_PDF = "请用能打开它的软件打印或导出为 PDF，放回原处。"

ENCRYPTED = Unbindable(
    "encrypted",
    "文件设有打开密码，无法读取内容",
    "请用原来的软件输入密码打开，取消密码后另存，再放回原处。",
)

PART = Unbindable(
    "unsupported-type",
    "这是分卷压缩包中的一卷，单独一卷解不开",
    "请把各卷放进同一个文件夹，用解压软件打开第一卷解开，再把里面的文件放进这个文件夹。",
)

_SAVE_AGAIN = (
    "请用 Word/WPS 打开后“另存为”正规的 .docx、.xlsx 或 PDF 文件，核对内容无误后替换原文件。"
)
_AS_IT_WAS = "请从手机、相机或原处重新复制，能正常打开后再替换原文件。"
_PRINTED = frozenset({"ofd", "html", "mht", "svg", "emf", "wmf", "odg", "vsd", "vsdx", "pub"})


def broken(extension: str, what: str) -> Unbindable:
    """The name promises a kind that the content is not, or no longer."""
    message = f"文件名是 .{extension}，但{what}，读不出来"
    return Unbindable("unreadable", message, _remedy(EXTENSIONS.get(extension, "")))


def foreign(what: str, remedy: str = AS_PDF) -> Unbindable:
    """A format that is known by name and has no pages here."""
    return Unbindable("unsupported-type", f"这是{what}，不能装订成页", remedy)


def unknown(label: str = "") -> Unbindable:
    """A format that nothing is known of; ``label``: what its name shows."""
    said = f"（{label}）" if label else ""
    return Unbindable("unsupported-type", f"不认识的文件类型{said}", AS_PDF)


def _remedy(promised: str) -> str:
    if promised in PICTURES | RECORDINGS:
        return _AS_IT_WAS
    return AS_PDF if promised in _PRINTED else _SAVE_AGAIN
