"""The house stands as it is drawn: rules know no Django, models are touched behind operations, async stays at the rim."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SLICES = ROOT / "dialogues"
MAY_TOUCH_MODELS = {"models", "operations", "queries", "access"}
DOORS = {"views", "forms", "urls", "consumer", "tasks", "rules", "gate"}
ASYNC_ALLOWED = (
    "dialogues/room/",
    "facilitation/asgi.py",
    "facilitation/headers.py",
    "facilitation/replay/",
    "facilitation/launch/",
)


def modules() -> list[Path]:
    """Every module of the house but its migrations."""
    found = [
        path for folder in ("accounts", "dialogues", "facilitation") for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return [path for path in found if "migrations" not in path.parts]


def imports(path: Path) -> set[str]:
    """The dotted names that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return names


def is_called(path: Path, name: str) -> bool:
    """Whether a module is `name.py` or lies in a package `name/`."""
    return path.stem == name or name in path.parts


def test_import_linter_finds_the_layers_kept() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_rules_import_nothing_of_django() -> None:
    rules = [path for path in modules() if is_called(path, "rules") or path.stem == "gate"]
    assert rules
    guilty = [
        str(path.relative_to(ROOT)) for path in rules if any(name.split(".")[0] == "django" for name in imports(path))
    ]
    assert guilty == []


def test_only_vault_admission_and_ballots_import_cryptography() -> None:
    allowed = {"vault", "admission", "ballots"}
    guilty = [
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] in {"cryptography", "gmpy2"} for name in imports(path))
        and not allowed & set(path.parts)
    ]
    assert guilty == []


def test_nothing_asynchronous_lives_outside_the_rim() -> None:
    guilty = []
    for path in modules():
        name = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if not name.startswith(ASYNC_ALLOWED) and any(
            isinstance(node, ast.AsyncFunctionDef) for node in ast.walk(tree)
        ):
            guilty.append(name)
    assert guilty == []


def test_no_signal_receiver_hides_the_flow() -> None:
    guilty = [str(path.relative_to(ROOT)) for path in modules() if "django.db.models.signals" in imports(path)]
    assert guilty == []


def test_no_row_changes_the_world_in_save() -> None:
    guilty = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and path.stem == "models":
                guilty.append(str(path.relative_to(ROOT)))
    assert guilty == []
