"""The domain: what content is, who may see it, how it is edited."""

from django.apps import AppConfig, apps


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Content"

    def ready(self) -> None:
        # `admin.site` is made when first looked at, later in the start; this is what naming a subclass of AdminConfig in
        # INSTALLED_APPS would do.
        apps.get_app_config("admin").default_site = "articles.adminsite.PortalAdminSite"  # type: ignore[attr-defined]
