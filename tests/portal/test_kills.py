"""What was acknowledged survives the death of any process: nothing lost, nothing doubled, no own edit refused.

The bench `faults kills` does the same for longer, and kills PostgreSQL too.
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.killing.checking import Diary
from tests.killing.story import check, tell_story

SAVES = 2_000
# A web process is killed when it lives for some seconds; those that end the whole portal are few, since a start costs as much
# as a hundred saves.
VICTIMS = [
    "import", "web_process", "up", "import", "task_worker", "web_process", "web_server", "import",
    "task_worker", "web_process", "up", "import", "task_worker", "web_process", "web_server",
]  # fmt: skip


def test_acknowledged_saves_survive_kills(tmp_path: Path, new_database: Callable[[], dict[str, str]]) -> None:
    folder, variables = tmp_path / "state", new_database()

    story = tell_story(folder, variables, VICTIMS, saves=SAVES)

    assert story.faults == []
    assert story.saves >= SAVES
    assert story.kills == Counter(VICTIMS)
    assert [line for line in story.lines if "Traceback" in line] == []
    assert story.uploads > 0
    assert story.imports > 1
    diary: Diary = json.loads(story.diary.read_text(encoding="utf-8"))
    row = diary["rows"][0]
    row["saved"].append("never saved")
    diary["pictures"].append("never uploaded")
    other = tmp_path / "other.json"
    other.write_text(json.dumps(diary), encoding="utf-8")
    none, faults = check(folder, variables, story.diary, other)
    assert none == []
    name = f"{row['kind']} {row['pk']}"
    told = "lost ['never saved'], doubled [], not acknowledged []"
    assert faults[:2] == [f"{name}, changes: {told}", f"{name}, revisions: {told}"]
    assert faults[-1] == "picture never uploaded is lost"
