"""Who and what the made-up counties have: officials, experts, projects, enterprises, wages.

The tables are plain text, one line each, columns parted by blanks; ``-`` stands for nothing.
"""

from sample.nouns import Cadre, Expert, Firm, Project, mistyped, uscc
from sample.office import Office

COUNTY_A = Office("甲县", "县", "东市东区", ("赤镇", "橙镇", "绿乡", "青乡", "蓝乡"), "990101")
COUNTY_B = Office("乙县", "县", "东市南区", ("金镇", "木镇", "水乡"), "990102")
PREFECTURE = Office("甲州", "州", "东市", ("甲县", "乙县"), "990100")


def _lines(table: str) -> list[list[str | None]]:
    return [[None if word == "-" else word for word in row.split()] for row in table.split("\n")]


def _cadres(table: str) -> tuple[Cadre, ...]:
    return tuple(Cadre(*map(str, row)) for row in _lines(table.strip()))


def _experts(table: str) -> tuple[Expert, ...]:
    made = []
    for row in _lines(table.strip()):
        name, trade, rank, sender, receiver, way, start, end, months, form = map(str, row)
        made.append(Expert(name, trade, rank, sender, receiver, way, start, end, int(months), form))
    return tuple(made)


def _projects(table: str) -> tuple[Project, ...]:
    """Name, kind, place, six numbers, three dates, and ``深`` for a deeply poor place."""
    made = []
    for row in _lines(table.strip()):
        name, kind, place, planned, paid, spent, back, households, persons = map(str, row[:9])
        start, finish, accepted, deep = row[9:]
        made.append(
            Project(
                name,
                kind,
                place,
                planned=int(planned),
                paid_out=int(paid),
                spent=int(spent),
                reimbursed=int(back),
                households=int(households),
                persons=int(persons),
                start=str(start),
                finish=finish,
                accepted=accepted,
                deep=deep == "深",
            )
        )
    return tuple(made)


def _firms(office: Office, first: int, table: str) -> tuple[Firm, ...]:
    """Name, parent, relation, share, date, trade, place and four numbers."""
    made = []
    for serial, row in enumerate(_lines(table.strip()), first):
        name, parent, relation, share, date, trade, place, *numbers = map(str, row)
        agreed, paid, workers, poor = map(int, numbers)
        made.append(
            Firm(
                name,
                uscc(office.division, serial),
                parent,
                relation,
                int(share),
                f"2019-{date}",
                trade,
                place,
                agreed,
                paid,
                workers,
                poor,
            )
        )
    return tuple(made)


CADRES_A = _cadres("""
郑某甲 男 东市东区人民政府办公室副主任 东派西 甲县县委常委、副县长 2018-05-01 2020-04-30 甲组干〔2018〕31号 分管东西部扶贫协作工作 甲政发〔2019〕6号
王某乙 男 东市东区扶贫协作办公室科长 东派西 甲县扶贫开发办公室副主任 2018-05-01 2020-04-30 甲组干〔2018〕32号 协管资金项目 甲政发〔2019〕6号
冯某丙 女 东市东区教育局副科长 东派西 甲县教育局副局长 2019-03-01 2020-02-29 甲组干〔2019〕12号 协管教育协作 甲政发〔2019〕6号
陈某丁 男 甲县发展和改革局副局长 西派东 东市东区商务局副局长 2019-03-01 2019-12-31 东区组干〔2019〕8号 协管产业对接 东区政办〔2019〕5号
褚某戊 女 甲县人社局副局长 西派东 东市东区人社局副局长 2019-03-01 2019-12-31 东区组干〔2019〕9号 协管劳务协作 东区政办〔2019〕5号
魏某壬 男 甲县农业农村局副局长 西派东 东市东区农业农村局副局长 2019-03-01 2019-12-31 东区组干〔2019〕10号 协管消费扶贫 东区政办〔2019〕5号
""")  # noqa: E501 - one line is one row

EXPERTS_A = _experts("""
卫某甲 教育 一级教师 东市东区第一小学 甲县示例小学 东派西 2019-03-01 2019-08-31 6 支教支医
蒋某乙 教育 高级教师 东市东区第二中学 甲县示例中学 东派西 2019-03-01 2019-08-31 6 支教支医
沈某丙 卫生 主治医师 东市东区人民医院 甲县人民医院 东派西 2019-04-01 2019-09-30 6 支教支医
韩某丁 卫生 副主任医师 东市东区人民医院 甲县人民医院 东派西 2019-04-01 2019-09-30 6 支教支医
杨某戊 农技 农艺师 东市东区农业农村局 甲县农业农村局 东派西 2019-05-01 2019-10-31 6 挂职
朱某己 教育 二级教师 甲县示例小学 东市东区第一小学 西派东 2019-09-01 2019-11-30 3 跟岗
秦某庚 卫生 护师 甲县人民医院 东市东区人民医院 西派东 2019-09-01 2019-11-30 3 跟岗
尤某辛 农技 助理农艺师 甲县农业农村局 东市东区农业农村局 西派东 2019-09-01 2019-11-30 3 跟岗
""")

#: 拨付、支出、报账 in this order after the planned sum; 受益户、受益人; 开工、竣工、验收.
PROJECTS_A = _projects("""
赤镇黄牛养殖基地 产业 赤镇赤一村 620 620 602 602 128 486 04-15 09-30 10-18 -
橙镇茶叶加工厂 产业 橙镇橙二村 580 580 566 566 96 361 04-20 10-10 10-28 -
绿乡稻田养鱼示范点 产业 绿乡绿三村 360 360 352 340 74 268 04-25 08-30 09-16 深
青乡扶贫车间建设 就业 青乡青一村 240 240 236 236 52 173 04-18 08-15 09-03 -
蓝乡扶贫车间建设 就业 蓝乡蓝二村 220 220 214 214 47 159 04-18 08-20 09-05 深
贫困劳动力技能培训 就业 橙镇橙一村 160 160 152 152 210 240 04-20 10-30 11-12 -
赤镇中心小学教学楼改造 教育 赤镇赤二村 480 460 441 432 0 0 05-08 11-05 11-20 -
绿乡卫生院设备购置 健康 绿乡绿一村 260 260 255 255 0 0 05-20 09-25 10-11 深
青乡饮水安全巩固工程 饮水 青乡青三村 310 290 268 251 143 562 04-26 11-08 11-22 -
蓝乡产业路硬化 基础设施 蓝乡蓝一村 270 243 221 198 118 447 05-28 - - 深
赤镇油茶低产改造 产业 赤镇赤三村 180 180 174 174 61 233 05-06 10-12 10-25 -
橙镇食用菌大棚 产业 橙镇橙三村 150 150 147 147 44 162 05-06 09-18 10-08 -
绿乡中药材种植 产业 绿乡绿二村 210 210 201 196 83 305 05-10 10-20 11-06 深
青乡竹制品加工点 产业 青乡青二村 130 130 126 126 35 128 05-10 09-10 09-27 -
蓝乡蜜蜂养殖 产业 蓝乡蓝三村 90 90 88 88 52 196 05-12 08-30 09-12 深
橙镇扶贫车间改造 就业 橙镇橙二村 120 120 117 117 38 131 05-12 08-25 09-10 -
赤镇扶贫车间设备 就业 赤镇赤一村 110 110 108 108 41 140 05-15 08-20 09-06 -
绿乡扶贫车间设备 就业 绿乡绿一村 100 100 97 97 36 122 05-15 08-22 09-09 深
贫困家庭学生资助 教育 甲县各乡镇 75 75 75 75 150 150 05-20 09-20 09-30 -
蓝乡村卫生室建设 健康 蓝乡蓝二村 85 85 82 80 0 0 05-22 10-15 10-30 深
青乡危房改造补助 住房 青乡青二村 100 100 97 97 28 96 05-22 10-28 11-10 -
橙镇人饮管网延伸 饮水 橙镇橙三村 95 95 92 92 67 251 05-25 10-08 10-22 -
赤镇联村公路错车道 基础设施 赤镇赤三村 105 105 101 98 0 0 05-25 10-30 11-14 -
基层干部能力提升 人才 甲县县委党校 60 60 58 58 0 0 06-03 11-08 11-18 -
农产品冷藏库 消费 橙镇橙一村 165 165 160 155 57 208 06-05 11-02 11-19 -
绿乡光伏扶贫维护 其他 绿乡绿二村 45 45 43 43 22 80 06-10 09-28 10-12 深
""")

#: How much of the year's funds came when: source, day, amount in 万元, papers of the east.
FUNDS_A = (
    ("区", "05-22", 3200, "东区财指〔2019〕18号"),
    ("区", "07-16", 1320, "东区财指〔2019〕31号"),
    ("市", "08-20", 800, "东市财指〔2019〕66号"),
)

FIRMS_A = _firms(
    COUNTY_A,
    1,
    """
甲县东区服饰有限公司 东市示例服饰集团 全资 100 03-18 服装 青乡青一村 1200 980 46 12
甲县绿野茶业有限公司 东市示例农业公司 控股 70 04-22 茶叶 橙镇橙二村 800 800 24 7
甲县示例电子有限公司 东市示例电子公司 全资 100 06-05 电子元件 赤镇工业园 1500 1120 38 5
甲县山泉饮品有限公司 东市示例食品公司 参股 40 03-26 饮品 绿乡绿一村 600 450 22 9
甲县东区箱包有限公司 东市示例箱包公司 全资 100 05-09 箱包 赤镇工业园 700 660 51 14
甲县竹韵家具有限公司 东市示例家具公司 控股 60 05-21 竹家具 青乡青二村 500 380 19 6
甲县惠农冷链有限公司 东市示例物流公司 全资 100 06-18 冷链物流 橙镇橙一村 900 720 27 8
甲县鸿运玩具有限公司 东市示例玩具公司 全资 100 07-03 玩具 蓝乡蓝二村 400 310 16 4
""",
)

CADRES_B = _cadres("""
郑某庚 男 东市南区发展和改革局副局长 东派西 乙县县委常委、副县长 2018-06-01 2020-05-31 乙组干〔2018〕27号 分管东西部扶贫协作工作 乙政发〔2019〕4号
吴某辛 女 乙县扶贫开发办公室副主任 西派东 东市南区扶贫协作办公室副主任 2019-03-01 2019-12-31 南区组干〔2019〕6号 协管项目对接 南区政办〔2019〕3号
""")  # noqa: E501 - one line is one row

EXPERTS_B = _experts("""
许某壬 教育 一级教师 东市南区第一小学 乙县示例小学 东派西 2019-03-01 2019-08-31 6 支教支医
何某癸 教育 高级教师 东市南区第三中学 乙县示例中学 东派西 2019-03-01 2019-08-31 6 支教支医
吕某甲 卫生 主治医师 东市南区人民医院 乙县人民医院 东派西 2019-04-01 2019-09-30 6 支教支医
施某乙 卫生 主管护师 东市南区人民医院 乙县人民医院 东派西 2019-04-01 2019-09-30 6 支教支医
张某丙 教育 二级教师 乙县示例小学 东市南区第一小学 西派东 2019-09-01 2019-11-30 3 跟岗
孔某丁 教育 一级教师 乙县示例中学 东市南区第三中学 西派东 2019-09-01 2019-11-30 3 跟岗
曹某戊 卫生 医师 乙县人民医院 东市南区人民医院 西派东 2019-09-01 2019-11-30 3 跟岗
严某己 卫生 护师 乙县人民医院 东市南区人民医院 西派东 2019-09-01 2019-11-30 3 跟岗
""")

PROJECTS_B = _projects("""
金镇蔬菜大棚 产业 金镇金一村 520 520 508 508 102 388 05-08 09-10 09-28 -
木镇竹制品扶贫车间 就业 木镇木二村 260 260 255 255 58 196 05-18 08-28 09-12 -
水乡村级卫生室建设 健康 水乡水三村 180 180 176 170 0 0 05-16 10-20 11-05 深
水乡人饮工程 饮水 水乡水一村 240 240 233 233 87 342 05-25 10-30 11-15 深
金镇柑橘提质增效 产业 金镇金二村 190 190 184 184 66 251 05-12 10-16 10-29 -
木镇扶贫车间设备 就业 木镇木一村 130 130 127 127 33 118 05-20 09-06 09-20 -
水乡稻虾共养 产业 水乡水二村 160 160 155 155 49 187 05-22 10-09 10-24 深
乙县示例中学宿舍维修 教育 金镇金三村 145 145 141 141 0 0 06-03 09-15 09-27 -
""")

FIRMS_B = _firms(
    COUNTY_B,
    11,
    """
乙县南区竹业有限公司 东市示例竹业公司 全资 100 05-14 竹制品 木镇木二村 600 520 32 9
乙县金果果业有限公司 东市示例果业公司 控股 65 04-17 水果加工 金镇金一村 450 410 21 6
乙县水韵米业有限公司 东市示例粮油公司 全资 100 06-11 大米加工 水乡水二村 380 365 18 5
""",
)

#: One firm's code as the registers have it: another check character than on its licence.
MISTYPED_FIRM, MISTYPED_CODE = FIRMS_A[4].name, mistyped(FIRMS_A[4].code)

#: 扶贫车间 of 甲县: town, product, workers, of them poor, wages in 元.
WORKSHOPS_A = (
    ("赤镇", "服装", 38, 14, 912000),
    ("橙镇", "箱包", 45, 17, 1080000),
    ("绿乡", "竹制品", 52, 20, 1248000),
    ("青乡", "电子元件", 59, 23, 1416000),
    ("蓝乡", "茶叶包装", 66, 26, 1584000),
)


def money(projects: tuple[Project, ...]) -> str:
    """One sentence with the year's funds, added up from the projects."""
    planned = sum(each.planned for each in projects)
    paid = sum(each.paid_out for each in projects)
    spent = sum(each.spent for each in projects)
    done = sum(each.finish is not None for each in projects)
    return (
        f"到位东部财政援助资金{planned}万元，实施项目{len(projects)}个，已竣工{done}个；"
        f"累计拨付{paid}万元，实际支出{spent}万元，全部用于县以下基层。"
    )


def industry(firms: tuple[Firm, ...]) -> str:
    """One sentence with the settled enterprises, added up from their register."""
    return (
        f"引导{len(firms)}家东部企业落地，实际到位投资{sum(each.paid for each in firms)}万元，"
        f"吸纳贫困人口就业{sum(each.poor for each in firms)}人。"
    )


def share(projects: tuple[Project, ...]) -> tuple[int, int, float]:
    """Funds for industry and jobs, all funds (万元), and the percentage."""
    part = sum(each.planned for each in projects if each.kind in ("产业", "就业"))
    whole = sum(each.planned for each in projects)
    return part, whole, round(100 * part / whole, 2)
