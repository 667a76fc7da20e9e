"""The addresses of the portal; the API is mounted by its dotted name."""

from django.contrib import admin
from django.urls import include, path

from portal.absolute_urls import FEED_FILTERS
from portal.list_pages import LIST_PAGES
from portal.views.about import about
from portal.views.compare import COMPARE_PAGES, compare
from portal.views.details import item_detail
from portal.views.feeds import articles_atom, articles_json, item_atom
from portal.views.home import home
from portal.views.icons import icon, manifest
from portal.views.lists import item_list
from portal.views.map import skill_map
from portal.views.markdown import item_markdown
from portal.views.pictures import picture
from portal.views.robots import llms, robots, sitemap, sitemap_part
from portal.views.search import search
from portal.views.whole_paths import whole_path

list_urls = [
    path(f"{page.name}/", item_list, {"item_type": item_type}, name=page.name) for item_type, page in LIST_PAGES.items()
]
compare_urls = [
    path(f"{LIST_PAGES[item_type].name}/compare/", compare, {"item_type": item_type}, name=page.url_name)
    for item_type, page in COMPARE_PAGES.items()
]
detail_urls = [
    path(f"{page.name}/<slug:slug>/", item_detail, {"item_type": item_type}, name=item_type)
    for item_type, page in LIST_PAGES.items()
]
markdown_urls = [
    path(f"{page.name}/<slug:slug>.md", item_markdown, {"item_type": item_type}, name=f"{item_type}-markdown")
    for item_type, page in LIST_PAGES.items()
]
feed_urls = [
    path("feeds/articles.atom", articles_atom, name="articles-atom"),
    path("feeds/articles.json", articles_json, name="articles-json"),
    *(
        path(f"{LIST_PAGES[kind].name}/<slug:slug>/feed.atom", item_atom, {"item_type": kind}, name=f"{kind}-feed")
        for kind in FEED_FILTERS
    ),
]

urlpatterns = [
    path("", home, name="home"),
    *list_urls,
    *compare_urls,
    *detail_urls,
    *markdown_urls,
    path("paths/<slug:slug>/whole.md", whole_path, name="whole-path-markdown"),
    *feed_urls,
    path("search/", search, name="search"),
    path("about/", about, name="about"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<str:kind>-<int:number>.xml", sitemap_part, name="sitemap-part"),
    path("robots.txt", robots, name="robots"),
    path("llms.txt", llms, name="llms"),
    path("favicon.ico", icon, {"name": "favicon.ico"}, name="favicon"),
    path("apple-touch-icon.png", icon, {"name": "apple-touch-icon.png"}, name="apple-touch-icon"),
    path("apple-touch-icon-precomposed.png", icon, {"name": "apple-touch-icon.png"}, name="apple-touch-icon-old"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("map/", skill_map, name="map"),
    path("media/pictures/<uuid:pk>/", picture, name="picture"),
    path("admin/", admin.site.urls),
    path("api/", include("api.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
