"""A plan as such: "KẾ HOẠCH tổ chức bình chọn ...", with purpose, contents and who carries it out.

A page *about* a plan is an article; a plan with an official head is told by its name on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.facts.lexicon import UPPER
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import DocumentKind, KindClaim, Mention

# "KẾ HOẠCH", "THỂ LỆ" alone on a line, or before what it plans
_NAME = re.compile(rf"^[^\w\n]*KẾ\s+HOẠCH(?:\s+[{UPPER}].*)?$", re.MULTILINE)
# "I. MỤC ĐÍCH, YÊU CẦU", "II. Nội dung", "III. Tổ chức thực hiện"
_SECTIONS = re.compile(
    r"^[^\w\n]*(?:[ivx]+|\d)[.)]\s*(?:mục\s+đích|yêu\s+cầu|nội\s+dung|tổ\s+chức\s+thực\s+hiện|kinh\s+phí|thời\s+gian|đối\s+tượng|tiến\s+độ)",
    re.MULTILINE,
)


def extract(reading: Reading) -> Iterator[Mention]:
    """Vote for a plan where its name stands in capitals over a plan's sections."""
    name = _NAME.search(reading.text)
    sections = len(_SECTIONS.findall(reading.low))
    if name is None or sections < 2:
        return
    span = Span(name.start(), name.end())
    yield Mention(KindClaim(DocumentKind.PLAN), span, 0.85, EXTRACTOR.label)


EXTRACTOR = Extractor("plan", 1, extract)
