"""The registers that a prefecture takes over from its counties, still without their faults."""

from sample import registers_jobs as jobs
from sample import registers_money as money
from sample import registers_people as people
from sample.facts import (
    CADRES_A,
    CADRES_B,
    COUNTY_A,
    COUNTY_B,
    EXPERTS_A,
    EXPERTS_B,
    FIRMS_A,
    FIRMS_B,
    MISTYPED_CODE,
    MISTYPED_FIRM,
    PROJECTS_A,
    PROJECTS_B,
    WORKSHOPS_A,
)
from sample.ledgers import Register
from sample.people import residents

FOLK_A = people.poor_residents(COUNTY_A, 430)
FOLK_B = people.poor_residents(COUNTY_B, 140)

#: Who is what in 甲县. Those who work in firms and workshops are in the register of jobs as well.
EAST_A, ELSEWHERE_A, PROVINCE_A = FOLK_A[:80], FOLK_A[80:110], FOLK_A[110:170]
STAFF_A, PUBLIC_A, LEADERS_A = FOLK_A[170:335], FOLK_A[335:387], FOLK_A[387:411]
BENEFITED_A = FOLK_A[:190]

#: Where the people of STAFF_A work, in the same order.
EMPLOYERS_A = (
    *(firm.name for firm in FIRMS_A for _ in range(firm.poor)),
    *(f"{town}扶贫车间" for town, _, _, poor, _ in WORKSHOPS_A for _ in range(poor)),
)

#: Who is what in 乙县.
STAFF_B, BENEFITED_B, EAST_B = FOLK_B[:20], FOLK_B[20:40], FOLK_B[40:70]
ELSEWHERE_B, NEAR_B, LEADERS_B = FOLK_B[70:80], FOLK_B[80:100], FOLK_B[100:112]
EMPLOYERS_B = tuple(firm.name for firm in FIRMS_B for _ in range(firm.poor))

#: Approvals and consents that the projects rest on.
APPROVALS_A, CONSENT_A = ("甲扶组〔2019〕11号", "甲扶组〔2019〕18号"), "东区协函〔2019〕4号"
APPROVALS_B, CONSENT_B = ("乙扶组〔2019〕9号",), "南区协函〔2019〕5号"


def cadres_a() -> Register:
    """L08 of 甲县."""
    return people.cadre_register(COUNTY_A, CADRES_A)


def cadres_b() -> Register:
    """L08 of 乙县."""
    return people.cadre_register(COUNTY_B, CADRES_B)


def experts_a() -> Register:
    """L09 of 甲县."""
    return people.expert_register(COUNTY_A, EXPERTS_A)


def experts_b() -> Register:
    """L09 of 乙县."""
    return people.expert_register(COUNTY_B, EXPERTS_B)


def projects_a() -> Register:
    """L13 of 甲县."""
    return money.project_register(COUNTY_A, PROJECTS_A, APPROVALS_A, CONSENT_A)


def projects_b() -> Register:
    """L13 of 乙县."""
    return money.project_register(COUNTY_B, PROJECTS_B, APPROVALS_B, CONSENT_B)


def firms_a() -> Register:
    """L15 of 甲县; one credit code has been mistyped, and the prefecture copied it."""
    register = money.firm_register(COUNTY_A, FIRMS_A)
    row = register.column("企业名称").index(MISTYPED_FIRM)
    return register.put(row, "统一社会信用代码", MISTYPED_CODE)


def firms_b() -> Register:
    """L15 of 乙县."""
    return money.firm_register(COUNTY_B, FIRMS_B)


#: The row of 甲县's register of jobs in the province with somebody who is not on the poor list.
OUTSIDER_ROW = 7


def jobs_a() -> tuple[Register, ...]:
    """L18 of 甲县: with the partner, in other provinces, in the province, in the county."""
    outsider = residents("990103", COUNTY_A.towns, 62)[61]
    province = (*PROVINCE_A[:OUTSIDER_ROW], outsider, *PROVINCE_A[OUTSIDER_ROW + 1 :])
    return (
        jobs.job_register(COUNTY_A, EAST_A, "结对东部", "东市东区", ("东市示例电子公司",) * 9),
        jobs.job_register(COUNTY_A, ELSEWHERE_A, "省外其他", "丙省丙市"),
        jobs.job_register(COUNTY_A, province, "省内", "中省省城"),
        jobs.job_register(COUNTY_A, STAFF_A[-60:], "县内", "甲县", EMPLOYERS_A[-60:]),
    )


def jobs_b() -> tuple[Register, ...]:
    """L18 of 乙县: with the partner, in other provinces, in the county."""
    return (
        jobs.job_register(COUNTY_B, EAST_B, "结对东部", "东市南区"),
        jobs.job_register(COUNTY_B, ELSEWHERE_B, "省外其他", "丙省丙市"),
        jobs.job_register(COUNTY_B, NEAR_B, "县内", "乙县"),
    )
