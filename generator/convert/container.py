"""The sheet that stands for a container: a list of what it holds, drawn from its record."""

from collections.abc import Iterator, Sequence

from generator.convert import listing, typed
from generator.convert.job import Job, Outcome, Tools
from generator.convert.record import Record, read_record

_TITLE, _TITLES = "压缩包清单", {"mbox": "邮箱文件清单", "tnef": "Outlook 邮件附件清单"}
_NAMES = {"gz": "GZIP", "bz2": "BZIP2", "tnef": "Outlook 打包的附件（winmail.dat）"}


def convert(jobs: Sequence[Job], tools: Tools) -> tuple[Outcome, ...]:
    """Draw the list of each container: entry, size, hash, taken out or why not."""
    return tuple(_convert(job, tools) for job in jobs)


def _convert(job: Job, tools: Tools) -> Outcome:
    record = read_record(job.source)
    notes = (*record.notes, *typed.unprintable(listing.words(record), tools))
    return typed.set_in_type(_pieces(record, tools), job, tools, notes)


def _pieces(record: Record, tools: Tools) -> Iterator[str]:
    style = listing.STYLE % {"stack": tools.fonts.stack(typed.role(tools))}
    facts = listing.facts(
        (
            ("格式", _NAMES.get(record.kind, record.kind.upper())),
            ("大小", f"{record.size:,} 字节"),
            ("SHA-256", record.sha256),
            ("文件数", listing.count(record)),
        )
    )
    head = f"<h1>{_TITLES.get(record.kind, _TITLE)}</h1>{facts}<h2>里面的文件</h2>"
    for table in listing.tables(record):
        yield typed.document(head + table, style, tools)
        head = ""
