"""The page that says what the portal is, how its texts are made and where its codes and figures come from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.views.caching import public_page


@public_page
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "about.html")
