"""The pattern packs are found in a checkout, an editable install, and a wheel; the sdist builds the same wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from vkstats.packs.location import pattern_root

ROOT = Path(__file__).parents[1]
WHERE = "from vkstats.packs.location import pattern_root as p; print(p(), (p() / 'core' / 'rules').is_dir())"
IGNORED = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")


def python(*arguments: str, interpreter: str | Path = sys.executable, cwd: Path) -> str:
    """What an interpreter prints, away from the checkout."""
    done = subprocess.run([interpreter, *arguments], cwd=cwd, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree, as a fresh clone would be."""
    copy = tmp_path_factory.mktemp("clone") / "vkstats"
    shutil.copytree(ROOT, copy, ignore=IGNORED)
    return copy


@pytest.fixture(scope="module")
def built(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from that sdist."""
    folder = tmp_path_factory.mktemp("dist")
    python("-m", "build", "--no-isolation", "--outdir", str(folder), str(tree), cwd=folder)
    return folder


def environment(folder: Path) -> Path:
    """A new virtual environment that borrows the dependencies of this one; gives its interpreter."""
    python("-m", "venv", "--without-pip", str(folder), cwd=folder.parent)
    interpreter = folder / "bin" / "python"
    site = Path(
        python("-c", "import sysconfig; print(sysconfig.get_path('purelib'))", interpreter=interpreter, cwd=folder)
    )
    here = python("-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder)
    (site / "dependencies.pth").write_text(f"import sys; sys.path.append({here!r})\n")
    return interpreter


def install(interpreter: Path, *what: str, cwd: Path) -> None:
    """Install with the pip of this environment into the other one."""
    python(
        "-m",
        "pip",
        "--python",
        str(interpreter),
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        *what,
        cwd=cwd,
    )


def test_a_checkout_finds_its_patterns(tree: Path) -> None:
    """Without any install, the packs at the top of the tree are taken."""
    assert pattern_root().is_dir()
    assert python("-c", WHERE, cwd=tree) == f"{tree / 'patterns'} True"


@pytest.mark.heavy
def test_a_wheel_carries_its_patterns(built: Path, tmp_path: Path) -> None:
    """The wheel holds every pattern file beside the package, and finds it once installed."""
    (wheel,) = built.glob("*.whl")
    carried = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("vkstats/patterns/")}
    kept = {path.relative_to(ROOT / "patterns").as_posix() for path in (ROOT / "patterns").rglob("*") if path.is_file()}
    assert {name.removeprefix("vkstats/patterns/") for name in carried} == kept
    interpreter = environment(tmp_path / "venv")
    install(interpreter, str(wheel), cwd=tmp_path)
    where, found = python("-c", WHERE, interpreter=interpreter, cwd=tmp_path).split()
    assert where.startswith(str(tmp_path))
    assert where.endswith("patterns")
    assert found == "True"
    assert python("-m", "vkstats", "--version", interpreter=interpreter, cwd=tmp_path).startswith("vkstats ")
    assert (tmp_path / "venv" / "bin" / "vkstats").is_file()


@pytest.mark.heavy
def test_an_editable_install_finds_the_checkout(tree: Path, tmp_path: Path) -> None:
    """The packs of the tree are used in place, so that an edit counts at once."""
    interpreter = environment(tmp_path / "venv")
    install(interpreter, "--editable", str(tree), cwd=tmp_path)
    assert python("-c", WHERE, interpreter=interpreter, cwd=tmp_path) == f"{tree / 'patterns'} True"


@pytest.mark.heavy
def test_the_sdist_is_whole(built: Path) -> None:
    """Whoever unpacks it can test it: patterns, samples and tests are in."""
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        parts = {name.split("/")[1] for name in opened.getnames() if "/" in name}
    assert {"vkstats", "patterns", "samples", "tests", "LICENSE", "Makefile", "README.md", "README.vi.md"} <= parts
