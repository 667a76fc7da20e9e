"""Zip archives whose headers say what is not so, and folders that nobody can enter."""

import io
import os
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

CENTRAL, END = b"PK\x01\x02", b"PK\x05\x06"
# Where the local header has a field; in the central one it lies two bytes further on.
FIELDS = {"flags": ("<H", 6), "method": ("<H", 8), "checksum": ("<I", 14), "packed": ("<I", 18), "size": ("<I", 22)}


def write_zip(path: Path, members: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def zip_bytes(members: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def forge(path: Path, name: str, *, at: Literal["both", "local", "central"] = "both", **fields: int) -> Path:
    """The archive with fields of a member's headers overwritten."""
    content = bytearray(path.read_bytes())
    for start in header_starts(path, content, name, at):
        further = 2 if content[start : start + 4] == CENTRAL else 0
        for field, value in fields.items():
            form, offset = FIELDS[field]
            struct.pack_into(form, content, start + offset + further, value)
    path.write_bytes(content)
    return path


def header_starts(path: Path, content: bytearray, name: str, at: str) -> list[int]:
    with zipfile.ZipFile(path) as archive:
        local, directory = archive.getinfo(name).header_offset, archive.start_dir
    central = content.index(CENTRAL, content.index(name.encode(), directory) - 46)
    return {"both": [local, central], "local": [local], "central": [central]}[at]


def swap(path: Path, old: bytes, new: bytes) -> Path:
    """The archive with bytes replaced by as many others."""
    content = path.read_bytes()
    assert old in content and len(old) == len(new)
    path.write_bytes(content.replace(old, new))
    return path


def repeat_entry(path: Path, number: int) -> Path:
    """The archive with the entry of its only member so many times in its directory."""
    content = path.read_bytes()
    start, end = content.index(CENTRAL), content.rindex(END)
    entry = content[start:end]
    counts = (0, 0, min(number, 0xFFFF), min(number, 0xFFFF), len(entry) * number, start, 0)
    path.write_bytes(content[:start] + entry * number + struct.pack("<4s4H2LH", END, *counts))
    return path


def make_deep(folder: Path, levels: int) -> None:
    """Folders whose path is longer than the system takes in one piece."""
    handle = os.open(folder, os.O_DIRECTORY)
    for _level in range(levels):
        os.mkdir("d" * 200, dir_fd=handle)
        deeper = os.open("d" * 200, os.O_DIRECTORY, dir_fd=handle)
        os.close(handle)
        handle = deeper
    os.close(handle)
