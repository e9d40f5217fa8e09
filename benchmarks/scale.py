"""What a batch costs: growth, workers, one large archive, formats; beside the plain process pool of Python.

    python benchmarks/scale.py growth [DOCUMENTS…]    documents a second and peak memory, by number of documents
    python benchmarks/scale.py workers [DOCUMENTS]    one worker against two, and against concurrent.futures
    python benchmarks/scale.py archive [MEGABYTES…]   one archive of web pages, by size
    python benchmarks/scale.py formats [DOCUMENTS]    one core: cost per document and per MB, by format

The texts are made from the samples, no two alike. Memory is the sum of the resident sets of all processes of the
run, looked at every 50 ms; shared pages count once for each process. Needs Linux (`/proc`).
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "samples"
PAGE = (
    "<!doctype html><html><head><meta charset='utf-8'><title>{title}</title></head><body><nav>{noise}</nav>"
    "<article><h1>{title}</h1>{body}</article></body></html>"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a batch."""

    seconds: float
    peak: float  # MB

    def row(self, name: str, documents: int, size: float) -> str:
        """The run as a row of a table."""
        return (
            f"| {name} | {documents:,} | {size:,.1f} | {self.seconds:.1f} | {documents / self.seconds:,.0f} "
            f"| {self.seconds / documents * 1000:.2f} | {self.peak:,.0f} |"
        )


HEADER = "| input | documents | MB | s | documents/s | ms/document | peak MB |\n|---|--:|--:|--:|--:|--:|--:|"


def texts(paragraphs: int = 2) -> Iterator[str]:
    """Reports without end, each with a number of its own in front of paragraphs of the samples."""
    stock = [
        line for path in sorted(SAMPLES.glob("*.txt")) for line in path.read_text("utf-8").split("\n") if len(line) > 80
    ]
    for number in itertools.count():
        chosen = (stock[(number * 7 + step * 13) % len(stock)] for step in range(paragraphs))
        yield "\n\n".join([f"Đơn vị số {number} khởi tố {number + 2} vụ/{number + 5} bị can.", *chosen])


def jsonl(path: Path, documents: int) -> None:
    """One JSON object a line."""
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(itertools.islice(texts(), documents)):
            out.write(json.dumps({"id": number, "body": text}, ensure_ascii=False) + "\n")


def archive(path: Path, megabytes: int) -> int:
    """A ZIP of web pages of 100 KB, most of it markup, as pages are; how many."""
    count = megabytes * 10
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for number, text in enumerate(itertools.islice(texts(8), count)):
            page = _page(f"Kết quả công tác của đơn vị {number}", text.split("\n\n"))
            out.writestr(f"{number:07}.html", page)
    return count


def run(*arguments: object, folder: Path) -> Run:
    """A batch into a new output, with its peak memory."""
    for old in folder.glob("out.*"):
        old.unlink()
    command = [sys.executable, "-m", "vkstats", "batch", *map(str, arguments), "-o", str(folder / "out.csv")]
    started = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:  # noqa: S603 (our own program)
        peak = 0.0
        watched = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not watched.wait(0.05):
                peak = max(peak, _resident(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        assert process.stderr is not None  # noqa: S101 (for the type checker)
        said = process.stderr.read().decode()
        code = process.wait()
        watched.set()
        watcher.join()
    if code:
        sys.exit(said)
    return Run(time.perf_counter() - started, peak / 1e6)


def _resident(root: int) -> float:
    """Bytes that a process and all below it have in memory."""
    parents = {}
    for entry in os.listdir("/proc"):  # noqa: PTH208
        if entry.isdigit():
            try:
                fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            parents[int(entry)] = (int(fields[1]), int(fields[21]) * os.sysconf("SC_PAGE_SIZE"))
    total = 0
    for process in parents:
        above = process
        while above in parents and above != root:
            above = parents[above][0]
        total += parents[process][1] if above == root else 0
    return total


def growth(folder: Path, sizes: list[int]) -> None:
    """Documents a second and memory as the input grows."""
    print(HEADER)
    for documents in sizes or [1_000, 10_000, 100_000]:
        path = folder / "in.jsonl"
        jsonl(path, documents)
        done = run(path, "--text-column", "body", folder=folder)
        print(done.row("JSONL", documents, path.stat().st_size / 1e6), flush=True)


def workers(folder: Path, sizes: list[int]) -> None:
    """One worker against two, and the same function in Python's own pool, which keeps no ledger."""
    documents = (sizes or [10_000])[0]
    path = folder / "in.jsonl"
    jsonl(path, documents)
    size = path.stat().st_size / 1e6
    print(HEADER)
    for jobs in (1, 2):
        done = run(path, "--text-column", "body", "--jobs", jobs, folder=folder)
        print(done.row(f"vkstats batch, {jobs} worker(s)", documents, size), flush=True)
    for jobs in (1, 2):
        started = time.perf_counter()
        with ProcessPoolExecutor(jobs) as pool, (folder / "peer.csv").open("wb") as out:
            out.writelines(pool.map(_peer, itertools.islice(texts(), documents), chunksize=50))
        done = Run(time.perf_counter() - started, float("nan"))
        print(done.row(f"concurrent.futures, {jobs} worker(s)", documents, size), flush=True)


def _peer(text: str) -> bytes:
    from vkstats.batch.form import BatchFormat, Form

    from vkstats.batch.worker import Setup, Task, converter
    from vkstats.read import Options

    if not _CONVERTER:
        _CONVERTER.append(converter(Setup(Options(), Form(BatchFormat.CSV))))
    (document,) = _CONVERTER[0](Task(0, "x", "text", text.encode())).documents
    return document.payload


_CONVERTER: list[Callable[..., object]] = []


def archives(folder: Path, sizes: list[int]) -> None:
    """One large archive."""
    print(HEADER)
    for megabytes in sizes or [100, 1000]:
        path = folder / "in.zip"
        documents = archive(path, megabytes)
        print(run(path, folder=folder).row("ZIP of HTML", documents, megabytes), flush=True)


def formats(_: Path, sizes: list[int]) -> None:
    """One core, CPU seconds in this process: what reading a format costs, and extracting from what was read."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))  # what makes documents for the tests makes them here
    import office_files as made
    from test_encodings import encoded

    from vkstats.extract import extract
    from vkstats.model import Document
    from vkstats.packs import load_rules
    from vkstats.read import Options, open_bytes, understand

    rules = load_rules()
    bodies = [made.lines_of(path) for path in made.SAMPLES]
    makers: dict[str, Callable[[list[str]], bytes]] = {
        "plain text, UTF-8": lambda lines: "\n\n".join(lines).encode(),
        "plain text, TCVN3": lambda lines: encoded("\n\n".join(lines), "tcvn3"),
        "plain text, VNI": lambda lines: encoded("\n\n".join(lines), "vni"),
        "web page of 100 KB": lambda lines: _page(lines[0], lines[1:]).encode(),
        "letter (.eml)": lambda lines: _letter(lines).encode(),
        "DOCX": lambda lines: made.docx("".join(map(made.paragraph, lines))),
        "RTF": lambda lines: made.rtf("\n\\par ".join(lines)),
        "PDF": lambda lines: made.pdf(made.set_lines(lines)),
    }
    print("| format | KB/document | reading, ms | MB/s | extraction, ms |\n|---|--:|--:|--:|--:|")
    for name, make in makers.items():
        files = [make(lines) for lines in bodies] * ((sizes or [400])[0] // len(bodies))
        size = sum(map(len, files))
        reading = extraction = 0.0
        for data in [*files[: len(bodies)], *files]:  # the first of each kind warm up
            started = time.process_time()
            read = [found for raw in open_bytes(data, "x", Options()) for found in understand(raw)]
            middle = time.process_time()
            for document in read:
                assert isinstance(document, Document), document  # noqa: S101 (a benchmark of errors says nothing)
                extract(document, rules)
            reading += middle - started
            extraction += time.process_time() - middle
        share = len(files) + len(bodies)
        print(
            f"| {name} | {size / len(files) / 1000:.1f} | {reading / share * 1000:.2f} "
            f"| {size / len(files) * share / reading / 1e6:.1f} | {extraction / share * 1000:.2f} |",
            flush=True,
        )


def _page(title: str, lines: list[str]) -> str:
    noise = "".join(f'<li><a href="/tin/{number}">Tin {number}</a></li>' for number in range(2200))
    return PAGE.format(title=title, noise=noise, body="".join(f"<p>{line}</p>" for line in lines))


def _letter(lines: list[str]) -> str:
    head = "From: Van phong <vp@vks.example>\nSubject: Bao cao\nMIME-Version: 1.0\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + "\n\n".join(lines)


def main() -> None:
    """Run the part that the arguments name."""
    parts = {"growth": growth, "workers": workers, "archive": archives, "formats": formats}
    name, *sizes = sys.argv[1:] or [""]
    if name not in parts:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        parts[name](Path(folder), list(map(int, sizes)))


if __name__ == "__main__":
    main()
