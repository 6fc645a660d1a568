"""The house is laid out so that a name leads to one place."""

from __future__ import annotations

import ast
import importlib.util
from collections import defaultdict
from pathlib import Path

from tests.conftest import is_of_pool

PACKAGE = Path(__file__).parent.parent / "photoparsl"
READERS = ("photoparsl", "configs", "tests", "benchmarks", "docs")


def test_no_two_modules_have_the_same_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        if not path.stem.startswith("__"):
            places[path.stem].append(str(path.relative_to(PACKAGE)))
    assert not [paths for paths in places.values() if len(paths) > 1]


def test_no_two_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    assert not {name: found for name, found in places.items() if len(found) > 1}


def test_no_variable_is_called_by_a_word_that_says_nothing() -> None:
    """What a variable holds is its name: `row`, not `one`."""
    vague = {"asked", "each", "heard", "one", "said", "some", "told"}
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_set = isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store)
            name = getattr(node, "id", getattr(node, "attr", "")) if is_set else ""
            name = node.arg if isinstance(node, ast.arg) else name
            if name.strip("_") in vague:
                found.append(f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}: {name}")
    assert found == []


def test_every_name_imported_from_the_package_exists() -> None:
    """Rooms load their names when these are first used, so that mypy misses a wrong one."""
    missing = []
    for path in (path for folder in READERS for path in (PACKAGE.parent / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in _imports(tree):
            room = importlib.import_module(node.module or "")
            missing += [
                f"{path.relative_to(PACKAGE.parent)}:{node.lineno}: {node.module}.{alias.name}"
                for alias in node.names
                if not hasattr(room, alias.name)
                and importlib.util.find_spec(f"{node.module}.{alias.name}") is None
            ]
    assert not missing


def _imports(tree: ast.Module) -> list[ast.ImportFrom]:
    """Imports from the package, but for those of an earlier version (`except ImportError`)."""
    handlers = [n for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)]
    earlier = {n for handler in handlers for n in ast.walk(handler)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").partition(".")[0] == "photoparsl"
        and node not in earlier
    ]


def test_the_tests_of_the_pool_are_known_by_their_files_names() -> None:
    """One process of several runs them all, since there is one pool."""
    users = {
        path.name
        for path in Path(__file__).parent.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and any(a.arg == "pool" for a in node.args.args)
    }
    assert users and all(is_of_pool(f"tests/sites/{name}::test") for name in users)
