"""The program's settings with one channel more, the chat of the tests."""

from firsthand.config.channels import CHANNELS as OWN
from firsthand.config.settings import *  # noqa: F403
from tests.channels.chat import PATH

CHANNELS = (*OWN, PATH)
