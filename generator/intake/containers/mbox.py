"""Files of many mails (mbox): every mail is a document of its own."""

import mmap
from email.parser import BytesHeaderParser
from pathlib import Path

from generator.intake.containers import eml, mail_parts, mail_start
from generator.intake.containers.taking import Taking

#: Bytes of a mail in which its subject is looked for.
_HEADER = 1 << 16


def read(path: Path, taking: Taking) -> None:
    """Take out every mail, called after its place in the file and its subject."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as all_:
        for at, mail in enumerate(mail_start.mails_of(all_), start=1):
            taking.take(_name(mail[:_HEADER], at), mail_parts.chunks_of(mail))


def _name(head: bytes, at: int) -> str:
    message = BytesHeaderParser(policy=eml.AS_WRITTEN).parsebytes(head)
    subject = " ".join(eml.field_of(message, "Subject").split())
    subject = subject.replace("/", "／").replace("\\", "＼")
    return f"第{at}封 {subject or mail_parts.EMPTY}.eml"
