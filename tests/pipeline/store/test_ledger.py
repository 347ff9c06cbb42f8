from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from pipeline.document import State
from pipeline.errors import Reason
from pipeline.store import ledger
from pipeline.store.ledger import Claim
from pipeline.store.models import Ledger, LedgerState
from pipeline.store.session import Store

NOW = datetime(2026, 1, 1, 8, tzinfo=UTC)
LEASE = timedelta(minutes=30)
A, B = "a" * 64, "b" * 64


def claim(store: Store, now: datetime = NOW, fingerprint: str = "f/1", sha256: str = A) -> Claim:
    with store.begin() as session:
        return ledger.claim(session, sha256, fingerprint, owner="w1", now=now, lease=LEASE).outcome


def test_a_content_is_read_by_one_worker_at_a_time(store: Store) -> None:
    assert claim(store) is Claim.YOURS
    assert claim(store) is Claim.BUSY
    assert claim(store, sha256=B) is Claim.YOURS
    assert claim(store, NOW + LEASE + timedelta(seconds=1)) is Claim.YOURS  # the worker died


def test_what_is_finished_is_done_until_a_reader_changes(store: Store) -> None:
    claim(store)
    with store.begin() as session:
        ledger.finish(session, A, "f/1", State.PARTIAL, Reason.PAGES_LOST, "mất trang 3")
    with store.begin() as session:
        answer = ledger.claim(session, A, "f/1", now=NOW)
        assert (answer.outcome, answer.state) == (Claim.DONE, State.PARTIAL)
        assert ledger.state_of(session, A, "f/1") is State.PARTIAL
        assert ledger.state_of(session, A, "f/2") is None
    assert claim(store, fingerprint="f/2") is Claim.YOURS


def test_a_document_that_kills_its_reader_three_times_is_poison(store: Store) -> None:
    moments = [NOW + n * (LEASE + timedelta(minutes=1)) for n in range(5)]
    answers = [claim(store, moment) for moment in moments]
    assert answers == [Claim.YOURS, Claim.YOURS, Claim.YOURS, Claim.POISON, Claim.DONE]
    with store.session() as session:
        row = session.query(Ledger).one()
        assert (row.state, row.reason) == (LedgerState.QUARANTINED, Reason.POISON)
        assert "3 lần" in (row.detail or "")


def test_an_orderly_stop_does_not_count_as_an_attempt(store: Store) -> None:
    for _ in range(5):
        assert claim(store) is Claim.YOURS
        with store.begin() as session:
            ledger.release(session, A, "f/1")
    with store.session() as session:
        assert ledger.unfinished(session, NOW) == [(A, "f/1")]


def test_what_was_put_off_waits_for_its_time(store: Store) -> None:
    later = NOW + timedelta(hours=24)
    with store.begin() as session:
        ledger.defer(session, A, "f/1", later, "429")
    assert claim(store) is Claim.DEFERRED
    assert claim(store, later) is Claim.YOURS


def test_unfinished_work_is_what_nobody_holds(store: Store) -> None:
    claim(store)
    claim(store, sha256=B)
    with store.begin() as session:
        ledger.finish(session, B, "f/1", State.PARSED)
        assert ledger.unfinished(session, NOW) == []
        assert ledger.unfinished(session, NOW + 2 * LEASE) == [(A, "f/1")]
        assert ledger.tally(session) == {LedgerState.CLAIMED: 1, LedgerState.PARSED: 1}


@pytest.mark.parametrize(
    "values",
    [
        {"state": LedgerState.CLAIMED},  # without a lease nobody could ever take it over
        {"state": LedgerState.QUARANTINED},  # without a reason
    ],
)
def test_the_table_refuses_half_states(store: Store, values: dict[str, LedgerState]) -> None:
    with pytest.raises(IntegrityError), store.begin() as session:
        session.add(Ledger(sha256=A, fingerprint="f/1", attempts=1, **values))
