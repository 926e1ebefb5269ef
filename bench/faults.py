"""Kill builds at random moments, fill their disk, and count what is left: old, new, or broken.

Each round changes the evidence of a small workspace, starts a real build, kills its whole process
group or fills the disk that it writes to, and looks: every file of the output must be the one that
its manifest names, and all of them together must be the binder of before or of after. Then a build
must succeed, leave exactly the binder that the evidence asks for, and nothing of the round before.

The disk is a small file system in memory. Only root may mount one: ``unshare -m`` keeps it private.
"""

import argparse
import hashlib
import io
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from generator.binder.verify import verify
from generator.verdict.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[1]
UNIT = "jia"

#: When to kill: at any moment, while files are written, right after the exchange of the folders.
ANY, WRITING, EXCHANGED = "any moment", "writing", "exchanged"
MOMENTS = (ANY, WRITING, ANY, EXCHANGED)

#: The file by whose lock runs tell each other that they use the cache; it stays.
CACHE_LOCK = ".in-use"

#: Seconds that no build of so small a workspace takes, however busy the machine is.
PATIENCE = 300

#: The exit code when the disk part cannot be done here.
NOT_PERMITTED = 77

CONFIG = """\
profile: small
title: 试验汇编
office: 甲州协作办
as_of: 2019-12-10
"""
COUNTY = "name: 甲县\nlevel: 县\noffice: 甲县协作办\npartner: 东市东区\n"
CHECKLIST = """\
profile: small
title: 试验清单
year: "2019"
window: {from: 2019-01-01, to: 2019-12-31}
due: 2019-12-20
kinds: {函: 函件}
parts: {}
ledgers: {}
groups:
  - id: "1"
    title: 组织领导
    owner: 两办
    items:
      - {id: "1.1", title: 对接函件, need: {files: 1}, <<}
      - {id: "1.2", title: 工作要点, need: {files: 1}, <<}
      - {id: "1.3", title: 工作总结, need: {files: 1}, <<}
""".replace("<<", "prove: 有对接函, levels: [县], kinds: [函], source: S")


@dataclass(frozen=True, slots=True)
class Site:
    """A workspace and the folder that its builds have for temporary files."""

    root: Path
    temporary: Path

    @property
    def unit(self) -> Path:
        """Where the evidence lies."""
        return self.root / "evidence" / UNIT

    @property
    def target(self) -> Path:
        """Where the binder goes."""
        return self.root / "output" / UNIT

    def start(self, *arguments: str, first: str = "") -> subprocess.Popen[str]:
        """Start the program in a process group of its own; PDF alone unless asked otherwise.

        ``first`` is Python that is done before.
        """
        command = [sys.executable, "-c", f"{first}\nfrom generator.cli.main import run; run()"]
        return subprocess.Popen(
            [*command, *(arguments or (UNIT, "--format", "pdf"))],
            cwd=self.root,
            env={
                **os.environ,
                "TMPDIR": str(self.temporary),
                "GEN_BINDER_FONTS": os.environ.get("GEN_BINDER_FONTS", str(ROOT / ".fonts")),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def build(self, *arguments: str, first: str = "") -> tuple[int, str]:
        """Run the program to its end; its exit code and what it said."""
        running = self.start(*arguments, first=first)
        said, told = running.communicate(timeout=PATIENCE)
        return running.returncode, said + told


def make_site(folder: Path) -> Site:
    """A workspace of one unit with three documents of one page."""
    root, temporary = folder / "工作区", folder / "临时"
    shutil.copytree(ROOT / "templates" / "binder", root / "templates" / "binder")
    checklists = root / "templates" / "checklists"
    checklists.mkdir()
    (checklists / "small.yaml").write_text(CHECKLIST, encoding="utf-8")
    (root / "config.yaml").write_text(CONFIG, encoding="utf-8")
    temporary.mkdir()
    site = Site(root, temporary)
    site.unit.mkdir(parents=True)
    (site.unit / "county.yaml").write_text(COUNTY, encoding="utf-8")
    for item in ("1.1", "1.2", "1.3"):
        file_letter(site, item, "first")
    return site


def file_letter(site: Site, item: str, words: str) -> Path:
    """File a PDF of one page that says some ASCII words, in the place of the one before."""
    path = site.unit / item / "2019-05-10 甲办函〔2019〕1号 函件.pdf"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(letter(words))
    return path


def letter(words: str) -> bytes:
    """A PDF of one page."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    page.obj.Resources = Dictionary(Font=Dictionary(F=font))
    page.obj.Contents = pdf.make_stream(f"BT /F 14 Tf 120 500 Td ({words}) Tj ET".encode())
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its name there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def whole(site: Site) -> bool:
    """Whether the output is all that its manifest names, and ``verify`` says so too."""
    try:
        manifest = json.loads((site.target / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    found = digests(site.target)
    del found["manifest.json"]
    verdict = verify(open_workspace(site.root), UNIT, site.target)
    same = all(one.state.value == "same" for one in verdict.outputs)
    return same and found == manifest["files"]


def up_to_date(site: Site) -> bool:
    """Whether the output was made of the evidence that is there now."""
    return verify(open_workspace(site.root), UNIT, site.target).same


def all_bound(site: Site) -> bool:
    """Whether every document has its pages in the binder."""
    manifest = json.loads((site.target / "manifest.json").read_text(encoding="utf-8"))
    return all("first_page" in source for source in manifest["sources"])


def leftovers(site: Site) -> list[str]:
    """What is neither output nor a finished entry of the cache."""
    found = [path.name for path in site.target.parent.iterdir() if path != site.target]
    found += [f"{site.temporary.name}/{path.name}" for path in site.temporary.iterdir()]
    found += [
        path.relative_to(site.root).as_posix()
        for path in sorted((site.root / ".cache").rglob("*"))
        if (path.name.startswith(".") and path.name != CACHE_LOCK) or path.suffix == ".tmp"
    ]
    return found


@dataclass(slots=True)
class Tally:
    """What the rounds left: outputs by kind, how they ended, leftovers, and what went wrong."""

    outputs: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The counts, then the faults."""
        counts = ", ".join(f"{name} {self.outputs[name]}" for name in ("old", "new", "broken"))
        ends = ", ".join(f"{name} {count}" for name, count in sorted(self.ends.items()))
        left = ", ".join(f"{name} {count}" for name, count in sorted(self.left.items()))
        lines = [
            f"{self.outputs.total()} rounds: {counts}; {len(self.faults)} faults",
            f"ended: {ends}",
            f"left over until the next run: {left or 'nothing'}",
        ]
        return "\n".join([*lines, *self.faults])

    @property
    def good(self) -> bool:
        """Whether every output was whole and nothing went wrong afterwards."""
        return not self.faults and not self.outputs["broken"]


#: Starts a build and disturbs it; gives how that ended. ``float``: seconds that builds take.
Disturb = Callable[[Site, int, float, random.Random], str]


def rounds(site: Site, count: int, seed: int, disturb: Disturb) -> Iterator[Tally]:
    """Disturb so many builds; gives the counts after each."""
    chance = random.Random(seed)
    tally = Tally()
    started = time.monotonic()
    code, said = site.build()
    duration = time.monotonic() - started
    if code != 0:
        raise RuntimeError(f"the first build ends with {code}: {said}")
    for at in range(count):
        old = digests(site.target)
        file_letter(site, chance.choice(("1.1", "1.2", "1.3")), f"round {at}")
        evidence = digests(site.unit)
        tally.ends[disturb(site, at, duration, chance)] += 1
        now = digests(site.target)
        kind = "broken"
        if whole(site):
            kind = "old" if now == old else "new" if up_to_date(site) else "broken"
        tally.outputs[kind] += 1
        tally.left.update({_kind_of(name) for name in leftovers(site)})
        started = time.monotonic()
        code, said = site.build()
        duration = (duration + time.monotonic() - started) / 2
        tally.faults += _faults(site, at, code, said, evidence)
        if kind == "new" and digests(site.target) != now:
            tally.faults.append(f"round {at}: the next build of the same differs")
        yield tally


def _faults(site: Site, at: int, code: int, said: str, evidence: dict[str, str]) -> Iterator[str]:
    """What is not as it must be after the build that follows a disturbed one."""
    if code != 0:
        yield f"round {at}: the next build ends with {code}: {said}"
    elif not (whole(site) and up_to_date(site) and all_bound(site)):
        yield f"round {at}: the next build is not whole"
    if digests(site.unit) != evidence:
        yield f"round {at}: the evidence has changed"
    if left := leftovers(site):
        yield f"round {at}: left over: {', '.join(left)}"


def killed(site: Site, at: int, duration: float, chance: random.Random) -> str:
    """Start a build, kill it and what it started; tell when that was."""
    moment = MOMENTS[at % len(MOMENTS)]
    before = _inode(site.target)
    running = site.start()
    started = time.monotonic()
    wait = chance.uniform(0, duration)
    if moment == WRITING:
        _until(running, lambda: any(site.target.parent.glob(f".{UNIT}.new-*")))
        wait = chance.uniform(0, 0.4 * duration)
        started = time.monotonic()
    elif moment == EXCHANGED:
        _until(running, lambda: _inode(site.target) != before)
        wait = 0
    while running.poll() is None and time.monotonic() - started < wait:
        time.sleep(0.001)
    ended = running.poll() is not None
    if not ended:
        os.killpg(running.pid, signal.SIGKILL)
    running.communicate(timeout=PATIENCE)
    return "by itself before" if ended else f"killed ({moment})"


def out_of_room(site: Site, at: int, duration: float, chance: random.Random) -> str:
    """Start a build and fill the disk at a random moment; tell with which exit code it ends."""
    running = site.start()
    wait = 0.0 if at == 0 else chance.uniform(0, duration)
    with suppress(subprocess.TimeoutExpired):
        running.wait(wait)
    filler = site.root.parent / "filler"
    _fill(filler)
    said, told = running.communicate(timeout=PATIENCE)
    filler.unlink()
    code = running.returncode
    if code == 2 and "磁盘已满" in told:
        return "exit 2, disk full"
    if code == 0 and up_to_date(site) and all_bound(site):
        return "exit 0, all bound"
    raise RuntimeError(f"on a full disk a build ends with {code}: {said}{told}")


def _fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with filler.open("wb", buffering=0) as stream:
        for size in (1_000_000, 1_000, 1):
            with suppress(OSError):
                while True:
                    stream.write(bytes(size))


def _until(running: subprocess.Popen[str], there: Callable[[], bool]) -> None:
    while running.poll() is None and not there():
        time.sleep(0.0005)


def _inode(folder: Path) -> int:
    try:
        return folder.stat().st_ino
    except FileNotFoundError:
        return 0


def _kind_of(name: str) -> str:
    """A leftover's name without what differs from run to run."""
    return name.split("-")[0] if name.startswith(f".{UNIT}.") else name.rsplit("/", 1)[0]


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own.

    Raises:
        PermissionError: mounting is not allowed here.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            raise PermissionError("mounting is not allowed here")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def main() -> None:
    """Print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200, help="builds to kill")
    parser.add_argument("--full", type=int, default=0, help="builds whose disk is filled")
    parser.add_argument("--seed", type=int, default=2019)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    good = True
    with tempfile.TemporaryDirectory() as folder:
        good &= _told("kill -9", make_site(Path(folder)), arguments.kills, arguments.seed, killed)
    if arguments.full:
        try:
            with small_disk(200) as disk:
                good &= _told(
                    "full disk", make_site(disk), arguments.full, arguments.seed, out_of_room
                )
        except PermissionError as error:
            print(f"full disk: {error}; as root: unshare -m python -m bench.faults --full 50")
            sys.exit(NOT_PERMITTED)
    sys.exit(0 if good else 1)


def _told(name: str, site: Site, count: int, seed: int, disturb: Disturb) -> bool:
    tally = Tally()
    for tally in rounds(site, count, seed, disturb):
        done = tally.outputs.total()
        if done % 20 == 0:
            print(f"{name}, {done} rounds: {dict(tally.outputs)}", flush=True)
    if count:
        print(f"{name}, {tally}")
    return tally.good


if __name__ == "__main__":
    main()
