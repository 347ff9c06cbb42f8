"""A document's reading with the places of its words in, files that others read out.

``sides`` puts the words of each page into regions and lines, a person's values in the place of the
machine's; ``hocr`` and ``alto`` write them as markup, ``pdfa`` lays them under the pages.
"""

from pipeline.transcript.sides import Amendment, Line, Mark, Region, Side, sides

__all__ = ["Amendment", "Line", "Mark", "Region", "Side", "sides"]
