"""Grades as text gives them: "giải nhất", "loại A", "tiêu biểu xuất sắc"; free text by province."""

from __future__ import annotations

import re

GRADE = re.compile(
    r"\bgiải\s+(?:nhất|nhì|ba|tư|đặc\s+biệt|khuyến\s+khích|[abc])(?!\w)"
    r"|\b(?:loại|hạng)\s+(?:[abc]|xuất\s+sắc|giỏi|khá|khuyến\s+khích)(?!\w)"
    r"|tiêu\s+biểu\s+xuất\s+sắc"
)
