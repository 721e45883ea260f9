"""Mails that would run something, load something or show something as other than it is, if a browser let them."""

RUN = "console.error('ran')"
HTML = [
    f"<script>{RUN}</script>",
    f'<img src=x onerror="{RUN}">',
    f'<svg onload="{RUN}"><script>{RUN}</script></svg>',
    f'<a href="javascript:{RUN}">click here</a>',
    f'<a href="&#106;ava&#x0A;script:{RUN}">click here</a>',
    f'<a href="data:text/html,<script>{RUN}</script>">click here</a>',
    f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{RUN}"></style></table></mtext></math>',
    f'<form action="javascript:{RUN}"><button autofocus onfocus="{RUN}">go</button></form>',
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>"></noscript>',
    f'<!--><img src=x onerror="{RUN}">-->',
    "<style>@import 'https://track.example/x.css'; body { background: url(https://track.example/y) }</style>",
    "<link rel=stylesheet href=https://track.example/x.css><base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<img src=https://track.example/pixel.png width=1 height=1><video src=https://track.example/v autoplay></video>",
    "<p style='position:fixed;inset:0;background:url(https://track.example/z)'>over everything</p>",
    f'<details open ontoggle="{RUN}"><summary>x</summary></details>',
    f'<xmp><p title="</xmp><img src=x onerror={RUN}>"></xmp>',
    f'<object data="data:text/html,<script>{RUN}</script>"></object><embed src="javascript:{RUN}">',
    f'<table background="javascript:{RUN}"><tr><td>x</td></tr></table>',
]
"""What stands in the body. What runs complains, and a browser that has to stop something does too."""
WORDS = [
    f"<script>{RUN}</script>",
    f'"><img src=x onerror={RUN}>',
    f"'-{RUN}-'",
    f"</title><script>{RUN}</script>",
    f"{{{{ 7*7 }}}} ${{{RUN}}}",
    f"\u202e<script>{RUN}</script>",
    f"javascript:{RUN}",
]
"""What stands in a name, a subject, a file's name or a plain text."""
