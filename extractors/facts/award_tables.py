"""Appendix tables in, awards and stated totals out: one claim a product, by the columns' headings.

Proposed and nominated lists give claims too; at which step they stand is told by the text around.
What a person should look at (a heading that is not known, a row without a number) goes with a claim
as a part named after the issue that the assembly makes of it. A producer taken over from the row
above carries the part ``inherited``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.facts.issuer import proper_case
from extractors.facts.table_columns import PRODUCER
from extractors.facts.table_grid import Matrix, Slot, matrix_of
from extractors.facts.table_rows import Kind, Row, rows_of
from pipeline import places
from pipeline.document import Span
from pipeline.extraction import Extractor, Reading
from pipeline.facts import AwardClaim, CountClaim, Mention
from pipeline.vietnamese import fold

_SURE = 0.97
_GUESSED = frozenset({"unknown-heading", "contradicted-column"})
_REACH = 400  # characters above a table that may hold its heading

# "I.", "Nhóm 1:", "II -", "A)" before a section's name; "(I)"
_ORDINAL = re.compile(
    r"^\(?(?:(?:[IVXLH]{1,5}|[A-HĐ]|\d{1,2})\)?\s*[.):/–-]+\s*|(?:[IVXL]{1,5}|[A-HĐ]|\d{1,2})\s+(?=[^\W\d_])"
    r"|[Nn][Hh][Óó][Mm]\s+(?:[IVX]{1,4}|\d{1,2})\s*[.:)–-]*\s*)+"
)
# "(5 sản phẩm)", ": 05 sản phẩm", "- 5 bộ sản phẩm" at a section's end
_COUNTED = re.compile(
    r"\s*[(:–-]\s*(?:gồm |có )?(?P<value>\d{1,4})\s*(?:bộ )?"
    r"(?:sản phẩm|SẢN PHẨM|sp|SP)[^)]{0,30}\)?\s*$"
)
# "… STT Tên sản phẩm …": a table's headings, left on the page before it
_HEADINGS = re.compile(r"(?=.*\b(?:stt|tt)\b)(?=.*\bsan pham\b).{1,250}$")
_GRADE = re.compile(
    r"(?:giai|xep loai|dat giai)\b"
    r"|(?:loai|hang|muc) (?:[abcd]|[123]|i{1,3}|nhat|nhi|ba|tot|kha|xuat sac)\b"
    r"|(?:nhat|nhi|ba|khuyen khich|tieu bieu(?: xuat sac)?|xuat sac)$"
)
_PLACE = re.compile(r"(?:huyen|thanh pho|tp|thi xa|tx|tinh|xa|phuong|quan|thi tran|dac khu)\b")
# "20 sản phẩm", "18 cơ sở" in a totals row
_TOTALS = (
    ("products", re.compile(r"(?P<value>\d{1,4})\s*(?:bo\s*)?(?:san pham|sp)\b")),
    (
        "producers",
        re.compile(r"(?P<value>\d{1,4})\s*(?:co so|don vi|doanh nghiep|chu the|to chuc)\b"),
    ),
)
# ", xóm Nà Lừa, xã …", " - Địa chỉ: …": where an address begins inside a producer's cell
_ADDRESS = re.compile(
    r"""\s*[,;.(–-]?\s*\b(?:dia\ chi|d/c|dc)\s*[:.]\s*
      | \s*[,;–]\s*(?=(?:xom|thon|ban|ap|khom|khu\ pho|khu\ vuc|to\ dan\ pho|tdp|to\ \d|khoi
          |so\ nha|so\ \d|duong|xa|phuong|thi\ tran|huyen|thi\ xa|thanh\ pho|tp\b|t\.p|tx\b|t\.x
          |quan|tinh|kcn|ccn|cum\ cong\ nghiep|khu\ cong\ nghiep|buon|doi|quoc\ lo)\b)
      | \s*\((?=(?:xom|thon|xa|phuong|thi\ tran|huyen|thi\ xa|thanh\ pho|tp|tx|tinh)\b)""",
    re.VERBOSE,
)
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")  # "84.3"
_MOST_POINTS = 100.0
# "- Miến dong … - Bún khô …", "+ …", "1. … 2. …": several products in one cell
_BULLET = re.compile(r"(?:^|\s)[-–+•]\s+(?=\S)")
_NUMBER = re.compile(r"(?:^|\s)(\d{1,2})[.)]\s+(?=[^\W\d_])")
# "1", "02", "1.2", "3a", "IV": what numbers a row; a scan's "C2" does not
_SERIAL = re.compile(r"\d{1,4}(?:[./-]\d{1,3})*[a-zđ]?|[IVXLC]{1,6}|[a-zđ]")
_REFUSED = re.compile(r"khong (?:dat|duoc cong nhan|du dieu kien)")


@dataclass(frozen=True, slots=True)
class _Section:
    """What the section row above says of the rows below it."""

    group: str | None = None
    grade: str | None = None
    place: str | None = None
    producer: str | None = None
    span: Span | None = None


def _extract(reading: Reading) -> list[Mention]:
    """Return the claims; what is doubtful in a row that gives none goes with the last claim."""
    found: list[Mention] = []
    doubts: list[tuple[str, Span]] = []
    for each in _found(reading):
        if isinstance(each, Mention):
            found.append(each)
        else:
            doubts.append(each)
    last = next((n for n in reversed(range(len(found))) if _is_award(found[n])), None)
    if last is not None and doubts:
        found[last] = replace(found[last], parts=(*found[last].parts, *doubts))
    return found


def _is_award(mention: Mention) -> bool:
    return isinstance(mention.claim, AwardClaim)


def _found(reading: Reading) -> Iterator[Mention | tuple[str, Span]]:
    document = reading.document
    tables = [table for table in document.tables if table.cells and table.columns > 1]
    matrices = [matrix_of(document, table) for table in tables]
    above = [_above(reading, matrix, matrices[:n]) for n, matrix in enumerate(matrices)]
    captions = [" ".join(lines) for lines in above]
    refused = {n for n, caption in enumerate(captions) if _REFUSED.search(fold(caption))}
    headings = [_heading(lines, m) for lines, m in zip(above, matrices, strict=True)]
    section = _Section()
    seen = -1
    last: Mention | None = None
    previous: Row | None = None
    fresh = [heading != _Section() for heading in headings]
    for number, row in rows_of(matrices, captions, fresh):
        if number != seen:
            if not row.goes_on:
                section, previous, last = headings[number], None, None
            seen = number
        if number in refused:
            continue
        if row.kind is Kind.SECTION:
            section, said = _read_section(row.text, row.span, section)
            yield from said
            previous = last = None
        elif row.kind is Kind.TOTAL:
            yield from _totals(row, section)
        elif not _names_goods(row):
            if row.numbered or row.named:
                yield "row-without-product", row.span
        else:
            for mention in _awards(row, section, previous, last):
                yield mention
                last = mention
            previous = row if row.value("product") else previous


# --- what stands above ----------------------------------------------------------------------------


def _above(reading: Reading, matrix: Matrix, before: list[Matrix]) -> list[str]:
    """Return the lines between a table and the one before it, the nearest last; at most eight.

    As they stand on the page: a title's last line may be the heading of the table's first section.
    """
    start = max([matrix.start - _REACH, 0, *(m.end for m in before if m.end <= matrix.start)])
    whole, own = reading.document.text, reading.text
    lines = "".join(
        "\n" if sign == "\n" else mask
        for sign, mask in zip(whole[start : matrix.start], own[start : matrix.start], strict=True)
    )
    return [line.strip() for line in lines.split("\n") if line.strip()][-8:]


def _heading(lines: list[str], matrix: Matrix) -> _Section:
    """Return what the line right above a table says, where it is a section's heading.

    A page's foot or number may stand between where the table begins on the next page, and the
    table's own headings where nothing but them stood on the page before.
    """
    titled = next((n for n in reversed(range(len(lines))) if _ORDINAL.match(lines[n])), None)
    if titled is not None and _HEADINGS.match(fold(" ".join(lines[titled + 1 :]))):
        lines = lines[: titled + 1]
    while len(lines) > 1 and len(lines[-1].split()) == 1 and len(lines[-1]) < 8:
        lines = lines[:-1]
    if not lines or len(lines[-1]) > 140 or lines[-1].startswith("("):
        return _Section()
    line = lines[-1]
    numbered = _ORDINAL.match(line)
    known = re.match(r"(?:nhom|cac san pham khac|san pham khac)\b", fold(line))
    if not numbered and not known:
        return _Section()
    return _read_section(line, Span(matrix.start, matrix.start), _Section())[0]


def _read_section(text: str, span: Span, _before: _Section) -> tuple[_Section, list[Mention]]:
    """Return what a section row says: "II. Nhóm 2: Thực phẩm (5 sản phẩm)" has group and count."""
    name = _ORDINAL.sub("", text).strip(" .:-–")
    counts: list[Mention] = []
    counted = _COUNTED.search(name)
    if counted:
        name = name[: counted.start()].strip(" .:-–")
    folded = fold(name)
    if _GRADE.match(folded):
        section = _Section(grade=_sentence_case(name), span=span)
    elif _PLACE.match(folded) or places.province(name) is not None:
        section = _Section(place=_place_name(name), span=span)
    elif PRODUCER.match(folded):
        section = _Section(producer=name, span=span)
    else:
        section = _Section(group=_ungrouped(name) or None, span=span)
    if counted:
        claim = CountClaim("products", int(counted["value"]), group=section.group)
        counts.append(Mention(claim, span, 0.9, EXTRACTOR.label))
    return section, counts


def _ungrouped(name: str) -> str:
    """Return a group's name without the word "Nhóm": "Sản phẩm khác"."""
    bare = _sentence_case(re.sub(r"^nhóm\s+", "", name, flags=re.IGNORECASE))
    return bare[:1].upper() + bare[1:]


def _sentence_case(name: str) -> str:
    """Write a heading in capitals as running text: "GIẢI A" is "Giải A"; others stay."""
    if not name.isupper():
        return name
    words = [word if len(word) == 1 else word.lower() for word in name.split()]
    return " ".join((words[0].capitalize(), *words[1:]))


def _place_name(name: str) -> str:
    """Write a heading's place as running text: "HUYỆN GÒ DẦU" is "huyện Gò Dầu"."""
    kind = _PLACE.match(fold(name))
    if kind is None:
        return proper_case(name) if name.isupper() else name
    rest = name[kind.end() :]
    return name[: kind.end()].lower() + (proper_case(rest) if rest.isupper() else rest)


def _totals(row: Row, section: _Section) -> Iterator[Mention]:
    """Yield the counts of a totals row; a group's own total ("Cộng nhóm I") counts that group."""
    folded = fold(row.text)
    group = section.group if re.match(r"cong (?:nhom|muc)\b", folded) else None
    for of, pattern in _TOTALS:
        if match := pattern.search(folded):
            claim = CountClaim(of, int(match["value"]), group=group)
            yield Mention(claim, row.span, 0.95, EXTRACTOR.label)


# --- a row's awards -------------------------------------------------------------------------------


def _names_goods(row: Row) -> bool:
    return sum(map(str.isalpha, row.value("product"))) >= 2


def _awards(
    row: Row, section: _Section, previous: Row | None, last: Mention | None
) -> Iterator[Mention]:
    """Yield a row's awards: one, or one for each product that its cell lists."""
    if previous is not None and _says_again(row, previous):
        return
    inherited = not row.value("producer") and not section.producer and previous is not None
    if inherited and previous is not None:
        for role in ("producer", "address", "place", "owner"):
            if not row.value(role) and previous.value(role):
                row.slots[role] = previous.slots[role]
    claim = _claim(row, section)
    parts = _parts(row, claim)
    if inherited and claim.producer:
        parts.append(("inherited", row.slots["producer"][0].span))
        if row.numbered and _on_page(row):
            parts.append(("producer-supplied", row.span))
    parts += row.doubts
    if claim.points is None and (slots := row.slots.get("points")) and slots[0].is_filled:
        parts = [part for part in parts if part[0] != "points"]
        parts.append(("points-impossible", slots[0].span))
    confidence = _confidence(row, inherited=inherited)
    for name, span in _listed(row):
        own = [part for part in parts if part[0] != "product"]
        yield Mention(
            replace(claim, product=name),
            row.span,
            confidence,
            EXTRACTOR.label,
            (("product", span), *own),
        )


def _on_page(row: Row) -> bool:
    """Tell whether a row was read off a page, where a cell left empty may be one not read."""
    return any(slot.cell.bbox is not None for slot in row.slots["product"])


def _says_again(row: Row, previous: Row) -> bool:
    """Tell whether one merged product cell covers both rows, and the producer is the same."""
    own, other = row.slots["product"][0].cell, previous.slots["product"][0].cell
    same = own == other and own.rowspan > 1
    return same and row.value("producer") in ("", previous.value("producer"))


def _claim(row: Row, section: _Section) -> AwardClaim:
    producer = row.value("producer") or section.producer
    address = row.value("address") or None
    serial = row.value("serial").strip(" .)")
    if producer and not address:
        producer, address = _split_address(producer)
    place = ", ".join(slot.text for slot in row.slots.get("place", ()) if slot.is_filled)
    return AwardClaim(
        product=row.value("product"),
        producer=producer or None,
        place=place or section.place or address,
        address=address,
        grade=row.value("grade") or section.grade,
        group=row.value("group") or section.group,
        serial=serial if _SERIAL.fullmatch(serial) else None,
        points=_points(row.value("points")),
        pattern="table",
    )


def _points(written: str) -> str | None:
    """Return points as written, or None for what cannot be: annex 4 of 26/2014 gives up to 100.

    A scan's "84,3" loses its comma and reads "843".
    """
    number = written.replace(",", ".")
    return None if _NUMERAL.fullmatch(number) and float(number) > _MOST_POINTS else written or None


def _split_address(producer: str) -> tuple[str, str | None]:
    """Part "HTX A, xóm B, xã C" at the first word that only an address begins with."""
    match = _ADDRESS.search(fold(producer), 4)
    if match is None or match.end() >= len(producer):
        return producer, None
    address = producer[match.end() :].strip(" .,;")
    if match.group().lstrip().startswith("(") or producer[
        match.start() : match.end()
    ].strip().startswith("("):
        address = address.removesuffix(")")
    return producer[: match.start()].strip(" .,;-–("), address or None


def _parts(row: Row, claim: AwardClaim) -> list[tuple[str, Span]]:
    """Return where each field stands; the rest of a split one as "product-continued"."""
    parts: list[tuple[str, Span]] = []
    for role in ("product", "producer", "address", "place", "grade", "group", "serial", "points"):
        slots: list[Slot] = [slot for slot in row.slots.get(role, ()) if slot.is_filled]
        if slots:
            parts.append((role, slots[0].span))
        parts += [(f"{role}-continued", slot.span) for slot in slots[1:]]
    known = {name for name, _ in parts}
    if claim.place and "place" not in known and "address" in known:
        parts.append(("place", row.slots["address"][0].span))
    return parts


def _listed(row: Row) -> Iterator[tuple[str, Span]]:
    """Yield the products of a cell: "- Miến dong A - Bún khô B" has two; a plain name is one."""
    product = row.value("product")
    slots = row.slots["product"]
    whole = slots[0].span
    for starts in (_bullets(product), _numbers(product)):
        if len(starts) < 2:
            continue
        ends = [start for start, _ in starts[1:]] + [len(product)]
        for (_, begin), end in zip(starts, ends, strict=True):
            yield product[begin:end].strip(" ;.,"), whole
        return
    yield _BULLET.sub("", product, count=1) if _BULLET.match(product) else product, whole


def _bullets(product: str) -> list[tuple[int, int]]:
    if not _BULLET.match(product):
        return []
    sign = product.lstrip()[0]
    return [m.span() for m in _BULLET.finditer(product) if m.group().strip() == sign]


def _numbers(product: str) -> list[tuple[int, int]]:
    found = list(_NUMBER.finditer(product))
    if not found or found[0].start() != 0:
        return []
    in_order = [m for n, m in enumerate(found, start=1) if int(m[1]) == n]
    return [m.span() for m in in_order] if len(in_order) == len(found) else []


def _confidence(row: Row, *, inherited: bool) -> float:
    read = [
        slot.cell.confidence
        for role in ("product", "producer")
        for slot in row.slots.get(role, ())
        if slot.cell.confidence is not None
    ]
    confidence = min([_SURE, *read])
    if inherited:
        confidence *= 0.9
    if any(code in _GUESSED for code, _ in row.doubts):
        confidence *= 0.6
    return round(confidence, 3)


EXTRACTOR = Extractor("award-tables", 2, _extract)
