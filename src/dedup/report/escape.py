"""The only place where untrusted text becomes terminal, CSV, Markdown, HTML, XML, DOT, SARIF, URI or workflow-command
text.

Untrusted is whatever came in from outside: article text, titles, outlets, ids, URLs, file names.

What is shown, in every format for people (`visible`):

* control characters (C0, DEL, C1), bidi controls, other format characters, lone surrogates, private-use
  characters and non-characters become escapes of ASCII characters: ``\\x1b``, ``\\u202e``, ``\\U000e0041``;
* soft hyphens, zero-width spaces and joiners, word joiners and byte-order marks are dropped: they carry no
  words, and joiners are ordinary in Persian, Indic scripts and emoji;
* every other kind of space becomes a plain one.

Text that runs from right to left is set apart from what stands around it (`isolated`), as Unicode recommends (UAX 9,
2.7): neither an Arabic name nor the arrow and the number after it changes places.

JSON is lossless instead: `json_safe` keeps all of this as JSON escapes.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

# Soft hyphen, zero-width space, non-joiner, joiner, word joiner, byte-order mark.
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_LINE_BREAKS = re.compile(r"[ \t]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029])[\s\x85]*")
# A continuous-integration runner obeys `::name …::` at the start of a line and `##[name]` anywhere in it
# (actions/runner, ActionCommand.cs), and a report is often printed in such a log.
_COMMAND = re.compile(r"::(?=[A-Za-z])|##(?=\[)")
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_MARKDOWN_ALWAYS = re.compile(r"[\\`*_{}\[\]<>~$]")
_MARKDOWN_START = re.compile(r"^(?:[#+=-]|\d{1,9}(?=[.)]))")
_WWW = re.compile(r"(?<=www)\.", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_JSON_UNSAFE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


# First-strong isolate and its end.
_ISOLATE, _END = "\u2068", "\u2069"


def runs_right_to_left(text: str) -> bool:
    """Whether `text` holds letters or digits of a script that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def isolated(text: str, encoding: str = "utf-8") -> str:
    """Inert `text` in isolates of its own where it runs from right to left and the encoding has them."""
    if not runs_right_to_left(text) or encodable(_ISOLATE, encoding) != _ISOLATE:
        return text
    return f"{_ISOLATE}{text}{_END}"


def markdown_isolated(text: str) -> str:
    """`isolated` for what is Markdown already: the isolates are entities, so the source stays inert."""
    return f"&#{ord(_ISOLATE)};{text}&#{ord(_END)};" if runs_right_to_left(text) else text


def visible(text: str) -> str:
    """`text` on one line with nothing in it that acts on a display; tabs and line breaks become spaces."""
    return text if text.isprintable() else "".join(map(_shown, _LINE_BREAKS.sub(" ", text)))


def terminal_text(text: str, encoding: str = "utf-8", line_break: str = " ") -> str:
    """`text` for a terminal of that encoding: one line, inert, and sure to be encodable.

    Each run of line breaks becomes `line_break`. What the encoding cannot hold becomes a backslash escape.

    >>> terminal_text("\\x1b[31mred", "utf-8"), terminal_text("naïve", "ascii")
    ('\\\\x1b[31mred', 'na\\\\xefve')
    """
    if not text.isprintable():
        text = "".join(map(_shown, _LINE_BREAKS.sub("\n", text))).replace("\n", line_break)
    return encodable(_COMMAND.sub(lambda found: f"{found[0][0]}\\x{ord(found[0][1]):02x}", text), encoding)


def encodable(text: str, encoding: str) -> str:
    """`text` with a backslash escape for whatever `encoding` cannot hold; an unknown encoding counts as ASCII."""
    try:
        return text.encode(encoding, "backslashreplace").decode(encoding)
    except (LookupError, UnicodeError):
        return text.encode("ascii", "backslashreplace").decode("ascii")


def csv_text(text: str) -> str:
    """`text` as the content of a spreadsheet cell, before quoting: one line, never a formula.

    A cell whose first visible character would start a formula gets a leading apostrophe.
    """
    shown = visible(text).replace("##[", "#\\x23[")
    # The raw text counts too: a cell that starts with a tab or a carriage return is taken for a formula.
    risky = shown.lstrip()[:1] in _FORMULA if shown.strip() else False
    return "'" + shown if risky or text[:1] in ("\t", "\r") else shown


def markdown_text(text: str) -> str:
    """`text` as inline Markdown that shows those very characters, in running text and in a table cell."""
    shown = _MARKDOWN_ALWAYS.sub(lambda found: "\\" + found[0], visible(text).replace("&", "&amp;"))
    shown = _MARKDOWN_START.sub(_escape_start, shown)
    # Bare addresses become links and @names notify people on the common hosts; an entity breaks both.
    shown = _WWW.sub("&#46;", shown.replace("|", "&#124;").replace("://", "&#58;//"))
    return shown.replace("@", "@&#8203;")


def inert(text: str) -> str:
    """`text` as `visible` shows it, set apart where it runs from right to left: for pages that hold it as data."""
    return isolated(visible(text))


def html_words(text: str) -> str:
    """Sentences of ours, in which all that came from outside is `inert`, for HTML content and attributes."""
    return _entities(text).replace("##[", "#&#35;[")


def html_inline(text: str) -> str:
    """`text` on one line for HTML content and attributes, set apart where it runs from right to left."""
    return html_words(inert(text))


def html_json(document: str, encoding: str = "utf-8") -> str:
    """A JSON document for a ``script`` element of HTML: no tag in it opens or closes anything.

    >>> html_json('{"a": "</script>"}')
    '{"a": "\\\\u003c/script>"}'
    """
    return json_safe(document, encoding).replace("<", "\\u003c")


def xml_text(text: str) -> str:
    """`text` for XML 1.0 content and attributes in quotation marks; what XML cannot hold becomes an escape."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return _entities(_NOT_XML.sub(lambda found: _escape(found[0]), unified))


def xml_inline(text: str) -> str:
    """`xml_text` on one line with nothing raw in it that acts on a display; a reader of XML gets the same."""
    shown = "".join(char if char.isprintable() else f"&#{ord(char)};" for char in xml_text(text))
    return shown.replace("##[", "#&#35;[")


def dot_text(text: str) -> str:
    """`text` for a string in quotation marks of the DOT language: one line, shown in a label as it is.

    Graphviz reads HTML entities and backslash sequences in labels.

    >>> print(dot_text('A "B" \\\\N &lt;'))
    A \\"B\\" \\\\N &amp;lt;
    """
    return visible(text).replace("##[", "#\\x23[").replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')


def picture_text(text: str, drawable: Callable[[str], bool]) -> str:
    """`text` as a label of a picture: one line, and a backslash escape for whatever no font at hand can draw.

    >>> print(picture_text("Ζάρεκ 新", lambda char: ord(char) < 0x3000))
    Ζάρεκ \\u65b0
    """
    return "".join(char if char == " " or drawable(char) else _escape(char) for char in visible(text))


def entities_for(document: str, encoding: str) -> str:
    """An XML or DOT document, which is UTF-8 by itself, for another encoding: ASCII with character references.

    >>> entities_for("<data>naïve</data>", "latin-1")
    '<data>na&#239;ve</data>'
    """
    try:
        is_utf_8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")
    except LookupError:
        is_utf_8 = False
    return document if is_utf_8 else document.encode("ascii", "xmlcharrefreplace").decode("ascii")


def workflow_data(text: str) -> str:
    """`text` as the message of a GitHub workflow command; line breaks survive as ``%0A``."""
    lines = _LINE_BREAKS.sub("\n", text).split("\n")
    return "%0A".join(visible(line).replace("%", "%25") for line in lines).replace("##[", "#\\x23[")


def workflow_property(text: str) -> str:
    """`text` as the value of a property (`file=`, `title=`) of a GitHub workflow command."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_text(text: str) -> str:
    """`text` as a part of a SARIF message: one line, no placeholder, no link (SARIF 2.1.0, 3.11.5 and 3.11.6).

    >>> print(sarif_text("{0} [a](https://x.example)"))
    {{0}} [a] (https://x.example)
    """
    return visible(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")


def sarif_link(text: str, location: int) -> str:
    """A link of a SARIF message that shows `text` and leads to the related location of that id."""
    shown = re.sub(r"[\\\[\]]", lambda found: "\\" + found[0], sarif_text(text))
    return f"[{shown}]({location})"


def uri_path(path: str) -> str:
    """`path` as the path of a URI reference: percent-encoded UTF-8, slashes kept, so that no colon makes a scheme.

    >>> uri_path("news/a: b%20\\n.txt")
    'news/a%3A%20b%2520%0A.txt'
    """
    return quote(path.encode("utf-8", "backslashreplace"), safe="/")


def json_safe(document: str, encoding: str = "utf-8") -> str:
    """A JSON document with nothing raw in it that acts on a display, splits a line or cannot be encoded.

    The document still means the same: only ``\\uXXXX`` escapes are put in. An encoding that cannot hold the
    document gets ASCII.
    """
    safe = _JSON_UNSAFE.sub(lambda found: _json_escape(found[0]), document).replace("##[", "#\\u0023[")
    try:
        safe.encode(encoding)
    except (LookupError, UnicodeError):
        return re.sub(r"[^\x00-\x7f]", lambda found: _json_escape(found[0]), safe)
    return safe


def web_url(url: str | None) -> str | None:
    """`url` with everything but plain URL characters percent-encoded, or ``None`` unless it is http(s)."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        fit = parts.scheme in ("http", "https") and bool(parts.hostname)
        return quote(url, safe=";/?:@&=+$,#%-_.!~*") if fit else None
    except (ValueError, UnicodeError):
        return None


def _shown(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    if char in _DROPPED:
        return ""
    category = unicodedata.category(char)
    if category == "Zs" or char == "\t":
        return " "
    # Unassigned code points may be characters of a newer Unicode; the 66 non-characters never are.
    if category == "Cn" and not (ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF):
        return char
    return _escape(char)


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _escape_start(found: re.Match[str]) -> str:
    # "1." opens a list: the mark after the number takes the backslash, here as an entity of the last digit.
    start = found[0]
    return f"{start[:-1]}&#{ord(start[-1])};" if start[-1].isdigit() else "\\" + start


def _entities(text: str) -> str:
    for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(char, entity)
    return text
