"""What readers read."""

import uuid
from typing import TypedDict

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.industry import Industry
from articles.models.item import Item, item_permissions, validate_language
from articles.models.picture import Picture
from articles.models.skill import Skill
from articles.models.source import Source
from articles.models.tool import Tool
from articles.models.vocabulary import Section


class StoredHeading(TypedDict):
    """One of `Article.headings`. id: its anchor in `body_html`; text: plain."""

    level: int
    id: str
    text: str


class Article(Item):
    class Origin(models.TextChoices):
        OWN = "own", _("our own")
        SYNDICATED = "syndicated", _("syndicated")

    item_type = "article"
    plural = "articles"
    rank, search_rank = 10, 30
    name_field = "title"
    snapshot_fields = (
        *Item.snapshot_fields,
        "title",
        "summary",
        "body",
        "language",
        "translation_group",
        "origin",
        "review_due_on",
        "is_featured",
    )
    snapshot_links = ("section", "source", "cover", "authors", "skills", "tools", "industries", "related")
    markdown_fields = ("body",)
    required_to_publish = ("summary", "body")

    title = models.CharField(_("title"), max_length=250)
    summary = models.CharField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences, shown in lists. Plain text. Needed to publish."),
    )
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "Markdown. Link to content with [[skill:python]], show a picture with ![what it shows](picture:its-id)."
        ),
    )
    body_html = models.TextField(blank=True, editable=False)
    body_text = models.TextField(blank=True, editable=False)
    headings = models.JSONField(default=list, editable=False)
    reading_minutes = models.PositiveIntegerField(_("reading time in minutes"), default=0, editable=False)
    language = models.CharField(_("language"), max_length=12, default="en", validators=[validate_language])
    translation_group = models.UUIDField(
        _("translation group"),
        default=uuid.uuid4,
        help_text=_("Articles that say the same in different languages share it."),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.OWN)
    review_due_on = models.DateField(
        _("review due on"), null=True, blank=True, help_text=_("When somebody should check that it is still true.")
    )
    is_featured = models.BooleanField(_("featured"), default=False, help_text=_("Shown first on the home page."))

    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("section")
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
        help_text=_("Where syndicated text comes from. Our own text has none."),
    )
    cover = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="covers", verbose_name=_("cover picture")
    )
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="ArticleAuthor",
        blank=True,
        related_name="articles",
        verbose_name=_("authors"),
    )
    skills = models.ManyToManyField(Skill, blank=True, related_name="articles", verbose_name=_("skills"))
    tools = models.ManyToManyField(Tool, blank=True, related_name="articles", verbose_name=_("tools"))
    industries = models.ManyToManyField(Industry, blank=True, related_name="articles", verbose_name=_("industries"))
    related = models.ManyToManyField(
        "self",
        through="RelatedArticle",
        symmetrical=False,
        blank=True,
        related_name="related_from",
        verbose_name=_("related articles"),
    )

    class Meta(Item.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = item_permissions("article")
        indexes = (
            *Item.Meta.indexes,
            models.Index(fields=["status", "section", "publish_at", "id", "expire_at"], name="article_by_section"),
            models.Index(fields=["status", "language", "publish_at", "id", "expire_at"], name="article_by_language"),
        )
        constraints = (
            *Item.Meta.constraints,
            models.CheckConstraint(condition=Q(origin__in=["own", "syndicated"]), name="article_origin_valid"),
            models.CheckConstraint(
                condition=~Q(origin="syndicated") | Q(source__isnull=False), name="article_syndicated_has_source"
            ),
            models.CheckConstraint(
                condition=~Q(origin="own") | Q(source__isnull=True), name="article_own_has_no_source"
            ),
            models.UniqueConstraint(fields=["translation_group", "language"], name="article_one_per_language"),
        )


class ArticleAuthor(models.Model):
    """Who wrote an article; while it names an account, the account stays."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "author"], name="articleauthor_once"),)

    def __str__(self) -> str:
        return f"{self.article_id} by {self.author_id}"


class RelatedArticle(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    related = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["article", "related"], name="relatedarticle_once"),
            models.CheckConstraint(condition=~Q(article=F("related")), name="relatedarticle_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.article_id} – {self.related_id}"
