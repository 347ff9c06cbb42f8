"""Makes the sample corpus again: ``python -m corpus.sample [FOLDER]``.

The papers of ``sample.toml`` are printed, scanned, converted and packed into ``corpus/sample``;
the articles there are written by hand and left alone. ``sample.md`` names every file.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from random import Random
from typing import Any

from corpus.maker import scanning
from corpus.maker.awards import Entry, Firm
from corpus.maker.drafting import Draft, Wish, draft
from corpus.maker.grids import Plan
from corpus.maker.names import group_name
from corpus.maker.occasions import Occasion, Office, office_of
from corpus.maker.office import EPOCH, docx
from corpus.maker.others import plan as plan_paper
from corpus.maker.portal import page
from corpus.maker.printing import pdf
from corpus.maker.territory import Province
from corpus.maker.words import phrases, provinces

FOLDER = Path(__file__).with_name("sample")
SPECIFICATION = Path(__file__).with_name("sample.toml")
BILEVEL = scanning.Damage(dpi=200, skew=0.4, blur=0.4, noise=6.0, tone="bilevel")
COLOUR = scanning.Damage(dpi=200, skew=-0.5, blur=0.5, noise=1.0, jpeg=50)
Spec = dict[str, Any]  # Any: a TOML tree; its shape is the file's own


def specification() -> Spec:
    """Return what the sample's papers say."""
    return tomllib.loads(SPECIFICATION.read_text("utf-8"))


def make(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Make every paper of the sample, the package and the damaged file; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = specification()
    written = [
        _written(folder, name, paper, write(paper, spec["firms"]))
        for name, paper in spec["papers"].items()
        if paper["form"] != "zip"
    ]
    written += [_plan(folder), _package(folder, spec), _damaged(folder)]
    return tuple(written)


def write(paper: Spec, firms: Spec) -> Draft:
    """Draft one paper of the specification; what it leaves open is drawn from its own seed."""
    rng = Random(f"sample:{paper['seed']}")
    occasion = _occasion(rng, paper)
    names = [group_name(rng, group) for group in range(4)]
    entries = tuple(
        _entry(at, award, firms, names, occasion)
        for at, award in enumerate(paper["awards"], start=1)
    )
    hand = ("number", "date") if paper.get("hand") else ()
    wish = Wish(
        prose=0.0, hand=hand, overlay=paper.get("overlay", False), compact="plan" not in paper
    )
    return draft(rng, occasion, wish, entries, _layout(paper.get("plan", {}), occasion))


def _occasion(rng: Random, paper: Spec) -> Occasion:
    row = next(row for row in provinces() if row["name"] == paper["province"])
    province = Province(row["name"], row["kind"], row["region"], tuple(row["districts"]))
    unit = paper.get("unit")
    office: Office = office_of(
        rng, paper["level"], province, unit, paper["signed"], paper.get("chairman")
    )
    return Occasion(
        level=paper["level"],
        year=paper["year"],
        edition=paper.get("edition"),
        signed=paper["signed"],
        serial=paper["serial"],
        signer=paper["signer"],
        office=office,
        province=province,
        region=paper.get("region"),
        unit=unit,
    )


def _entry(at: int, award: list[Any], firms: Spec, names: list[str], occasion: Occasion) -> Entry:
    product, key, group, grade = award
    name, address, locality, representative = firms[key]
    if occasion.whole_country:
        row = next(row for row in provinces() if locality in row["districts"])
        address, locality = f"{address}, {row['kind']} {row['name']}", row["name"]
    firm = Firm(name, address, locality, representative, "")
    points = f"{95 - at * 1.5:.1f}".replace(".", ",")
    return Entry(product, firm, group - 1, names[group - 1], grade or None, points, f"SP{at:02d}")


def _layout(layout: Spec, occasion: Occasion) -> Plan:
    columns = tuple(layout.get("columns", ()))
    headings = [str(phrases()["columns"][role][1]) for role in columns]
    if occasion.whole_country and "place" in columns:
        headings[columns.index("place")] = "Tỉnh, thành phố"
    return Plan(
        columns=columns,
        headings=tuple(headings),
        sections=layout.get("sections", "none"),
        section_style="span",
        restart=layout.get("restart", False),
        sharing=layout.get("sharing", "repeated"),
        number_producers=False,
        padded=False,
        numbering_row=False,
        two_level=False,
        total=layout.get("total", False),
        capitals=False,
        rules="ruled",
        repeat_header=True,
    )


def _written(folder: Path, name: str, paper: Spec, made: Draft) -> Path:
    suffix, data = _file(paper["form"], made, Random(f"sample:{paper['seed']}:file"))
    path = folder / f"{name}{suffix}"
    path.write_bytes(data)
    return path


def _file(form: str, made: Draft, rng: Random) -> tuple[str, bytes]:
    if form == "pdf":
        return ".pdf", pdf(made.paper)
    if form == "docx":
        return ".docx", docx(made.paper)
    if form == "doc":
        return ".doc", _doc(docx(made.paper))
    if form == "html":
        return ".html", page(made.paper, rng, properties=True)[0].encode()
    if form == "scan-pdf":
        return ".pdf", scanning.as_pdf(scanning.scan(made, pdf(made.paper), COLOUR, rng), COLOUR)
    pages = scanning.scan(made, pdf(made.paper), BILEVEL, rng)
    if form == "scan-png":
        return ".png", scanning.as_png(pages[0], BILEVEL)
    return ".tif", scanning.as_tiff(pages, BILEVEL)


def _doc(data: bytes) -> bytes:
    """Convert DOCX to the old Word format with LibreOffice, in a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="sample-") as name:
        folder = Path(name)
        (folder / "paper.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", name]
        subprocess.run(  # noqa: S603 - fixed words and our own path
            [*command, str(folder / "paper.docx")], check=True, capture_output=True, timeout=120
        )
        return (folder / "paper.doc").read_bytes()


def _plan(folder: Path) -> Path:
    path = folder / "13-ke-hoach.pdf"
    path.write_bytes(pdf(plan_paper(Random("sample:13")).paper))
    return path


def _package(folder: Path, spec: Spec) -> Path:
    """Pack a district's decision and a note on it, which stands beside this script."""
    name, paper = next((n, p) for n, p in spec["papers"].items() if p["form"] == "zip")
    path = folder / "14-goi-hai-tep.zip"
    note = spec["note"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for member, data in (
            (f"{name}.docx", docx(write(paper, spec["firms"]).paper)),
            ("tin-ngan.txt", note.encode()),
        ):
            package.writestr(zipfile.ZipInfo(member, EPOCH), data)
    path.write_bytes(out.getvalue())
    return path


def _damaged(folder: Path) -> Path:
    """Cut a PDF off after its first objects, as a broken download is."""
    whole = (folder / "01-cao-bang-2022.pdf").read_bytes()
    path = folder / "15-tep-hong.pdf"
    path.write_bytes(whole[:1500])
    return path


def main() -> None:
    """Make the sample and say how large it is."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    made = make(folder)
    size = sum(path.stat().st_size for path in folder.iterdir())
    sys.stdout.write(f"{len(made)} -> {folder} ({size / 1024:.0f} KiB)\n")


if __name__ == "__main__":
    main()
