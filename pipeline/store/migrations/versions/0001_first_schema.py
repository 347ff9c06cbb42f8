"""Make every table: the first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SQLITE = (
    """CREATE VIRTUAL TABLE search_fts USING fts5(
    folded, written, content='search_entry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0", prefix='2 3'
)""",
    """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_fts(rowid, folded, written) VALUES (new.id, new.folded, new.written);
END""",
    """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_fts(search_fts, rowid, folded, written)
    VALUES ('delete', old.id, old.folded, old.written);
END""",
    """CREATE TRIGGER search_entry_update AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_fts(search_fts, rowid, folded, written)
    VALUES ('delete', old.id, old.folded, old.written);
    INSERT INTO search_fts(rowid, folded, written) VALUES (new.id, new.folded, new.written);
END""",
)
_POSTGRESQL = (
    """CREATE INDEX ix_search_entry_folded_words ON search_entry
USING gin (array_to_tsvector(string_to_array(folded, ' ')))""",
    """CREATE INDEX ix_search_entry_written_words ON search_entry
USING gin (array_to_tsvector(string_to_array(written, ' ')))""",
)


def upgrade() -> None:
    """Make every table: the first schema."""
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "record_kind",
            sa.Enum(
                "document",
                "decision",
                "round",
                "citation",
                "award",
                "count",
                "person",
                "event",
                "producer",
                "product",
                "issue",
                name="record_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("machine", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["undoes"],
            ["correction.id"],
            name=op.f("fk_correction_undoes_correction"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(
        op.f("ix_correction_record_kind_record_key_field"),
        "correction",
        ["record_kind", "record_key", "field"],
        unique=False,
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held", "cited", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("signer_name", sa.Text(), nullable=True),
        sa.Column("signer_position", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "issuer_key", "number_key", "year", name=op.f("uq_decision_issuer_key_number_key_year")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_decision_key")),
    )
    op.create_index(op.f("ix_decision_number_key"), "decision", ["number_key"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "claimed",
                "parsed",
                "partial",
                "needs-review",
                "quarantined",
                "deferred",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deferred_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "empty",
                "unsupported-type",
                "encrypted",
                "truncated",
                "damaged",
                "not-what-it-says",
                "no-pages",
                "no-text",
                "pages-lost",
                "text-lost",
                "scrambled-text",
                "too-large",
                "too-many-pages",
                "too-many-pixels",
                "time-limit",
                "memory-limit",
                "output-limit",
                "child-died",
                "archive-too-deep",
                "archive-too-many-members",
                "archive-too-large",
                "archive-ratio",
                "archive-unsafe-name",
                "archive-damaged",
                "conversion-failed",
                "ocr-failed",
                "poison",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state <> 'claimed' OR lease_until IS NOT NULL",
            name=op.f("ck_ledger_claimed_has_lease"),
        ),
        sa.CheckConstraint(
            "state <> 'quarantined' OR reason IS NOT NULL",
            name=op.f("ck_ledger_quarantined_has_reason"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_ledger_attempts_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("sha256", "fingerprint", name=op.f("uq_ledger_sha256_fingerprint")),
    )
    op.create_index(op.f("ix_ledger_state"), "ledger", ["state"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("province_today", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("key", name=op.f("uq_place_key")),
    )
    op.create_index(op.f("ix_place_province"), "place", ["province"], unique=False)
    op.create_table(
        "producer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer")),
        sa.UniqueConstraint("key", name=op.f("uq_producer_key")),
    )
    op.create_index(op.f("ix_producer_core"), "producer", ["core"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "huyen",
                "tinh",
                "khu_vuc",
                "quoc_gia",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("key", name=op.f("uq_round_key")),
        sa.UniqueConstraint(
            "programme",
            "level",
            "territory",
            "year",
            name=op.f("uq_round_programme_level_territory_year"),
        ),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_search_entry_kind_key")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "decision",
                "article",
                "plan",
                "form",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("in_programme", sa.Boolean(), nullable=False),
        sa.Column("programme_reason", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column(
            "text_source",
            sa.Enum(
                "text-layer",
                "ocr",
                "mixed",
                "html",
                "office",
                "plain",
                name="text_source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "parsed",
                "partial",
                "needs-review",
                "quarantined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "read_state",
            sa.Enum(
                "parsed",
                "partial",
                "needs-review",
                "quarantined",
                name="read_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "empty",
                "unsupported-type",
                "encrypted",
                "truncated",
                "damaged",
                "not-what-it-says",
                "no-pages",
                "no-text",
                "pages-lost",
                "text-lost",
                "scrambled-text",
                "too-large",
                "too-many-pages",
                "too-many-pixels",
                "time-limit",
                "memory-limit",
                "output-limit",
                "child-died",
                "archive-too-deep",
                "archive-too-many-members",
                "archive-too-large",
                "archive-ratio",
                "archive-unsafe-name",
                "archive-damaged",
                "conversion-failed",
                "ocr-failed",
                "poison",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "registered",
                "passed",
                "proposed",
                "recognised",
                "certified",
                "nominated",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("round_region", sa.Text(), nullable=True),
        sa.Column("round_edition", sa.Integer(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'parsed' OR pages >= 1", name=op.f("ck_document_parsed_has_pages")
        ),
        sa.CheckConstraint(
            "state <> 'quarantined' OR reason IS NOT NULL",
            name=op.f("ck_document_quarantined_has_reason"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_document_sha256_length")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_document_round_id_round"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_document_sha256")),
    )
    op.create_index(op.f("ix_document_round_id"), "document", ["round_id"], unique=False)
    op.create_index(op.f("ix_document_state"), "document", ["state"], unique=False)
    op.create_table(
        "producer_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producer.id"],
            name=op.f("fk_producer_name_producer_id_producer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_name")),
        sa.UniqueConstraint(
            "producer_id", "written", name=op.f("uq_producer_name_producer_id_written")
        ),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("producer_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producer_id"],
            ["producer.id"],
            name=op.f("fk_product_producer_id_producer"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("key", name=op.f("uq_product_key")),
    )
    op.create_index(op.f("ix_product_producer_id"), "product", ["producer_id"], unique=False)
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "award",
                "amends",
                "legal_basis",
                "programme",
                "submission",
                "other",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.CheckConstraint("own = (role IS NULL)", name=op.f("ck_citation_own_has_no_role")),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decision.id"],
            name=op.f("fk_citation_decision_id_decision"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_citation_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_citation_document_id_ordinal")),
    )
    op.create_index(op.f("ix_citation_decision_id"), "citation", ["decision_id"], unique=False)
    op.create_index(op.f("ix_citation_document_id"), "citation", ["document_id"], unique=False)
    op.create_index(op.f("ix_citation_number_key"), "citation", ["number_key"], unique=False)
    op.create_table(
        "count_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "registered",
                "passed",
                "proposed",
                "recognised",
                "certified",
                "nominated",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "huyen",
                "tinh",
                "khu_vuc",
                "quoc_gia",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("territory", sa.Text(), nullable=True),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_count_claim_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_claim")),
        sa.UniqueConstraint(
            "document_id", "ordinal", name=op.f("uq_count_claim_document_id_ordinal")
        ),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_event_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_event_document_id_ordinal")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "record_kind",
            sa.Enum(
                "document",
                "decision",
                "round",
                "citation",
                "award",
                "count",
                "person",
                "event",
                "producer",
                "product",
                "issue",
                name="record_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("record_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("x0", sa.Float(precision=53), nullable=True),
        sa.Column("top", sa.Float(precision=53), nullable=True),
        sa.Column("x1", sa.Float(precision=53), nullable=True),
        sa.Column("bottom", sa.Float(precision=53), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("extractor", sa.Text(), nullable=True),
        sa.CheckConstraint('"end" >= start', name=op.f("ck_evidence_span_ordered")),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_evidence_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint(
            "document_id",
            "record_kind",
            "record_key",
            "field",
            "ordinal",
            name=op.f("uq_evidence_document_id_record_kind_record_key_field_ordinal"),
        ),
    )
    op.create_table(
        "head",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("signer_name", sa.Text(), nullable=True),
        sa.Column("signer_position", sa.Text(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_head_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_head")),
    )
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "document",
                "comparison",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "resolved",
                "ignored",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_why", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state = 'open' OR settled_by IS NOT NULL", name=op.f("ck_issue_settled_is_signed")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_issue_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint(
            "document_id", "code", "cause", name=op.f("uq_issue_document_id_code_cause")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_issue_key")),
    )
    op.create_index(op.f("ix_issue_state"), "issue", ["state"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("width", sa.Float(precision=53), nullable=True),
        sa.Column("height", sa.Float(precision=53), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "text-layer",
                "ocr",
                "html",
                "office",
                "plain",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("health", sa.Float(precision=53), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_page_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_page_document_id_number")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_person_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_person_document_id_ordinal")),
    )
    op.create_table(
        "reading",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_reading_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_reading")),
    )
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_sighting_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint("document_id", "address", name=op.f("uq_sighting_document_id_address")),
    )
    op.create_table(
        "award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("citation_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("producer_name_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("producer", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("group", sa.Text(), nullable=True),
        sa.Column("serial", sa.Text(), nullable=True),
        sa.Column("points", sa.Text(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "registered",
                "passed",
                "proposed",
                "recognised",
                "certified",
                "nominated",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.CheckConstraint(
            "confidence >= 0 AND confidence <= 1", name=op.f("ck_award_confidence_range")
        ),
        sa.ForeignKeyConstraint(
            ["citation_id"],
            ["citation.id"],
            name=op.f("fk_award_citation_id_citation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_award_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_award_place_id_place"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["producer_name_id"],
            ["producer_name.id"],
            name=op.f("fk_award_producer_name_id_producer_name"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["product.id"],
            name=op.f("fk_award_product_id_product"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_award_round_id_round"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_award_document_id_ordinal")),
        sa.UniqueConstraint("key", name=op.f("uq_award_key")),
    )
    op.create_index(op.f("ix_award_citation_id"), "award", ["citation_id"], unique=False)
    op.create_index(op.f("ix_award_place_id"), "award", ["place_id"], unique=False)
    op.create_index(op.f("ix_award_producer_name_id"), "award", ["producer_name_id"], unique=False)
    op.create_index(op.f("ix_award_product_id"), "award", ["product_id"], unique=False)
    op.create_index(op.f("ix_award_round_id"), "award", ["round_id"], unique=False)
    op.create_index(op.f("ix_award_step"), "award", ["step"], unique=False)
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
