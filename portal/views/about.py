"""The page that says what the portal is, how its texts are made and where its codes and figures come from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.heads import page_head
from portal.views.caching import public_page


@public_page
def about(request: HttpRequest) -> HttpResponse:
    description = _("What this portal is for, how its texts are made, and where its codes and figures come from.")
    return render(request, "about.html", {"head": page_head("about", _("About and sources"), description)})
