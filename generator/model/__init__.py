"""The nouns: what the office asks for, what was filed, what was found, where each page goes.

Frozen dataclasses, tuples instead of lists. Verdicts (status, counts, completeness) are derived
from the parts and never stored.
"""

from generator.model.asked import Checklist, Group, Item, Level, Need, Part, Place, Source, Window
from generator.model.filed import (
    Conversion,
    EventFolder,
    EvidenceFile,
    Filing,
    Ignored,
    Leaf,
    Leaves,
    Metadata,
    Unbindable,
)
from generator.model.finding import GAP_CODES, UNBINDABLE_CODES, Finding, Severity
from generator.model.plan import (
    UNNUMBERED,
    Block,
    Bookmark,
    Cell,
    LeafRef,
    Page,
    PageKind,
    Plan,
    Reconciliation,
    Row,
    Space,
    Table,
    Text,
)
from generator.model.unit import Exemption, Override, Person, TypedFigure, Unit
from generator.model.verdict import (
    STATUS_LABELS,
    Assessment,
    BoundFile,
    GroupAssessment,
    ItemAssessment,
    Status,
)

__all__ = [
    "GAP_CODES",
    "STATUS_LABELS",
    "UNBINDABLE_CODES",
    "UNNUMBERED",
    "Assessment",
    "Block",
    "Bookmark",
    "BoundFile",
    "Cell",
    "Checklist",
    "Conversion",
    "EventFolder",
    "EvidenceFile",
    "Exemption",
    "Filing",
    "Finding",
    "Group",
    "GroupAssessment",
    "Ignored",
    "Item",
    "ItemAssessment",
    "Leaf",
    "LeafRef",
    "Leaves",
    "Level",
    "Metadata",
    "Need",
    "Override",
    "Page",
    "PageKind",
    "Part",
    "Person",
    "Place",
    "Plan",
    "Reconciliation",
    "Row",
    "Severity",
    "Source",
    "Space",
    "Status",
    "Table",
    "Text",
    "TypedFigure",
    "Unbindable",
    "Unit",
    "Window",
]
