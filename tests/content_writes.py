"""The rule that content changes in `articles/editing` alone, as a function of one file's syntax tree."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps

from tests.architecture import FORBIDDEN_IMPORTS, Problems, last_name, package_of, said

# These change content whatever they are called on.
ALWAYS_WRITES = {
    "save",
    "delete",
    "save_base",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "_raw_delete",
}
# These do where they are called on a manager, a relation or a content model; sets, dictionaries and lists have them too.
SOMETIMES_WRITES = {"update", "create", "add", "set", "remove", "clear"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
WRITING_SQL = re.compile(r"\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\S*articles_", re.IGNORECASE)
BUILT_SQL = re.compile(r"\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\b", re.IGNORECASE)
# Accounts and the diaries of imports and mass actions are no content: they have no revisions and no readers.
NO_CONTENT = {"ImportBatch", "ImportRow", "MassAction", "MassActionItem", "User", "get_user_model"}


def content_writes(path: str, tree: ast.Module) -> Problems:
    """Calls that change content outside `articles/editing`, each with the text of the call's start."""
    if package_of(path) not in FORBIDDEN_IMPORTS or "migrations" in path or is_editing(path):
        return []
    aliases = relation_aliases(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and is_write(node, aliases)]
    texts = [node for node in ast.walk(tree) if is_writing_sql(node)]
    return [said(path, call, f"writes content: {ast.unparse(call.func)}") for call in calls] + [
        said(path, text, "writes content by SQL") for text in texts
    ]


def is_editing(path: str) -> bool:
    return path == "articles/editing.py" or path.startswith("articles/editing/")


def is_writing_sql(node: ast.AST) -> bool:
    """A text that writes to our tables, or one that is put together and begins like a write."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(WRITING_SQL.search(text))
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return bool(BUILT_SQL.match(text))
    return False


def relation_aliases(tree: ast.Module) -> set[str]:
    """Names that a file gives to a relation: `links = article.skills`, `for links in (article.skills, …)`."""
    return {
        target.id
        for node in ast.walk(tree)
        for target, value in bindings(node)
        if isinstance(target, ast.Name) and leads_to_relation(value)
    }


def bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(target, value) of each name that a node binds."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=ast.Tuple(elts=values) | ast.List(elts=values) | ast.Set(elts=values)):
            yield from ((target, value) for value in values)


def leads_to_relation(value: ast.expr) -> bool:
    return isinstance(value, ast.Attribute) and value.attr in relation_names() and not is_class_attribute(value)


def is_class_attribute(value: ast.Attribute) -> bool:
    """`Tool.skills` on the model itself is a descriptor, and `self.skills` of what is no model is somebody's list."""
    return isinstance(value.value, ast.Name) and value.value.id == "self"


def is_write(call: ast.Call, aliases: set[str]) -> bool:
    if is_named_write(call):
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    receiver = call.func.value
    name = call.func.attr if call.func.attr in ALWAYS_WRITES else call.func.attr.removeprefix("a")
    if is_no_content(receiver) or is_super(receiver):
        return False
    if name in ALWAYS_WRITES or call.func.attr in ALWAYS_WRITES:
        return True
    if {name, call.func.attr} & SOMETIMES_WRITES:
        is_alias = isinstance(receiver, ast.Name) and receiver.id in aliases
        return is_alias or is_content(receiver) or (name == "update" and bool(call.keywords) and not call.args)
    return False


def is_named_write(call: ast.Call) -> bool:
    """`getattr(item, "save")`: a method that is asked for by its name."""
    match call:
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
            return name in ALWAYS_WRITES
    return False


def is_no_content(receiver: ast.expr) -> bool:
    """Accounts and the diary of imports, but not what is reached from them: `user.articles.add(…)` links content."""
    return bool(NO_CONTENT & set(names_in(receiver))) and not relation_names() & attributes_of(receiver)


def is_super(receiver: ast.expr) -> bool:
    """A method that a model overrides calls its own parent; whoever calls the method is found where they do."""
    return isinstance(receiver, ast.Call) and last_name(receiver.func) == "super"


def is_content(receiver: ast.expr) -> bool:
    names = list(names_in(receiver))
    attributes = attributes_of(receiver)
    return bool(
        MANAGERS & set(names)
        or set(content_models()) & set(names)
        or relation_names() & attributes
        or any(name.endswith("_set") for name in attributes)
    )


def attributes_of(receiver: ast.expr) -> set[str]:
    return {node.attr for node in ast.walk(receiver) if isinstance(node, ast.Attribute)}


def names_in(node: ast.expr) -> Iterator[str]:
    """The names along a chain such as `Tool.objects.filter(…)`, without those inside a call's arguments."""
    match node:
        case ast.Name(id=name):
            yield name
        case ast.Attribute(value=value, attr=name):
            yield name
            yield from names_in(value)
        case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
            yield from names_in(inner)


@cache
def content_models() -> dict[str, type]:
    return {
        model.__name__: model
        for model in apps.get_app_config("articles").get_models()
        if model.__name__ not in NO_CONTENT
    }


@cache
def relation_names() -> frozenset[str]:
    """Attributes of content models that lead to a manager of other rows: links to many, from either side."""
    fields = [field for model in content_models().values() for field in model._meta.get_fields(include_hidden=False)]  # type: ignore[attr-defined]
    forward = {field.name for field in fields if field.many_to_many and not field.auto_created}
    backward = {
        field.get_accessor_name() for field in fields if field.auto_created and field.is_relation and field.multiple
    }
    # The other end of a link may belong to a model of accounts: `user.articles`.
    from_others = {field.related_query_name() for field in fields if field.many_to_many and not field.auto_created}
    return frozenset(name for name in forward | backward | from_others if name and not name.endswith("+"))
