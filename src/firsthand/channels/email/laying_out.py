"""An answer as HTML that mail programs show alike: styles at each element, for many drop those of the head."""

import re
from collections.abc import Mapping
from html import escape, unescape

_STYLES = {
    "pre": "font:13px/1.5 monospace;background:#f5f5f4;padding:10px 12px;white-space:pre-wrap;overflow-wrap:anywhere",
    "table": "border-collapse:collapse",
    "th": "border:1px solid #d6d3d1;padding:4px 8px",
    "td": "border:1px solid #d6d3d1;padding:4px 8px",
    "blockquote": "margin:0 0 0 2px;padding:0 0 0 12px;border-left:2px solid #d6d3d1;color:#57534e",
    "img": "max-width:100%",
}
_TAG = re.compile(rf"<({'|'.join(_STYLES)})\b")
_PICTURE = re.compile(r'\sdata-cid="([^"]*)"')


def for_mail_programs(laid_out: str, pictures: Mapping[str, str]) -> str:
    """Sanitised HTML as the body of a mail; `pictures` are the names that pictures have in this mail, by Content-ID."""

    def source(match: re.Match[str]) -> str:
        name = pictures.get(unescape(match[1]), "")
        return f' src="cid:{escape(name)}"' if name else ""

    styled = _TAG.sub(lambda tag: f'<{tag[1]} style="{_STYLES[tag[1]]}"', laid_out)
    return f'<div style="font-family:sans-serif">{_PICTURE.sub(source, styled)}</div>\n'
