"""A DOC, RTF or broken DOCX in, a DOCX out: LibreOffice as a tool that is trusted with nothing.

It runs with a fresh profile, without macros, links or updates, and knows no folder but its own; the
sandbox that starts it holds time, memory and the network.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.errors import Quarantined, Reason, SetupError

_SECONDS = 50

# What LibreOffice is told before it sees a file: no macros, no links followed, no updates.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "2"),
)


def convert(path: Path, target: Path) -> Path:
    """Have LibreOffice write a DOC, RTF or broken DOCX as DOCX to ``target``; return ``target``.

    Raises ``SetupError`` without LibreOffice, ``Quarantined`` where it cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise SetupError("Thiếu LibreOffice để đọc tệp .doc; hãy cài gói libreoffice-writer-nogui.")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        source = work / f"source{_suffix(path)}"
        shutil.copyfile(path, source)
        profile = _profile(work / "profile")
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
            "--nolockcheck", "--nologo", "--nodefault", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", str(work / "out"), str(source),
        ]  # fmt: skip
        try:
            subprocess.run(  # noqa: S603 - a fixed list of arguments, no shell
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env=_environment(work),
            )
        except subprocess.TimeoutExpired as error:
            raise Quarantined(
                Reason.TIME_LIMIT, "LibreOffice mở tệp quá lâu; hãy lưu tệp sang PDF hoặc DOCX."
            ) from error
        made = work / "out" / "source.docx"
        if not made.is_file():
            raise Quarantined(
                Reason.CONVERSION_FAILED,
                "LibreOffice không mở được tệp này (hỏng hoặc có mật khẩu); hãy lưu lại sang DOCX.",
            )
        shutil.move(made, target)
    return target


def _suffix(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(b"PK"):
        return ".docx"
    return ".rtf" if head.startswith(b"{\\rtf") else ".doc"


def _environment(work: Path) -> dict[str, str]:
    """Return what LibreOffice may know of this machine: where programs are, and its own folder."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(work),
        "TMPDIR": str(work),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }


def _profile(folder: Path) -> Path:
    """Write a fresh profile with macros and links off."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/{escape(path)}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>',
        encoding="utf-8",
    )
    return folder
