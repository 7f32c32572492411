"""Documents in the manner of the genre, as many as a benchmark needs: own sentence patterns, invented names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_FIRST, _SECOND = "云青星白松石柳金玉苍碧晴", "岭禾河沙涧桥溪峰湖川原台"
_TRADES = ("光伏组件", "新能源电池", "精密铸造", "生物医药", "智能家电", "特种电缆", "食品加工", "新型建材")
_SURNAMES, _GIVEN = "王李张刘陈杨赵周吴徐", ("明远", "立新", "晓峰", "海燕", "建国", "思齐")
_PATTERNS = (
    "{year}年{month}月，{firm}投资{money}亿元的{trade}项目在{park}开工建设，达产后年产值可达{value}亿元。",
    "{county}实现地区生产总值{value}.{tenth}亿元，同比增长{rate}.{tenth}%，规模以上工业增加值增长{rate}.{second}%。",
    "{park}位于{county}，规划面积{area}平方公里，主导产业为{trade}和{other}。",
    "{county}委书记{person}到{firm}调研，要求加快{trade}产业链建设。",
    "{firm}获评“省级专精特新企业”，其{trade}生产线已建成投产。",
    "全年完成固定资产投资{money}.{second}亿元，新引进{trade}企业{count}家，新增就业{count}00人。",
    "{park}与{firm}签订协议，建设年产{count}万吨{trade}生产基地，总投资{money}亿元。",
    "社会消费品零售总额增长{rate}.{second}%，居民人均可支配收入{count}{tenth}{second}00元。",
)


def write_documents(folder: Path, count: int, sentences: int = 24, seed: int = 1) -> None:
    """Write documents 00000.txt … into a folder; the same seed gives the same texts."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        write_document(folder / f"{number:05}.txt", sentences, f"{seed}:{number}")


def write_document(path: Path, sentences: int = 24, seed: str = "") -> None:
    """Write one document; some sixty characters to a sentence."""
    draw = random.Random(seed)
    county = f"{draw.choice(_FIRST)}{draw.choice(_SECOND)}{draw.choice('县市')}"
    lines = [f"{county}产业项目建设综述", "", *_paragraphs(draw, county, sentences)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _paragraphs(draw: random.Random, county: str, sentences: int) -> Iterator[str]:
    for start in range(0, sentences, 4):
        yield "　　" + "".join(_sentence(draw, county) for _ in range(min(4, sentences - start)))


def _sentence(draw: random.Random, county: str) -> str:
    place = f"{draw.choice(_FIRST)}{draw.choice(_SECOND)}"
    trade, other = draw.sample(_TRADES, 2)
    return draw.choice(_PATTERNS).format(
        county=county, park=f"{place}经济开发区", trade=trade, other=other,
        firm=f"{draw.choice(_FIRST)}{draw.choice(_SECOND)}{draw.choice(('电子', '材料', '重工'))}有限公司",
        person=f"{draw.choice(_SURNAMES)}{draw.choice(_GIVEN)}", year=draw.randint(2019, 2025),
        month=draw.randint(1, 12), money=draw.randint(1, 60), value=draw.randint(20, 900),
        rate=draw.randint(2, 12), tenth=draw.randint(0, 9), second=draw.randint(1, 9),
        area=draw.randint(3, 80), count=draw.randint(2, 40),
    )  # fmt: skip
