"""Runs the Python examples of a text, as a reader would who copies them one after another.

Each text's examples run in a process of their own, forked from one that has loaded what most of them import: loading takes
longer than the examples do.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.starter.content import fences_of

SECONDS = 60
# Examples are small: threads that share two cores with other tests make them slower, and their sums differ in order.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
SKETCH = "{sketch}"

# Takes folders, one a line, and answers each with the exit code of its examples.py; a signal is told as a negative number.
LOADED = f"""
import gc, os, runpy, signal, sys
import numpy, sklearn.datasets, sklearn.decomposition, sklearn.ensemble, sklearn.linear_model, sklearn.metrics
import sklearn.model_selection, sklearn.neighbors, sklearn.pipeline, sklearn.preprocessing, sklearn.svm

gc.freeze()

for line in sys.stdin:
    if not (child := os.fork()):
        signal.alarm({SECONDS})
        os.chdir(line.rstrip("\\n"))
        for number, name in enumerate((os.devnull, "stdout", "stderr")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
        sys.path[0] = os.getcwd()
        runpy.run_path("examples.py", run_name="__main__")
        sys.exit()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Result:
    returncode: int
    stderr: str


@dataclass(frozen=True, slots=True)
class Runner:
    """The process that has loaded the libraries, seen from here."""

    asked: IO[str]
    answers: IO[str]

    def run(self, body: str, folder: Path) -> Result:
        """folder: where they run and may write. Examples that take more than a minute end by SIGALRM."""
        (folder / "examples.py").write_text("\n\n".join(examples_of(body)), encoding="utf-8")
        print(folder, file=self.asked, flush=True)
        return Result(int(self.answers.readline()), (folder / "stderr").read_text(encoding="utf-8"))


@contextmanager
def start_runner() -> Iterator[Runner]:
    command = [sys.executable, "-W", "error::DeprecationWarning", "-c", LOADED]
    with subprocess.Popen(
        command, env=os.environ | ONE_THREAD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        yield Runner(process.stdin, process.stdout)


def examples_of(body: str) -> list[str]:
    """The code of each block that is meant to run; sketches are not."""
    return [code for info, code in fences_of(body, "python") if SKETCH not in info]
