"""What the spine of each volume says, from the plan."""

from generator.model import Assessment, Fonds, Plan, Volume, VolumeLabel


def volume_labels(assessment: Assessment, plan: Plan, fonds: Fonds) -> tuple[VolumeLabel, ...]:
    """One label for each volume; what the office has not set stays empty."""
    return tuple(_label(assessment, plan, fonds, volume) for volume in plan.volumes)


def _label(assessment: Assessment, plan: Plan, fonds: Fonds, volume: Volume) -> VolumeLabel:
    unit, year = assessment.unit, assessment.checklist.year
    retention = volume.retention
    first, last = volume.numbers
    return VolumeLabel(
        number=volume.number,
        count=len(plan.volumes),
        unit=unit.name,
        title=volume.title,
        year=year,
        retention=retention,
        fonds_code=fonds.code,
        fonds_name=fonds.name or unit.office,
        file_number=fonds.volume_number(year, retention, volume.number),
        archive_number="",
        thickness=volume.thickness,
        sheets=volume.sheets,
        first_page=first,
        last_page=last,
    )
