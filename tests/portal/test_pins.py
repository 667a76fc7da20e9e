"""pyproject.toml and requirements.lock pin the same versions; `.ci/pin` writes both."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PIN = re.compile(r"^([a-z0-9-]+(?:\[[a-z,]+\])?)==([^\s;]+)", re.MULTILINE)


def project() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def constraints() -> list[str]:
    pins = project()["tool"]["uv"]["constraint-dependencies"]  # type: ignore[index]
    assert isinstance(pins, list)
    return pins


def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def pinned(text: str) -> dict[str, str]:
    return {name.split("[")[0]: version for name, version in PIN.findall(text)}


def names(requirements: object) -> set[str]:
    assert isinstance(requirements, list)
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in requirements}


def test_both_files_pin_the_same_versions() -> None:
    developers, images = pinned("\n".join(constraints())), pinned(lock())

    assert images
    assert {name: developers.get(name) for name in images} == images


def test_every_constraint_is_an_exact_version() -> None:
    assert [pin for pin in constraints() if not PIN.match(pin)] == []


def test_every_dependency_is_pinned() -> None:
    runtime = names(project()["project"]["dependencies"])
    tools = names(project()["dependency-groups"]["dev"])

    assert runtime - set(pinned(lock())) == set()
    assert (runtime | tools) - set(pinned("\n".join(constraints()))) == set()


def test_tools_stay_out_of_the_image() -> None:
    assert {"pytest", "mypy", "ruff"} & set(pinned(lock())) == set()


def test_every_version_of_the_lock_has_hashes() -> None:
    entries = re.split(r"\n(?=\S)", lock().strip())

    assert [entry for entry in entries if entry[0] != "#" and "--hash=sha256:" not in entry] == []


def test_no_address_stands_in_either() -> None:
    for text in (lock(), "\n".join(constraints())):
        assert re.findall(r"://|^\s*-(?!-hash)\S*|\s@\s|file:", text, re.MULTILINE) == []
