"""Who wrote, photographed or delivered a text, who published it and when: bylines, captions and mastheads.

All spans are code points of the line given; the caller adds the line's offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span
from kg.read.edtf import PRINTED_DATE
from kg.read.patterns import patterns

_NAME_GAP = " \t\u3000\xa0"
_ROLES = (
    ("reporter", "记者|实习记者|见习记者|实习生"),
    ("correspondent", "通讯员|特约通讯员|特约记者|特约撰稿"),
    ("photographer", "摄影报道|摄影|摄像|图片|供图|图"),
    ("editor", "责任编辑|值班编辑|编辑|责编|版式|校对|美编|审核|监制|值班编委|值班总编"),
    ("author", "作者|撰文|撰稿|文字|文|执笔"),
)
_ROLE_OF = {word: role for role, words in _ROLES for word in words.split("|")}
_ROLE_WORD = "|".join(sorted(_ROLE_OF, key=len, reverse=True))
_LONG_WORD = "|".join(word for word in _ROLE_WORD.split("|") if len(word) > 1)
_HEAD = (
    r"(?:[\u4e00-\u9fff/／·、]{0,14}?"
    r"(?:本报|本刊|日报|晚报|晨报|时报|商报|新闻网|新华社|客户端|融媒体?|全媒体|台)?)"
)
_MARK = r"[■□●◆▲△▼◎○\s（(【\[]*"
_BYLINE = re.compile(
    rf"{_MARK}{_HEAD}(?:首席|见习|实习|全媒体|驻[\u4e00-\u9fff]{{2,6}})?(?:{_LONG_WORD})(?![\u4e00-\u9fff]{{9}})"
)
_SLASH_LINE = re.compile(rf"{_MARK}(?:文|图|文图|图文|文字|摄影)\s*[/／|：:丨]\s*\S")
_SEGMENT = re.compile(
    rf"(?P<word>{_LONG_WORD})\s*[/／|：:丨]?\s*|(?<![\u4e00-\u9fff])(?P<short>文|图)\s*[/／|：:丨]\s*"
)
_TAKEN = re.compile(
    r"(?P<names>[\u4e00-\u9fff·]{1,16}(?:[ \t\u3000\xa0、]{1,4}[\u4e00-\u9fff·]{1,16}){0,4})"
    r"\s*[/／]?\s*(?:摄影报道|摄影|摄|供图|图)\s*[）)]?$"
)
_CAPTION_HEAD = re.compile(
    r"(?:图为|图[①-⑳\d一二三四五六七八九十]{0,3}[：:为]|上图|下图|左图|右图|▲|▼|△|▽|题图|资料图)"
)
_PLACED = re.compile(r"[（(][左右前后中]{1,2}[一二三四五六七八九]?[）)]")
_DATELINE = re.compile(
    r"(?P<head>(?:本报|本刊|[\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|网|社))(?P<place>[\u4e00-\u9fff]{0,8}?)"
    r"(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})日)?(?:讯|电|消息))\s*(?P<who>[（(][^（）()]{2,60}[）)])?[：:，,\s]*"
)
_TRAILER = re.compile(r"[（(](?=[^（）()]{0,20}(?:记者|通讯员|来源|作者|文/|摄影))[^（）()]{2,60}[）)]\s*$")
_DELIVERED = re.compile(r"[—–\-（(\s]*(?P<date>.{6,16}?日)(?:上午|下午)?在(?P<where>.{3,40})")
_GAPS = re.compile(r"[\s\u3000|·丨]+")
_PAGE = re.compile(r"第?[A-Z]?\d{1,3}版|[A-Z]\d{1,2}|0\d|星期[一二三四五六日天]")
_LABEL = re.compile(
    r"[（(【\s]*(?P<label>来源|稿源|信息来源|文章来源|新闻来源|发稿时间|发布时间|发表时间|发布日期|时间|日期|更新时间|成文日期|"
    r"印发日期|发布机构|发文机关|作者|发布者|记者)\s*[：:]\s*"
)
_CLOCK = re.compile(
    r"\s*(?:\d{1,2}[:：时]\d{1,2}(?:[:：分]\d{0,2}秒?)?)?\s*(?:星期[一二三四五六日天]|周[一二三四五六日])?\s*"
)


def is_caption(text: str) -> bool:
    """Return whether a line stands under a photograph.

    >>> is_caption("青禾经开区鸟瞰。林晓 摄"), is_caption("青禾经开区去年投产12个项目。")
    (True, False)
    """
    if len(text) > (400 if text[0] in "▲▼△▽" else 160):
        return False
    if _CAPTION_HEAD.match(text) or (len(text) < 40 and _PLACED.search(text) and text[-1] not in "。；，"):
        return True
    return taken_by(text) is not None


def taken_by(text: str) -> tuple[int, int] | None:
    """Return where the photographers' names stand in a line that ends with "某某 摄", or None."""
    if text.rstrip("）)")[-1:] not in "摄图影道":
        return None
    tail = text[-40:]
    match = _TAKEN.search(tail)
    if match is None:
        return None
    start, end = match.span("names")
    for title in _SEGMENT.finditer(tail, start, end):
        start = title.end()
    offset = len(text) - len(tail)
    for token in re.finditer(r"[\u4e00-\u9fff·]+", tail[start:end]):
        names = list(names_in(tail[start + token.start() : end]))
        if names and names[-1].end == end - start - token.start():
            first = start + token.start()
            return offset + first + names[0].start, offset + first + names[-1].end
    return None


def is_byline(text: str) -> bool:
    """Return whether a whole line names reporters, correspondents, authors or editors.

    >>> is_byline("■本报记者 林晓 周小川 通讯员 何青"), is_byline("记者从会上获悉，项目已经投产。")
    (True, False)
    """
    if len(text) > 70 or text[-1] in "。；，！？" or "，" in text or "。" in text:
        return False
    if text.rstrip("）)").endswith("摄"):
        return False
    if not (_BYLINE.match(text) or _SLASH_LINE.match(text)):
        return False
    return any(True for _ in people_in(text))


def people_in(text: str) -> Iterator[tuple[str, str, Span]]:
    """Yield (name, role, span) of the people that a byline names."""
    found = list(_SEGMENT.finditer(text))
    for position, match in enumerate(found):
        limit = found[position + 1].start() if position + 1 < len(found) else len(text)
        for span in names_in(text[match.end() : limit]):
            start = match.end() + span.start
            end = match.end() + span.end
            yield (
                "".join(text[start:end].split()),
                _ROLE_OF[match["word"] or match["short"]],
                Span(start, end),
            )


def names_in(text: str) -> Iterator[Span]:
    """Yield the spans of the personal names at the beginning of a text, apart by spaces or ``、``.

    A two-character name may itself be spaced (林　晓). Words that begin with no surname end the search.
    """
    tokens = list(re.finditer(r"[\u4e00-\u9fff·]+", text))
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index and text[tokens[index - 1].end() : token.start()].strip(_NAME_GAP + "、，,/／"):
            return
        follower = tokens[index + 1] if index + 1 < len(tokens) else None
        if len(token.group()) == 1 and follower and len(follower.group()) <= 2:
            spaced = text[token.end() : follower.start()]
            if not spaced.strip(_NAME_GAP) and is_name(token.group() + follower.group()):
                yield Span(token.start(), follower.end())
                index += 2
                continue
        if not is_name(token.group()):
            return
        yield Span(token.start(), token.end())
        index += 1


def is_name(text: str) -> bool:
    """Return whether a word has the form of a personal name: surname and one or two characters; or has ``·``.

    >>> is_name("林晓"), is_name("欧阳小川"), is_name("会议室"), is_name("阿依·买买提")
    (True, True, False, True)
    """
    if "·" in text:
        return 4 <= len(text) <= 12 and all(len(part) >= 2 for part in text.split("·"))
    surnames = patterns().surnames
    if len(text) == 4:
        return text[:2] in surnames
    return len(text) in (2, 3) and (text[:1] in surnames or text[:2] in surnames)


def is_masthead(text: str) -> bool:
    """Return whether a line belongs to the head of a paper or page: name, date, issue, source."""
    if len(text) > 80:
        return False
    known = patterns()
    if known.masthead_line.match(text) or delivered(text):
        return True
    rest = text.strip("（）()【】 \u3000")
    label = _LABEL.match(rest)
    if label:
        rest = rest[label.end() :]
        if not rest:
            return True
    date = PRINTED_DATE.match(rest)
    if date:
        rest = rest[date.end() :]
        clock = _CLOCK.match(rest)
        rest = rest[clock.end() :].strip() if clock else rest
        if not rest:
            return True
    publisher = known.publisher.match(rest)
    if publisher and (label or date or not rest[publisher.end() :].strip()):
        return True
    return _is_head_row(text)


def _is_head_row(text: str) -> bool:
    """Return whether a line is a row of masthead words: page, date, weekday, publisher, columns.

    >>> _is_head_row("第3版　深度　2020年9月"), _is_head_row("2020 云岭 年度热词")
    (True, False)
    """
    words = [word for word in _GAPS.split(text.strip("（）()【】")) if word]
    if not 2 <= len(words) <= 7 or max(map(len, words)) > 14:
        return False
    strong = [_is_head_word(word) for word in words]
    if not any(strong) or not (strong[0] or strong[-1]):
        return False
    return all(
        known or (len(word) <= 6 and word.isalpha()) for known, word in zip(strong, words, strict=True)
    )


def _is_head_word(word: str) -> bool:
    date = PRINTED_DATE.fullmatch(word)
    if date or _PAGE.fullmatch(word) or patterns().masthead_line.match(word):
        return True
    return patterns().publisher.fullmatch(word) is not None


def delivered(text: str) -> re.Match[str] | None:
    """Match "——2026年1月27日在某会议上" (groups ``date`` and ``where``); it may go on in the next line."""
    if not 12 < len(text) <= 80 or "，" in text or "。" in text:
        return None
    match = _DELIVERED.match(text)
    if match is None or not PRINTED_DATE.fullmatch(match["date"]):
        return None
    dashed = text[0] in "—–-（("
    return match if dashed or text.rstrip("）)").endswith("上") else None


def speaker(text: str) -> Span | None:
    """Return where the name stands in a line "省长 某某", or None.

    >>> speaker("省长　林晓")
    Span(start=3, end=5)
    """
    if len(text) > 32:
        return None
    match = re.match(rf"(?:{patterns().posts.pattern})[ \t\u3000\xa0]+", text)
    if match is None:
        return None
    name = text[match.end() :]
    joined = "".join(name.split())
    if not is_name(joined):
        return None
    return Span(match.end(), len(text))


def dateline(text: str) -> re.Match[str] | None:
    """Match "本报某地1月5日讯（记者 某某）" at the head of a paragraph (groups place, month, day, who)."""
    return _DATELINE.match(text)


def trailer(text: str) -> re.Match[str] | None:
    """Match "（记者 某某）" or "（来源：某报）" at the end of a paragraph."""
    return _TRAILER.search(text, max(0, len(text) - 70))


def label_of(text: str) -> tuple[str, int] | None:
    """Return the label before a colon ("来源", "发稿时间" …) and where its value begins, or None."""
    match = _LABEL.match(text)
    return (match["label"], match.end()) if match else None


def is_names_line(text: str) -> bool:
    """Return whether a line holds nothing but one to four spaced personal names."""
    if len(text) > 24:
        return False
    spans = list(names_in(text))
    inked = sum(span.end - span.start for span in spans)
    return bool(spans) and inked >= len(text.replace("、", "").strip()) - 2 * len(spans)
