"""Document in, mentions out: runs every extractor over the document's own zones.

An extractor is a module-level ``EXTRACTOR`` in a plug-in package; packages are walked, never
listed, so a new kind of fact is one new file. Extractors see a ``Reading`` and never the store.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, TypeVar

from pipeline.document import Document, Span
from pipeline.facts import Claim, Mention
from pipeline.language import lowered, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

C = TypeVar("C", bound=Claim)


@dataclass
class Reading:
    """A document in the hands of extractors, masked to its own zones, and what is known so far."""

    document: Document
    mentions: list[Mention] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """The document's text with foreign zones blanked; offsets are the document's own."""
        return self.document.masked()

    @cached_property
    def low(self) -> str:
        """The text in small letters and one tone style; offsets are the document's own."""
        return lowered(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences of ``text``; no sentence runs over the border of a block."""
        return sentences(self.text, (block.span.start for block in self.document.blocks))

    @cached_property
    def doc(self) -> Doc:
        """The spaCy Doc over ``text``; made when first asked for."""
        from pipeline.language import analyse

        return analyse(self.text)

    def found(self, claim: type[C]) -> Iterator[tuple[C, Mention]]:
        """Yield the claims of one type that earlier extractors made, each with its mention."""
        for mention in self.mentions:
            if isinstance(mention.claim, claim):
                yield mention.claim, mention


@dataclass(frozen=True, slots=True)
class Extractor:
    """A plug-in. ``after`` names those whose mentions it reads; raise ``version`` on change."""

    name: str
    version: int
    extract: Callable[[Reading], Iterable[Mention]]
    after: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name and version as evidence records them: "citations/1"."""
        return f"{self.name}/{self.version}"


@cache
def discover(package: str) -> tuple[Extractor, ...]:
    """Return every ``EXTRACTOR`` in a package's modules, each after those it depends on.

    Raises ``ValueError`` where two share a name or a dependency is missing or circular.
    """
    root = importlib.import_module(package)
    found: dict[str, Extractor] = {}
    for info in pkgutil.walk_packages(root.__path__, f"{package}."):
        extractor = getattr(importlib.import_module(info.name), "EXTRACTOR", None)
        if extractor is None:
            continue
        if extractor.name in found:
            raise ValueError(f"two extractors are called {extractor.name}")
        found[extractor.name] = extractor
    if missing := {name for each in found.values() for name in each.after} - found.keys():
        raise ValueError(f"no extractor is called {', '.join(sorted(missing))}")
    order = TopologicalSorter({name: found[name].after for name in sorted(found)})
    return tuple(found[name] for name in order.static_order())


def fingerprint(extractors: Iterable[Extractor]) -> str:
    """Return one line that changes when any extractor's version does; the ledger's key."""
    return " ".join(sorted(extractor.label for extractor in extractors))


def extract(document: Document, extractors: Iterable[Extractor]) -> tuple[Mention, ...]:
    """Run the extractors in order over one document and return all mentions, in text order."""
    reading = Reading(document)
    for extractor in extractors:
        reading.mentions.extend(extractor.extract(reading))
    return tuple(sorted(reading.mentions, key=lambda m: (m.span.start, m.span.end, m.extractor)))
