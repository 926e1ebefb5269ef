"""Take entries out of one container into a private folder, within its limits."""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.base.errors import reason_of
from generator.base.files import natural_key
from generator.base.leftovers import why_left_out
from generator.convert.record import Entry, Mail, Record
from generator.intake.containers import names, reasons
from generator.intake.containers.reasons import Fault
from generator.intake.metadata import CATALOGUE
from generator.model import ContainerLimits, Unbindable

#: A container that unpacks to less is never called a bomb, whatever its ratio.
_NEVER_A_BOMB = 10_000_000

_WHY_NO_CATALOGUE = "压缩包里的目录.yaml 不读取，请解压后与材料放在一起"

#: What stands for entries that are not known one by one.
REST = "其余内容"


class DiskError(Exception):
    """The cache cannot be written: no fault of the container. Its text says why, in Chinese."""


class Taking:
    """Collects what one container holds. Readers call ``take`` or ``refuse`` for every entry.

    Nothing is ever written under an entry's own name, so no name can lead anywhere.
    """

    def __init__(self, folder: Path, size: int, limits: ContainerLimits) -> None:
        self.mail: Mail | None = None
        self._folder = folder
        self._limits = limits
        self._entries: list[Entry] = []
        self._ignored: list[tuple[str, str]] = []
        self._distinct = names.Distinct()
        self._altered = 0
        self._example = ""
        self._beyond = 0
        self._broken = False
        self._budget = max(_NEVER_A_BOMB, min(limits.container_bytes, limits.ratio * size))
        self._budget = min(self._budget, limits.container_bytes)
        self._full = (
            reasons.too_much(limits.container_bytes)
            if self._budget == limits.container_bytes
            else reasons.too_dense(limits.ratio)
        )

    def take(self, name: str, chunks: Iterable[bytes], declared: int | None = None) -> Path | None:
        """Write one entry; when it cannot be read, or is over a limit, keep its name and why.

        Args:
            name: its path in the container, as decoded.
            chunks: its content; may raise ``Fault`` and no
                ``OSError``. Not touched when the entry is left out.
            declared: the size in bytes that the container states, if it does.

        Returns:
            Where its content was written, or ``None``.

        Raises:
            DiskError: the cache cannot be written.
        """
        if names.leads_outside(name):
            self.refuse(name, reasons.OUTSIDE, declared or 0)
            return None
        shown = self._admitted(name)
        if shown is None:
            return None
        reason = self._over(declared or 0)
        if reason is None:
            stored = f"{len(self._entries):05d}{names.extension_of(shown)}"
            try:
                size, sha256 = self._write(self._folder / stored, chunks)
            except Fault as fault:
                (self._folder / stored).unlink(missing_ok=True)
                reason = fault.reason
            else:
                self._entries.append(Entry(shown, size, sha256, stored))
                return self._folder / stored
        self._entries.append(Entry(shown, declared or 0, refusal=reason))
        return None

    def refuse(self, name: str, reason: Unbindable, size: int = 0) -> None:
        """Keep an entry that cannot be taken out, with the reason."""
        shown = self._admitted(name)
        if shown is not None:
            self._entries.append(Entry(shown, size, refusal=reason))

    def cannot_go_on(self) -> None:
        """Note that the container is damaged from here on."""
        self._broken = True

    def record(self, kind: str, sha256: str, size: int, *, in_order: bool = False) -> Record:
        """All that was found, in natural order, or ``in_order`` of the container."""
        entries = list(self._entries)
        if not in_order:
            entries.sort(key=lambda entry: tuple(natural_key(p) for p in entry.name.split("/")))
        if self._beyond:
            reason = reasons.too_many(self._limits.entries)
            name = self._distinct.name(f"{REST}（{self._beyond:,} 个文件）")
            entries.append(Entry(name, 0, refusal=reason))
        if self._broken:
            entries.append(Entry(self._distinct.name(REST), 0, refusal=reasons.REST_BROKEN))
        notes: tuple[str, ...] = ()
        if self._altered:
            said = "含看不见的字符、Windows 不许用的字符或名称，或者过长、首尾有空格"
            notes = (f"有 {self._altered} 个文件名{said}，已改写后列出（如“{self._example}”）",)
        ignored = tuple(sorted(self._ignored))
        return Record(kind, sha256, size, tuple(entries), ignored, notes, self.mail)

    def _admitted(self, name: str) -> str | None:
        """The name to show, or ``None`` for what is no evidence or beyond the count."""
        parts = names.parts_of(name)
        why = next((why for part in parts if (why := why_left_out(part))), None)
        if why is None and parts[-1] == CATALOGUE:
            why = _WHY_NO_CATALOGUE
        if len(self._entries) + len(self._ignored) >= self._limits.entries:
            self._beyond += 1
            return None
        shown = self._distinct.name("/".join(parts))
        if why is not None:
            self._ignored.append((shown, why))
            return None
        if names.altered(name) and not names.leads_outside(name):
            self._altered += 1
            self._example = self._example or shown
        return shown

    def _over(self, declared: int) -> Unbindable | None:
        if declared > self._limits.entry_bytes:
            return reasons.too_large(self._limits.entry_bytes)
        return self._full if declared > self._budget or self._budget <= 0 else None

    def _write(self, target: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
        """Write chunk by chunk; what is read counts, also when it is thrown away."""
        size, digest = 0, hashlib.sha256()
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as stream:
                for chunk in chunks:
                    size += len(chunk)
                    self._budget -= len(chunk)
                    if size > self._limits.entry_bytes:
                        raise Fault(reasons.too_large(self._limits.entry_bytes))
                    if self._budget < 0:
                        raise Fault(self._full)
                    digest.update(chunk)
                    stream.write(chunk)
        except OSError as error:
            raise DiskError(reason_of(error)) from error
        return size, digest.hexdigest()


def without_entries(record: Record, reason: Unbindable) -> Record:
    """The same container with every entry refused for one reason."""
    entries = (
        entry if entry.refusal else replace(entry, sha256="", stored=None, refusal=reason)
        for entry in record.entries
    )
    return replace(record, entries=tuple(entries))
