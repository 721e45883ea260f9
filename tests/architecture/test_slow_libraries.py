"""What few desks need costs the others nothing: libraries for calendars and holidays are imported when asked."""

import subprocess
import sys


def test_serving_pages_and_working_import_no_library_for_calendars() -> None:
    code = (
        "import sys, django; django.setup()\n"
        "import firsthand.config.urls, firsthand.engine.parts, firsthand.cli.app\n"
        "print(sorted({'icalendar', 'recurring_ical_events', 'holidays', 'dateutil'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
