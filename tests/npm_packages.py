"""What tests marked `npm` take from npm: the HTML checker, the schema of sitemaps, the vocabulary of schema.org.

    npm install --ignore-scripts --prefix FOLDER vnu-jar sitemap schema-dts
    uv run pytest --npm=FOLDER

Nothing of it is part of the repository.
"""

import shutil
from pathlib import Path

import pytest

FILES = {
    "vnu-jar": "build/dist/vnu.jar",
    "sitemap": "schema/sitemap.xsd",
    "schema-dts": "dist/schema.d.ts",
}


def find_npm_files(folder: str) -> dict[str, Path]:
    """Package to its file. Raises a usage error that says what to install."""
    if not shutil.which("java"):
        raise pytest.UsageError(
            "--npm needs Java, and none is on PATH. On Debian: apt-get install default-jre-headless"
        )
    found = {package: Path(folder) / "node_modules" / package / file for package, file in FILES.items()}
    missing = [package for package, file in found.items() if not file.is_file()]
    if missing:
        command = f"npm install --ignore-scripts --prefix {folder} {' '.join(missing)}"
        raise pytest.UsageError(f"--npm finds no {', '.join(missing)} in {folder}. Run: {command}")
    return found


@pytest.fixture(scope="session")
def npm_files(request: pytest.FixtureRequest) -> dict[str, Path]:
    return find_npm_files(request.config.option.npm)
