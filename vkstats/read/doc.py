"""Word 97-2003 (DOC) and what else comes in an OLE container, through LibreOffice as another process.

LibreOffice writes DOCX, which keeps fonts and the soft hyphen that is the letter ư of TCVN3; programs that give plain
text lose both. It runs without a screen, with a profile of its own in a temporary folder, where macros are switched
off, links are not followed and the proxy leads nowhere, and is ended with all its children when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from vkstats.errors import ReadError
from vkstats.model import Document
from vkstats.read.docx import Docx
from vkstats.read.guard import whole
from vkstats.read.reader import Source

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = ("soffice", "libreoffice")
_LONGEST = 50  # seconds, less than a batch gives a document; one of 28 KB takes one
# Streams of an OLE container, whose names are UTF-16; a document may hold a workbook, so Word comes before Excel.
_ENCRYPTED, _WORD = "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
_OTHERS = tuple(
    (stream.encode("utf-16-le"), name)
    for stream, name in (
        ("Workbook", "Excel 97-2003 (.xls)"),
        ("Book", "Excel 95 (.xls)"),
        ("PowerPoint Document", "PowerPoint 97-2003 (.ppt)"),
        ("__properties_version1.0", "Outlook (.msg)"),
    )
)
# How the text of Word begins, and LibreOffice's name for it: without one it takes what is damaged for plain text.
_FORMS = ((b"\xec\xa5", "MS Word 97"), (b"\xdc\xa5", "MS WinWord 6"))
_SECTOR = 64  # bytes, of short streams; longer ones begin where one of 512 does
# Macros off, nothing fetched that a document links to, and a proxy that nothing listens at.
_SETTINGS = {
    "/org.openoffice.Office.Common/Security/Scripting": (
        ("DisableMacrosExecution", "xs:boolean", "true"),
        ("MacroSecurityLevel", "xs:int", "3"),
        ("BlockUntrustedRefererLinks", "xs:boolean", "true"),
        ("DisableActiveContent", "xs:boolean", "true"),
    ),
    "/org.openoffice.Office.Writer/Content/Update": (("Link", "xs:int", "2"),),
    "/org.openoffice.Inet/Settings": (
        ("ooInetProxyType", "xs:int", "2"),
        ("ooInetHTTPProxyName", "xs:string", "127.0.0.1"),
        ("ooInetHTTPProxyPort", "xs:int", "9"),
        ("ooInetHTTPSProxyName", "xs:string", "127.0.0.1"),
        ("ooInetHTTPSProxyPort", "xs:int", "9"),
    ),
}


class Doc:
    """Takes OLE containers, and refuses those that are no documents of Word."""

    name = "doc"

    def sniffs(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (the protocol's arguments)
        return head.startswith(_MAGIC)

    def read(self, data: bytes, source: Source) -> Iterator[Document | ReadError]:
        """One document.

        Raises:
            ReadError: `encrypted`, `old-office`, `needs-libreoffice`, `too-slow`, or as DOCX.
        """
        if _ENCRYPTED in data:
            raise source.error("encrypted", format="Office")
        if _WORD not in data:
            other = next((name for stream, name in _OTHERS if stream in data), "OLE")
            raise source.error("old-office", format=other)
        sectors = {data[at : at + 2] for at in range(_SECTOR, len(data), _SECTOR)}
        form = next((form for mark, form in _FORMS if mark in sectors), None)
        if form is None:
            raise source.error("damaged", format="DOC", cause="WordDocument")
        program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
        if program is None:
            raise source.error("needs-libreoffice", format="Word 97-2003 (.doc)")
        for document in Docx().read(_converted(data, program, form, source), source):
            yield replace(document, format=self.name)


def _converted(data: bytes, program: str, form: str, source: Source) -> bytes:
    """The document as DOCX."""
    with tempfile.TemporaryDirectory(prefix="vkstats-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), "utf-8")
        (folder / "input.doc").write_bytes(data)
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--invisible", "--norestore",
            "--nolockcheck", "--nodefault", f"--infilter={form}", "--convert-to", "docx:MS Word 2007 XML",
            "--outdir", name, str(folder / "input.doc"),
        ]  # fmt: skip
        said = _run(command, folder, source)
        written = folder / "input.docx"
        if not written.exists():
            raise source.error("damaged", format="DOC", cause=said or "LibreOffice")
        with written.open("rb") as stream:
            return whole(stream, source)


def _run(command: list[str], folder: Path, source: Source) -> str:
    """Run the program to its end; the last line that it says of an error."""
    surroundings = {
        key: what for key, what in os.environ.items() if key in {"PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH"}
    }
    surroundings |= {"HOME": str(folder), "LC_ALL": "C.UTF-8"}
    surroundings |= dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    with subprocess.Popen(  # noqa: S603 (the program found on the path, and arguments of ours)
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            _, errors = process.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            raise source.error("too-slow", format="DOC", seconds=_LONGEST) from None
        finally:
            _end(process)
    return (errors.decode("utf-8", "replace").strip().splitlines() or [""])[-1][:200]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with all that it started; what has ended already is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{what}</value></prop></item>'
        for path, settings in _SETTINGS.items()
        for name, kind, what in settings
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
