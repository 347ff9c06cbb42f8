"""A blank form: "PHIẾU ĐĂNG KÝ THAM GIA BÌNH CHỌN", with dotted gaps where answers would stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import DocumentKind, KindClaim, Mention

# "PHIẾU ĐĂNG KÝ", "Mẫu số 02", "BẢN THUYẾT MINH SẢN PHẨM", alone on its line
_HEADING = re.compile(
    r"^[^\w\n]*(?:phụ\s+lục\s+\w+\W{0,3}\s*)?(?:phiếu\s+(?:đăng\s+ký|chấm|đánh\s+giá|thông\s+tin)|đơn\s+(?:đăng\s+ký|đề\s+nghị|xin)"
    r"|mẫu\s+(?:số|phiếu|đơn|bản|giấy|biên\s+bản)|biểu\s+mẫu|bản\s+(?:thuyết\s+minh|giới\s+thiệu|đăng\s+ký|cam\s+kết)|tờ\s+khai)",
    re.MULTILINE,
)
# Dots, ellipses or lines where an answer would stand, as after "Tên cơ sở"
_GAP = re.compile(r"\.{5,}|…{2,}|_{4,}")
_FEW, _MANY = 3, 8


def extract(reading: Reading) -> Iterator[Mention]:
    """Vote for a form where its heading and its gaps stand together."""
    gaps = len(_GAP.findall(reading.text))
    heading = _HEADING.search(reading.low)
    if heading is None or gaps < _FEW:
        return
    confidence = 0.97 if gaps >= _MANY else 0.9
    span = Span(heading.start(), heading.end())
    yield Mention(KindClaim(DocumentKind.FORM), span, confidence, EXTRACTOR.label)


EXTRACTOR = Extractor("form", 1, extract)
