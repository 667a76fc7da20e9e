"""Breaks the portal on purpose, one way after the other, and says which the tests notice.

`python -m tests.bench breaks [NAME ...]`, all of `BREAKS` without a name. Works in a copy of the tree, never in the tree itself.
Ends with 1 where a break went unnoticed, where its text is no longer found in its file, or where the tests fail without it.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
NOTHING_RAN = 5


class Break(NamedTuple):
    """In `path` the one place with `old` becomes `new`; `tests`, as pytest takes them, have to fail then."""

    path: str
    old: str
    new: str
    tests: str


VISIBILITY = "tests/test_visibility.py"
TWINS = f"{VISIBILITY}::test_what_is_hidden_changes_nothing_of_what_is_shown"
SURFACES = f"{VISIBILITY}::test_no_surface_shows_anything_of_a_hidden_item_and_each_shows_the_control"
PARAMETERS = f"{VISIBILITY}::test_no_documented_parameter_brings_a_hidden_item_out"
PICTURES = f"{VISIBILITY}::test_picture_that_only_hidden_items_show_is_not_delivered_and_a_shown_one_is"
DOORS = "tests/articles/admin/test_doors.py"
TOKEN = f"{DOORS}::test_every_address_of_the_admin_refuses_a_form_without_its_token"
DOOR = f"{DOORS}::test_page_stays_shut_without_its_right_and_opens_by_that_alone"
USES = "tests/articles/admin/test_uses.py"
TOKENS = "tests/articles/history/test_tokens.py"
HEADERS = "tests/portal/views/test_protection.py::test_other_answers_bear_every_header"
PASSWORDS = "tests/portal/test_settings.py::test_password_is_long_unusual_and_not_the_name"
EXEMPT = '__import__("django.views.decorators.csrf", fromlist=["x"]).csrf_exempt(view)'

# fmt: off
BREAKS: dict[str, Break] = {
    "counts of linked items": Break("articles/reading/items/links.py", "first = relation.rows(item, at).order_by()[: MAX_COUNT + 1]", "first = relation.model._default_manager.filter(relation.condition(item)).order_by()[: MAX_COUNT + 1]", TWINS),
    "count of a list": Break("articles/reading/lists/facet_counts.py", "count_rows(listing.narrowed(chosen, at), TOTAL)", "count_rows(listing.model._default_manager.all(), TOTAL)", TWINS),
    "counts of filters": Break("articles/reading/lists/facet_counts.py", "facets[name].count(name, rows, values)", "facets[name].count(name, listing.model._default_manager.all(), values)", TWINS),
    "counts without a filter": Break("articles/reading/lists/facet_counts.py", "[count_rows(rows, WITHOUT, name)]", "[count_rows(listing.model._default_manager.all(), WITHOUT, name)]", TWINS),
    "counts of the home page": Break("articles/reading/lists/catalogue_totals.py", "listing.narrowed({}, at)", "listing.model._default_manager.all()", TWINS),
    "visible items in the admin's overview": Break("articles/admin/site.py", "model._default_manager.published(now)) for", "model._default_manager.all()) for", "tests/articles/admin/test_lists.py"),
    "dates of the sitemap": Break("articles/reading/sitemap.py", "    parts = [named(item_type, indexed_rows(item_type, at).order_by()) for item_type in ITEM_MODELS]\n", "    parts = [named(item_type, ITEM_MODELS[item_type]._default_manager.order_by()) for item_type in ITEM_MODELS]\n", TWINS),
    "suggestions to compare": Break("articles/reading/items/compare.py", "_default_manager.published(at).filter(alike)", "_default_manager.filter(alike)", TWINS),
    "names offered to compare": Break("articles/reading/items/compare.py", "_default_manager.published(at or timezone.now()).order_by", "_default_manager.order_by", TWINS),
    "articles in common": Break("articles/reading/items/compare.py", "rows = Article._default_manager.published(at)\n", "rows = Article._default_manager.all()\n", TWINS),
    "order of compared occupations": Break("articles/reading/items/figures.py", "Count(\"skills\", filter=published_q(at, \"skills__\"))", "Count(\"skills\")", TWINS),
    "occupations compared": Break("articles/reading/items/figures.py", "        published_q(at, \"industry__\"), occupation=OuterRef(\"pk\"),", "        occupation=OuterRef(\"pk\"),", f"{TWINS} tests/portal/views/test_figures.py"),
    "skills on the map": Break("articles/reading/skillmap/loading.py", "Skill.objects.published(at).order_by", "Skill.objects.order_by", TWINS),
    "paths on the map": Break("articles/reading/skillmap/loading.py", "published_q(at, \"step__path__\"), published_q(at, \"skill__\")", "published_q(at, \"skill__\")", TWINS),
    "related articles": Break("articles/reading/items/related.py", "Article.objects.filter(published_q(at), language", "Article.objects.filter(language", TWINS),
    "links of steps": Break("articles/reading/items/steps.py", "named_values(skills, Skill, F(\"step_id\"), prefix=\"skill__\", at=at)", "named_values(skills, Skill, F(\"step_id\"), prefix=\"skill__\")", TWINS),
    "figures of a page": Break("articles/reading/items/figures.py", "Figure.objects.filter(published_q(at or timezone.now(), f\"{name}__\"), **", "Figure.objects.filter(**", TWINS),
    "links of the API": Break("api/loading.py", "link_rows(field.related_model._default_manager.published(at), *back)", "link_rows(field.related_model._default_manager.all(), *back)", TWINS),
    "expiry in feeds": Break("portal/entries.py", "LISTINGS[\"article\"].rows(chosen, at)", "Article.objects.filter(status=\"published\", publish_at__lte=at).defer(\"body_html\")", TWINS),
    "search": Break("articles/reading/search.py", "model._default_manager.published(at).filter(fits(wanted, aliases))", "model._default_manager.filter(fits(wanted, aliases))", TWINS),
    "pictures of hidden tools": Break("articles/media/shown_pictures.py", "visible = model._default_manager.published(at).filter", "visible = (model._default_manager.all() if item_type == \"tool\" else model._default_manager.published(at)).filter", PICTURES),
    "pictures of expired items": Break("articles/media/shown_pictures.py", "visible = model._default_manager.published(at).filter", "visible = model._default_manager.filter(status=\"published\").filter", PICTURES),
    "section of drafts only, named in a filter": Break("articles/reading/lists/facets.py", "Q() if has_page else Q(is_used(self.model, self.link, at))", "Q()", TWINS),
    "section of hidden articles counts as used": Break("articles/reading/lists/facets.py", "visible = model._default_manager.filter(published_q(at))\n", "visible = model._default_manager.all()\n", TWINS),
    "sections offered by the home page": Break("articles/reading/lists/facet_counts.py", "Article._default_manager.filter(published_q(at), section=OuterRef(\"pk\"))", "Article._default_manager.filter(section=OuterRef(\"pk\"))", TWINS),
    "hidden item named in a filter": Break("articles/reading/lists/facets.py", "        if has_page:\n            rows = rows.filter(published_q(at))\n", "", TWINS),
    "authors of hidden articles": Break("articles/reading/items/bylines.py", ".exclude(author__public_name=\"\")", "", f"{SURFACES} tests/api"),
    "token of the history's forms": Break("articles/admin/history.py", "self.admin_site.admin_view(view) for", 'self.admin_site.admin_view(' + EXEMPT + ') for', TOKEN),
    "token of an import's forms": Break("articles/admin/imports.py", "wrap(view), name=f\"articles_importbatch", 'wrap(' + EXEMPT + '), name=f"articles_importbatch', TOKEN),
    "token of a mass action's forms": Break("articles/admin/mass.py", "wrap(view), name=f\"articles_massaction", 'wrap(' + EXEMPT + '), name=f"articles_massaction', TOKEN),
    "token of every form": Break("portal/settings.py", "    \"django.middleware.csrf.CsrfViewMiddleware\",\n", "", f"{TOKEN} tests/portal/up/test_starting.py::test_other_commands_work_before_the_first_start"),
    "trash without the right, by the form": Break("articles/rights.py", "    rights |= {Right.DELETE} if Status.TRASHED in (was, then) else set()\n", "", "tests/articles/test_rights.py"),
    "trash without the right, by its page": Break("articles/admin/trash.py", "if not self.has_delete_permission(request, item):", "if item is None:", DOOR),
    "trash with other changes": Break("articles/rights.py", "return after[\"fields\"] == fields and (", "return after[\"fields\"] == fields or (", "tests/articles/test_rights.py"),
    "statuses offered by the form": Break("articles/admin/base.py", "allowed = choosable_statuses(editor_of(request), self.model, row.status)", "allowed = choosable_statuses(None, self.model, row.status)", f"{DOORS}::test_form_offers_no_status_that_the_save_would_refuse"),
    "names in used in": Break("articles/admin/panels.py", " and may_view(use.model)\n", "\n", USES),
    "names in used in, of pictures": Break("articles/admin/picture.py", "if not may_view(model):", "if model is None:", USES),
    "policy without base-uri": Break("portal/protection.py", "    \"base-uri\": [CSP.NONE],\n", "", HEADERS),
    "policy without form-action": Break("portal/protection.py", "    \"form-action\": [CSP.SELF],\n", "", HEADERS),
    "policy without frame-ancestors": Break("portal/protection.py", "    \"frame-ancestors\": [CSP.NONE],\n", "", HEADERS),
    "pictures from anywhere": Break("portal/protection.py", "\"img-src\": [CSP.SELF]", "\"img-src\": [\"*\"]", HEADERS),
    "referrer told to others": Break("portal/settings.py", "\"strict-origin-when-cross-origin\"", "\"unsafe-url\"", HEADERS),
    "frames of the same site": Break("portal/settings.py", "X_FRAME_OPTIONS = \"DENY\"", "X_FRAME_OPTIONS = \"SAMEORIGIN\"", HEADERS),
    "no preloading of https": Break("portal/settings.py", "SECURE_HSTS_PRELOAD = IS_SECURE", "SECURE_HSTS_PRELOAD = False", HEADERS),
    "passwords of four characters": Break("portal/settings.py", "{\"min_length\": 12}", "{\"min_length\": 4}", PASSWORDS),
    "common passwords": Break("portal/settings.py", "    {\"NAME\": \"django.contrib.auth.password_validation.CommonPasswordValidator\"},\n", "", PASSWORDS),
    "deleting a record without the right": Break("articles/admin/records.py", "if not self.has_delete_permission(request, record):", "if record is None:", DOOR),
    "running an import without the right": Break("articles/admin/imports.py", "if to_write and not (", "if False and not (", f"{DOOR}[importbatch]"),
    "undoing an import without the right": Break("articles/admin/imports.py", "if not all(may(editor_of(request), Right.DELETE, model) for model in models_of(what_of(batch))):", "if batch is None:", f"{DOOR}[importbatch]"),
    "reading an import of what one may not see": Break("articles/admin/imports.py", " or not may_see(editor_of(request), shown_models(batch)):", ":", f"{DOOR}[importbatch]"),
    "restoring without the right": Break("articles/admin/history.py", "allowed = self.has_change_permission if to_change else self.has_view_or_change_permission", "allowed = self.has_view_or_change_permission", f"{DOOR}[article]"),
    "groups for everybody": Break("articles/admin/user.py", "    def has_change_permission(self, request, obj=None):\n        return request.user.is_superuser", "    def has_change_permission(self, request, obj=None):\n        return True", f"{DOOR}[group]"),
    "accounts with more rights": Break("articles/admin/user.py", "return super().has_change_permission(request, obj) and (obj is None or reaches(editor_of(request), obj))", "return super().has_change_permission(request, obj)", "tests/articles/admin/test_accounts.py"),
    "last changes of what one may not see": Break("articles/admin/site.py", "[name for name, model in models.items() if self.may_view(request, model)]", "list(models)", "tests/articles/admin/test_permissions.py::test_overview_shows_only_what_may_be_seen"),
    "log of what one may not see": Break("articles/admin/logs.py", "[name for name, model in types if may(editor_of(request), Right.VIEW, model)]", "[name for name, _model in types]", f"{DOORS}::test_log_tells_of_the_types_alone_that_one_may_look_at"),
    "name of what stands in the way": Break("articles/admin/refusals.py", " and may_view(models[error.params[\"item_type\"]]):", ":", "tests/articles/admin/test_refusals.py"),
    "user names in choosing authors": Break("articles/admin/user.py", "search_columns(queryset.exclude(public_name=\"\"), search_term, (\"public_name\",))", "search_columns(queryset, search_term, self.search_fields)", "tests/articles/admin/test_accounts.py"),
    "hidden picture kept by caches": Break("portal/views/pictures.py", "private=True, no_store=True", "public=True, max_age=300", "tests/portal/views/test_pictures.py"),
    "hidden pictures for all staff": Break("portal/views/pictures.py", "return user.is_active and user.is_staff and may_see", "return user.is_active and user.is_staff", "tests/portal/views/test_pictures.py"),
    "resource policy": Break("portal/protection.py", "        response.headers.setdefault(CROSS_ORIGIN_RESOURCE_POLICY, who_may_embed(request))\n", "", HEADERS),
    "syndicated Markdown in search engines": Break("portal/views/markdown.py", "**({\"X-Robots-Tag\": \"noindex\"} if origin else {})", "**{}", "tests/portal/views/test_markdown.py tests/portal/views/test_origin.py"),
    "pages of an import kept by browsers": Break("articles/admin/imports.py", "path(f\"<int:batch_id>/{name}/\", wrap(view), name=", "path(f\"<int:batch_id>/{name}/\", wrap(view, True), name=", f"{DOOR}[importbatch]"),
    "texts of the signed out kept by browsers": Break("articles/admin/site.py", "        response[\"Cache-Control\"] = \"no-store\"\n", "", "tests/portal/views/test_unsaved_texts.py"),
    "formulas in the report of an import": Break("articles/admin/imports.py", "[neutralise(str(cell)) for cell in cells]", "[str(cell) for cell in cells]", "tests/articles/admin/test_uploads.py"),
    "formulas in an export as CSV": Break("articles/transfer/exports/grids.py", "[neutralise(cell) for cell in cells_of(model, row)]", "[*cells_of(model, row)]", "tests/articles/transfer/exports/test_exports.py"),
    "formulas in an export as XLSX": Break("articles/transfer/exports/grids.py", "LOOKS_ESCAPED.sub(\"_x005F_\", neutralise(text))", "LOOKS_ESCAPED.sub(\"_x005F_\", text)", "tests/articles/transfer/exports/test_exports.py"),
    "text that is no longer escaped": Break("articles/rendering/escaping.py", ".replace(\"<\", \"&lt;\")", "", "tests/articles/rendering/test_document.py tests/articles/rendering/test_hostile.py"),
    "addresses that run scripts": Break("portal/templatetags/site.py", "return address.startswith((\"https://\", \"http://\"))", "return bool(address)", "tests/portal/views/test_catalogue.py"),
    "markup in the source of a feed": Break("portal/entries.py", "format_html('<a href=\"{}\">{}</a>', url, text)", "__import__(\"django.utils.safestring\", fromlist=[\"x\"]).mark_safe(f'<a href=\"{url}\">{text}</a>')", "tests/portal/views/test_feeds.py"),
    "length of a search": Break("articles/reading/search.py", "text[:MAX_QUERY_LENGTH]", "text", "tests/articles/reading/test_search.py"),
    "words of a search": Break("articles/reading/search.py", "key.split()[:MAX_WORDS]", "key.split()", "tests/articles/reading/test_search.py"),
    "number of values in the API": Break("api/parameters.py", "if len(values) > MAX_FILTER_VALUES:", "if values is None:", "tests/api/test_parameters.py"),
    "number of values on the site": Break("portal/views/filters.py", "if value))[: kind.max_values]", "if value))", "tests/portal/views/test_lists.py"),
    "size of a page of the API": Break("api/parameters.py", "1 <= int(text) <= limit", "1 <= int(text)", "tests/api/test_parameters.py tests/api/test_pagination.py"),
    "size of pictures": Break("articles/media/images.py", "    check_byte_size(len(content))\n    try:", "    try:", "tests/articles/media/test_pictures.py"),
    "size of texts": Break("articles/cleaning.py", "if len(value.encode()) > settings.MAX_BODY_BYTES:", "if value is None:", "tests/articles/test_cleaning.py"),
    "number of rows of an item": Break("articles/cleaning.py", "isinstance(value, str) or len(value) > MAX_ROWS:\n        raise ValidationError(_(\"A list of at most %(limit)s rows", "isinstance(value, str):\n        raise ValidationError(_(\"A list of at most %(limit)s rows", "tests/articles/test_cleaning.py"),
    "length of what readers are told": Break("articles/admin/history.py", "if len(text) > PUBLIC_NOTE_LENGTH:", "if text is None:", "tests/articles/editing/test_public_notes.py tests/articles/admin/test_history.py"),
    "lock of all writers": Break("articles/editing/recording.py", "number = ChangeCounter.objects.select_for_update().values_list(\"number\", flat=True).first()", "number = ChangeCounter.objects.values_list(\"number\", flat=True).first()", "--postgres tests/articles/editing/test_concurrency.py"),
    "what somebody else saved meanwhile": Break("articles/editing/saving.py", "if expected is not None and expected != actual:", "if expected is None and stored is False:", "tests/articles/editing/test_editing.py"),
    "what somebody else saved of a record": Break("articles/editing/record_checks.py", "if expected_version is not None and expected_version != actual:", "if actual is None:", "tests/articles/editing/test_record_editing.py"),
    "import that is begun twice": Break("articles/admin/imports.py", "ImportBatch.objects.filter(pk=batch.pk, state=STATES.CHECKED).update(", "ImportBatch.objects.filter(pk=batch.pk).update(", "tests/articles/admin/test_uploads.py"),
    "mass action that is confirmed twice": Break("articles/mass/starting.py", "MassAction.objects.filter(pk=action.pk, state=STATES.ASKED).update", "MassAction.objects.filter(pk=action.pk).update", "tests/articles/mass/test_rights.py"),
    "uses that are counted twice": Break("articles/admin/panels.py", ".order_by().distinct()", ".order_by()", USES),
    "pages of a list without a tie-breaker": Break("articles/reading/lists/paging.py", "queryset.order_by(f\"{sign}{ordering.column}\", f\"{sign}id\")", "queryset.order_by(f\"{sign}{ordering.column}\")", "tests/articles/reading/test_paging.py"),
    "ties between two pages": Break("articles/reading/lists/paging.py", "Q(**{f\"{column}__{way}\": place.value}) | ties", "Q(**{f\"{column}__{way}\": place.value})", "tests/articles/reading/test_paging.py"),
    "first page of a whole list without its index": Break("articles/reading/lists/paging.py", "    if is_whole:\n", "    if False:\n", "tests/articles/reading/test_ordering_indexes.py"),
    "index that runs both ways for an order": Break("articles/reading/lists/checks.py", "and len({way for _name, way in along}) == 1", "", "tests/articles/reading/test_list_checks.py"),
    "value that is not understood narrows nothing": Break("articles/reading/lists/filter_kinds.py", "if values else Q(pk__in=[])", "if values else Q()", "tests/articles/reading/test_filter_kinds.py"),
    "feed without a tie-breaker": Break("portal/entries.py", "order_by(\"-publish_at\", \"-id\")", "order_by(\"-publish_at\")", TWINS),
    "sitemap without a tie-breaker": Break("articles/reading/sitemap.py", "return rows.order_by(\"-updated_at\", \"id\")", "return rows.order_by(\"-updated_at\")", TWINS),
    "linked items without a tie-breaker": Break("articles/reading/items/links.py", "(relation.order_by or (relation.order, \"id\"))", "(relation.order_by or (relation.order,))", TWINS),
    "kept past its end": Break("articles/history/kept_values.py", " and (self.ends_at is None or at < self.ends_at)", "", "tests/articles/history/test_kept_values.py"),
    "no limit of requests": Break("portal/settings.py", "    \"DEFAULT_THROTTLE_CLASSES\": [\"api.throttling.ClientThrottle\"],\n", "", "tests/api/test_errors.py"),
    "cookies sent with forms of others": Break("portal/settings.py", "SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = \"Lax\"", "SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = \"None\"", "tests/portal/test_settings.py::test_http_on_loopback_is_the_default"),
    "uploads of strangers": Break("portal/uploads.py", "settings.MAX_UPLOAD_BYTES if may_send else 0", "settings.MAX_UPLOAD_BYTES", "tests/portal/test_uploads.py"),
    "NUL in an address of the admin": Break("articles/admin/site.py", "raise SuspiciousOperation(\"a NUL in the address\")", "pass", f"{DOORS}::test_nul_in_an_address_is_refused_before_a_database_has_to"),
    "guessing passwords": Break("articles/access/pace.py", "if doubled < 0:", "if doubled < 1000:", "tests/articles/access/test_signing_in.py"),
    "name of a deleted account": Break("articles/editing/recording.py", "change.by, change.by_name = occasion.by, occasion.by_name", "change.by = occasion.by", "tests/articles/admin/test_who_saved.py"),
    "announcements that begin by the clock": Break("articles/history/changes.py", '= {**ITEM_MODELS, "announcement": Announcement}', "= {**ITEM_MODELS}", "tests/articles/history/test_changes.py"),
    "tokens from before a restore": Break("articles/history/changes.py", "    check_token(since, until)\n", "", TOKENS),
    "stamps that come again": Break("articles/editing/recording.py", "secrets.token_hex(8)", "\"0\" * 16", TOKENS),
    "proof of a change": Break("articles/history/tokens.py", "if token.stamp != stamp_at(token.number, until):", "if token.number > until.number:", TOKENS),
    "state of a hidden item with a moved one": Break("articles/reading/items/lookup.py", "max(states, default", "min(states, default", "tests/articles/reading/test_lookup.py"),
    "moved item that is hidden": Break("articles/reading/items/lookup.py", "if target is not None and target.is_published(at):", "if target is not None:", "tests/api/test_items.py"),
    "pages kept by caches": Break("portal/views/caching.py", "public=True, max_age=0, must_revalidate=True", "public=True, max_age=3600", "tests/portal/views/test_answers.py"),
    "ids of imports in the API": Break("articles/reading/items/attached.py", ".exclude(scheme__startswith=INTERNAL_SCHEMES)", "", "tests/api/test_items.py"),
}
# fmt: on


def main() -> None:
    names = sys.argv[2:] or list(BREAKS)
    if unknown := [name for name in names if name not in BREAKS]:
        sys.exit(f"no such break: {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="portal-breaks-") as folder:
        copy_tree(Path(folder))
        bad = sorted(name for name in names if not is_noticed(name, Path(folder)))
    print(f"{len(names) - len(bad)} of {len(names)} noticed")  # noqa: T201
    if bad:
        sys.exit(f"not noticed: {', '.join(bad)}")


def copy_tree(folder: Path) -> None:
    """What git keeps or would keep, as a repository of its own: some tests ask git for the files."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.check_output(command, cwd=ROOT, text=True).splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)


def is_noticed(name: str, folder: Path) -> bool:
    one = BREAKS[name]
    path = folder / one.path
    found = path.read_text(encoding="utf-8").count(one.old) if path.is_file() else 0
    if found != 1:
        print(f"{name}: its text stands {found} times in {one.path}", flush=True)  # noqa: T201
        return False
    with broken(path, one):
        failed = failures(one.tests, folder)
    print(f"{name}: {failed or 'NOT NOTICED'}", flush=True)  # noqa: T201
    return bool(failed)


@contextmanager
def broken(path: Path, one: Break) -> Iterator[None]:
    whole = path.read_text(encoding="utf-8")
    changed = whole.replace(one.old, one.new)
    if path.suffix == ".py":
        ast.parse(changed)  # what no longer compiles would be noticed by anything
    path.write_text(changed, encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(whole, encoding="utf-8")


def failures(tests: str, folder: Path) -> str:
    """The first test that fails; empty where all pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()]
    # Else the tests would take over the settings that measurements run with.
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    run = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True)
    if run.returncode == 0:
        return ""
    found = FAILED.search(run.stdout)
    if run.returncode == NOTHING_RAN or not found:
        sys.exit(f"pytest could not run {tests}:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    return found.group(1)
