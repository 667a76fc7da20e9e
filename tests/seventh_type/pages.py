from django.utils.translation import gettext_lazy as _

from portal.list_pages import LIST_PAGES, ListPage
from portal.views.details import DETAIL_PAGES, DetailPage

LIST_PAGES["course"] = ListPage("course", _("Courses"), _("Where to learn it from somebody."))
DETAIL_PAGES["course"] = DetailPage()
