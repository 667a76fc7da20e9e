"""The domain: what content is, who may see it, how it is edited."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Content"


class PortalAdminConfig(AdminConfig):
    """Django's admin, with our site in place of its own."""

    default_site = "articles.adminsite.PortalAdminSite"
