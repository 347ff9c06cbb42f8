"""Text in, spaCy ``Doc`` out, by our own tokenizer: ``doc.text`` is the text, letter for letter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def pipeline() -> Language:
    """Return the loaded spaCy pipeline; loads once."""
    import spacy

    return spacy.blank("xx")


def analyse(text: str) -> Doc:
    """Return the Doc of a text; ``Doc.text == text``."""
    return pipeline()(text)
