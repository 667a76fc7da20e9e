"""The tables of a new portal at once: each step of its own costs time, most of it to take in what all models look like then."""

import uuid

import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.item
import articles.naming
import articles.time_zones


class Migration(migrations.Migration):
    replaces = [
        ("articles", "0001_initial"),
        ("articles", "0002_imports"),
        ("articles", "0003_resource_kind_article"),
        ("articles", "0004_announcement"),
        ("articles", "0005_revision_public_note"),
        ("articles", "0006_publishing_rights"),
        ("articles", "0007_user_activate_permission"),
        ("articles", "0008_user_time_zone"),
        ("articles", "0009_mass_action"),
        ("articles", "0010_importrow_visibility"),
        ("articles", "0011_what_readers_get"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("file", models.FileField(editable=False, max_length=200, upload_to="pictures")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("media_type", models.CharField(editable=False, max_length=20)),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                ("byte_size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for those who cannot see it. Empty only for mere decoration.",
                        max_length=500,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "focus_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the left, %",
                    ),
                ),
                (
                    "focus_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the top, %",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ("-created_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "slug",
                    models.CharField(
                        max_length=120,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("description", models.CharField(blank=True, max_length=500, verbose_name="description")),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Lower numbers stand first.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="position",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ("position", "slug"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SkillGroup",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "slug",
                    models.CharField(
                        max_length=120,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("description", models.CharField(blank=True, max_length=500, verbose_name="description")),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="Lower numbers stand first.",
                        validators=[django.core.validators.MaxValueValidator(10000)],
                        verbose_name="position",
                    ),
                ),
            ],
            options={
                "verbose_name": "skill group",
                "verbose_name_plural": "skill groups",
                "ordering": ("position", "slug"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("publisher", models.CharField(max_length=200, verbose_name="publisher")),
                ("author", models.CharField(blank=True, max_length=300, verbose_name="author")),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="original title")),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="original address")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="original date")),
                (
                    "licence",
                    models.CharField(
                        blank=True, help_text="Such as “CC BY 4.0”.", max_length=120, verbose_name="licence"
                    ),
                ),
                (
                    "permission",
                    models.TextField(
                        blank=True,
                        help_text="For editors: who allowed this text here, when. Never shown.",
                        verbose_name="permission note",
                    ),
                ),
                (
                    "disclaimer",
                    models.TextField(blank=True, help_text="Shown to readers. Plain text.", verbose_name="disclaimer"),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="For editors: whom to ask. Never shown.",
                        max_length=200,
                        verbose_name="contact",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ("publisher", "title", "id"),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_name",
                    models.CharField(
                        blank=True,
                        help_text="The name readers see on articles. User name and e-mail address are never shown.",
                        max_length=120,
                        verbose_name="public name",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        choices=articles.time_zones.zone_choices,
                        db_default="",
                        default="",
                        help_text="In which the admin shows times and reads them. Readers see dates in the portal’s zone.",
                        max_length=64,
                        verbose_name="time zone",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "permissions": [("activate_user", "Can activate and deactivate users")],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item_type",
                    models.CharField(
                        choices=articles.models.item.item_type_choices,
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\\Z",
                                "Use a language code such as “en”, “de” or “pt-BR”.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["item_type", "item_id"], name="alias_of_item")],
                "constraints": [
                    models.UniqueConstraint(fields=("item_type", "name_key"), name="alias_unique_in_type"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="alias_name_given"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "text",
                    models.CharField(
                        help_text="One line of Markdown, with a link where there is more to say: [Read more](/articles/news/).",
                        max_length=300,
                        verbose_name="text",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("info", "information"), ("warning", "warning")],
                        default="info",
                        help_text="Of several at once readers see one: warnings first, then what began last.",
                        max_length=7,
                        verbose_name="severity",
                    ),
                ),
                ("starts_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="starts at")),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never ends.",
                        null=True,
                        verbose_name="ends at",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "ordering": ("-starts_at", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["info", "warning"])), name="announcement_severity_valid"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="announcement_ends_after_start",
                        violation_error_message="It has to end after it starts.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("scheme", models.CharField(default="portal", max_length=60, verbose_name="scheme")),
                ("code", models.CharField(max_length=120, verbose_name="code")),
                ("name", models.CharField(max_length=250, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="articles.category",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ("name", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("scheme", "code"), name="category_code_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="category_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeCounter",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="changecounter_single_row")],
            },
        ),
        migrations.CreateModel(
            name="ExternalId",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item_type",
                    models.CharField(
                        choices=articles.models.item.item_type_choices,
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                ("scheme", models.CharField(max_length=100, verbose_name="scheme")),
                ("code", models.CharField(max_length=500, verbose_name="code")),
            ],
            options={
                "indexes": [models.Index(fields=["item_type", "item_id"], name="externalid_of_item")],
                "constraints": [models.UniqueConstraint(fields=("scheme", "code"), name="externalid_unique_in_scheme")],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("articles", "articles"), ("catalogue", "catalogue")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("file", models.FileField(blank=True, max_length=300, upload_to="imports", verbose_name="file")),
                ("options", models.JSONField(blank=True, default=dict, verbose_name="options")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be tried"),
                            ("checking", "is being tried"),
                            ("checked", "tried, nothing written"),
                            ("queued", "waits to run"),
                            ("running", "runs"),
                            ("finished", "finished"),
                            ("failed", "stopped by an error"),
                            ("undone", "undone"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("progress_at", models.DateTimeField(auto_now=True, verbose_name="last progress at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="of")),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="counts")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("item_type", models.CharField(max_length=12)),
                ("item_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[("created", "created"), ("updated", "updated"), ("deleted", "deleted")], max_length=8
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("edit", "edited"),
                            ("import", "imported"),
                            ("starter", "starter catalogue"),
                            ("undo", "import undone"),
                            ("restore", "restored"),
                            ("rerender", "rendered anew"),
                            ("mass", "mass action"),
                            ("massundo", "mass action undone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500)),
                ("live_before", models.BooleanField(default=False)),
                ("live_after", models.BooleanField(default=False)),
                ("name_changed", models.BooleanField(default=False)),
                ("slug_changed", models.BooleanField(default=False)),
                ("visibility_changed", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="changes",
                        to="articles.importbatch",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "indexes": [models.Index(fields=["item_type", "item_id", "number"], name="change_of_item")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="change_number_from_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportedState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("snapshot", models.JSONField()),
                (
                    "digest",
                    models.CharField(
                        blank=True,
                        help_text="Of everything that was read, so that an import can tell what is unchanged.",
                        max_length=64,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, help_text="Of the item, when this was kept.")),
                (
                    "previous",
                    models.JSONField(blank=True, help_text="What it was before the last batch came.", null=True),
                ),
                ("imported_at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.importbatch",
                    ),
                ),
                (
                    "external_id",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_state",
                        to="articles.externalid",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="file")),
                ("line", models.PositiveIntegerField(default=0, verbose_name="line")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "created"),
                            ("changed", "changed"),
                            ("same", "same"),
                            ("skipped", "skipped"),
                            ("failed", "failed"),
                            ("noted", "noted"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("visibility", models.TextField(blank=True, verbose_name="for readers")),
                ("text", models.TextField(blank=True, verbose_name="reason")),
                ("changes", models.JSONField(default=list, verbose_name="changes")),
                ("warnings", models.JSONField(default=list, verbose_name="warnings")),
                ("item_type", models.CharField(blank=True, max_length=12)),
                ("item_id", models.UUIDField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="articles.importbatch"
                    ),
                ),
            ],
            options={
                "ordering": ("batch", "number"),
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="importrow_number_unique")],
            },
        ),
        migrations.CreateModel(
            name="LearningPath",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text="Markdown.", verbose_name="description")),
                ("description_html", models.TextField(blank=True, editable=False)),
            ],
            options={
                "verbose_name": "learning path",
                "verbose_name_plural": "learning paths",
                "permissions": [
                    ("publish_learningpath", "Can publish learning path"),
                    ("hold_learningpath", "Can put learning path on legal hold"),
                    ("lift_hold_learningpath", "Can lift the legal hold from learning path"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="learningpath_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="learningpath_by_date"),
                    models.Index(fields=["name_key"], name="learningpath_name_key"),
                    models.Index(fields=["expire_at"], name="learningpath_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="learningpath_by_update"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="learningpath_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="learningpath_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="learningpath_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="learningpath_slug_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="learningpath_slug_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="learningpath_name_given"
                    ),
                    models.UniqueConstraint(fields=("name_key",), name="learningpath_name_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MassAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_type", models.CharField(max_length=12, verbose_name="type")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "not confirmed"),
                            ("queued", "waits to run"),
                            ("running", "runs"),
                            ("finished", "finished"),
                            ("failed", "stopped"),
                            ("undone", "undone"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("is_undoing", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="asked for at")),
                (
                    "progress_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="last progress at"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone at")),
                ("list_query", models.TextField(blank=True)),
                ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="of")),
                ("forecast", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict, verbose_name="counts")),
                ("undo_counts", models.JSONField(default=dict)),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mass_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="undone by",
                    ),
                ),
            ],
            options={
                "verbose_name": "mass action",
                "verbose_name_plural": "mass actions",
                "ordering": ("-id",),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="MassActionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("item_id", models.UUIDField()),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("version", models.PositiveIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        max_length=12,
                        verbose_name="status before",
                    ),
                ),
                ("publish_at", models.DateTimeField(null=True)),
                ("expire_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "not done yet"),
                            ("changed", "changed"),
                            ("same", "was so already"),
                            ("left", "left alone"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="result",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="reason")),
                (
                    "undo_outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "not done yet"),
                            ("changed", "changed"),
                            ("same", "was so already"),
                            ("left", "left alone"),
                        ],
                        max_length=7,
                        verbose_name="undo",
                    ),
                ),
                ("undo_text", models.TextField(blank=True)),
                ("undone_version", models.PositiveIntegerField(null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="articles.massaction"
                    ),
                ),
            ],
            options={
                "ordering": ("action", "number"),
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["action", "outcome", "number"], name="massactionitem_by_outcome"),
                    models.Index(fields=["action", "undo_outcome", "number"], name="massactionitem_by_undo"),
                    models.Index(fields=["item_id"], name="massactionitem_item"),
                ],
                "constraints": [models.UniqueConstraint(fields=("action", "item_id"), name="massactionitem_item_once")],
            },
        ),
        migrations.CreateModel(
            name="PictureUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item_type",
                    models.CharField(
                        choices=articles.models.item.item_type_choices,
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="articles.picture"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item_type", "item_id", "picture"), name="pictureuse_once_per_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item_type",
                    models.CharField(
                        choices=articles.models.item.item_type_choices,
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                ("slug", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["item_type", "item_id"], name="redirect_of_item")],
                "constraints": [
                    models.UniqueConstraint(fields=("item_type", "slug"), name="redirect_slug_unique_in_type")
                ],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item_type",
                    models.CharField(
                        choices=articles.models.item.item_type_choices,
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("docs", "documentation"),
                            ("course", "course"),
                            ("book", "book"),
                            ("article", "article"),
                            ("paper", "paper"),
                            ("video", "video"),
                            ("tool", "tool"),
                            ("community", "community"),
                            ("jobs", "hiring platform"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\\Z",
                                "Use a language code such as “en”, “de” or “pt-BR”.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="checked at")),
                (
                    "last_status",
                    models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name="last status"),
                ),
            ],
            options={
                "ordering": ("position", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("item_type", "item_id", "url"), name="resource_once_per_item"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "docs",
                                    "course",
                                    "book",
                                    "article",
                                    "paper",
                                    "video",
                                    "tool",
                                    "community",
                                    "jobs",
                                    "other",
                                ],
                            )
                        ),
                        name="resource_kind_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_type", models.CharField(max_length=12)),
                ("item_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("snapshot", models.JSONField(verbose_name="snapshot")),
                ("at", models.DateTimeField(verbose_name="saved at")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "public_note",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="One line under “What changed” on the item's page. Empty: readers are told nothing of this version.",
                        max_length=500,
                        verbose_name="told to readers",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
            ],
            options={
                "ordering": ("-version",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("public_note", ""), _negated=True),
                        fields=["item_type", "item_id", "version"],
                        name="revision_told_to_readers",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("item_type", "item_id", "version"), name="revision_version_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text="Markdown.", verbose_name="description")),
                ("description_html", models.TextField(blank=True, editable=False)),
                ("homepage", models.URLField(blank=True, max_length=500, verbose_name="homepage")),
                ("repository", models.URLField(blank=True, max_length=500, verbose_name="repository")),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="An SPDX id such as “Apache-2.0”, or “Proprietary”.",
                        max_length=120,
                        verbose_name="licence",
                    ),
                ),
                ("vendor", models.CharField(blank=True, max_length=200, verbose_name="vendor")),
                (
                    "categories",
                    models.ManyToManyField(
                        blank=True, related_name="tools", to="articles.category", verbose_name="categories"
                    ),
                ),
            ],
            options={
                "verbose_name": "tool",
                "verbose_name_plural": "tools",
                "permissions": [
                    ("publish_tool", "Can publish tool"),
                    ("hold_tool", "Can put tool on legal hold"),
                    ("lift_hold_tool", "Can lift the legal hold from tool"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="tool_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="tool_by_date"),
                    models.Index(fields=["name_key"], name="tool_name_key"),
                    models.Index(fields=["expire_at"], name="tool_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="tool_by_update"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="tool_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="tool_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="tool_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="tool_slug_unique"),
                    models.CheckConstraint(condition=models.Q(("slug", ""), _negated=True), name="tool_slug_given"),
                    models.CheckConstraint(condition=models.Q(("name_key", ""), _negated=True), name="tool_name_given"),
                    models.UniqueConstraint(fields=("name_key",), name="tool_name_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text="Markdown.", verbose_name="description")),
                ("description_html", models.TextField(blank=True, editable=False)),
                (
                    "broader",
                    models.ForeignKey(
                        blank=True,
                        help_text="The more general skill that this one is part of.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="narrower",
                        to="articles.skill",
                        verbose_name="broader skill",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skills",
                        to="articles.skillgroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "tools",
                    models.ManyToManyField(blank=True, related_name="skills", to="articles.tool", verbose_name="tools"),
                ),
            ],
            options={
                "verbose_name": "skill",
                "verbose_name_plural": "skills",
                "permissions": [
                    ("publish_skill", "Can publish skill"),
                    ("hold_skill", "Can put skill on legal hold"),
                    ("lift_hold_skill", "Can lift the legal hold from skill"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="skill_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="skill_by_date"),
                    models.Index(fields=["name_key"], name="skill_name_key"),
                    models.Index(fields=["expire_at"], name="skill_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="skill_by_update"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="skill_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="skill_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="skill_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="skill_slug_unique"),
                    models.CheckConstraint(condition=models.Q(("slug", ""), _negated=True), name="skill_slug_given"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="skill_name_given"
                    ),
                    models.UniqueConstraint(fields=("name_key",), name="skill_name_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("broader", models.F("id")), _negated=True), name="skill_not_its_own_broader"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Occupation",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text="Markdown.", verbose_name="description")),
                ("description_html", models.TextField(blank=True, editable=False)),
                (
                    "skills",
                    models.ManyToManyField(
                        blank=True, related_name="occupations", to="articles.skill", verbose_name="skills"
                    ),
                ),
                (
                    "tools",
                    models.ManyToManyField(
                        blank=True, related_name="occupations", to="articles.tool", verbose_name="tools"
                    ),
                ),
            ],
            options={
                "verbose_name": "occupation",
                "verbose_name_plural": "occupations",
                "permissions": [
                    ("publish_occupation", "Can publish occupation"),
                    ("hold_occupation", "Can put occupation on legal hold"),
                    ("lift_hold_occupation", "Can lift the legal hold from occupation"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="occupation_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="occupation_by_date"),
                    models.Index(fields=["name_key"], name="occupation_name_key"),
                    models.Index(fields=["expire_at"], name="occupation_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="occupation_by_update"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="occupation_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="occupation_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="occupation_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="occupation_slug_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("slug", ""), _negated=True), name="occupation_slug_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="occupation_name_given"
                    ),
                    models.UniqueConstraint(fields=("name_key",), name="occupation_name_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Industry",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                ("description", models.TextField(blank=True, help_text="Markdown.", verbose_name="description")),
                ("description_html", models.TextField(blank=True, editable=False)),
                ("ai_use", models.TextField(blank=True, help_text="Markdown.", verbose_name="what AI does there")),
                ("ai_use_html", models.TextField(blank=True, editable=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="articles.industry",
                        verbose_name="parent",
                    ),
                ),
                (
                    "skills",
                    models.ManyToManyField(
                        blank=True, related_name="industries", to="articles.skill", verbose_name="skills"
                    ),
                ),
                (
                    "tools",
                    models.ManyToManyField(
                        blank=True, related_name="industries", to="articles.tool", verbose_name="tools"
                    ),
                ),
            ],
            options={
                "verbose_name": "industry",
                "verbose_name_plural": "industries",
                "permissions": [
                    ("publish_industry", "Can publish industry"),
                    ("hold_industry", "Can put industry on legal hold"),
                    ("lift_hold_industry", "Can lift the legal hold from industry"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="industry_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="industry_by_date"),
                    models.Index(fields=["name_key"], name="industry_name_key"),
                    models.Index(fields=["expire_at"], name="industry_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="industry_by_update"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="industry_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="industry_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="industry_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="industry_slug_unique"),
                    models.CheckConstraint(condition=models.Q(("slug", ""), _negated=True), name="industry_slug_given"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="industry_name_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="industry_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("review", "in review"),
                            ("published", "published"),
                            ("archived", "archived"),
                            ("withdrawn", "withdrawn"),
                            ("trashed", "in the trash"),
                            ("legal_hold", "legal hold"),
                        ],
                        default="draft",
                        help_text="Readers see only what is published, from its publication time until it expires. What they could see once and see no more answers “gone” (410), on legal hold “unavailable” (451); before its time it answers “not found”.",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "publish_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers see it, once it is published. Empty: from the moment it is published.",
                        null=True,
                        verbose_name="publish at",
                    ),
                ),
                (
                    "expire_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when readers no longer see it. Empty: never expires.",
                        null=True,
                        verbose_name="expire at",
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When readers could first see it; lies in the future for what is scheduled.",
                        null=True,
                        verbose_name="first published at",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the address. Empty in a new item: made from the name. After a change the old address redirects.",
                        max_length=120,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z0-9]+(?:-[a-z0-9]+)*\\Z",
                                "Use lower-case letters a to z, digits and single hyphens, such as “machine-learning”.",
                            )
                        ],
                        verbose_name="slug",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created at")),
                ("updated_at", models.DateTimeField(editable=False, verbose_name="updated at")),
                ("name_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("sort_key", articles.naming.KeyField(editable=False, max_length=250)),
                ("rendered_with", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("title", models.CharField(max_length=250, verbose_name="title")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences, shown in lists. Plain text. Needed to publish.",
                        max_length=500,
                        verbose_name="summary",
                    ),
                ),
                (
                    "body",
                    models.TextField(
                        blank=True,
                        help_text="Markdown. Link to content with [[skill:python]], show a picture with ![what it shows](picture:its-id).",
                        verbose_name="text",
                    ),
                ),
                ("body_html", models.TextField(blank=True, editable=False)),
                ("body_text", models.TextField(blank=True, editable=False)),
                ("headings", models.JSONField(default=list, editable=False)),
                (
                    "reading_minutes",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="reading time in minutes"),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "\\A[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\\Z",
                                "Use a language code such as “en”, “de” or “pt-BR”.",
                            )
                        ],
                        verbose_name="language",
                    ),
                ),
                (
                    "translation_group",
                    models.UUIDField(
                        default=uuid.uuid4,
                        help_text="Articles that say the same in different languages share it.",
                        verbose_name="translation group",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("own", "our own"), ("syndicated", "syndicated")],
                        default="own",
                        max_length=10,
                        verbose_name="origin",
                    ),
                ),
                (
                    "review_due_on",
                    models.DateField(
                        blank=True,
                        help_text="When somebody should check that it is still true.",
                        null=True,
                        verbose_name="review due on",
                    ),
                ),
                (
                    "is_featured",
                    models.BooleanField(
                        default=False, help_text="Shown first on the home page.", verbose_name="featured"
                    ),
                ),
                (
                    "industries",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.industry", verbose_name="industries"
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to="articles.picture",
                        verbose_name="cover picture",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.section",
                        verbose_name="section",
                    ),
                ),
                (
                    "skills",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.skill", verbose_name="skills"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where syndicated text comes from. Our own text has none.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.source",
                        verbose_name="source",
                    ),
                ),
                (
                    "tools",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.tool", verbose_name="tools"
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "permissions": [
                    ("publish_article", "Can publish article"),
                    ("hold_article", "Can put article on legal hold"),
                    ("lift_hold_article", "Can lift the legal hold from article"),
                ],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["status", "sort_key", "id"], name="article_by_name"),
                    models.Index(fields=["status", "publish_at", "id", "expire_at"], name="article_by_date"),
                    models.Index(fields=["name_key"], name="article_name_key"),
                    models.Index(fields=["expire_at"], name="article_expiring"),
                    models.Index(fields=["-updated_at", "id"], name="article_by_update"),
                    models.Index(
                        fields=["status", "language", "publish_at", "id", "expire_at"], name="article_by_language"
                    ),
                    models.Index(
                        fields=["status", "section", "publish_at", "id", "expire_at"], name="article_by_section"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "review", "published", "archived", "withdrawn", "trashed", "legal_hold"],
                            )
                        ),
                        name="article_status_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expire_at__isnull", True),
                            ("publish_at__isnull", True),
                            ("expire_at__gt", models.F("publish_at")),
                            _connector="OR",
                        ),
                        name="article_expires_after_publish",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "published"), _negated=True),
                            ("publish_at__isnull", False),
                            _connector="OR",
                        ),
                        name="article_published_has_publish_at",
                    ),
                    models.UniqueConstraint(fields=("slug",), name="article_slug_unique"),
                    models.CheckConstraint(condition=models.Q(("slug", ""), _negated=True), name="article_slug_given"),
                    models.CheckConstraint(
                        condition=models.Q(("name_key", ""), _negated=True), name="article_name_given"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["own", "syndicated"])), name="article_origin_valid"
                    ),
                    models.UniqueConstraint(fields=("translation_group", "language"), name="article_one_per_language"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "syndicated"), _negated=True),
                            ("source__isnull", False),
                            _connector="OR",
                        ),
                        name="article_syndicated_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("origin", "own"), _negated=True), ("source__isnull", True), _connector="OR"
                        ),
                        name="article_own_has_no_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleAuthor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("article", "author"), name="articleauthor_once")],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("employment", "people employed"),
                            ("share", "share of the industry, %"),
                            ("wage", "median annual wage, US$"),
                        ],
                        max_length=12,
                        verbose_name="measure",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        help_text="Empty: not released.",
                        max_digits=16,
                        null=True,
                        verbose_name="value",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "industry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="articles.industry",
                        verbose_name="industry",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="articles.occupation",
                        verbose_name="occupation",
                    ),
                ),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "ordering": ("-year", "measure", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("industry", "occupation", "measure", "year", "source"), name="figure_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("measure__in", ["employment", "share", "wage"])),
                        name="figure_measure_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__isnull", True), ("value__gte", 0), _connector="OR"),
                        name="figure_not_negative",
                    ),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="figure_has_source"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "related",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("article", "related"), name="relatedarticle_once"),
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("related")), _negated=True),
                        name="relatedarticle_not_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillPrerequisite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "prerequisite",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.skill"
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.skill"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("skill", "prerequisite"), name="skillprerequisite_once"),
                    models.CheckConstraint(
                        condition=models.Q(("skill", models.F("prerequisite")), _negated=True),
                        name="skillprerequisite_not_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("note", models.TextField(blank=True, help_text="Plain text.", max_length=2000, verbose_name="note")),
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="An honest estimate of the time needed.",
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="hours",
                    ),
                ),
                (
                    "articles",
                    models.ManyToManyField(
                        blank=True, related_name="steps", to="articles.article", verbose_name="articles"
                    ),
                ),
                (
                    "path",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="articles.learningpath"
                    ),
                ),
                (
                    "skills",
                    models.ManyToManyField(
                        blank=True, related_name="steps", to="articles.skill", verbose_name="skills"
                    ),
                ),
            ],
            options={
                "ordering": ("path", "position"),
                "constraints": [models.UniqueConstraint(fields=("path", "position"), name="step_position_unique")],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.ArticleAuthor",
                to=settings.AUTH_USER_MODEL,
                verbose_name="authors",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="related",
            field=models.ManyToManyField(
                blank=True,
                related_name="related_from",
                through="articles.RelatedArticle",
                to="articles.article",
                verbose_name="related articles",
            ),
        ),
        migrations.AddField(
            model_name="skill",
            name="prerequisites",
            field=models.ManyToManyField(
                blank=True,
                help_text="What to know first. A skill cannot lead back to itself.",
                related_name="leads_to",
                through="articles.SkillPrerequisite",
                to="articles.skill",
                verbose_name="prerequisites",
            ),
        ),
    ]
