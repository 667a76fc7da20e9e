"""The form with which an editor uploads what is to be imported."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.directions import follow_text
from articles.admin.pages import editor_of
from articles.models import ITEM_MODELS, Article, CatalogueItem, ImportBatch, User
from articles.publishing import Status
from articles.transfer.columns import OWN_TABLES
from articles.transfer.imports.allowing import EVERYTHING, Models, may_write, written_by, written_with
from articles.transfer.imports.articles.importing import ArticleOptions
from articles.transfer.imports.articles.sources import check_options
from articles.transfer.imports.catalogue.mapping import MappingError, parse_map, targets_of
from articles.transfer.imports.profiles import PROFILES
from articles.transfer.imports.uploading import UploadOptions

MAX_FILES = 10
ENDINGS = {
    "articles": (".zip", ".md", ".mdx"),
    "catalogue": (".csv", ".csv.gz", ".tsv", ".xlsx", ".json", ".yaml", ".yml", ".zip"),
}
# Articles come as Markdown here.
TABLE_MODELS = [model for model in OWN_TABLES.values() if issubclass(model, CatalogueItem)]
OWN_TABLE = "table:"
PROFILE = "profile:"
EXPORT = "export"


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once: a published set comes with its link files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    what = forms.ChoiceField(label=_("What it is"))
    upload = ManyFilesField(
        label=_("Files"),
        help_text=_(
            "At most 200 MB: a zip archive or Markdown file of articles, or CSV, XLSX, YAML or JSON tables. Exports of"
            " a portal bring their pictures: JSON in itself, the others as the zip archive that they came in."
        ),
    )
    map = forms.CharField(
        label=_("Columns"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For your own tables, a line for each field: “name=Product”. Columns that bear a field's name are found by themselves."
        ),
    )
    status = forms.ChoiceField(
        label=_("Status of new items"),
        required=False,
        choices=[
            ("", _("as the file says, else published")),
            (Status.DRAFT.value, Status.DRAFT.label),
            (Status.PUBLISHED.value, Status.PUBLISHED.label),
        ],
    )
    name = forms.CharField(
        label=_("Name of the set"),
        required=False,
        max_length=80,
        help_text=_("By which the next import finds the same items again. Empty: the name of the file."),
    )
    language = forms.CharField(label=_("Language of articles"), required=False, max_length=12, initial="en")
    publisher = forms.CharField(label=_("Publisher of articles"), required=False, max_length=200)
    licence = forms.CharField(label=_("Licence of articles"), required=False, max_length=120)
    source_url = forms.URLField(label=_("Original address of articles"), required=False, max_length=1000)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Offers what the signed-in user may import."""
        super().__init__(*args, **kwargs)
        self.request = request
        for text in self.fields.values():
            follow_text(text)
        field: Any = self.fields["what"]
        field.choices = choices_for(editor_of(request))

    def clean_upload(self) -> list[Any]:
        files = self.cleaned_data["upload"]
        if len(files) > MAX_FILES:
            raise ValidationError(gettext("At most %(limit)s files at once.") % {"limit": MAX_FILES})
        if sum(file.size for file in files) > settings.MAX_UPLOAD_BYTES:
            raise ValidationError(gettext("Together the files have more than 200 MB."))
        return list(files)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        kind = ImportBatch.Kind.ARTICLES.value if cleaned["what"] == "articles" else ImportBatch.Kind.CATALOGUE.value
        self.check_endings(kind)
        if self.errors:
            return cleaned
        try:
            if kind == ImportBatch.Kind.ARTICLES:
                self.check_articles()
            elif cleaned["what"].startswith(OWN_TABLE):
                item_type = cleaned["what"].removeprefix(OWN_TABLE)
                parse_map([line for line in cleaned["map"].splitlines() if line.strip()], item_type)
        except MappingError as error:
            self.add_error("map", str(error))
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned

    def check_endings(self, kind: str) -> None:
        for file in self.cleaned_data["upload"]:
            if not file.name.lower().endswith(ENDINGS[kind]):
                text = gettext("“%(name)s”: files of this kind end in %(endings)s.")
                self.add_error("upload", text % {"name": file.name, "endings": ", ".join(ENDINGS[kind])})

    def check_articles(self) -> None:
        cleaned = self.cleaned_data
        if len(cleaned["upload"]) > 1:
            self.add_error("upload", gettext("One archive or document at a time."))
        check_options(ArticleOptions.of(cleaned))

    def options(self) -> UploadOptions:
        """What `keep_upload` wants."""
        cleaned = self.cleaned_data
        what = cleaned["what"]
        first = cleaned["upload"][0].name.rsplit("/", 1)[-1].split(".", 1)[0]
        return {
            "kind": "articles" if what == "articles" else "catalogue",
            "profile": what.removeprefix(PROFILE) if what.startswith(PROFILE) else "",
            "type": what.removeprefix(OWN_TABLE) if what.startswith(OWN_TABLE) else "",
            "name": cleaned["name"] or (what.removeprefix(PROFILE) if what.startswith(PROFILE) else first) or "import",
            "map": cleaned["map"],
            "status": cleaned["status"],
            "language": cleaned["language"],
            "publisher": cleaned["publisher"],
            "licence": cleaned["licence"],
            "source_url": cleaned["source_url"],
        }


def models_of(what: str) -> Models:
    """The models that an import of this kind may write."""
    if what == "articles":
        return written_with([Article])
    if what == EXPORT:
        return EVERYTHING
    if what.startswith(OWN_TABLE):
        return written_with([ITEM_MODELS[what.removeprefix(OWN_TABLE)]])
    sheets = PROFILES[what.removeprefix(PROFILE)].sheets
    return list(dict.fromkeys(model for sheet in sheets for model in written_by(sheet)))


def choices_for(user: User) -> list[Any]:
    def allowed(what: str) -> bool:
        return may_write(user, models_of(what))

    own = [(f"{OWN_TABLE}{model.item_type}", model._meta.verbose_name_plural) for model in TABLE_MODELS]
    sets = [(f"{PROFILE}{name}", profile.title) for name, profile in PROFILES.items()]
    groups: list[tuple[Any, list[tuple[str, Any]]]] = [
        (_("Documents"), [("articles", _("articles in Markdown"))]),
        (_("Your own tables"), own),
        (_("An export of this portal"), [(EXPORT, _("an export: CSV, XLSX, JSON or Markdown"))]),
        (_("Published sets"), sets),
    ]
    return [
        (label, chosen) for label, entries in groups if (chosen := [entry for entry in entries if allowed(entry[0])])
    ]


def field_help() -> list[tuple[Any, str]]:
    """(type, its fields) for those who write the lines of the mapping."""
    return [(model._meta.verbose_name_plural, ", ".join(targets_of(model))) for model in TABLE_MODELS]
