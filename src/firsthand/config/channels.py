"""The channels of this program, by the classes that keep `channels/protocol.py`. The first is the one by which
teammates are invited and told."""

CHANNELS = ("firsthand.channels.email.channel.Email", "firsthand.channels.console.channel.Console")
