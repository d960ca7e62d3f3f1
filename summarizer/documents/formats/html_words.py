"""What the names of HTML say: which elements break lines, which are never shown, which hold page chrome."""

import re

# Elements that browsers set on lines of their own (WHATWG HTML, rendering section 15.3).
_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p "
    "pre search section summary table tbody td tfoot th thead title tr ul"
)
BLOCKS = frozenset(_BLOCKS.split())
# Elements whose content is no text of the page; `rt` and `rp` hold the reading aids of a ruby.
_UNSEEN = (
    "applet audio canvas datalist iframe map math noframes noscript object rp rt script select style svg "
    "template textarea video"
)
UNSEEN = frozenset(_UNSEEN.split())
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_ELEMENTS = {
    "title": "page_title",
    "nav": "navigation",
    "aside": "aside",
    "footer": "page_footer",
    "header": "page_header",
}
_ROLES = {
    "navigation": "navigation",
    "banner": "page_header",
    "contentinfo": "page_footer",
    "complementary": "aside",
    "search": "search",
}
# Words that page makers name their chrome with, as whole parts of a class or an id.
_NAMES = {
    "nav": "navigation",
    "navbar": "navigation",
    "menu": "navigation",
    "breadcrumb": "breadcrumb",
    "breadcrumbs": "breadcrumb",
    "crumb": "breadcrumb",
    "crumbs": "breadcrumb",
    "share": "share_buttons",
    "sidebar": "aside",
    "related": "link_list",
    "pagination": "navigation",
    "pager": "navigation",
    "copyright": "page_footer",
    "footer": "page_footer",
    "search": "search",
    "login": "login",
}
_PART = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")


def chrome_of(tag: str, attributes: dict[str, str]) -> str | None:
    """The reason why an element is page chrome by its tag, role, class or id; None where none of them says so."""
    if reason := _ELEMENTS.get(tag) or _ROLES.get(attributes.get("role", "").lower()):
        return reason
    if not attributes:
        return None
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}"[:200]
    found = (_NAMES.get(part.lower()) for part in _PART.findall(named))
    return next((reason for reason in found if reason), None)
