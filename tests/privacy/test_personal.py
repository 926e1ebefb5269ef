"""What is a person's number and what only looks like one; how messages cover them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from generator.base.personal import PersonalKind, covered, numbers_in
from tests.privacy.numbers import CARD, ID, OTHER_ID, PHONE, card, id_number, wide

IDS, PHONES, CARDS = PersonalKind.ID_NUMBER, PersonalKind.PHONE, PersonalKind.BANK_CARD


def kinds(text: str, title: str = "") -> list[PersonalKind]:
    return [one.kind for one in numbers_in(text, title)]


def wrong_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1].replace("X", "0")) + 1) % 10)


def x_number() -> str:
    return next(one for one in map(id_number, range(999)) if one.endswith("X"))


@pytest.mark.parametrize(
    "text",
    [
        ID,
        f"张某，身份证号：{ID}。",
        f"序号 1 张某 {ID} {PHONE[:7]}",
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:6]} {ID[6:10]} {ID[10:14]} {ID[14:]}",
        f"{ID[:14]} {ID[14:]}",
        " ".join(ID),
        wide(ID),
        f"{ID[:12]}\r\n{ID[12:]}",
        x_number(),
        x_number().lower(),
        "身份证 539901880512123",
        "公民身份号码：539901 880512 123",
        f"身份证 {id_number(place='999901')}",
    ],
)
def test_id_numbers(text: str) -> None:
    assert [one for one in kinds(text) if one is not PHONES] == [IDS]


@pytest.mark.parametrize(
    "text",
    [
        wrong_digit(ID),
        id_number(born="19880230"),
        id_number(born="18880512"),
        id_number(place="990101"),
        "539901880512123",
        "注册号 530100100012345",
        f"1{ID}",
        f"{ID}1",
        f"A{ID}",
        f"{ID}.50",
        f"0.{ID}",
        f"统一社会信用代码：{ID}",
        f"纳税人识别号 {ID}",
        "91530100MA6K000000",
        "1253990100000000" + "12",
        "〔2019〕12号 2019年11月30日 123456.78 万元",
        "1234567.00 2345678.00 3456789.00",
        "52 53 54 1988 0512 1234 5678 9012",
        f"{ID[:6]} {ID[6:9]} {ID[9:]}",
    ],
)
def test_what_only_looks_like_an_id_number(text: str) -> None:
    assert kinds(text) == []


def test_a_credit_code_of_digits_alone_is_nobodys() -> None:
    for number in range(20_000):
        body = f"12539901{410_000_000 + 17 * number}"
        code = body + uscc.calc_check_digit(body)
        assert kinds(code, "统一社会信用代码") == []
        assert kinds(code) == [], code


@pytest.mark.parametrize(
    "text",
    [
        PHONE,
        f"联系电话：{PHONE}",
        f"电话{PHONE}转张某",
        f"（{PHONE}）",
        f"+86 {PHONE}",
        f"86-{PHONE}",
        f"138-0000-{PHONE[7:]}",
        f"手机 138 0000 {PHONE[7:]}",
        wide(PHONE),
        f"0000-1000001，{PHONE}",
        f"{PHONE}。",
        f"联系人 张某 {PHONE} 元月三日前回复",
        f"张某 {PHONE}\n万某",
        f"张某 {PHONE} 万某",
    ],
)
def test_mobile_telephones(text: str) -> None:
    assert kinds(text) == [PHONES]


@pytest.mark.parametrize(
    "text",
    [
        "0871-63130000",
        "4008001234",
        "12800001234",
        f"{PHONE}元",
        f"{PHONE} 万元",
        f"{PHONE} 万",
        f"{PHONE}亿元",
        f"{PHONE} 万，占",
        f"{PHONE}.00",
        f"￥{PHONE}",
        f"项目编号：{PHONE}",
        f"合同编号 {PHONE}",
        f"国库支付凭证号：{PHONE}",
        f"XM{PHONE}",
        f"{PHONE}A",
        f"2{PHONE}",
        f"0871-{PHONE}",
        f"{PHONE}-1",
        "150 2000 1800",
        "13000000000",
        "1574755200000",
    ],
)
def test_what_only_looks_like_a_telephone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        card(length=16),
        f"卡号{CARD}",
        " ".join((CARD[:4], CARD[4:8], CARD[8:12], CARD[12:16], CARD[16:])),
        wide(CARD),
        f"{CARD[:6]} {CARD[6:]}",
        f"银行卡号 {card('456399', 16)}",
        f"一卡通账号：{card('955899', 19)}",
        f"储蓄卡 {card('622999', 17)}",
    ],
)
def test_bank_cards(text: str) -> None:
    assert kinds(text) == [CARDS]


@pytest.mark.parametrize(
    "text",
    [
        wrong_digit(CARD),
        card("622999", 17),
        card("456399", 16),
        card("12", 19) + " 银行卡",
        f"发票号码 代码 {card(length=16)}",
        f"流水号：{CARD}",
        f"项目编号：{card(length=16)}",
        f"{CARD}.00",
        f"账号：{card('24', 17)}",
        "6230 0020 1905 2300 1299",
    ],
)
def test_what_only_looks_like_a_card(text: str) -> None:
    assert kinds(text) == []


def test_a_column_says_what_its_cells_are() -> None:
    assert kinds("539901880512123") == []
    assert kinds("539901880512123", "身份证号") == [IDS]
    assert kinds(PHONE, "户编号") == []
    assert kinds(PHONE, "联系方式") == [PHONES]
    assert kinds(card("456399", 16), "惠农卡卡号") == [CARDS]


def test_a_line_of_a_roster_gives_all_in_order() -> None:
    text = f"1 张某 {ID} 甲县青乡 {PHONE} {CARD}\n2 李某 {OTHER_ID} 无 {CARD[:4]}"
    found = numbers_in(text)
    assert [one.kind for one in found] == [IDS, PHONES, CARDS, IDS]
    assert [one.digits for one in found] == [ID, PHONE, CARD, OTHER_ID]
    assert [text[one.start : one.end] for one in found] == [ID, PHONE, CARD, OTHER_ID]


@given(
    st.lists(
        st.one_of(
            st.integers(0, 10**8).map(lambda n: f"{n:,}"),
            st.decimals(0, 10**9, places=2, allow_nan=False).map(str),
            st.integers(1, 10**10 - 1).map(str),
            st.dates().map(lambda day: f"{day:%Y-%m-%d}"),
            st.dates().map(lambda day: f"{day:%Y年%m月%d日}"),
        ),
        max_size=60,
    ),
    st.sampled_from([" ", "\n", "  ", " | "]),
)
def test_tables_of_amounts_and_dates_hold_nobody(cells: list[str], gap: str) -> None:
    assert [one for one in kinds(gap.join(cells)) if one is not IDS] == []


@pytest.mark.parametrize("number", [ID, wrong_digit(ID), PHONE, CARD, ID[:15], f"{ID}62"])
@pytest.mark.parametrize("form", ["{}", "“{}”不对", "a={}, b", "int('{}')"])
def test_messages_show_the_ends_alone(number: str, form: str) -> None:
    said = covered(form.format(number))
    assert number not in said
    assert number[5:-5] not in said
    assert said.replace("*", "") != form.format(number)


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        wide(ID),
        f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}",
        "5.39901198805121E+17",
        "138-0000-1234",
    ],
)
def test_spread_numbers_are_covered_too(text: str) -> None:
    assert "****" in covered(text)


@pytest.mark.parametrize(
    "text",
    ["2019-01-02 2019-02-03", "第 12 行", "甲办〔2019〕12号", "12345678.90", "0871-63130000"],
)
def test_what_names_nobody_stays_legible(text: str) -> None:
    assert covered(text) == text
