"""The rules that hold the house together, over every file of the project, and a bad sample for each rule."""

import ast
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests import architecture, content_writes, rooms
from tests.architecture import Rule

ROOT = Path(__file__).parent.parent

# Calls that look like a write to content and are none. (file, call) -> why.
ALLOWED_WRITES = {
    ("articles/access/valkey_store.py", "self.client.delete"): "forgets tries to sign in, in Valkey",
    ("articles/models/free_updates.py", "rows.update"): "an account's own date and password hash",
    ("portal/backups/restoring.py", "SQL"): "drops the empty tables of another version",
    ("portal/backups/rows.py", "InsertQuery"): "puts back the rows of a backup as they were",
    ("portal/sessions/file.py", "self.save"): "a session, in its own file",
    ("articles/transfer/imports/uploading.py", "default_storage.save"): "keeps what was uploaded for an import",
    ("articles/transfer/imports/uploading.py", "default_storage.delete"): "removes it when it is no longer needed",
}


# An example, and what is history.
NAMED_ON_PURPOSE = {
    "articles/operation/releases.py names articles.0099_name, which is not there",
    "CHANGELOG.md names portal.progress, which is not there",
}


@cache
def tracked_files() -> list[str]:
    """What git keeps or would keep; nothing that .gitignore names."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return sorted(name for name in set(names) if (ROOT / name).is_file())


def python_files() -> list[str]:
    return [path for path in tracked_files() if path.endswith(".py")]


def templates() -> list[str]:
    return [
        path for path in tracked_files() if "/templates/" in path and path.endswith((".html", ".svg", ".txt", ".xml"))
    ]


@cache
def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def trees() -> dict[str, ast.Module]:
    """Every file parsed once for all rules, which only look."""
    return {path: ast.parse(read(path)) for path in python_files()}


@cache
def over_trees(rule: Rule) -> list[str]:
    return [problem for path, tree in trees().items() for problem in rule(path, tree)]


def over_texts(rule: Callable[[str, str], list[str]], paths: list[str]) -> list[str]:
    return [problem for path in paths for problem in rule(path, read(path))]


def test_files_are_found() -> None:
    assert {"manage.py", "portal/settings.py", "articles/apps.py", "api/apps.py"} <= set(python_files())


def test_imports_go_from_the_faces_to_the_domain() -> None:
    assert over_trees(architecture.wrong_imports) == []


def test_rooms_use_what_stands_below_them() -> None:
    assert rooms.upward_imports(trees()) == []


def test_packages_do_not_import_each_other() -> None:
    assert rooms.circles({path: tree for path, tree in trees().items() if not path.startswith("tests/")}) == []


def test_comments_and_documents_name_what_there_is() -> None:
    named = {path: read(path) for path in tracked_files() if path.endswith((".py", ".md", ".html", ".css", ".js"))}
    named["tests/test_architecture.py"] = ""  # has bad samples

    assert [problem for problem in rooms.unknown_names(named) if problem not in NAMED_ON_PURPOSE] == []


def test_private_names_stay_in_their_package() -> None:
    assert over_trees(architecture.private_imports) == []


def test_files_are_short() -> None:
    paths = [path for path in python_files() if "/migrations/" not in path]

    assert over_texts(architecture.too_long, paths) == []


def test_functions_are_short() -> None:
    assert over_trees(architecture.long_functions) == []


def test_files_have_telling_names() -> None:
    assert [problem for path in python_files() for problem in architecture.vague_name(path)] == []


def test_only_editing_writes_content() -> None:
    problems = over_trees(content_writes.content_writes)

    assert [problem for problem in problems if as_allowed(problem) not in ALLOWED_WRITES] == []


def test_each_allowed_write_still_stands() -> None:
    assert {as_allowed(problem) for problem in over_trees(content_writes.content_writes)} >= set(ALLOWED_WRITES)


def as_allowed(problem: str) -> tuple[str, str]:
    return problem.split(":", 1)[0], problem.rsplit(": ", 1)[-1]


def test_only_rendering_makes_safe_html() -> None:
    assert over_trees(architecture.unsafe_output) == []


def test_templates_hold_nothing_inline_or_unescaped() -> None:
    assert over_texts(architecture.template_faults, templates()) == []


def test_no_file_names_this_machine() -> None:
    paths = [path for path in tracked_files() if not path.endswith((".png", ".jpg", ".webp", ".ico", ".woff2", ".zip"))]

    assert over_texts(architecture.machine_texts, paths) == []


# Bad samples: each rule catches what it is for, and lets its neighbour pass.


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("articles/models/tool.py", "import portal.settings"),
        ("articles/models/tool.py", "from api import views"),
        ("articles/models/tool.py", "def f():\n    from portal.context import site"),
        ("articles/models/tool.py", "from ...portal import context"),
        ("articles/models/tool.py", "importlib.import_module('portal.views')"),
        ("api/views/tools.py", "from portal.settings import VAR_DIR"),
        ("api/views/tools.py", "if TYPE_CHECKING:\n    import portal"),
        ("portal/views/tools.py", "from api.serializers import ToolSerializer"),
        ("portal/views/tools.py", "x = import_string('api.serializers.ToolSerializer')"),
        ("portal/views/tools.py", "include('api.urls')"),
        ("portal/views/tools.py", "from tests.factories import make_tool"),
    ],
)
def test_wrong_import_is_caught(path: str, code: str) -> None:
    assert len(architecture.wrong_imports(path, ast.parse(code))) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("portal/urls.py", "include('api.urls')"),
        ("portal/views/tools.py", "from articles.models import Tool\nimport portal.checks"),
        ("api/views/tools.py", "from . import serializers\nfrom ..views import tools\nimport apiary, portals"),
        ("tests/api/test_tools.py", "import portal, api, articles"),
    ],
)
def test_right_import_passes(path: str, code: str) -> None:
    assert architecture.wrong_imports(path, ast.parse(code)) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("articles/models/tool.py", "from articles.editing import save_item"),
        ("articles/publishing.py", "from articles.history.changes import follow"),
        ("articles/reading/search.py", "from articles.editing.saving import save_item"),
        ("articles/editing/saving.py", "def f():\n    from articles import transfer"),
        ("articles/transfer/imports/run.py", "import articles.admin.site"),
    ],
)
def test_import_from_a_higher_room_is_caught(path: str, code: str) -> None:
    house = {f"articles/{room}/__init__.py": ast.parse("") for room in rooms.ROOMS}

    assert len(rooms.upward_imports({**house, path: ast.parse(code)})) == 1


def test_room_without_a_place_is_caught() -> None:
    assert rooms.upward_imports({"articles/extras/__init__.py": ast.parse("")}) == [
        "articles/extras has no place among the rooms"
    ]


def test_circle_of_packages_is_caught() -> None:
    house = {
        "portal/__init__.py": "", "portal/a/__init__.py": "", "portal/b/__init__.py": "",
        "portal/a/x.py": "from portal.b import y", "portal/b/y.py": "import portal.c", "portal/c.py": "from portal.a import x",
        "portal/b/z.py": "from portal.b import y",
    }  # fmt: skip

    told = rooms.circles({path: ast.parse(code) for path, code in house.items()})

    assert told[0] == "portal.a leads back to itself: portal.a -> portal.b -> portal.c -> portal.a"
    assert len(told) == 3


def test_name_of_what_is_not_there_is_caught() -> None:
    house = {
        "articles/a.py": "def known(): ...",
        "README.md": "`articles.a` `articles.a.known` `articles/a.py` `articles.b` `articles.a.lost` `articles/b.py` articles.c",
    }

    assert [problem.split()[2] for problem in rooms.unknown_names(house)] == [
        "articles.b,",
        "articles.a.lost,",
        "articles/b.py,",
    ]


def test_private_import_is_caught() -> None:
    tree = ast.parse("from articles.publishing import _rule, published_q\nfrom portal.views import _own")

    assert architecture.private_imports("portal/views/tools.py", tree) == [
        "portal/views/tools.py:1 imports _rule of articles.publishing, which is private"
    ]


@pytest.mark.parametrize(("path", "limit"), [("articles/x.py", 400), ("tests/test_x.py", 600)])
def test_long_file_is_caught(path: str, limit: int) -> None:
    assert architecture.too_long(path, "\n" * limit) == []
    assert architecture.too_long(path, "\n" * (limit + 1)) == [f"{path}:{limit + 1} has more than {limit} lines"]


def test_long_function_is_caught() -> None:
    sample = "async def short():\n" + "    x\n" * 49 + "class C:\n  def long(self):\n" + "    x\n" * 50

    assert architecture.long_functions("a.py", ast.parse(sample)) == ["a.py:52 long has 51 lines, more than 50"]


def test_vague_name_is_caught() -> None:
    assert architecture.vague_name("articles/utils.py") == ["articles/utils.py:1 says nothing by its name"]


@pytest.mark.parametrize(
    "code",
    [
        "item.save()",
        "self.object.save(update_fields=['name'])",
        "form.save()",
        "tool.delete()",
        "await tool.asave()",
        "await tool.adelete()",
        "Tool.objects.filter(name='x').update(name='y')",
        "Tool._default_manager.create(name='x')",
        "manager.bulk_create(rows)",
        "queryset.bulk_update(rows, ['name'])",
        "queryset.update(name='y')",
        "await queryset.aupdate(name='y')",
        "queryset.get_or_create(name='x')",
        "await queryset.aupdate_or_create(name='x')",
        "queryset._raw_delete('default')",
        "article.skills.add(skill)",
        "article.skills.set([])",
        "article.skills.clear()",
        "await article.tools.aremove(tool)",
        "get(pk).alias_set.create(name='x')",
        "Article.skills.through.objects.filter(x=1).delete()",
        "cursor.execute('UPDATE articles_tool SET name = 1')",
        "cursor.execute('delete from \"articles_tool\"')",
        "links = article.skills\nlinks.add(x)",
        "for links in (article.skills, article.tools):\n    links.set([])",
        "if links := article.skills:\n    links.clear()",
        "User.objects.get(pk=1).articles.add(article)",
        "getattr(item, 'save')()",
        "cursor.execute(f'UPDATE {table} SET x = 1')",
        "cursor.execute(f'delete from {table}')",
        "super().save_model(request, obj, form, change)",
        "super().delete_queryset(request, queryset)",
        "admin.ModelAdmin.save_related(self, request, form, formsets, change)",
        "write = item.save\nwrite()",
        "write = item.asave",
        "map(Article.save, items)",
        "Model.save(item)",
        "models.Model.save_base(item, raw=True)",
        "from articles.models import Tool as T\nT.objects.create(name='x')",
        "from articles.models import Tool as User\nUser.objects.create(name='x')",
        "import articles.models as m\nm.Tool.objects.bulk_create(rows)",
        "cursor.execute('REPLACE INTO articles_tool VALUES (1)')",
        "cursor.execute('INSERT OR REPLACE INTO articles_tool VALUES (1)')",
        "cursor.executemany('UPDATE articles_tool SET name = %s', rows)",
        "Tool.objects.raw('UPDATE articles_tool SET name = 1 RETURNING *')",
        "cursor.execute('UPDATE ONLY articles_tool SET name = 1')",
        "cursor.execute('TRUNCATE articles_tool')",
        "cursor.execute('truncate table \"articles_tool\"')",
        "cursor.copy('COPY articles_tool FROM STDIN')",
        "cursor.execute('MERGE INTO articles_tool USING x ON true')",
        "cursor.execute('DROP TABLE IF EXISTS articles_tool')",
        "cursor.execute('WITH x AS (SELECT 1) DELETE FROM articles_tool')",
        "cursor.execute('UPDATE ' + table)",
        "cursor.execute('UPDATE %s SET name = 1' % table)",
        "sql.SQL('DELETE FROM {}').format(table)",
        "functools.partial(item.save)",
        "partial(Tool.objects.create, name='x')",
        "list(map(methodcaller('save'), items))",
        "list(map(operator.methodcaller('update', name='x'), querysets))",
        "operator.attrgetter('save')(item)()",
        "attrgetter('owner.adelete')",
        "getattr(Tool.objects, 'create')(name='x')",
        "create = Tool.objects.bulk_create",
        "create = Tool.objects.create\ncreate(name='x')",
        "rows = Tool.objects.all()\nwrite = rows.update",
        "manager = Tool.objects\nmanager.create(name='x')",
        "QuerySet.update(rows, name='x')",
        "PublishableQuerySet.update(rows, name='x')",
        "transaction.on_commit(item.save)",
        "executor.submit(item.delete)",
        "Thread(target=form.save).start()",
        "for write in (item.save, print):\n    write()",
        "lambda: item.save()",
        "writers = {'tool': tool.save}",
        "article.skills.through(article=a, skill=s).save()",
        "Tool.objects._insert(rows)",
        "UpdateQuery(Tool)",
        "call_command('loaddata', 'x.json')",
        "link = article.skills.add",
    ],
)
def test_write_to_content_is_caught(code: str) -> None:
    assert len(content_writes.content_writes("api/views/tools.py", ast.parse(code))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "seen.add(pk)",
        "seen.clear()\nnames.remove(name)",
        "self.wanted[Tool].update(ids)",
        "values.update({'a': 1})",
        "digest.update(data)",
        "skills.add(pk)",
        "files.add(tool.objects)",
        "super().save(*args)",
        "get_user_model().objects.create(username='x')",
        "User.objects.filter(pk=1).update(is_active=False)",
        "Tool.objects.filter(name='x').exists()",
        "save_item(item, snapshot)",
        "cursor.execute('SELECT * FROM articles_tool')",
        "cursor.execute(f'SELECT * FROM {table}')",
        "getattr(item, 'name')",
        "seen = article.title\nseen.add(x)",
        "super().get_queryset(request)",
        "write = item.saved",
        "map(Article.clean, items)",
        "from articles.models import User as Tool\nTool.objects.create(username='x')",
        "cursor.execute('SELECT * FROM articles_tool FOR UPDATE')",
        "text = 'Update the articles_tool by hand.'",
        "methodcaller('strip')",
        "attrgetter('item.saved_at')",
        "methodcaller('update', {'a': 1})",
        "seen = set(Tool.objects.values_list('pk'))\nseen.add(pk)",
        "found = Tool.objects.in_bulk(ids)\nfound.update({pk: tool})",
        "put = seen.add",
        "item.save = None",
        "call_command('check')",
        "partial(save_item, item)",
    ],
)
def test_what_writes_no_content_passes(code: str) -> None:
    assert content_writes.content_writes("api/views/tools.py", ast.parse(code)) == []


@pytest.mark.parametrize(
    "path", ["articles/editing/saving.py", "articles/migrations/0001_initial.py", "tests/factories.py"]
)
def test_places_that_may_write(path: str) -> None:
    assert content_writes.content_writes(path, ast.parse("item.save()")) == []


@pytest.mark.parametrize(
    "code",
    [
        "from django.utils.safestring import mark_safe",
        "safestring.mark_safe(text)",
        "SafeString(text)",
        "class C:\n    def __html__(self): ...",
    ],
)
def test_unsafe_output_is_caught(code: str) -> None:
    assert len(architecture.unsafe_output("portal/templatetags/texts.py", ast.parse(code))) == 1
    assert architecture.unsafe_output("articles/rendering/writer.py", ast.parse(code)) == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("{{ body|safe }}", "takes text for safe HTML"),
        ("{{ bodies | safeseq }}", "takes text for safe HTML"),
        ("{% autoescape off %}", "takes text for safe HTML"),
        ("<script>x()</script>", "has an inline script"),
        ("<script type='module'>x()</script>", "has an inline script"),
        ("<style>p {}</style>", "has an inline style"),
        ("<p class='a'\n style='color: red'>", "has an inline style"),
        ("<button onclick='x()'>", "has an event attribute"),
        ("<a href='javascript:x()'>", "has a javascript: address"),
    ],
)
def test_bad_template_is_caught(markup: str, fault: str) -> None:
    assert architecture.template_faults("t.html", f"\n{markup}") == [f"t.html:2 {fault}"]


def test_good_template_passes() -> None:
    markup = """
    {# never |safe, nor <style> #}{% comment %} <script>x()</script> {% endcomment %}
    <script src="{% static 'x.js' %}" defer></script><script type="application/ld+json">{}</script>
    <p class="style" data-on="1" lang="en">{{ body|safely }} a < b, on = 1, style = 2</p>
    """

    assert architecture.template_faults("t.html", markup) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/simple",
        "/ro" + "ot/.cache",
        "cd /wo" + "rk/main",
        "/ho" + "me/ada/x",
        "deb." + "debian.org",
    ],
)
def test_text_of_one_machine_is_caught(text: str) -> None:
    assert len(architecture.machine_texts("a.md", f"see {text}")) == 1


def test_text_of_no_machine_passes() -> None:
    assert (
        architecture.machine_texts("a.md", "see /homepage/ and /articles/work/ and https://portal.example/root/x") == []
    )
