"""The domain: what content is, who may see it, how it is edited."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.apps import AuthConfig
from django.contrib.auth.signals import user_logged_in


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Content"

    def ready(self) -> None:
        # After all models are there, and after the site that they register with can be made.
        import articles.admin.checks
        import articles.admin.registry
        import articles.reading.lists.checks  # noqa: F401  (importing registers)


class PortalAdminConfig(AdminConfig):
    """Django's admin, with our site in place of its own."""

    default_site = "articles.admin.site.PortalAdminSite"


class PortalAuthConfig(AuthConfig):
    """Django's accounts, without its receiver that writes the date of a sign-in: it would wait for whoever writes content.

    `articles.access.last_logins` keeps that date instead.
    """

    def ready(self) -> None:
        super().ready()
        user_logged_in.disconnect(dispatch_uid="update_last_login")
