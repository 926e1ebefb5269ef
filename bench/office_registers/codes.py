"""Under which code each planted fault is told: the one place to adapt when codes get names.

The first code of a kind is the one that recall is counted under, the others are accepted too. Codes
that docs/findings.md does not have yet are called after the words of those who asked for them.
"""

from collections.abc import Mapping

BAD = "ledger-bad-value"
TWO_NAMES, NO_FILE = "id-two-names", "row-without-file"

KINDS: Mapping[str, tuple[str, ...]] = {
    # What a register says of itself.
    "amount-unreadable": (BAD,),
    "required-empty": (BAD,),
    "choice-unknown": (BAD,),
    "date-impossible": (BAD,),
    "id-scientific": (BAD,),
    "id-short": (BAD,),
    "id-digit": ("id-check-digit",),
    "code-digit": ("uscc-check-digit",),
    "duplicate": ("ledger-duplicate",),
    "date-order": ("date-order",),
    "amount-order": ("amount-order",),
    "out-of-window": ("out-of-window",),
    "total-wrong": ("total-mismatch",),
    "percent-wrong": ("percent-mismatch",),
    "notice-short": (BAD,),
    "share-missing": (BAD,),
    "months-more": ("total-mismatch",),
    "no-file": (NO_FILE,),
    "stale-project": ("stale-project",),
    "not-closed": ("open-rectification",),
    "closed-without-proof": ("open-rectification",),
    "partner-differs": ("partner-mismatch",),
    "below-target": ("below-target",),
    "column-missing": ("ledger-missing-column",),
    # Of one register by another.
    "not-in-base-list": ("not-in-base-list",),
    "roster-differs": ("total-mismatch",),
    "not-covered": (NO_FILE,),
    "two-classes": ("cross-ledger-duplicate", "two-classes"),
    # Files and how they are read.
    "unreadable": ("ledger-unreadable",),
    "unrecognised": ("ledger-unrecognised", "ledger-unreadable", "ledger-missing-column"),
    "unit-assumed": ("unit-assumed", BAD),
    "shown-otherwise": ("shown-otherwise", BAD),
    "header-guessed": ("header-guessed",),
    "two-versions": ("two-versions",),
    # What an assessor looks for besides.
    "id-two-names": (TWO_NAMES,),
    "person-two-ids": ("person-two-ids", TWO_NAMES),
    "household-differs": ("household-differs",),
    "gone-household": ("gone-household",),
    "sex-differs": ("sex-differs",),
    "trained-while-employed": ("trained-while-employed", "cross-ledger-duplicate"),
    "age-unlikely": ("age-unlikely",),
    "after-reference-day": ("after-reference-day",),
    "closed-late": ("closed-late", "date-order"),
    "accepted-undated": ("accepted-undated", BAD),
    "spent-before-start": ("spent-before-start",),
    "received-above-planned": ("amount-order",),
    "reimbursed-above-spent": ("amount-order",),
    "invested-above-agreed": ("amount-order",),
    "months-fewer": ("months-differ", "total-mismatch"),
    "end-missing": ("end-missing", BAD),
    "complete-contradicted": ("complete-contradicted",),
    "number-not-filed": ("number-not-filed", NO_FILE),
    "number-twice": ("number-twice", "ledger-duplicate"),
    "document-other-year": ("document-other-year",),
    "sources-differ": ("sources-differ", "total-mismatch"),
    "firm-unknown": ("firm-unknown", NO_FILE),
    "firm-two-codes": ("firm-two-codes",),
    "disabled-differs": ("disabled-differs",),
    "persons-below-households": ("persons-below-households", "amount-order"),
    "out-of-bounds": ("out-of-bounds", BAD),
    "household-size": ("household-size", "total-mismatch"),
}

#: What a style may rightly be told for, once a sheet; it is neither a hit nor a false line.
TOLERATED: Mapping[str, tuple[str, ...]] = {
    "merged": (BAD, "merged-cells"),
    "second table": ("ledger-unreadable", "ledger-unrecognised"),
    "stray cell": ("ledger-unreadable", "stray-cell"),
    "cover": ("ledger-unreadable",),
    "odd document numbers": (BAD,),
}


def codes() -> frozenset[str]:
    """All codes that the comparison looks at; lines with others say nothing of registers."""
    named = {code for accepted in (*KINDS.values(), *TOLERATED.values()) for code in accepted}
    return frozenset(named | {"rate-below", "figure-without-source", "units-mismatch"})
