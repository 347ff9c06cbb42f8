"""The child's server has every word list in memory before a document comes."""

from __future__ import annotations

import msgspec

from extractors import child
from extractors.facts import award_prose, producers
from pipeline.facts import Facts
from tests.pages import page


def test_facts_come_back_as_json() -> None:
    document = page(
        "Cao Bằng: 1 sản phẩm CNNT tiêu biểu năm 2020",
        "UBND tỉnh công nhận 1 sản phẩm: Trà Mẫu của HTX Mẫu.",
    )
    answer = child.find_facts(msgspec.json.encode(document).decode())
    facts = msgspec.json.decode(answer, type=Facts)
    assert [award.product.value for award in facts.awards] == ["Trà Mẫu"]


def test_preload_compiles_what_lists_of_awards_need() -> None:
    producers._heads.cache_clear()
    award_prose._words.cache_clear()
    child.preload()
    assert producers._heads.cache_info().currsize == 1
    assert award_prose._words.cache_info().currsize == 1
