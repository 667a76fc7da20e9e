"""What is exported and imported again is the same: into the portal it came from, and into an empty one."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.editing import save_record
from articles.models import Article, ChangeCounter, Figure, ImportBatch, Occupation, Picture, Tool, User
from articles.transfer.exports import export_items
from tests.factories import (
    change,
    count,
    make_article,
    make_category,
    make_figure,
    make_group,
    make_industry,
    make_occupation,
    make_path,
    make_picture,
    make_section,
    make_skill,
    make_source,
    make_tool,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)
FORMATS = {"json": "all.json", "csv": "all.zip", "xlsx": "all.zip", "md": "all.zip"}
HOSTILE = "=cmd|' /C calc'!A0 “x” | a\\|b; «é» \u202b→ 'quoted' \\"


def make_world() -> None:
    """Everything that content can be, with texts that files find hard to hold."""
    top = make_category(scheme="a=b", code="x|y", name='Top, "quoted"')
    low = make_category(scheme="a=b", code="low", name="Low", parent=top)
    codes = [{"scheme": "s=t", "code": "01.10"}, {"scheme": "plain", "code": "+1"}]
    resources = [{"kind": "docs", "title": "-Docs", "url": "https://docs.example/a?b=c|d", "language": "pt-BR"}]
    tool = make_tool(
        name=f"Tool {HOSTILE}",
        aliases=[{"name": "@x@de", "language": "de"}, {"name": "a|b", "language": ""}],
        categories=[top, low],
        homepage="https://tool.example/",
        external_ids=codes,
        resources=resources,
        description="# One\n\n" + "long line, " * 4_000 + "\n\n| a | b |\n|---|---|\n| =1 | -2 |\n",
    )
    draft = make_tool(name="Draft", status="draft", publish_at="2031-01-01T00:00:00Z")
    group, section = make_group("Group & more"), make_section("Section")
    base = make_skill(name="Base", group=group, tools=[tool])
    skill = make_skill(name="Skill", broader=base, prerequisites=[base], tools=[tool, draft], summary=f"{HOSTILE} end")
    parent = make_industry(name="Twin", ai_use="- a\n- b\n")
    industry = make_industry(name="Twin", parent=parent, skills=[skill], tools=[tool])
    occupation = make_namesakes(skills=[skill], tools=[tool])
    make_figure(industry=industry, occupation=occupation, value="1234.5")
    make_figure(industry=parent, occupation=occupation, value=None, measure="wage")
    picture = make_changed_picture()
    article = make_article(
        title=f"Art {HOSTILE}",
        body=f"See [[tool:{tool.pk}|it]].\n\n![A box](picture:{picture.pk})\n\n```\n=1\n![x](picture:{picture.pk})\n```",
        section=section,
        cover=picture,
        skills=[skill],
        tools=[tool],
        industries=[industry],
        authors=list(User.objects.all()),
        review_due_on="2026-12-24",
        is_featured=True,
        publish_at="2020-02-29T12:30:00Z",
        expire_at="2040-01-01T00:00:00Z",
    )
    other = make_article(
        title="Andere", language="de", translation_group=str(article.translation_group), origin="syndicated",
        source=make_source(author="A; B", permission="Asked.\nAllowed."), related=[article], status="archived",
    )  # fmt: skip
    change(article, related=[other])
    make_path(
        name="Path",
        steps=[{"title": "=First", "note": "a\nb", "hours": 3, "skills": [str(skill.pk)]}, {"title": "Then", "is_required": False, "articles": [str(other.pk)]}],
    )  # fmt: skip


def make_changed_picture() -> Picture:
    """One that editors described anew and aimed; besides it one that nothing shows."""
    make_picture(color="red", alt="")
    picture = make_picture(alt="A box")
    picture.alt, picture.focus_x, picture.focus_y = "A =box", 20, 100
    return save_record(picture, by=None)


def make_namesakes(**links: Any) -> Occupation:
    """Occupations whose aliases are names: of the next ones, and of the first itself."""
    aliases = [{"name": name, "language": ""} for name in ("Warden", "Porter", "keeper")]
    first = make_occupation(name="Keeper", aliases=aliases, **links)
    make_occupation(name="Porter", aliases=[{"name": "Watcher", "language": "en"}])
    make_occupation(name="Watcher")
    return first


def content(folder: Path) -> dict[str, Any]:
    """Everything but versions, by id."""
    export_items(folder / "content.json", "json", replace=True)
    document = json.loads((folder / "content.json").read_bytes())
    rows = [*document["items"], *(row for kind in document["records"].values() for row in kind)]
    return {row["id"]: {name: value for name, value in row.items() if name != "version"} for row in rows}


@pytest.fixture(params=FORMATS)
def exported(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make_user("author", public_name="An Author")
    make_world()
    export_items(tmp_path / FORMATS[request.param], request.param)
    return tmp_path / FORMATS[request.param]


def test_export_changes_nothing_where_it_came_from(exported: Path) -> None:
    before = ChangeCounter.objects.get().number
    call_command("import_catalogue", str(exported))
    assert ChangeCounter.objects.get().number == before


def empty_portal(settings: Any, folder: Path) -> None:
    """Nothing is left, in the database and in its folder of files, but the account that articles name as their author."""
    call_command("flush", interactive=False, verbosity=0)
    settings.MEDIA_ROOT = folder / "empty"
    make_user("author", public_name="An Author")


def test_export_makes_the_same_content_in_an_empty_portal(exported: Path, tmp_path: Path, settings: Any) -> None:
    expected = content(tmp_path)
    empty_portal(settings, tmp_path)
    call_command("import_catalogue", str(exported))
    assert content(tmp_path) == expected
    before = ChangeCounter.objects.get().number
    call_command("import_catalogue", str(exported))
    assert ChangeCounter.objects.get().number == before


def test_dry_run_into_an_empty_portal_tells_every_row_and_writes_nothing(
    exported: Path, tmp_path: Path, settings: Any
) -> None:
    empty_portal(settings, tmp_path)
    out = io.StringIO()

    call_command("import_catalogue", str(exported), dry_run=True, stdout=out)

    sums = [line for line in out.getvalue().splitlines() if " read = " in line and not line.startswith("pictures")]
    assert len(sums) == 12
    assert all(re.search(r" (\d+) read = \1 created \+ 0 changed", line) for line in sums[:-1]), out.getvalue()
    assert "pictures: 2 read = 0 created + 0 changed + 2 same + 0 skipped + 0 failed" in out.getvalue()
    assert sums[-1].endswith("; 0 warnings, 2 pictures")
    assert count(Tool) == count(Figure) == count(ImportBatch) == count(Picture) == 0
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize("file_format", FORMATS)
def test_text_that_repeats_itself_comes_back(tmp_path: Path, file_format: str) -> None:
    text = "A line that stands here again.\n" * 15_000
    make_tool(name="Long", description=text)
    export_items(tmp_path / FORMATS[file_format], file_format)
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_catalogue", str(tmp_path / FORMATS[file_format]))
    assert Tool.objects.get().description == text.rstrip("\n")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["tools", "occupations", "figures"])
def test_table_of_one_type_comes_back_under_any_name(tmp_path: Path, file_format: str, kind: str) -> None:
    make_figure(industry=make_industry(), occupation=make_occupation(tools=[make_tool()]))
    path = tmp_path / f"{kind}-2026-01-31.{file_format}"
    export_items(path, file_format, types=[kind])
    before = ChangeCounter.objects.get().number
    call_command("import_catalogue", str(path))
    assert ChangeCounter.objects.get().number == before


def test_edit_in_the_file_is_taken_over_and_an_editors_edit_since_stays(tmp_path: Path) -> None:
    first, second = make_tool(name="First", summary="Old."), make_tool(name="Second", summary="Old.")
    export_items(tmp_path / "tools.csv", "csv", types=["tools"])
    path = tmp_path / "tools.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("Old.", "New."), encoding="utf-8")
    change(second, summary="Ours.", vendor="Us")
    call_command("import_catalogue", str(path))
    assert set(Tool.objects.values_list("name", "summary", "vendor")) == {
        ("First", "New.", ""),
        ("Second", "Ours.", "Us"),
    }
    assert first.pk in {tool.pk for tool in Tool.objects.filter(version=2)}


def test_row_added_by_hand_to_an_export_makes_an_item(tmp_path: Path) -> None:
    make_tool(name="First")
    export_items(tmp_path / "tools.csv", "csv", types=["tools"])
    with (tmp_path / "tools.csv").open("a", encoding="utf-8") as file:
        columns = (tmp_path / "tools.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        file.write(",".join("By hand" if name == "name" else "" for name in columns) + "\r\n")
    call_command("import_catalogue", str(tmp_path / "tools.csv"))
    assert Tool.objects.get(name="By hand").status == "published"


def test_figures_and_articles_keep_their_numbers_and_dates(tmp_path: Path) -> None:
    make_user("author", public_name="An Author")
    make_world()
    export_items(tmp_path / "all.zip", "md")
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_catalogue", str(tmp_path / "all.zip"))
    assert {str(figure.value) for figure in Figure.objects.all()} == {"1234.500", "None"}
    assert (count(Article), count(Picture)) == (2, 2)
