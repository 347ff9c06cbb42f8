"""PDFs that are small and cost a fortune (R1, R9): each entry of BOMBS names its trick.

Objects are written by hand, so that nothing mends them on the way.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

MIB = 1 << 20
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
SAY = b"BT /F1 12 Tf 20 100 Td (Quyet dinh so 1918/QD-UBND) Tj ET"


def page(extra: bytes = b"", box: bytes = b"[0 0 300 200]") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 4 0 R/Resources 6 0 R%b>>" % (box, extra)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), extra, data)


def deflated(data: bytes, times: int = 1, extra: bytes = b"") -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%b]%b" % (b"/FlateDecode" * times, extra))


def built(objects: Iterable[bytes], trailer: bytes = b"") -> bytes:
    """Write objects 1, 2, 3 … with a right cross-reference table."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    made += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    made += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (len(offsets) + 1, trailer)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def with_page(
    content: bytes = stream(SAY),
    resources: bytes = b"<</Font<</F1 5 0 R>>>>",
    *more: bytes,
    font: bytes = FONT,
    the_page: bytes | None = None,
    pages: bytes = PAGES,
    catalog: bytes = CATALOG,
    trailer: bytes = b"",
) -> bytes:
    """One page; ``more`` are objects from number 7 on."""
    return built([catalog, pages, the_page or page(), content, font, resources, *more], trailer)


def deep_page_tree() -> bytes:
    levels = 20_000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(levels)]
    return built([CATALOG, *nodes, page()])


def page_tree_that_doubles() -> bytes:
    nodes = [
        b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (n + 3, n + 3, 2 ** (34 - n))
        for n in range(34)
    ]
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>"
    return built([CATALOG, *nodes, leaf])


def one_page_a_million_times() -> bytes:
    kids = b"3 0 R " * 1_000_000
    return with_page(pages=b"<</Type/Pages/Kids[%b]/Count 1000000>>" % kids)


def forms_that_double() -> bytes:
    """Each form draws the next one twice: 2^40 drawings of nothing."""
    forms = [
        stream(
            b"/X Do /X Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
            % (8 + n),
        )
        for n in range(40)
    ]
    last = stream(SAY, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return with_page(stream(b"/X Do"), b"<</XObject<</X 7 0 R>>/Font<</F1 5 0 R>>>>", *forms, last)


def form_of_itself() -> bytes:
    form = stream(
        b"/X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 7 0 R>>>>",
    )
    return with_page(stream(b"/X Do"), b"<</XObject<</X 7 0 R>>>>", form)


def type3_font_of_itself() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]"
        b"/CharProcs<</a 7 0 R>>"
        b"/Encoding<</Differences[97/a]>>/FirstChar 97/LastChar 97/Widths[9]"
        b"/Resources<</Font<</F1 5 0 R>>>>>>"
    )
    glyph = stream(b"9 0 d0 BT /F1 1 Tf (aaaaaaaa) Tj ET")
    return with_page(
        stream(b"BT /F1 9 Tf (aaaaaaaa) Tj ET"), b"<</Font<</F1 5 0 R>>>>", glyph, font=font
    )


def pattern_of_itself() -> bytes:
    tile = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .001/YStep .001"
        b"/Resources<</Pattern<</P 7 0 R>>>>",
    )
    return with_page(
        stream(b"/Pattern cs /P scn 0 0 300 200 re f"), b"<</Pattern<</P 7 0 R>>>>", tile
    )


def font_with(cmap: bytes, *more: bytes) -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 7 0 R"
        b"/DescendantFonts[8 0 R]>>"
    )
    descendant = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(A)/Ordering(I)"
        b"/Supplement 0>>/W[0 2147483647 500]/DW 1000>>"
    )
    content = stream(b"BT /F1 12 Tf 20 100 Td <00010002> Tj ET")
    return with_page(content, b"<</Font<</F1 5 0 R>>>>", cmap, descendant, *more, font=font)


def cmap_range_of_four_billion() -> bytes:
    body = b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    return font_with(stream(body))


def cmap_ranges_by_the_thousand() -> bytes:
    line = b"<0000> <FFFF> <0041>\n"
    body = b"begincmap " + (b"100 beginbfrange\n" + line * 100 + b"endbfrange\n") * 300 + b"endcmap"
    return font_with(deflated(body))


def cmap_using_itself() -> bytes:
    return font_with(stream(b"begincmap endcmap", b"/Type/CMap/CMapName/A/UseCMap 7 0 R"))


def object_stream_of_itself() -> bytes:
    """The catalog lies in an object stream whose own dictionary lies in that stream."""
    inner = (
        b"1 0 7 40 " + CATALOG.ljust(31) + b"<</Type/ObjStm/N 2/First 9/Length 60/Extends 7 0 R>>"
    )
    held = stream(inner, b"/Type/ObjStm/N 2/First 9/Extends 7 0 R")
    return _with_xref_stream([b"", PAGES, page(), stream(SAY), FONT, b"<<>>", held], {1: 7, 7: 7})


def _with_xref_stream(objects: list[bytes], packed: dict[int, int], prev: bytes = b"") -> bytes:
    made = bytearray(b"%PDF-1.7\n")
    rows = [b"\x00\x00\x00\x00\x00"]
    for number, body in enumerate(objects, 1):
        if number in packed:
            rows.append(b"\x02" + packed[number].to_bytes(3, "big") + b"\x00")
        else:
            rows.append(b"\x01" + len(made).to_bytes(3, "big") + b"\x00")
        if body:
            made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(made)
    extra = b"/Type/XRef/W[1 3 1]/Size %d/Root 1 0 R%b" % (
        len(rows),
        prev.replace(b"@", b"%d" % start),
    )
    made += b"%d 0 obj\n%b\nendobj\n" % (len(rows), stream(b"".join(rows), extra))
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % start)


def xref_stream_before_itself() -> bytes:
    return _with_xref_stream([CATALOG, PAGES, page(), stream(SAY), FONT, b"<<>>"], {}, b"/Prev @")


def xref_table_before_itself() -> bytes:
    whole = with_page()
    start = whole.rindex(b"xref\n0 ")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def xref_of_a_billion() -> bytes:
    return with_page().replace(b"xref\n0 7", b"xref\n0 999999999", 1)


def length_of_itself() -> bytes:
    return with_page(b"<</Length 4 0 R>>stream\n%b\nendstream" % SAY)


def image(width: int, height: int, data: bytes, extra: bytes = b"/FlateDecode") -> bytes:
    what = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB" % (width, height)
    content = stream(b"300 0 0 200 0 0 cm /I Do")
    held = stream(data, b"%b/BitsPerComponent 8/Filter%b" % (what, extra))
    return with_page(content, b"<</XObject<</I 7 0 R>>>>", held)


def zeros(size: int) -> bytes:
    """Whole MiB of zero bytes, deflated, without ever being there: one block, repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (size % 65521) << 16 | 1
    return b"\x78\xda" + block * (size // MIB) + packer.flush() + checksum.to_bytes(4, "big")


def function_with_huge_samples() -> bytes:
    function = stream(
        b"",
        b"/FunctionType 0/Domain[0 1 0 1 0 1]/Range[0 1]/Size[30000 30000 30000]/BitsPerSample 32",
    )
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Function 8 0 R/Domain[0 1 0 1]>>"
    return with_page(stream(b"/S sh"), b"<</Shading<</S 7 0 R>>>>", shading, function)


def outline_of_itself() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R>>"
    item = b"<</Title(a)/Parent 7 0 R/Next 8 0 R/First 8 0 R/Last 8 0 R>>"
    outlines = b"<</Type/Outlines/First 8 0 R/Last 8 0 R/Count 9>>"
    return with_page(stream(SAY), b"<</Font<</F1 5 0 R>>>>", outlines, item, catalog=catalog)


def fields_of_itself() -> bytes:
    catalog = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>/Names 8 0 R>>"
    field = b"<</FT/Tx/T(a)/Parent 7 0 R/Kids[7 0 R 7 0 R]>>"
    names = b"<</EmbeddedFiles 8 0 R/Kids[8 0 R 8 0 R]>>"
    return with_page(stream(SAY), b"<</Font<</F1 5 0 R>>>>", field, names, catalog=catalog)


def letters_by_the_million() -> bytes:
    return with_page(deflated(b"BT /F1 1 Tf " + b"1 0 Td (a) Tj " * 2_000_000 + b"ET"))


def lines_by_the_million() -> bytes:
    return with_page(deflated(b"0 0 m 9 9 l S 0 0 9 9 re S " * 1_000_000))


def with_pages(old: bytes, new: bytes) -> bytes:
    return with_page(pages=PAGES.replace(old, new))


def with_box(box: bytes) -> bytes:
    return with_page(the_page=page(box=box))


def with_nesting(opening: bytes) -> bytes:
    return with_page(catalog=CATALOG[:-2] + b"/X" + opening + b">>")


def contents_by_the_half_million() -> bytes:
    many = b"/Contents[" + b"4 0 R " * 500_000 + b"]"
    return with_page(the_page=page().replace(b"/Contents 4 0 R", many))


def run_lengths() -> bytes:
    packed = deflated(b"\x81a" * 8_000_000)
    return with_page(packed.replace(b"/FlateDecode]", b"/FlateDecode/RunLengthDecode]"))


def huge_jpeg() -> bytes:
    head = b"\xff\xd8\xff\xc0\x00\x11\x08\xea\x60\xea\x60\x03"
    return image(60_000, 60_000, head + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01", b"/DCTDecode")


GIGABYTE = b"/Filter/FlateDecode"
TWICE = b"/Filter[/FlateDecode/FlateDecode]"
ENDLESS_ROWS = b"/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32>>"
PARENT_OF_ITSELF = b"<</Type/Page/Parent 3 0 R/Contents 4 0 R>>"
MANY_FILTERS = b"/Filter[%b]" % (b"/FlateDecode" * 10_000)
MANY_WIDTHS = FONT[:-2] + b"/FirstChar 0/LastChar 2147483647/Widths[1]>>"

BOMBS: dict[str, Callable[[], bytes]] = {
    "deep page tree": deep_page_tree,
    "page tree of itself": lambda: with_pages(b"[3 0 R]", b"[2 0 R 2 0 R 3 0 R]"),
    "page tree that doubles": page_tree_that_doubles,
    "one page a million times": one_page_a_million_times,
    "page count of two billion": lambda: with_pages(b"Count 1", b"Count 2000000000"),
    "page count below zero": lambda: with_pages(b"Count 1", b"Count -5"),
    "page of a thousand kilometres": lambda: with_box(b"[0 0 3e9 3e9]"),
    "page without end": lambda: with_box(b"[0 0 1e308 1e400]"),
    "page with a huge user unit": lambda: with_page(the_page=page(b"/UserUnit 75000")),
    "page inside out": lambda: with_box(b"[300 200 -1e9 -1e9]"),
    "content of 1 GB": lambda: with_page(stream(zeros(1024 * MIB), GIGABYTE)),
    "content of 1 GB, twice packed": lambda: with_page(
        stream(zlib.compress(zeros(1024 * MIB)), TWICE)
    ),
    "filters by the ten thousand": lambda: with_page(stream(zlib.compress(SAY), MANY_FILTERS)),
    "run lengths": run_lengths,
    "predictor with endless columns": lambda: with_page(deflated(SAY, extra=ENDLESS_ROWS)),
    "saved states": lambda: with_page(deflated(b"q " * 5_000_000)),
    "nested arrays": lambda: with_nesting(b"[" * 200_000),
    "nested dictionaries": lambda: with_nesting(b"<</A" * 100_000),
    "nested strings": lambda: with_nesting(b"(" * 2_000_000),
    "a number of a million digits": lambda: with_pages(b"Count 1", b"Count " + b"9" * 1_000_000),
    "contents by the half million": contents_by_the_half_million,
    "forms that double": forms_that_double,
    "form of itself": form_of_itself,
    "Type 3 font of itself": type3_font_of_itself,
    "pattern of itself": pattern_of_itself,
    "CMap range of four billion": cmap_range_of_four_billion,
    "CMap ranges by the thousand": cmap_ranges_by_the_thousand,
    "CMap using itself": cmap_using_itself,
    "widths by the billion": lambda: with_page(font=MANY_WIDTHS),
    "object stream of itself": object_stream_of_itself,
    "xref stream before itself": xref_stream_before_itself,
    "xref table before itself": xref_table_before_itself,
    "xref of a billion entries": xref_of_a_billion,
    "length of itself": length_of_itself,
    "parent of itself": lambda: with_page(the_page=PARENT_OF_ITSELF),
    "image of 60000 x 60000": lambda: image(60_000, 60_000, zeros(64 * MIB)),
    "image of 60000 x 60000 in JPEG": huge_jpeg,
    "function with huge samples": function_with_huge_samples,
    "outline of itself": outline_of_itself,
    "form fields of themselves": fields_of_itself,
    "letters by the million": letters_by_the_million,
    "lines by the million": lines_by_the_million,
}
