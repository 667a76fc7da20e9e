"""Brings what is not Markdown in documents (MDX, HTML, shortcodes, Liquid) into Markdown that readers see. Pure.

Nothing in code is touched, and text between tags is never lost. Each step is linear in the length of the source.
"""

import re
from collections.abc import Callable, Collection, Iterator

from articles.transfer.imports.markdown.code_spans import split_blocks, split_code, split_spans
from articles.transfer.imports.markdown.gone import Gone
from articles.transfer.imports.markdown.grammar import BLANK, MATH, TAG_START, closed_names, find_tag_end
from articles.transfer.imports.markdown.html_tags import convert_tags

IMPORT = re.compile(
    r"^(?:import\s+(?:[\w*${}, \t]|\n(?!\n)){1,2000}\bfrom\s+['\"][^'\"\n]{1,300}['\"]|import\s+['\"][^'\"\n]{1,300}['\"])[ \t]*;?[ \t]*$\n?",
    re.MULTILINE,
)
EXPORT = re.compile(r"^export\s+(?:const|let|default|function)\b[^\n]*\n?", re.MULTILINE)
SHORTCODE = re.compile(r"\{\{[<%]-?\s*(?P<name>/?\s*[\w./-]{1,60})(?P<rest>[^{}\n]{0,1000}?)\s*/?-?[>%]\}\}")
LIQUID_TAGS = "include|link|post_url|raw|endraw|highlight|endhighlight|assign|capture|endcapture|if|elsif|else|endif|unless|endunless|for|endfor|comment|endcomment|gist|youtube|twitter"
LIQUID = re.compile(rf"\{{%-?\s*(?P<name>{LIQUID_TAGS})\b[^%\n]{{0,500}}%\}}")
LIQUID_VALUE = re.compile(
    r"\{\{\s*(?:['\"][^'\"{}\n]{0,300}['\"]\s*\|\s*(?:relative_url|absolute_url)|(?:site|page)\.[\w.]{1,100}(?:\s*\|[^{}\n]{0,200})?)\s*\}\}"
)
ROOT_VALUE = re.compile(r"\{\{\s*(?:['\"]|site\.(?:base_?url|url)\b)")
ADDRESS_VALUE = re.compile(
    r"\{\{\s*['\"](?P<address>[^'\"{}\n]{0,300})['\"]\s*\|\s*(?:relative_url|absolute_url)\s*\}\}"
)
ATTRIBUTE = re.compile(r"(?P<name>[\w-]{1,40})\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
# In Markdown two brackets after a space may be a link of a wiki.
HEADING_ANCHOR = re.compile(
    r"^(?P<heading>#{1,6}[ \t][^\n]*?)(?:(?<=\S)\[\[[\w.:-]{1,200}\]\]|[ \t]*\{#[\w.:-]{1,200}\})[ \t]*$", re.MULTILINE
)
MDX_HEADING_ANCHOR = re.compile(
    r"^(?P<heading>#{1,6}[ \t][^\n]*?)[ \t]*(?:\[\[[^\[\]\n]{1,200}\]\]|\{#[\w.:-]{1,200}\})[ \t]*$", re.MULTILINE
)
IAL = r"\{:[ \t]?(?:(?:[.#][\w-]+|[\w-]+=(?:\"[^\"{}\n]{0,200}\"|'[^'{}\n]{0,200}'|[\w./-]+)|toc|no_toc|else)[ \t]*){1,10}\}"
KRAMDOWN = re.compile(rf"^[ \t]*{IAL}[ \t]*$\n?|(?<=\S){IAL}", re.MULTILINE)
INLINE_MATH = re.compile(r"\\\\\((?P<formula>(?:[^$\n\\]|\\(?!\\[()])){1,1000}?)\\\\\)")
BLOCK_MATH = re.compile(r"\\\\\[(?P<formula>(?:[^$\n\\]|\\(?!\\[\[\]])|\n(?!\n)){1,3000}?)\\\\\]")
# A source of tags that never end is looked through so many times.
MAX_OPEN_TAGS = 50
# What `tidy_text` looks for.
SIGNS = re.compile(r"[{<]|\[\[|\\\\")
BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def tidy(body: str, *, is_mdx: bool) -> tuple[str, Gone]:
    """The body as Markdown, and what was left out. is_mdx: whether imports, components and braces are code."""
    gone = Gone()
    # Telling code from text is most of the work, so that each step looks for its signs first.
    if is_mdx and ("import" in body or "export" in body):
        body = outside_blocks(body, strip_imports)
    if "<!--" in body or (is_mdx and "{/*" in body):
        body = outside_blocks(body, lambda text: strip_comments(text, gone, is_mdx=is_mdx))
    if is_mdx and TAG_START.search(body):
        body = outside_blocks(body, lambda text: strip_components(text, gone))
    if SIGNS.search(body):
        body = tidy_signs(body, gone, is_mdx=is_mdx)
    if BLANK_LINES.search(body):
        body = outside_blocks(body, lambda text: BLANK_LINES.sub("\n\n", text))
    return body, gone


def tidy_signs(body: str, gone: Gone, *, is_mdx: bool) -> str:
    pieces = list(split_code(body))
    closed = closed_names("".join(text for is_code, text in pieces if not is_code))
    return "".join(text if is_code else tidy_text(text, gone, closed, is_mdx=is_mdx) for is_code, text in pieces)


def outside_blocks(body: str, rewrite: Callable[[str], str]) -> str:
    return "".join(piece if is_code else rewrite(piece) for is_code, piece in split_blocks(body))


def strip_imports(text: str) -> str:
    text = IMPORT.sub("", text) if "import" in text else text
    return EXPORT.sub("", text) if "export" in text else text


def strip_comments(text: str, gone: Gone, *, is_mdx: bool) -> str:
    """Comments of HTML and MDX; one that does not end stays."""
    for start, end in (("<!--", "-->"), ("{/*", "*/}"))[: 2 if is_mdx else 1]:
        if start in text:
            text = "".join(between(text, start, end, gone))
    return text


def between(text: str, start: str, end: str, gone: Gone) -> Iterator[str]:
    """What stands outside of `start` … `end`, and outside code in lines.

    Within a line of text a comment ends before the next blank line; one that begins its line may go over such.
    """
    at = 0
    held = [code for code in code_ranges(text) if text.find(start, code.start, code.stop) >= 0]
    while (opening := text.find(start, at)) >= 0:
        code = next((one for one in held if opening in one), None)
        closing = text.find(end, opening)
        if code is not None:
            yield text[at : code.stop]
            at = max(at, code.stop)
        elif closing < 0:
            break
        elif not begins_line(text, opening) and BLANK.search(text, opening, closing):
            yield text[at : opening + len(start)]
            at = opening + len(start)
        else:
            yield text[at:opening]
            at = closing + len(end)
            gone.add("comment", text[opening:at])
    yield text[at:]


def begins_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t>")


def code_ranges(text: str) -> list[range]:
    ranges, at = [], 0
    for is_code, piece in split_spans(text):
        if is_code:
            ranges.append(range(at, at + len(piece)))
        at += len(piece)
    return ranges


def strip_components(text: str, gone: Gone) -> str:
    """The text without the tags of components (`<Tip>`, `<Question choices={[…]} />`); what stands between them stays."""
    if not TAG_START.search(text):
        return text
    codes = iter([*untouched_ranges(text), range(len(text), len(text) + 1)])
    code, parts, at, unended = next(codes), [], 0, 0
    for match in TAG_START.finditer(text):
        while match.start() >= code.stop:
            code = next(codes, range(len(text), len(text) + 1))
        if match.start() < at or match.start() in code or unended > MAX_OPEN_TAGS:
            continue
        end = find_tag_end(text, match.end())
        if end < 0:
            unended += 1
            continue
        tag = text[match.start() : end]
        parts.append(text[at : match.start()])
        parts.append(picture_of(tag))
        if not match["end"] and match["name"] and not parts[-1]:
            gone.add(f"<{match['name']}>", tag)
        at = end
    return "".join(parts) + text[at:]


def untouched_ranges(text: str) -> list[range]:
    """Code in lines, and formulas."""
    formulas = (
        [range(*match.span()) for match in MATH.finditer(text) if "</" not in match.group()] if "$" in text else []
    )
    return sorted([*code_ranges(text), *formulas], key=lambda one: one.start)


def picture_of(tag: str) -> str:
    """A picture for a component that shows one (`<Image src="a.png" alt="A" />`)."""
    values = {match["name"]: match["double"] or match["single"] or "" for match in ATTRIBUTE.finditer(tag[:2000])}
    name = tag[1:].split(None, 1)[0].rstrip("/>")
    if name in ("Image", "Img", "Screenshot", "Figure") and values.get("src"):
        return f"![{values.get('alt', '')}](<{values['src']}>)"
    return ""


def tidy_text(text: str, gone: Gone, closed: Collection[str], *, is_mdx: bool) -> str:
    if "{" in text:
        text = tidy_braces(text, gone)
    if "[[" in text or "{#" in text:
        text = (MDX_HEADING_ANCHOR if is_mdx else HEADING_ANCHOR).sub(r"\g<heading>", text)
    if "\\\\(" in text or "\\\\[" in text:
        text = INLINE_MATH.sub(lambda match: f"${match['formula'].strip()}$", text)
        text = BLOCK_MATH.sub(lambda match: f"\n$$\n{match['formula'].strip()}\n$$\n", text)
    return convert_tags(text, gone, closed) if "<" in text else text


def tidy_braces(text: str, gone: Gone) -> str:
    def shortcode(match: re.Match[str]) -> str:
        name = match["name"].strip()
        values = {one["name"]: one["double"] or one["single"] or "" for one in ATTRIBUTE.finditer(match["rest"])}
        if name in ("figure", "img", "image") and values.get("src"):
            return f"![{values.get('alt') or values.get('title') or ''}](<{values['src']}>)"
        if not name.startswith("/"):
            gone.add(f"shortcode {name}", match.group())
        return ""

    def liquid(match: re.Match[str]) -> str:
        gone.add(f"Liquid {match['name']}", match.group())
        return ""

    def value(match: re.Match[str]) -> str:
        """An address of the site itself leads to its root; of other values nobody knows what they were."""
        if not ROOT_VALUE.match(match.group()):
            gone.add(match.group(), match.group())
        return ""

    text = SHORTCODE.sub(shortcode, text) if "{{" in text else text
    text = ADDRESS_VALUE.sub(r"\g<address>", text) if "_url" in text else text
    text = LIQUID.sub(liquid, text) if "{%" in text else text
    text = LIQUID_VALUE.sub(value, text) if "{{" in text else text
    return KRAMDOWN.sub("", text) if "{:" in text else text
