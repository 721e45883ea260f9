"""The channels that this desk has, by name. `config/channels.py` lists them; nothing else names one."""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from firsthand.channels.protocol import Channel
from firsthand.domain.errors import Missing
from firsthand.domain.sentences import Series, say


def channels() -> Mapping[str, Channel]:
    """Every channel by its name, in the order of the list."""
    return _made(tuple(settings.CHANNELS))


def channel_of(name: str) -> Channel:
    """The channel with this name. Raises Missing when the desk has none."""
    found = channels().get(name)
    if found is None:
        raise Missing(
            "no_channel",
            say("This desk has no channel {name}; it has {known}.", name=repr(name), known=Series(tuple(channels()))),
        )
    return found


def first_channel() -> Channel:
    """The channel by which teammates are invited and told."""
    return next(iter(channels().values()))


def close_channels() -> None:
    """End what the channels hold open, at the end of a process."""
    for channel in channels().values():
        channel.close()


@cache
def _made(paths: tuple[str, ...]) -> Mapping[str, Channel]:
    made: tuple[Channel, ...] = tuple(import_string(path)() for path in paths)
    return {channel.name: channel for channel in made}
