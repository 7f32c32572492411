from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read.decode import MAX_BYTES, decode, read_bytes
from kg.read.patterns import patterns

PROSE = "云岭市今年的重点项目建设进展很快，全市工业生产有了新的发展，青禾经开区的企业都在加大投资。"
TRADITIONAL = "雲嶺市今年的重點項目建設進展很快，全市工業生產有了新的發展，青禾經開區的企業都在加大投資。"


@pytest.mark.parametrize(
    ("codec", "text", "name"),
    [
        ("utf-8", PROSE, "utf-8"),
        ("utf-8-sig", PROSE, "utf-8"),
        ("utf-16", PROSE, "utf-16-le"),
        ("gb18030", PROSE, "gb18030"),
        ("gbk", PROSE, "gb18030"),
        ("gb2312", PROSE, "gb18030"),
        ("big5", TRADITIONAL, "big5"),
    ],
)
def test_round_trip(codec: str, text: str, name: str) -> None:
    decoded = decode(text.encode(codec), "a.txt")
    assert decoded.text == text
    assert decoded.encoding == name


def test_bom_is_not_counted_and_line_ends_stay() -> None:
    assert decode(b"\xef\xbb\xbf" + "甲\r\n乙".encode(), "a.txt").text == "甲\r\n乙"


common = st.text(st.sampled_from("".join(sorted(patterns().common_characters))), min_size=12, max_size=200)


@settings(max_examples=60)
@given(common)
def test_any_common_prose_round_trips(text: str) -> None:
    for codec, name in (("utf-8", "utf-8"), ("gb18030", "gb18030")):
        decoded = decode(text.encode(codec), "a.txt")
        assert (decoded.text, decoded.encoding) == (text, name)
    try:
        data = text.encode("big5")
    except UnicodeEncodeError:
        return
    assert decode(data, "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "binary file (PDF)"),
        (b"PK\x03\x04\x14\x00", "binary file (ZIP"),
        (bytes(random.Random(3).randbytes(4000)), "binary file"),
        (b"\x01\x02\x03\x04 ab" * 100, "binary file"),
        (b"\xef\xbb\xbf", "empty file"),
        ("\u3000\n\n\u3000".encode(), "empty file"),
        (b"caf\xe9 cr\xe8me br\xfbl\xe9e", "unknown encoding"),
    ],
)
def test_unusable_files(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        decode(data, "a.txt")
    assert str(caught.value).startswith("a.txt: ") and "\n" not in str(caught.value)


def test_invalid_bytes_name_the_offset() -> None:
    data = PROSE.encode() + b"\xff" + PROSE.encode()
    with pytest.raises(InputError, match=f"invalid utf-8 at byte offset {len(PROSE.encode())}"):
        decode(data, "a.txt")
    data = (PROSE * 3).encode("gb18030") + b"\xff\xff" + PROSE.encode("gb18030")
    with pytest.raises(
        InputError, match=f"invalid gb18030 at byte offset {len((PROSE * 3).encode('gb18030'))}"
    ):
        decode(data, "a.txt")


def test_file_problems(tmp_path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_bytes(tmp_path / "none.txt")
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputError, match="empty file"):
        read_bytes(tmp_path / "empty.txt")
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="more than the limit of"):
        read_bytes(tmp_path / "big.txt")
