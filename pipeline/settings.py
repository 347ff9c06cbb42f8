"""Configuration from the environment (``TIEUBIEU_*``); read when asked for, never at import."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every knob there is. Paths are relative to the working folder unless absolute."""

    model_config = SettingsConfigDict(env_prefix="TIEUBIEU_", frozen=True)

    home: Path = Field(Path("data"), description="Folder of the database and the archive")
    database_url: str | None = Field(None, description="SQLAlchemy URL; default: SQLite in home")
    workers: int = Field(os.cpu_count() or 1, ge=1, description="Documents read at the same time")
    child_seconds: float = Field(60.0, gt=0, description="Time limit for one parse or one OCR page")
    child_memory: int = Field(1 << 30, gt=0, description="Memory limit of a child, in bytes")
    max_bytes: int = Field(200 << 20, gt=0, description="Largest file taken in, in bytes")
    max_pages: int = Field(1000, gt=0, description="Most pages read of one file")
    max_pixels: int = Field(40_000_000, gt=0, description="Largest page raster, in pixels")
    ocr_language: str = Field("vie", description="Tesseract language")
    ocr_dpi: int = Field(
        200, ge=100, le=600, description="Resolution pages are rendered at for OCR"
    )
    accept_precision: float = Field(0.99, gt=0, le=1, description="Auto-accept line for facts")

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{self.home / 'tieubieu.sqlite'}"

    @property
    def archive(self) -> Path:
        """The folder that keeps originals by sha256."""
        return self.home / "archive"
