"""Every change of the schema, in order; run by alembic inside the opener's own transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the schema behind a connection to a revision; the caller commits."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def knows(revision: str) -> bool:
    """Tell whether a revision is one of ours."""
    try:
        return _scripts().get_revision(revision) is not None
    except CommandError:
        return False


def head() -> str:
    """Return the newest revision."""
    newest = _scripts().get_current_head()
    assert newest is not None
    return newest


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
