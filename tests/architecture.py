"""The rules of the house as functions of one file's text or syntax tree; `tests/test_architecture.py` applies them.

Each rule returns what breaks it, as lines `<path>:<line number> <what>`. A rule reads syntax, not types, so it names what it
can recognise; each has a small bad sample in the tests that shows what that is.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

type Problems = list[str]
type Rule = Callable[[str, ast.Module], Problems]

FORBIDDEN_IMPORTS = {"articles": ("portal", "api", "tests"), "portal": ("api", "tests"), "api": ("portal", "tests")}
IMPORTING_CALLS = {"import_module", "__import__", "import_string", "include"}
# The one place where the faces meet: the root URLs mount the API by its dotted name.
MOUNTS = {("portal/urls.py", "api.urls")}

MAX_LINES, MAX_TEST_LINES, MAX_FUNCTION_LINES = 400, 600, 50
VAGUE_NAMES = {"utils.py", "services.py", "signals.py", "helpers.py"}

UNSAFE_NAMES = {"mark_safe", "SafeString", "SafeText", "SafeData", "__html__"}


def package_of(path: str) -> str:
    return PurePosixPath(path).parts[0]


def module_of(path: str) -> list[str]:
    parts = list(PurePosixPath(path).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def said(path: str, node: ast.AST, what: str) -> str:
    return f"{path}:{getattr(node, 'lineno', 1)} {what}"


# Imports


def wrong_imports(path: str, tree: ast.Module) -> Problems:
    """Imports that go against portal -> articles <- api, wherever in the file they stand."""
    forbidden = FORBIDDEN_IMPORTS.get(package_of(path), ())
    return [
        said(path, node, f"imports {name}")
        for node in ast.walk(tree)
        for name in imported_names(path, node)
        if name.split(".")[0] in forbidden and (path, name) not in MOUNTS
    ]


def imported_names(path: str, node: ast.AST) -> Iterator[str]:
    """The dotted names of modules that a node imports, by statement or by a call with a string."""
    match node:
        case ast.Import(names=aliases):
            yield from (alias.name for alias in aliases)
        case ast.ImportFrom(module=module, level=level):
            yield ".".join([*_base(path, level), *([module] if module else [])])
        case ast.Call(func=function, args=[ast.Constant(value=str(name)), *_]) if (
            last_name(function) in IMPORTING_CALLS
        ):
            yield name


def _base(path: str, level: int) -> list[str]:
    """The package that a relative import of this level starts from; empty for an absolute one."""
    if not level:
        return []
    parts = list(PurePosixPath(path).parent.parts)
    return parts[: len(parts) - level + 1]


def private_imports(path: str, tree: ast.Module) -> Problems:
    """Names with an underscore taken from another of the three packages."""
    return [
        said(path, node, f"imports {alias.name} of {node.module}, which is private")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
        for alias in node.names
        if alias.name.startswith("_")
        and node.module.split(".")[0] in FORBIDDEN_IMPORTS
        and node.module.split(".")[0] != package_of(path)
    ]


# Sizes and names


def too_long(path: str, text: str) -> Problems:
    limit = MAX_TEST_LINES if package_of(path) == "tests" else MAX_LINES
    lines = text.count("\n")
    return [f"{path}:{lines} has more than {limit} lines"] if lines > limit else []


def long_functions(path: str, tree: ast.Module) -> Problems:
    return [
        said(path, node, f"{node.name} has {length} lines, more than {MAX_FUNCTION_LINES}")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION_LINES
    ]


def vague_name(path: str) -> Problems:
    return [f"{path}:1 says nothing by its name"] if PurePosixPath(path).name in VAGUE_NAMES else []


def last_name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


# Output


def unsafe_output(path: str, tree: ast.Module) -> Problems:
    """Python that takes text for safe HTML; only `articles/rendering`, which sanitises it, may."""
    if package_of(path) not in FORBIDDEN_IMPORTS or path.startswith(("articles/rendering/", "articles/rendering.py")):
        return []
    found = [(node, name) for node in ast.walk(tree) if (name := _said_name(node)) in UNSAFE_NAMES]
    return [said(path, node, f"uses {name}") for node, name in found]


def _said_name(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name) | ast.FunctionDef(name=name):
            return name
        case _:
            return ""


TEMPLATE_FAULTS = {
    "takes text for safe HTML": re.compile(r"\|\s*safe(seq)?\b|\{%-?\s*autoescape\s+off"),
    "has an inline script": re.compile(
        r"<script(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']?(application/(ld\+)?json))[^>]*>", re.IGNORECASE
    ),
    "has an inline style": re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "has an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "has a javascript: address": re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE),
}
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}", re.DOTALL)


def template_faults(path: str, text: str) -> Problems:
    """What the content security policy refuses, and what would let text through unescaped."""
    bare = TEMPLATE_COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), text)
    return [
        f"{path}:{bare.count(chr(10), 0, match.start()) + 1} {fault}"
        for fault, pattern in TEMPLATE_FAULTS.items()
        for match in pattern.finditer(bare)
    ]


# What belongs to one machine. Written in pieces, so that this file holds none of it.
MACHINE_TEXTS = re.compile(
    "|".join(
        [
            r"\bpypi" + r"\.org\b",
            "files" + r"\.pythonhosted\b",
            "registry" + r"\.npmjs\b",
            r"deb\." + r"debian\.org\b",
            r"(?<![\w.])/(?:work/(?:main|shared)|root/|home/[a-z]|Users/[A-Z]|opt/wheels)",
        ]
    )
)


def machine_texts(path: str, text: str) -> Problems:
    return [
        f"{path}:{number} names {match.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        for match in MACHINE_TEXTS.finditer(line)
    ]
