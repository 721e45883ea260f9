"""Words in the language of the desk. A page asks for hundreds, most of them over and over: each is looked up once, for
no middleware chooses a language by request. One that does makes it part of the key."""

from functools import lru_cache

from django.utils import translation

gettext = lru_cache(maxsize=4096)(translation.gettext)
