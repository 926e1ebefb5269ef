"""The least that a binder can cost: qpdf in a child puts pages together, one pass stamps them.

Run as a module with a file that names the PDFs, one in each line, and the PDF to write. Nothing is
hashed, checked, converted, judged or generated; every page gets a number, every file a bookmark.
"""

import os
import sys
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name


def main(listed: Path, target: Path) -> None:
    """Merge the listed PDFs and number their pages."""
    files = listed.read_text(encoding="utf-8").splitlines()
    merged = target.with_suffix(".merged")
    child = os.fork()
    if child == 0:
        pikepdf.Job(
            ["qpdf", "--empty", "--deterministic-id", "--pages", *files, "--", str(merged)]
        ).run()
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("qpdf could not put the pages together")
    with pikepdf.open(merged, access_mode=pikepdf.AccessMode.stream) as pdf:
        _stamp(pdf)
        with pdf.open_outline() as outline:
            outline.root += [
                pikepdf.OutlineItem(Path(file).stem, at * len(pdf.pages) // len(files))
                for at, file in enumerate(files)
            ]
        pdf.save(
            target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True
        )
    merged.unlink()


def _stamp(pdf: pikepdf.Pdf) -> None:
    """Write a number at the foot of every page, behind the page's own content."""
    face = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    opening = pdf.make_stream(b"q\n")
    for number, page in enumerate(pdf.pages, start=1):
        name = page.add_resource(face, Name.Font, Name.PageNumber)
        content = page.obj.Contents
        streams = list(content) if isinstance(content, Array) else [content]
        closing = f"\nQ q BT {name} 10.5 Tf 1 0 0 1 285 28 Tm (- {number} -) Tj ET Q".encode()
        page.obj.Contents = Array([opening, *streams, pdf.make_stream(closing)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
