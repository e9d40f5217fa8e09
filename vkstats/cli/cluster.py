"""`vkstats spark`: a session of the Spark that is there, and what it has to be told."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from vkstats.cli.streams import say
from vkstats.cli.usage import UsageError
from vkstats.errors import BatchError
from vkstats.messages import text
from vkstats.read import Options
from vkstats.write.mistakes import visible

_SUBMITTED = "PYSPARK_GATEWAY_PORT"  # set by spark-submit, which knows the interpreter of the workers


def run(
    source: str,
    target: str,
    *,
    table: str,
    with_text: bool,
    patterns: Sequence[Path],
    lang: str,
    options: Options,
    seconds: float,
) -> bool:
    """The whole job; whether every document was converted."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError(text("usage.needs-spark", lang)) from None
    from vkstats.spark import convert

    if _SUBMITTED not in os.environ:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the `python3` of the PATH
    try:
        session = SparkSession.builder.appName("vkstats").getOrCreate()
    except PySparkException as error:
        raise BatchError("spark", (("cause", str(error).strip().partition("\n")[0]),)) from error
    try:
        failed = convert(
            session,
            source,
            target,
            table=table,
            with_text=with_text,
            patterns=patterns,
            lang=lang,
            options=options,
            seconds=seconds,
        )
    finally:
        session.stop()
    if failed:
        say(visible(text("notice.spark-errors", lang, count=failed, target=target)))
    return not failed
