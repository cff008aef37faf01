"""`./run test`: every test on a PostgreSQL and a Valkey of its own, browser included."""

import os
import shutil
import subprocess
import sys

from facilitation.launch.surroundings import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def main(arguments: list[str]) -> int:
    """Find a browser, run pytest, return its exit code."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if os.environ.get("ANTEROOM_NO_BROWSER"):
        print("ANTEROOM_NO_BROWSER is set: the tests that drive a browser are LEFT OUT.", flush=True)
        arguments = ["-m", "not browser", *arguments]
    else:
        env["ANTEROOM_CHROMIUM"] = browser() or get_browser()
    command = [sys.executable, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "loadfile", "-q"])]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def browser() -> str:
    """Return the path of an installed Chromium or Chrome, or ""."""
    named = os.environ.get("ANTEROOM_CHROMIUM", "")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), "")


def get_browser() -> str:
    """Install one: the system's packages when root, else Playwright's own download. Ends with what to type if both fail."""
    print("No Chromium or Chrome is installed; getting one…", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
        subprocess.run(["apt-get", "update"], **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], **quiet)  # type: ignore[call-overload]
        if found := browser():
            return found
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    path = subprocess.run([sys.executable, "-c", _WHERE], capture_output=True, text=True, check=False).stdout.strip()
    if path:
        return path
    print(
        "No browser could be had. Type: apt-get install chromium    (or set ANTEROOM_NO_BROWSER=1 to leave those tests out)",
        file=sys.stderr,
    )
    raise SystemExit(1)


_WHERE = """
import os
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
    print(path if os.path.exists(path) else "")
"""

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
