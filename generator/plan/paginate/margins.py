"""Keep the binding margin free: evidence that reaches into it is shifted or made smaller.

Evidence is never cut: a page that cannot be moved far enough is made smaller, and what was done is
kept with the page, to be reported.
"""

from dataclasses import dataclass, replace

from generator.lettering.layout import MarginFigures
from generator.model import Binding, Fit, Intrusion, PageSurvey, Rect
from generator.plan.paginate.paper import Sheet

#: Print that reaches less than this (mm) into the margin is left alone.
_TOLERANCE = 0.5


def fitted(
    sheet: Sheet,
    survey: PageSurvey | None,
    binding: Binding,
    figures: MarginFigures,
    *,
    right_hand: bool,
) -> Sheet:
    """The sheet with its page moved out of the binding margin as the office chose."""
    if survey is None or survey.ink is None:
        return sheet
    ink = on_sheet(survey.ink, survey.width, sheet.fit)
    inside = ink.left if right_hand else sheet.width - ink.right
    outside = sheet.width - ink.right if right_hand else ink.left
    need = binding.margin - inside
    if need <= _TOLERANCE:
        return sheet
    fit = replace(sheet.fit, intrudes=round(need, 2))
    if binding.intrusion is Intrusion.KEEP:
        return replace(sheet, fit=fit)
    if binding.intrusion is Intrusion.SHIFT and need <= outside - figures.edge:
        away = need if right_hand else -need
        return replace(sheet, fit=replace(fit, dx=round(fit.dx + away, 3)))
    return replace(sheet, fit=_shrunk(sheet, fit, ink, binding, figures, right_hand=right_hand))


def _shrunk(
    sheet: Sheet,
    fit: Fit,
    ink: Rect,
    binding: Binding,
    figures: MarginFigures,
    *,
    right_hand: bool,
) -> Fit:
    """Make the print as narrow as the room between the margin and the printable edge."""
    room = sheet.width - binding.margin - figures.edge
    factor = min(1.0, room / (ink.right - ink.left))
    start = binding.margin if right_hand else figures.edge
    middle = (ink.top + ink.bottom) / 2
    return replace(
        fit,
        scale=round(fit.scale * factor, 5),
        dx=round(start - ink.left * factor + fit.dx * factor, 3),
        dy=round(middle - middle * factor + fit.dy * factor, 3),
    )


def on_sheet(box: Rect, page_width: float, fit: Fit) -> Rect:
    """Where a rectangle of a page (mm, as a reader sees the page) stands on its sheet."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    if fit.turn == 270:
        left, top, right, bottom = top, page_width - right, bottom, page_width - left
    return Rect(
        left * fit.scale + fit.dx,
        top * fit.scale + fit.dy,
        right * fit.scale + fit.dx,
        bottom * fit.scale + fit.dy,
    )


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on a sheet; asked in mm of the sheet."""

    survey: PageSurvey | None
    fit: Fit

    def covered(self, box: Rect) -> bool:
        """Whether evidence stands anywhere in a rectangle."""
        if self.survey is None:
            return False
        fit = self.fit
        left, top, right, bottom = (
            (box.left - fit.dx) / fit.scale,
            (box.top - fit.dy) / fit.scale,
            (box.right - fit.dx) / fit.scale,
            (box.bottom - fit.dy) / fit.scale,
        )
        if fit.turn == 270:
            width = self.survey.width
            left, top, right, bottom = width - bottom, left, width - top, right
        return self.survey.covered(left, top, right, bottom)
