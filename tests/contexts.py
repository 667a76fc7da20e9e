"""What `response.context` of the test client holds: what the page's own template was given, not what each widget was.

Django keeps a copy of the context for every template within a template, hundreds of them for a form, and for as long as the
answer is kept: a quarter of the time of the admin's tests.
"""

from django.template.base import Template
from django.template.context import Context, RequestContext
from django.test.signals import template_rendered
from django.utils.safestring import SafeString


def take_over() -> None:
    """After Django has set up its own way for tests, which it takes back itself at their end."""
    Template._render = render  # type: ignore[attr-defined]  # Django's private name


def render(template: Template, context: Context) -> SafeString:
    if isinstance(context, RequestContext) and context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)
