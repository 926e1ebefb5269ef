"""Zips and their like, mails, PDF attachments: every entry becomes a filed document of its own.

To add a kind: a reader (one module with one function), a line in ``child``, its mark in
``recognise`` (and the number of ``walk``'s record raised), a test.
"""

from generator.intake.containers.walk import Unpacked, unpack

__all__ = ["Unpacked", "unpack"]
