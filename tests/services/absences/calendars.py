"""iCalendar files for tests, line by line."""


def event(*lines: str, uid: str = "1") -> str:
    """One event."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""])


def calendar(*components: str) -> bytes:
    """A file with these components."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//tests\r\n"
    return (head + "".join(components) + "END:VCALENDAR\r\n").encode()


def days_away(first: str, after: str, *, title: str = "Lisbon", uid: str = "1") -> str:
    """Whole days away, from the first until before another."""
    return event(f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", f"SUMMARY:{title}", uid=uid)
