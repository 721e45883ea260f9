"""Calendars that say when people are away: given as an address or a file, or as the public holidays of a place."""
