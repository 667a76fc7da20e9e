"""The rule that content changes in `articles/editing` alone, as a function of one file's syntax tree."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps

from tests.architecture import FORBIDDEN_IMPORTS, Problems, last_name, package_of, said

# These change content whatever they are called on, with an `a` before the name too; naming one hands it on to be called.
ALWAYS_WRITES = {
    "save",
    "delete",
    "save_base",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "_raw_delete",
    "_insert",
    "_do_insert",
    "_do_update",
}
# What Django's own admin and forms write with: nothing of ours may fall back on it.
DJANGOS_WRITES = {"save_model", "delete_model", "delete_queryset", "save_related", "save_formset", "save_m2m"}
# These do where they are called on a manager, a relation or a content model; sets, dictionaries and lists have them too.
SOMETIMES_WRITES = {"update", "create", "add", "set", "remove", "clear"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# `QuerySet.update(rows, …)` writes like `rows.update(…)`.
QUERY_CLASSES = {"QuerySet", "Manager", "PublishableQuerySet"}
# What asks for a method by its name, and what writes by its own.
NAMING_CALLS = {"getattr", "attrgetter", "methodcaller"}
WRITING_COMMANDS = {"loaddata", "flush"}
WRITING_QUERIES = {"InsertQuery", "UpdateQuery", "DeleteQuery"}
VERBS = (
    r"(?:(?:INSERT|REPLACE|MERGE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY"
    r"|(?:DROP|ALTER)\s+TABLE(?:\s+IF\s+EXISTS)?)(?:\s+ONLY)?"
)
WRITING_SQL = re.compile(rf"\b{VERBS}\s+\S*articles_", re.IGNORECASE)
BUILT_SQL = re.compile(rf"\s*{VERBS}\b", re.IGNORECASE)
# In capitals, for sentences begin with such words too.
TEMPLATE_OF_SQL = re.compile(rf"\s*{VERBS}\s*(?:[\"`]?(?:%s|%\(|\{{)|[\"`]?\Z)")
# Accounts and the diaries of imports and mass actions are no content: they have no revisions and no readers.
# Ways from a manager to what are no rows any more.
NO_ROWS = {"get", "first", "last", "in_bulk", "aggregate", "count", "exists", "values_list", "values"}
NO_CONTENT = {"ImportBatch", "ImportRow", "MassAction", "MassActionItem", "User", "get_user_model"}


def content_writes(path: str, tree: ast.Module) -> Problems:
    """Calls that change content outside `articles/editing`, each with the text of the call's start."""
    if package_of(path) not in FORBIDDEN_IMPORTS or "migrations" in path or is_editing(path):
        return []
    names = names_of(tree)
    calls = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_write(node, calls.get(id(node)), names):
            found.append(said(path, node, f"writes content: {ast.unparse(node)}"))
        elif isinstance(node, ast.Call) and is_named_write(node, names):
            found.append(said(path, node, f"writes content: {ast.unparse(node.func)}"))
        elif is_writing_sql(node):
            found.append(said(path, node, "writes content: SQL"))
    return found


def is_editing(path: str) -> bool:
    return path == "articles/editing.py" or path.startswith("articles/editing/")


def is_writing_sql(node: ast.AST) -> bool:
    """A text that writes to our tables, or one that is put together and begins like a write."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(WRITING_SQL.search(text) or TEMPLATE_OF_SQL.match(text))
        # What stands in its first part alone is found as a text of its own.
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return bool(BUILT_SQL.match(text)) and not is_writing_sql(ast.Constant(text))
    return False


@dataclass(frozen=True, slots=True)
class Names:
    """What a file calls things. aliases: names of relations, managers and queries. imported: name to what it is elsewhere."""

    aliases: set[str]
    imported: dict[str, str]


def names_of(tree: ast.Module) -> Names:
    """`links = article.skills`, `for links in (article.skills, …)`, `rows = Tool.objects.all()`, `import Tool as T`."""
    imported = {
        alias.asname: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    bound = [
        (target.id, value)
        for node in ast.walk(tree)
        for target, value in bindings(node)
        if isinstance(target, ast.Name)
    ]
    found = {name for name, value in bound if leads_to_relation(value) or leads_to_rows(value, imported)}
    return Names(found, imported)


def leads_to_rows(value: ast.expr, imported: dict[str, str]) -> bool:
    names = set(names_in(value, imported))
    return bool(MANAGERS & names) and not NO_CONTENT & names and not NO_ROWS & names


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


def is_write(method: ast.Attribute, call: ast.Call | None, names: Names) -> bool:
    """call: the call of the method; None where it is only named, to be called by somebody else."""
    if not isinstance(method.ctx, ast.Load):
        return False
    receiver, name = method.value, method.attr
    if name in DJANGOS_WRITES:
        return True
    if is_no_content(receiver, names) or is_super(receiver):
        return False
    plain = name.removeprefix("a")
    if {plain, name} & ALWAYS_WRITES:
        return True
    if not {plain, name} & SOMETIMES_WRITES:
        return False
    is_alias = isinstance(receiver, ast.Name) and receiver.id in names.aliases
    sets_columns = call is not None and plain == "update" and bool(call.keywords) and not call.args
    return is_alias or is_content(receiver, names) or sets_columns


def is_named_write(call: ast.Call, names: Names) -> bool:
    """`getattr(item, "save")`, `methodcaller("save")`: a method that is asked for by its name; and what writes by its own."""
    asked = last_name(call.func)
    texts = {
        arg.value.rpartition(".")[2]
        for arg in call.args
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }
    if asked in NAMING_CALLS:
        plain = {text.removeprefix("a") for text in texts} | texts
        is_of_rows = asked == "getattr" and bool(call.args) and is_content(call.args[0], names)
        return bool(plain & ALWAYS_WRITES) or (bool(plain & SOMETIMES_WRITES) and (bool(call.keywords) or is_of_rows))
    return (asked == "call_command" and bool(texts & WRITING_COMMANDS)) or asked in WRITING_QUERIES


def is_no_content(receiver: ast.expr, names: Names) -> bool:
    """Accounts and the diary of imports, but not what is reached from them: `user.articles.add(…)` links content."""
    return bool(NO_CONTENT & set(names_in(receiver, names.imported))) and not relation_names() & attributes_of(receiver)


def is_super(receiver: ast.expr) -> bool:
    """A method that a model overrides calls its own parent; whoever calls the method is found where they do."""
    return isinstance(receiver, ast.Call) and last_name(receiver.func) == "super"


def is_content(receiver: ast.expr, names: Names) -> bool:
    found = set(names_in(receiver, names.imported))
    attributes = attributes_of(receiver)
    return bool(
        (MANAGERS | QUERY_CLASSES) & found
        or set(content_models()) & found
        or relation_names() & attributes
        or any(name.endswith("_set") for name in attributes)
    )


def attributes_of(receiver: ast.expr) -> set[str]:
    return {node.attr for node in ast.walk(receiver) if isinstance(node, ast.Attribute)}


def names_in(node: ast.expr, imported: dict[str, str]) -> Iterator[str]:
    """The names, as they are where they come from, along a chain such as `Tool.objects.filter(…)`, without those inside a call's arguments."""
    match node:
        case ast.Name(id=name):
            yield imported.get(name, name)
        case ast.Attribute(value=value, attr=name):
            yield name
            yield from names_in(value, imported)
        case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
            yield from names_in(inner, imported)


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
