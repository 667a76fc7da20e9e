r"""Runs Python in separate processes against the database of the running test, for what one process cannot show: locks.

The test must commit what the others are to see, so it is marked `@pytest.mark.django_db(transaction=True)`:

    SAVE = '''
    from articles.models import Tool
    tool = Tool.objects.get(pk=arguments[0])
    wait_for_start()
    ...
    print("saved")
    '''

    @pytest.mark.django_db(transaction=True)
    def test_two_saves_at_once():
        tool = make_tool()
        results = run_together([(SAVE, tool.pk), (SAVE, tool.pk)])
        assert sorted(result.stdout for result in results) == ["conflict\n", "saved\n"]

Before the code runs, Django is set up, `arguments` holds the other values as text, and `wait_for_start()` is defined: it
blocks until every process of the same `run_together` has called it. Code is dedented. A process that fails raises
AssertionError with what it wrote, unless `check=False`.
"""

import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

TIMEOUT_SECONDS = 60
READY = "ready to start"
# Hundreds of processes start; to look for garbage in what they have just loaded, and again at their end, takes a third of it.
PREAMBLE = f"""
import gc
import sys
gc.disable()
import django
django.setup()
gc.freeze()
gc.enable()
arguments = sys.argv[1:]
def wait_for_start():
    print({READY!r}, flush=True)
    sys.stdin.readline()
"""

Result = subprocess.CompletedProcess[str]


def environment_of_test_database() -> dict[str, str]:
    """The environment in which the settings lead to the test database instead of the one it was made beside."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{quote(name)}"
    else:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}").geturl()
    return {**os.environ, "DATABASE_URL": url}


def start_python(code: str, *values: object, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """A process that has begun to run the code; its output waits in pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(code), *map(str, values)],
        cwd=Path(__file__).parent.parent,
        env={**environment_of_test_database(), **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_python(code: str, *values: object, environment: Mapping[str, str] | None = None, check: bool = True) -> Result:
    """Runs one process to its end."""
    return finish(start_python(code, *values, environment=environment), check=check)


def run_together(calls: Sequence[tuple[object, ...]], *, check: bool = True) -> list[Result]:
    """Runs one process for each (code, value, ...) and lets all pass `wait_for_start()` at the same moment."""
    processes = [start_python(str(code), *values) for code, *values in calls]
    try:
        for process in processes:
            wait_until_ready(process)
        for process in processes:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        return [finish(process, check=check) for process in processes]
    finally:
        for process in processes:
            process.kill()


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    line = process.stdout.readline()
    if line.strip() != READY:
        rest, errors = process.communicate(timeout=TIMEOUT_SECONDS)
        raise AssertionError(f"The process did not call wait_for_start():\n{line}{rest}{errors}")


def finish(process: subprocess.Popen[str], *, check: bool) -> Result:
    output, errors = process.communicate(timeout=TIMEOUT_SECONDS)
    if check and process.returncode:
        raise AssertionError(f"The process ended with exit code {process.returncode}:\n{output}{errors}")
    return Result(process.args, process.returncode, output, errors)
