"""Functions fit on a screen, files too: CONTRIBUTING's habits, counted."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FUNCTION_LINES = 60
FILE_LINES = 450

SOURCES = [
    path
    for folder in ("src", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]

pytestmark = pytest.mark.once


def test_functions_are_short():
    functions = (
        (path, node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path, node in functions
        if node.end_lineno - node.lineno >= FUNCTION_LINES
    ] == []


def test_files_are_short():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {
        str(path.relative_to(ROOT)): length
        for path, length in lengths.items()
        if length > FILE_LINES
    } == {}
