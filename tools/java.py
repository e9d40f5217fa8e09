"""Finds the Java that the tests of Spark run on: prints its folder, or on standard error how to get one.

python tools/java.py            # JAVA_HOME, the java on the PATH, or the one that --install put here before
python tools/java.py --install  # else a runtime of Eclipse Temurin into the virtual environment, by install-jdk
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST = 17  # what Spark 4 needs
INSTALLED = "21"
OWN = Path(sys.prefix) / "java"


def candidates() -> Iterator[Path]:
    """Folders that may hold a Java, the most wanted first."""
    if told := os.environ.get("JAVA_HOME"):
        yield Path(told)
    if found := shutil.which("java"):
        yield Path(found).resolve().parents[1]
    yield from sorted(path.parents[1] for path in OWN.rglob("bin/java"))


def is_new_enough(home: Path) -> bool:
    """Whether the Java in the folder runs, and is of a version that Spark takes."""
    with contextlib.suppress(OSError):
        told = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, check=False, text=True).stderr  # noqa: S603
        version = re.search(r'version "(\d+)', told)
        return bool(version) and int(version[1]) >= OLDEST
    return False


def install() -> None:
    """Put a Java into the virtual environment."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "install-jdk>=1.1"]
    subprocess.run(pip, check=True, stdout=sys.stderr)  # noqa: S603
    import jdk

    jdk.install(INSTALLED, jre=True, path=str(OWN))


def main() -> int:
    """Print the folder; 1 where there is no Java."""
    home = next(filter(is_new_enough, candidates()), None)
    cause = ""
    if home is None and "--install" in sys.argv[1:]:
        try:
            install()
        except Exception as error:  # noqa: BLE001 (whatever keeps it from coming, the remedy is the same)
            cause = f" (none could be installed: {error})"
        home = next(filter(is_new_enough, candidates()), None)
    if home is None:
        remedy = "for example apt-get install openjdk-17-jre-headless"
        sys.stderr.write(f"Spark needs Java {OLDEST} or newer{cause}; {remedy}\n")
        return 1
    sys.stdout.write(f"{home}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
