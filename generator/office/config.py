"""Find the workspace and read its ``config.yaml``."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from generator.base.cache.cleaning import Bounds
from generator.base.errors import ConfigError, WorkspaceError
from generator.base.masking import Mask
from generator.base.workers import MEMORY, Limits
from generator.base.yaml.reading import (
    DECIMAL,
    WHOLE,
    Day,
    Filled,
    Form,
    YamlFile,
    YesNo,
    fault,
    problem_at,
    read_yaml,
)
from generator.base.yaml.schema import yaml_schema
from generator.base.yaml.wording import suggest
from generator.model import (
    BOX_WIDTHS,
    Archiving,
    Binding,
    ClassifiedPolicy,
    ContainerLimits,
    Fonds,
    Intrusion,
    Numbering,
    NumberStyle,
    Opening,
)
from generator.office.photos import PhotosPerPage

CONFIG_NAME = "config.yaml"
CHECKLISTS = "templates/checklists"


@dataclass(frozen=True, slots=True)
class Config:
    """What the office set for its workspace.

    ``as_of`` is the day that due dates are counted from (``None``: today), ``office`` stands in
    for units that name none, ``conversion_timeout`` is in seconds per file,
    ``child_limits`` are those of each child process, ``limits`` say how
    much is taken out of containers, ``word_dpi`` is the
    resolution at which evidence pages become pictures in the Word binder, ``classified`` what
    becomes of documents that bear a secrecy mark, ``cache_bounds`` what stays in the cache.
    """

    root: Path
    profile: str
    title: str
    office: str | None
    as_of: dt.date | None
    binding: Binding
    fonds: Fonds
    archiving: Archiving
    conversion_timeout: int
    child_limits: Limits
    limits: ContainerLimits
    word_dpi: int
    mask: Mask
    classified: ClassifiedPolicy
    cache_bounds: Bounds

    @property
    def checklist_shown(self) -> str:
        """The checklist's path as printed in messages, relative to the workspace."""
        return f"{CHECKLISTS}/{self.profile}.yaml"

    @property
    def checklist_path(self) -> Path:
        """The checklist's file."""
        return self.root / self.checklist_shown


class _Binding(Form):
    duplex: YesNo = Field(
        True, title="双面打印", description="true：双面，需要时加空白面；false：单面"
    )
    sheets_per_volume: Annotated[int, Field(ge=5, le=2000), WHOLE] = Field(
        200, title="每卷最多张数", description="超过即分卷；A3 折叠的按两张计。5 至 2000"
    )
    sheet_thickness_mm: Annotated[float, Field(ge=0.03, le=1), DECIMAL] = Field(
        0.1, title="纸厚（毫米）", description="一张纸的厚度，用来选卷脊；70～80 克纸约 0.1"
    )
    numbering: Literal["volume", "binder", "item"] = Field(
        "volume",
        title="页码怎么编",
        description="volume：每卷从 1 起；binder：全册连续；item：按指标编，如 2.2-3",
    )
    number_style: Literal["archive", "book"] = Field(
        "archive", title="页码样式", description="archive：右上角、左上角；book：版心下方“— 1 —”"
    )
    right_hand: tuple[Literal["cover", "divider", "item"], ...] = Field(
        ("cover", "divider", "item"),
        title="从右手页起的页",
        description="cover：封面、目录、备考表；divider：各组隔页；item：各指标",
    )
    a3: Literal["fold", "reduce"] = Field(
        "fold", title="A3 页", description="fold：原大折叠装订；reduce：缩印成 A4"
    )
    margin_mm: Annotated[float, Field(ge=20, le=35), DECIMAL] = Field(
        28, title="装订边（毫米）", description="装订一侧不许有字的宽度，20 至 35"
    )
    into_margin: Literal["shift", "shrink", "keep"] = Field(
        "shift", title="材料占了装订边", description="shift：外移；shrink：缩小；keep：不动，只报告"
    )
    photos_per_page: PhotosPerPage = Field(
        1, title="每页几张照片", description="1、2、4 或 6；指标和文件夹可以另写"
    )


def _box_width(written: int) -> int:
    if written not in BOX_WIDTHS:
        raise fault(f"没有 {written} mm 的档案盒", "可以写 20、30、40 或 50")
    return written


class _Archive(Form):
    fonds_code: Filled | None = Field(None, title="全宗号", description="不写则留空，用笔填写")
    fonds_name: Filled | None = Field(
        None, title="全宗名称", description="不写则用各单位的编制单位名称"
    )
    category: Filled = Field("WS", title="档案门类代码", description="如 WS（文书）")
    retention: Filled | None = Field(
        None, title="保管期限", description="清单没有写保管期限的指标用这个：永久、30年 或 10年"
    )
    volume_number: Filled = Field("{全宗号}-{门类}·{年度}·{期限}-{卷号}", title="案卷档号的写法")
    item_number: Filled = Field("{全宗号}-{门类}·{年度}·{期限}-{件号}", title="单件档号的写法")
    event_is_one: YesNo = Field(
        True, title="会议材料合为一件", description="true：一次活动的材料作一件；false：各作一件"
    )
    box_mm: Annotated[
        int,
        Field(json_schema_extra={"enum": list(BOX_WIDTHS)}),
        AfterValidator(_box_width),
        WHOLE,
    ] = Field(30, title="档案盒厚度（毫米）", description="盒脊宽：20、30、40 或 50")
    page_numbers: YesNo = Field(
        True, title="件内页码", description="true：在每件的空处印页码；false：不印"
    )


class _Conversion(Form):
    timeout_seconds: Annotated[int, Field(ge=5, le=3600), WHOLE] = Field(
        120, title="转换时限（秒）", description="一份文件转换超过这个时间即放弃，5 至 3600"
    )
    memory_mb: Annotated[int, Field(ge=800, le=64_000), WHOLE] = Field(
        MEMORY // 1_000_000,
        title="转换内存上限（MB）",
        description="一个转换程序最多占用多少内存，超过即放弃，800 至 64000",
    )


_Amount = Annotated[int, Field(ge=1, le=1_000_000), WHOLE]


class _Intake(Form):
    entries: _Amount = Field(
        2_000, title="一个压缩包最多取几个文件", description="超出的以缺项页标明"
    )
    entry_megabytes: _Amount = Field(
        500, title="单个文件上限（MB）", description="从压缩包、邮件取出的一个文件"
    )
    container_megabytes: _Amount = Field(
        2_000, title="一个压缩包上限（MB）", description="解开后的总量"
    )
    ratio: _Amount = Field(
        200, title="压缩倍数上限", description="解开后超过原大小这么多倍的，视为压缩炸弹"
    )
    depth: Annotated[int, Field(ge=1, le=10), WHOLE] = Field(
        3, title="嵌套层数", description="压缩包套压缩包最多解几层，1 至 10"
    )
    all_entries: _Amount = Field(
        20_000, title="全部压缩包最多取几个文件", description="一个单位合计"
    )
    all_megabytes: _Amount = Field(
        20_000, title="全部压缩包上限（MB）", description="一个单位合计，解开后的总量"
    )


class _Word(Form):
    dpi: Annotated[int, Field(ge=72, le=600), WHOLE] = Field(
        150, title="图片清晰度（dpi）", description="Word 册里材料页的清晰度，72 至 600"
    )


_Kept = Annotated[int, Field(ge=0, le=8), WHOLE]


class _Privacy(Form):
    id_first: _Kept = Field(6, title="身份证号留前几位", description="0 至 8")
    id_last: _Kept = Field(4, title="身份证号留后几位", description="0 至 8")
    phone_first: _Kept = Field(3, title="电话留前几位", description="0 至 8")
    phone_last: _Kept = Field(4, title="电话留后几位", description="0 至 8")
    card_last: _Kept = Field(4, title="银行卡号留后几位", description="0 至 8")
    classified: Literal["stop", "slip", "bind"] = Field(
        "stop",
        title="标有密级的材料",
        description="stop：不生成，先处理；slip：以缺项页代替；bind：照常装订",
    )


class _Cache(Form):
    days: Annotated[int, Field(ge=14, le=3650), WHOLE] = Field(
        90, title="多少天没用到就清除", description="这么多天没有用到的缓存自动清除，14 至 3650"
    )
    max_gb: Annotated[int, Field(ge=1, le=10_000), WHOLE] = Field(
        20, title="缓存上限（GB）", description="超过的，先清除最久没有用到的，1 至 10000"
    )


class _ConfigForm(Form):
    profile: Filled = Field(
        title="考核方案", description="templates/checklists 下的文件名，不含 .yaml"
    )
    title: Filled = Field(title="成册题名", description="印在封面上")
    office: Filled | None = Field(
        None, title="编制单位", description="county.yaml 没有写 office 的单位用这个名称"
    )
    as_of: Day | None = Field(
        None, title="基准日", description="期限从这一天算起，如 2019-12-10；不写则用当天"
    )
    binding: _Binding = Field(_Binding(), title="装订")
    archive: _Archive = Field(_Archive(), title="归档")
    conversion: _Conversion = Field(_Conversion(), title="文件转换")
    intake: _Intake = Field(_Intake(), title="压缩包、邮件和附件")
    word: _Word = Field(_Word(), title="Word 册")
    privacy: _Privacy = Field(_Privacy(), title="个人信息和涉密材料")
    cache: _Cache = Field(_Cache(), title="缓存（.cache 文件夹）")


def config_schema() -> dict[str, Any]:
    """The JSON Schema of ``config.yaml``."""
    return yaml_schema(_ConfigForm, "工作区设置")


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a ``config.yaml``.

    Raises:
        WorkspaceError: there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG_NAME).is_file():
            return folder
    raise WorkspaceError(
        f"在 {start} 及其上级文件夹里都没有找到 {CONFIG_NAME}，这里不是工作区。",
        "请先进入工作区文件夹再运行，或用 --workspace 指定；"
        "还没有工作区时，运行 gen-binder init 新建一个。",
    )


def read_config(root: Path) -> Config:
    """Read the ``config.yaml`` of a workspace.

    Raises:
        ConfigError: all problems of the file at once; also when its profile does not exist.
    """
    file = read_yaml(root / CONFIG_NAME, CONFIG_NAME, _ConfigForm)
    _check_profile(root, file)
    form = file.value
    return Config(
        root=root,
        profile=form.profile,
        title=form.title,
        office=form.office,
        as_of=form.as_of,
        binding=_binding(form.binding),
        fonds=_fonds(form.archive),
        archiving=_archiving(form.archive),
        conversion_timeout=form.conversion.timeout_seconds,
        child_limits=Limits(memory=form.conversion.memory_mb * 1_000_000),
        limits=_limits(form.intake),
        word_dpi=form.word.dpi,
        mask=Mask(**form.privacy.model_dump(exclude={"classified"})),
        classified=ClassifiedPolicy(form.privacy.classified),
        cache_bounds=Bounds(form.cache.days, form.cache.max_gb * 1_000_000_000),
    )


def _binding(form: _Binding) -> Binding:
    return Binding(
        duplex=form.duplex,
        sheets_per_volume=form.sheets_per_volume,
        sheet_thickness=form.sheet_thickness_mm,
        numbering=Numbering(form.numbering),
        number_style=NumberStyle(form.number_style),
        right_hand=frozenset(map(Opening, form.right_hand)),
        fold_a3=form.a3 == "fold",
        margin=form.margin_mm,
        intrusion=Intrusion(form.into_margin),
        photos_per_page=form.photos_per_page,
    )


def _fonds(form: _Archive) -> Fonds:
    return Fonds(
        code=form.fonds_code or "",
        name=form.fonds_name or "",
        category=form.category,
        retention=form.retention or "",
        volume_pattern=form.volume_number,
        item_pattern=form.item_number,
    )


def _archiving(form: _Archive) -> Archiving:
    return Archiving(
        event_is_one=form.event_is_one, box=form.box_mm, page_numbers=form.page_numbers
    )


def _limits(form: _Intake) -> ContainerLimits:
    return ContainerLimits(
        entries=form.entries,
        entry_bytes=form.entry_megabytes * 1_000_000,
        container_bytes=form.container_megabytes * 1_000_000,
        ratio=form.ratio,
        depth=form.depth,
        all_entries=form.all_entries,
        all_bytes=form.all_megabytes * 1_000_000,
    )


def _check_profile(root: Path, file: YamlFile[_ConfigForm]) -> None:
    found = sorted(path.stem for path in (root / CHECKLISTS).glob("*.yaml"))
    profile = file.value.profile
    if profile not in found:
        message = f"{CHECKLISTS} 里没有考核方案 “{profile}”"
        remedy = suggest(profile, found, "现有的方案") if found else "请从模板重新复制考核方案"
        raise ConfigError([problem_at(file.place("profile"), message, remedy)])
