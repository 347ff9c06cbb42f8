from datetime import date

import pytest
from made_facts import ROWS, decision
from sqlalchemy import select

from pipeline.errors import InputError
from pipeline.store.corrections import correct, undo
from pipeline.store.load import load
from pipeline.store.models import Award
from pipeline.store.papers import Paper, paper
from pipeline.store.session import Store
from pipeline.transcript import sides

ACT = "ubnd tinh cao bang|1918/QD-UBND|2020"


def put(store: Store, **options: object) -> str:
    document, facts = decision(**options)  # type: ignore[arg-type]
    with store.begin() as session:
        load(session, document, facts, fingerprint="f/1")
    return document.sha256


def ask(store: Store, name: str) -> Paper:
    with store.session() as session:
        found = paper(session, name)
    assert found is not None
    return found


def said(store: Store, sha256: str) -> dict[str, str]:
    """Return what people say by the words the machine read."""
    found = ask(store, sha256)
    return {found.document.quote(each.span): each.value for each in found.amendments}


def change(store: Store, kind: str, key: str, field: str, value: str | None) -> None:
    with store.begin() as session:
        correct(session, kind, key, field, value, who="Lan")


def award_keys(store: Store) -> list[str]:
    with store.session() as session:
        return list(session.scalars(select(Award.key).order_by(Award.ordinal)))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(lambda sha256: sha256, id="sha256"),
        pytest.param(lambda sha256: f" {sha256[:10].upper()} ", id="its beginning"),
        pytest.param(lambda _: "1918/QĐ-UBND", id="number of the decision"),
        pytest.param(lambda _: ACT, id="key of the decision"),
    ],
)
def test_a_document_answers_to_its_names(store: Store, name) -> None:
    sha256 = put(store)
    assert ask(store, name(sha256)).document.sha256 == sha256


def test_who_is_not_there_is_none_and_who_is_two_is_asked_about(store: Store) -> None:
    first, second = put(store), put(store, note="bản sao")
    with store.session() as session:
        assert paper(session, "0123456789abcdef") is None
        with pytest.raises(InputError, match=f"(?s)2 tài liệu.*{min(first, second)}"):
            paper(session, "1918/QĐ-UBND")


def test_without_corrections_nothing_is_amended(store: Store) -> None:
    assert said(store, put(store)) == {}


def test_a_corrected_award_and_head_stand_where_the_machine_read_them(store: Store) -> None:
    sha256 = put(store)
    change(store, "award", award_keys(store)[0], "product", "Miến dong Tĩnh Túc")
    change(store, "decision", ACT, "date", "2020-02-17")
    change(store, "document", sha256, "decision.issuer", "UBND tỉnh Bắc Kạn")
    found = said(store, sha256)
    assert found["Miến dong Phia Đén"] == "Miến dong Tĩnh Túc"
    assert found.get("07/10/2020", "17/02/2020") == "17/02/2020"
    (side,) = sides(ask(store, sha256).document, ask(store, sha256).amendments)
    assert "Miến dong Tĩnh Túc" in " ".join(line.text for line in side.lines())


def test_what_was_taken_back_is_amended_no_more(store: Store) -> None:
    sha256 = put(store)
    key = award_keys(store)[0]
    change(store, "award", key, "product", "Miến dong Tĩnh Túc")
    with store.begin() as session:
        undo(session, "award", key, "product", who="Lan")
    assert said(store, sha256) == {}


def test_there_is_none_takes_no_word_off_the_page(store: Store) -> None:
    sha256 = put(store)
    change(store, "award", award_keys(store)[0], "producer", None)
    assert said(store, sha256) == {}


def test_a_cell_of_two_awards_is_amended_only_where_both_are(store: Store) -> None:
    rows = (ROWS[1], ("3", "Bộ ấm chén gốm", ROWS[1][2], ROWS[1][3]))
    sha256 = put(store, rows=rows)
    first, second = award_keys(store)
    change(store, "award", first, "producer", "Công ty TNHH An Bình")
    assert said(store, sha256) == {}
    change(store, "award", second, "producer", "Công ty TNHH An Bình")
    assert said(store, sha256) == {"Công ty TNHH Bình An": "Công ty TNHH An Bình"}


@pytest.mark.parametrize(
    ("quote", "written"),
    [
        ("ngày 07 tháng 10 năm 2020", "ngày 07 tháng 02 năm 2020"),
        ("07 tháng 10 năm 2020", "07 tháng 02 năm 2020"),
        ("07/10/2020", "07/02/2020"),
    ],
)
def test_a_day_is_written_as_the_page_writes_it(quote: str, written: str) -> None:
    from pipeline.store.papers import _written

    assert _written(date(2020, 2, 7).isoformat(), quote) == written
