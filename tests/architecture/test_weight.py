"""What a process carries before it does anything."""

import subprocess
import sys

from django.conf import settings


def test_a_process_that_only_serves_pages_loads_no_numpy() -> None:
    program = (
        "import sys, django; django.setup(); import facilitation.urls; "
        "sys.exit('numpy' in sys.modules)"  # sixteen megabytes a process, needed by the worker that compiles alone
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, check=False).returncode == 0
