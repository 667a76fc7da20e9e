"""A portal that people write in while its processes are killed, one after the other, each after so many saves."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.killing.checking import IMPORT_SCHEME, Diary, SavedRow
from tests.killing.clients import Browser, Participant, Progress, Uploader, Writer
from tests.postgres import Cluster
from tests.running import DEADLINE_SECONDS, ROOT, RunningUp, ages_of_children, clean_environment, free_port, is_alive
from tests.waiting import wait_until

WRITERS = 4
UPLOAD_EVERY, IMPORT_EVERY = 40, 700
IMPORTED_ROWS = 300  # two batches


class Importer(Participant):
    """Brings a table in, with other texts each time, after every so many saves."""

    def __init__(self, folder: Path, environment: Mapping[str, str], progress: Progress, *, may_fail: bool) -> None:
        """may_fail: whether its database is killed too, which no import survives."""
        super().__init__("importer", progress)
        self.path, self.may_fail = folder / "tools.csv", may_fail
        self.environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self.begun = self.finished = 0
        self.is_doomed = False

    def work(self) -> None:
        while self.progress.wait_until(
            lambda: self.is_doomed or self.progress.saves >= IMPORT_EVERY * (self.finished + 1)
        ):
            self.bring_in()

    def kill_one(self) -> None:
        """The next import is killed halfway."""
        with self.progress.condition:
            self.is_doomed = True
            self.progress.condition.notify_all()
        self.progress.wait_until(lambda: not self.is_doomed)

    def rows(self) -> dict[str, str]:
        """What each row says, by its code."""
        return {f"{code:03d}": f"Run {self.begun}" for code in range(IMPORTED_ROWS)}

    def bring_in(self) -> None:
        self.begun += 1
        lines = [f"{code},Imported {code},{text}" for code, text in self.rows().items()]
        self.path.write_text("\n".join(["code,name,summary", *lines]), encoding="utf-8")
        command = [sys.executable, "manage.py", "import_catalogue", str(self.path), "--type", "tools"]
        command += ["--set", IMPORT_SCHEME.removeprefix("import:"), "--map", "code=code"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout
        told = []
        for line in process.stdout:
            told.append(line)
            if self.is_doomed and f" of {IMPORTED_ROWS}" in line:
                process.kill()
        self.note_end(process.wait(), "".join(told))

    def note_end(self, code: int, told: str) -> None:
        with self.progress.condition:
            if code == 0:
                self.finished += 1
            elif code == -signal.SIGKILL:
                self.is_doomed = False
                self.progress.condition.notify_all()
            elif not self.may_fail:
                self.progress.end(f"import: {told}")


class Portal:
    """`up` on one folder and port, killed and started again."""

    def __init__(self, folder: Path, variables: Mapping[str, str], progress: Progress, cluster: Cluster | None) -> None:
        self.folder, self.variables, self.progress, self.cluster = folder, dict(variables), progress, cluster
        self.rng = random.Random(1)  # noqa: S311  the same story each time
        self.port = free_port()
        self.lines: list[str] = []
        self.up = self.start()
        environment = clean_environment(folder, **self.variables)
        self.importer = Importer(folder, environment, progress, may_fail=cluster is not None)

    def start(self) -> RunningUp:
        up = RunningUp(self.folder, "--no-starter", port=str(self.port), **self.variables)
        try:
            up.wait_for_line("is at")
        except BaseException:
            up.stop()
            raise
        return up

    def kill(self, victim: str) -> None:
        getattr(self, f"kill_{victim}")()

    def kill_web_process(self) -> None:
        """One that lives for a while: granian gives up where the same one dies again within 5.5 s."""
        serve = self.up.wait_for_child("manage.py serve")
        pids = wait_until(lambda: [pid for pid, seconds in ages_of_children(serve).items() if seconds > 6])
        os.kill(self.rng.choice(pids), signal.SIGKILL)

    def kill_web_server(self) -> None:
        """`up` ends with it."""
        self.end_by(self.up.wait_for_child("manage.py serve"))

    def kill_up(self) -> None:
        self.end_by(self.up.process.pid)

    def end_by(self, pid: int) -> None:
        """Kills the process, and starts the portal again once nothing is left of it."""
        children = list(self.up.children())
        os.kill(pid, signal.SIGKILL)
        self.up.process.wait(DEADLINE_SECONDS)
        wait_until(lambda: not any(map(is_alive, children)))
        self.lines += self.up.lines
        self.up = self.start()

    def kill_task_worker(self) -> None:
        os.kill(self.up.wait_for_child("db_worker"), signal.SIGKILL)

    def kill_import(self) -> None:
        self.importer.kill_one()

    def kill_database(self) -> None:
        assert self.cluster
        self.cluster.crash()
        self.cluster.resume()


@dataclass
class Story:
    """What came of it. diary: the file with what was acknowledged. lines: what the portal's processes wrote."""

    diary: Path
    saves: int
    kills: Counter[str]
    resent: int
    uploads: int
    imports: int
    faults: list[str]
    lines: list[str]


def tell_story(
    folder: Path, variables: Mapping[str, str], victims: Sequence[str], *, saves: int, cluster: Cluster | None = None
) -> Story:
    """Four people save so often, with uploads and imports beside them, while the victims are killed at equal distances.

    victims: each a process that `Portal` can kill. cluster: the PostgreSQL to kill.
    """
    folder.mkdir(exist_ok=True)
    progress = Progress()
    portal = Portal(folder, variables, progress, cluster)
    try:
        writers, uploader = make_clients(portal.up, progress)
        clients = [*writers, uploader, portal.importer]
        for one in clients:
            one.start()
        kills = kill_in_turn(portal, victims, saves)
        for one in clients:
            one.join(DEADLINE_SECONDS)
        progress.faults += [f"{one.name} does not end." for one in clients if one.is_alive()]
        portal.importer.bring_in()
    finally:
        progress.end()
        code = portal.up.stop()
    assert code == 0, portal.up.lines
    return Story(
        write_diary(folder, writers, uploader, portal.importer),
        progress.saves,
        kills,
        sum(one.browser.resent for one in (*writers, uploader)),
        len(uploader.saved),
        portal.importer.finished,
        progress.faults,
        [*portal.lines, *portal.up.lines],
    )


def make_clients(up: RunningUp, progress: Progress) -> tuple[list[Writer], Uploader]:
    name, password = (up.wait_for_line(words).split()[-1] for words in ("user name", "  password"))
    browsers = [Browser(up.port) for _number in range(WRITERS + 1)]
    for browser in browsers:
        browser.sign_in(name, password)
    writers = [Writer(f"writer{number}", progress, browser) for number, browser in enumerate(browsers[1:])]
    for writer in writers:
        writer.make_rows()
    return writers, Uploader(progress, browsers[0], every=UPLOAD_EVERY)


def kill_in_turn(portal: Portal, victims: Sequence[str], saves: int) -> Counter[str]:
    """Ends the story after so many saves and the last kill."""
    progress, kills = portal.progress, Counter[str]()
    for number in range(1, len(victims) + 2):
        if not progress.wait_for_saves(saves * number // (len(victims) + 1)):
            break
        if number <= len(victims):
            portal.kill(victims[number - 1])
            kills[victims[number - 1]] += 1
    progress.end()
    return kills


def write_diary(folder: Path, writers: Sequence[Writer], uploader: Uploader, importer: Importer) -> Path:
    rows: list[SavedRow] = [
        {"kind": row.kind, "pk": row.pk, "column": row.column, "saved": row.saved}
        for writer in writers
        for row in writer.rows
    ]
    diary: Diary = {"rows": rows, "pictures": uploader.saved, "imported": importer.rows()}
    path = folder / "diary.json"
    path.write_text(json.dumps(diary), encoding="utf-8")
    return path


def check(folder: Path, variables: Mapping[str, str], *diaries: Path) -> list[list[str]]:
    """The faults of the portal by each diary, found by a process of its own."""
    environment = clean_environment(folder, **variables, DJANGO_SETTINGS_MODULE="portal.settings")
    command = [sys.executable, "-m", "tests.killing.checking", *map(str, diaries)]
    found: list[list[str]] = json.loads(subprocess.check_output(command, cwd=ROOT, env=environment, text=True))
    return found
