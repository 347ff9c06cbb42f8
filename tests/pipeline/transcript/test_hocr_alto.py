from lxml import etree
from made_pages import document, tabled

from pipeline.transcript import sides
from pipeline.transcript.alto import alto
from pipeline.transcript.hocr import hocr

X = {"x": "http://www.w3.org/1999/xhtml"}
A = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}


def test_hocr_holds_every_word_with_its_box_in_pixels_at_the_stated_dpi() -> None:
    root = etree.fromstring(hocr(sides(document())))
    (page,) = root.xpath("//x:div[@class='ocr_page']", namespaces=X)
    assert page.get("title") == "bbox 0 0 1250 1667; ppageno 0; scan_res 300 300"
    words = root.xpath("//x:span[@class='ocrx_word']", namespaces=X)
    assert [word.text for word in words] == ["Số:", "1918/QĐ-UBND", "Miến", "dong", "Phia", "Đén"]
    assert words[0].get("title") == "bbox 167 250 267 333; x_wconf 91"
    assert len({each.get("id") for each in root.xpath("//*[@id]")}) == len(root.xpath("//*[@id]"))
    line = root.xpath("//x:p[@class='ocr_par']/x:span[@class='ocr_line']", namespaces=X)[0]
    assert "".join(line.itertext()).strip() == "Số: 1918/QĐ-UBND"
    assert page.getparent().tag.endswith("body")


def test_hocr_says_how_the_lines_of_a_turned_page_run() -> None:
    root = etree.fromstring(hocr(sides(document(treatment=("turned 270",)))))
    line = root.xpath("//x:span[@class='ocr_line']", namespaces=X)[0]
    assert line.get("title").endswith("; textangle 270")


def test_a_table_is_a_block_of_its_cells() -> None:
    pages = sides(tabled())
    areas = etree.fromstring(hocr(pages)).xpath(
        "//x:div[@class='ocr_table']/x:div[@class='ocr_carea']", namespaces=X
    )
    assert ["".join(area.itertext()).split() for area in areas] == [
        ["1"], ["Miến", "dong"], ["Chè"],
    ]  # fmt: skip
    cells = etree.fromstring(alto(pages)).xpath(
        "//a:ComposedBlock[@TYPE='table']/a:TextBlock", namespaces=A
    )
    assert [cell.get("HPOS") for cell in cells] == ["500", "1167", "1167"]


def test_alto_holds_every_word_in_twelve_hundredths_of_an_inch() -> None:
    root = etree.fromstring(alto(sides(document())))
    assert root.findtext("a:Description/a:MeasurementUnit", namespaces=A) == "inch1200"
    (page,) = root.xpath("//a:Page", namespaces=A)
    assert (page.get("WIDTH"), page.get("HEIGHT")) == ("5000", "6667")
    first = root.xpath("//a:String", namespaces=A)[0]
    assert {**first.attrib} == {
        "ID": "p1_b1_l1_s1", "CONTENT": "Số:", "HPOS": "667", "VPOS": "1000", "WIDTH": "400",
        "HEIGHT": "333", "WC": "0.91",
    }  # fmt: skip
    line = root.xpath("//a:TextLine", namespaces=A)[0]
    assert [etree.QName(each).localname for each in line] == ["String", "SP", "String"]


def test_a_text_layers_words_claim_no_confidence() -> None:
    pages = sides(document())
    bare = etree.fromstring(alto(pages))
    assert bare.xpath("//a:String/@WC", namespaces=A)
    from dataclasses import replace

    read = document()
    read = replace(read, words=tuple(replace(word, confidence=None) for word in read.words))
    assert not etree.fromstring(alto(sides(read))).xpath("//a:String/@WC", namespaces=A)
    assert b"x_wconf" not in hocr(sides(read))
