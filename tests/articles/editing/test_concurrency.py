"""Several processes write at once, each with its own connection: nobody's edit is lost, and the log has no gap."""

import pytest

from articles.history.tokens import current_token
from articles.models import Change, Redirect, Revision, Skill
from tests.factories import make_skill
from tests.processes import run_together

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
SAVES = 6

EDIT = """
from articles.editing import EditConflict, save_item
from articles.models import Skill

skill = Skill.objects.get(pk=arguments[0])
wait_for_start()
try:
    save_item(skill, {"fields": {"summary": arguments[1]}}, by=None, expected_version=skill.version)
    print("saved")
except EditConflict as conflict:
    print("conflict", conflict.actual_version)
"""

CREATE = f"""
from articles.editing import save_item
from articles.models import Skill

wait_for_start()
for number in range({SAVES}):
    fields = {{"name": f"{{arguments[0]}} number {{number}}", "status": "published"}}
    save_item(Skill(), {{"fields": fields}}, by=None, expected_version=0)
"""

WATCH = f"""
import time
from articles.models import Change

wait_for_start()
seen, deadline = 0, time.monotonic() + 30
while seen < {WRITERS * SAVES} and time.monotonic() < deadline:
    numbers = sorted(Change.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    seen = len(numbers)
print(seen)
"""

SAME_TITLE = """
from articles.editing import save_item
from articles.models import Article

wait_for_start()
print(save_item(Article(), {"fields": {"title": "Same title"}}, by=None, expected_version=0).slug)
"""

LINK = """
from django.core.exceptions import ValidationError
from articles.editing import save_item
from articles.models import Skill

skill = Skill.objects.get(pk=arguments[0])
wait_for_start()
try:
    save_item(skill, {"links": {"prerequisites": [arguments[1]]}}, by=None, expected_version=1)
    print("saved")
except ValidationError:
    print("circle")
"""

RENAME = """
from django.core.exceptions import ValidationError
from articles.editing import save_item
from articles.models import Skill

skill = Skill.objects.get(pk=arguments[0])
wait_for_start()
try:
    save_item(skill, {"fields": {"slug": "wanted"}}, by=None, expected_version=1)
    print("saved")
except ValidationError:
    print("taken")
"""


def outputs(calls) -> list[str]:
    return sorted(result.stdout.strip() for result in run_together(calls))


def test_two_saves_of_one_version_are_one_save_and_one_conflict() -> None:
    skill = make_skill()
    assert outputs([(EDIT, skill.pk, "mine"), (EDIT, skill.pk, "theirs")]) == ["conflict 2", "saved"]
    assert list(Revision.objects.filter(item_id=skill.pk).values_list("version", flat=True)) == [2, 1]
    assert Skill.objects.get().version == 2


def test_eight_writers_number_their_changes_without_gap_in_the_order_of_their_commits() -> None:
    writers = [(CREATE, f"Writer {number}") for number in range(WRITERS)]
    [seen] = [result.stdout.strip() for result in run_together([*writers, (WATCH,)]) if result.stdout.strip()]
    assert seen == str(WRITERS * SAVES)
    assert list(Change.objects.values_list("number", flat=True)) == list(range(1, WRITERS * SAVES + 1))
    assert current_token().number == WRITERS * SAVES


def test_writers_of_one_title_get_addresses_of_their_own() -> None:
    slugs = outputs([(SAME_TITLE,)] * 4)
    assert len(set(slugs)) == 4
    assert {"same-title", "same-title-en"} < set(slugs)


def test_two_links_that_would_close_a_circle_are_one_link_and_one_refusal() -> None:
    first, second = make_skill(), make_skill()
    assert outputs([(LINK, first.pk, second.pk), (LINK, second.pk, first.pk)]) == ["circle", "saved"]


def test_one_address_goes_to_one_of_two_items() -> None:
    first, second = make_skill(), make_skill()
    assert outputs([(RENAME, first.pk), (RENAME, second.pk)]) == ["saved", "taken"]
    assert Redirect.objects.count() == 1
