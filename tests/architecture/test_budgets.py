"""Elegance is in the tail: no file, function or template grows past its budget (ARCHITECTURE.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = [path for folder in ("accounts", "dialogues", "facilitation") for path in sorted((ROOT / folder).rglob("*.py"))]
MODULES = [path for path in CODE if "migrations" not in path.parts]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "manager", "service", "services", "misc"}


def lines(path: Path) -> int:
    """Count the lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function of a module, methods included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def too_long(paths: list[Path], most: int) -> list[str]:
    """Name the files over a budget."""
    return [f"{path.relative_to(ROOT)}: {lines(path)}" for path in paths if lines(path) > most]


def test_no_module_is_longer_than_250_lines() -> None:
    assert MODULES
    assert too_long(MODULES, 250) == []


def test_no_test_module_is_longer_than_400_lines() -> None:
    assert too_long(sorted((ROOT / "tests").rglob("*.py")), 400) == []


def test_no_template_is_longer_than_150_lines() -> None:
    templates = [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]
    assert templates
    assert too_long(templates, 150) == []


def test_no_script_is_longer_than_200_lines() -> None:
    scripts = [*sorted((ROOT / "dialogues").rglob("*.js")), *sorted((ROOT / "facilitation").rglob("*.js"))]
    assert scripts
    assert too_long(scripts, 200) == []


def test_no_function_is_longer_than_40_lines_or_takes_more_than_6_arguments() -> None:
    over = []
    for path in MODULES:
        for node in functions(path):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            arguments = (
                len(node.args.args)
                + len(node.args.kwonlyargs)
                - (node.args.args[:1] != [] and node.args.args[0].arg in {"self", "cls"})
            )
            if length > 40 or arguments > 6:
                over.append(f"{path.relative_to(ROOT)}:{node.name}: {length} lines, {arguments} arguments")
    assert over == []


def test_no_consumer_is_longer_than_80_lines_and_no_task_longer_than_8() -> None:
    consumers = [path for path in MODULES if path.name == "consumer.py"]
    assert consumers
    over = []
    for path in consumers:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno + 1 > 80:
                over.append(f"{path.name}:{node.name}")
    tasks = ROOT / "facilitation" / "tasks.py"
    over += [f"{node.name}" for node in functions(tasks) if (node.end_lineno or 0) - node.lineno + 1 > 8]
    assert over == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path.relative_to(ROOT)) for path in MODULES if path.stem in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_function_and_module_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not tree.body:
        return
    assert ast.get_docstring(tree), "the module has no docstring"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
