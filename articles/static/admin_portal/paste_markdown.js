// Rich text that is pasted into a field of Markdown becomes Markdown. What is pasted is parsed into a document of its own, in
// which nothing runs or loads; only text leaves it. Ctrl+Shift+V pastes the plain text, as everywhere.
"use strict";
{
  const MAX_HTML = 1_000_000;
  const MAX_CELLS = 50_000;
  const MAX_UNDONE = 200_000;
  const MAX_UNDONE_LINES = 2_000;
  const MAX_DEPTH = 200;
  const DROPPED = new Set(
    "SCRIPT STYLE TEMPLATE NOSCRIPT HEAD TITLE META LINK IFRAME OBJECT EMBED SVG MATH AUDIO VIDEO CANVAS INPUT BUTTON SELECT TEXTAREA".split(" "),
  );
  const BLOCKS = new Set(
    "P DIV SECTION ARTICLE HEADER FOOTER MAIN ASIDE NAV FIGURE FIGCAPTION ADDRESS DL DT DD FORM FIELDSET DETAILS SUMMARY CENTER BODY HTML UL OL LI TABLE THEAD TBODY TFOOT TR TD TH CAPTION PRE BLOCKQUOTE HR H1 H2 H3 H4 H5 H6".split(" "),
  );
  // What makes pasted text more than its words, besides bold and italic.
  const RICH = "h1,h2,h3,h4,h5,h6,ul,ol,table,a[href],code,pre,blockquote,img[alt],del,s,[class^=MsoListParagraph],[data-style*=mso-list]";
  const MONOSPACED = /font-family:[^;]*(mono|consolas|menlo|monaco|courier)/i;
  const REDIRECTS = [
    [/^https?:\/\/(www\.)?google\.[a-z.]+\/url$/i, ["q", "url"]],
    [/^https?:\/\/[a-z0-9.-]+\.safelinks\.protection\.outlook\.com\/$/i, ["url"]],
    [/^https?:\/\/l\.facebook\.com\/l\.php$/i, ["u"]],
  ];

  // Text

  const escapeText = (text) =>
    text
      .replace(/[\\`*[\]$]|~(?=~)|<(?=[a-z/!?])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, "\\$&")
      .replace(/&(?=#?\w+;)/g, "\\&");
  // What would begin a heading, a list, a quote or a line across the page.
  const escapeStart = (line) =>
    line
      .replace(/^(?=(#{1,6}|[+-])(\s|$)|>|(-{2,}|=+)\s*$|:::)/, "\\")
      .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");

  function addressOf(href) {
    let url;
    try {
      url = new URL(href);
    } catch {
      return "";
    }
    for (const [pattern, names] of REDIRECTS) {
      const target = pattern.test(url.origin + url.pathname) && names.map((name) => url.searchParams.get(name)).find(Boolean);
      if (target && /^https?:\/\//i.test(target)) return addressOf(target);
    }
    if (!["http:", "https:", "mailto:"].includes(url.protocol)) return "";
    return url.href.replace(/[\s<>()\\]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
  }

  // Marks stand at words: spaces at their edges move out. Within the same mark they are not repeated.
  function wrapped(text, opening, closing = opening) {
    const inner = text.trim();
    if (!inner) return text;
    const start = text.length - text.trimStart().length;
    return text.slice(0, start) + opening + inner + closing + text.slice(start + inner.length);
  }

  const styleOf = (node) => (node.getAttribute("data-style") ?? "").toLowerCase();

  function isBold(node) {
    const weight = styleOf(node).match(/(?:^|[;\s])font-weight:\s*([a-z0-9]+)/)?.[1];
    if (weight) return weight === "bold" || weight === "bolder" || Number(weight) >= 600;
    return node.nodeName === "B" || node.nodeName === "STRONG";
  }

  function isItalic(node) {
    const slope = styleOf(node).match(/(?:^|[;\s])font-style:\s*([a-z]+)/)?.[1];
    if (slope) return slope === "italic" || slope === "oblique";
    return node.nodeName === "I" || node.nodeName === "EM" || node.nodeName === "CITE";
  }

  function codeSpan(text) {
    const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = "`".repeat(longest + 1);
    const pad = /^`|`$/.test(text) ? " " : "";
    return text.trim() ? fence + pad + text + pad + fence : text;
  }

  function plain(text, state) {
    const escaped = escapeText(text.replace(/[\s\u00a0]+/g, " "));
    return state.isCell ? escaped.replace(/\|/g, "\\|") : escaped;
  }

  function inline(node, state) {
    if (node.nodeType === Node.TEXT_NODE) return plain(node.data, state);
    if (node.nodeType !== Node.ELEMENT_NODE || isDropped(node)) return "";
    if (state.depth > MAX_DEPTH) return plain(node.textContent, state);
    const name = node.nodeName;
    if (name === "BR") return state.isCell ? " " : "\n";
    if (name === "IMG") return plain((node.getAttribute("alt") ?? "").trim(), state);
    if (name === "CODE" || name === "KBD" || name === "SAMP" || name === "TT") {
      return state.isCode ? node.textContent : codeSpan(node.textContent.replace(/\s+/g, " ")).replace(/\|/g, state.isCell ? "\\|" : "|");
    }
    const bold = !state.isBold && !state.isHeading && isBold(node);
    const italic = !state.isItalic && isItalic(node);
    const address = name === "A" && !state.isLink ? addressOf(node.getAttribute("href") ?? "") : "";
    const struck = (name === "DEL" || name === "S" || name === "STRIKE") && !state.isStruck;
    let text = inlines(node.childNodes, {
      ...state,
      depth: state.depth + 1,
      isBold: state.isBold || bold,
      isItalic: state.isItalic || italic,
      isLink: state.isLink || Boolean(address),
      isStruck: state.isStruck || struck,
    });
    if (BLOCKS.has(name) && text) text = ` ${text} `;
    if (struck) text = wrapped(text, "~~");
    if (italic) text = wrapped(text, "*");
    if (bold) text = wrapped(text, "**");
    if (address) text = wrapped(text.replace(/\n/g, " "), "[", `](${address})`);
    return text;
  }

  // Neighbours with the same mark become one: Word and Google cut a phrase into many spans.
  const joinMarks = (text) =>
    text.replace(/(?<![\\*])\*\*(\s*)\*\*(?!\*)/g, "$1").replace(/(?<![\\*])\*(\s+)\*(?!\*)/g, "$1");

  const inlines = (nodes, state) => [...nodes].map((one) => inline(one, state)).join("");

  function paragraph(nodes, state) {
    const lines = joinMarks(inlines(nodes, state)).replace(/[ \t]+/g, " ").split("\n").map((line) => escapeStart(line.trim()));
    return lines.filter(Boolean).join("  \n");
  }

  // Blocks

  const isDropped = (node) =>
    DROPPED.has(node.nodeName.toUpperCase()) || /mso-list:\s*ignore|display:\s*none/.test(styleOf(node)) || node.nodeName.toUpperCase() === "O:P";

  const hasBlocks = (node) => [...node.children].some((one) => BLOCKS.has(one.nodeName) || hasBlocks(one));

  const indented = (text, width) => text.replace(/\n(?=[^\n])/g, "\n" + " ".repeat(width));

  // The number of a heading, from its element or from Word's and Google's classes; 0 for none.
  function headingLevel(node) {
    const level = node.nodeName.match(/^H([1-6])$/)?.[1] ?? node.className.match?.(/\bMsoHeading([1-6])\b/)?.[1];
    return level ? Number(level) : node.className === "MsoTitle" ? 1 : 0;
  }

  function listItem(node, marker, state) {
    const parts = blocks(node.childNodes, state).split("\n\n");
    const isTight = parts.slice(1).every((part) => /^([-*+]|\d+\.) /.test(part));
    return marker + indented(parts.join(isTight ? "\n" : "\n\n"), marker.length);
  }

  function list(node, state) {
    let number = Number(node.getAttribute("start")) || 1;
    const items = [];
    for (const child of node.children) {
      const name = child.nodeName;
      if (isDropped(child)) continue;
      if (name === "UL" || name === "OL") {
        // Google and older pages put the inner list beside the item that it belongs to.
        const inner = list(child, { ...state, depth: state.depth + 1 });
        const width = node.nodeName === "OL" ? 3 : 2;
        items.push(items.length ? " ".repeat(width) + indented(inner, width) : inner);
      } else {
        const marker = node.nodeName === "OL" ? `${number}. ` : "- ";
        const text = listItem(child, marker, { ...state, depth: state.depth + 1 });
        if (text.trim() !== marker.trim()) items.push(text);
        number += 1;
      }
    }
    return items.filter((item) => item.trim()).join("\n");
  }

  // Word's lists are paragraphs; the level stands in the style, the bullet or number in a span to be ignored.
  function wordListItem(node, state) {
    const level = Number(styleOf(node).match(/mso-list:[^;]*\blevel(\d)/)?.[1] ?? 1);
    const sign = [...node.querySelectorAll("span")].find((one) => /mso-list:\s*ignore/.test(styleOf(one)))?.textContent.trim() ?? "";
    const marker = /^\(?[0-9a-z]{1,4}[.)]$/i.test(sign) ? "1. " : "- ";
    const text = paragraph(node.childNodes, state);
    return " ".repeat((level - 1) * 3) + marker + text;
  }

  const isWordListItem = (node) => /mso-list:\s*l\d/.test(styleOf(node)) || /^MsoListParagraph/.test(node.className ?? "");

  function cells(row, state) {
    const found = [];
    for (const cell of row.cells) {
      const text = joinMarks(inlines(cell.childNodes, { ...state, isCell: true, isHeading: cell.nodeName === "TH" }));
      found.push(text.replace(/\s+/g, " ").trim());
      for (let more = Math.min(cell.colSpan, 20); more > 1; more -= 1) found.push("");
    }
    return found;
  }

  function table(node, state) {
    const inner = { ...state, depth: state.depth + 1 };
    const filled = [...node.rows].map((row) => cells(row, inner)).filter((row) => row.some(Boolean));
    const width = Math.max(0, ...filled.map((row) => row.length));
    // A table of one column or row lays out a page, and is none to readers.
    if (width < 2 || filled.length < 2) return [...node.rows].flatMap((row) => [...row.cells]).map((cell) => blocks(cell.childNodes, inner)).filter(Boolean).join("\n\n");
    // Short rows are filled up for the eye alone.
    const full = width * filled.length > MAX_CELLS ? 0 : width;
    const lines = filled.map((row) => `| ${[...row, ...Array(Math.max(0, full - row.length)).fill("")].join(" | ")} |`);
    const rule = `|${" --- |".repeat(width)}`;
    return [lines[0], rule, ...lines.slice(1)].join("\n");
  }

  function codeBlock(node) {
    const text = textWithLines(node).replace(/^\n/, "").trimEnd();
    const language = (node.querySelector("code") ?? node).className.match?.(/\blang(?:uage)?-([\w+#-]+)/)?.[1] ?? "";
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
    const fence = "`".repeat(longest + 1);
    return `${fence}${language}\n${text}\n${fence}`;
  }

  function textWithLines(node) {
    return [...node.childNodes]
      .map((one) => (one.nodeName === "BR" ? "\n" : one.nodeType === Node.TEXT_NODE ? one.data : textWithLines(one) + (one.nodeName === "DIV" ? "\n" : "")))
      .join("");
  }

  function block(node, state) {
    const name = node.nodeName;
    const inner = { ...state, depth: state.depth + 1 };
    const level = headingLevel(node);
    if (level) {
      const text = paragraph(node.childNodes, { ...inner, isHeading: true }).replace(/ *\n/g, " ");
      return text && `${"#".repeat(level)} ${text}`;
    }
    if (isWordListItem(node)) return wordListItem(node, inner);
    if (name === "UL" || name === "OL") return list(node, inner);
    if (name === "TABLE") return table(node, inner);
    if (name === "PRE") return codeBlock(node);
    if (name === "HR") return "---";
    if (name === "BLOCKQUOTE") return blocks(node.childNodes, inner).replace(/^/gm, "> ").replace(/^> $/gm, ">");
    return blocks(node.childNodes, inner);
  }

  // Runs of text and inline elements are paragraphs; the blocks between them stand for themselves.
  function blocks(nodes, state) {
    if (state.depth > MAX_DEPTH) return [...nodes].map((one) => plain(one.textContent, state).trim()).join(" ");
    const found = [];
    let run = [];
    const flush = () => {
      const text = paragraph(run, state);
      if (text) found.push({ text });
      run = [];
    };
    for (const node of nodes) {
      const isElement = node.nodeType === Node.ELEMENT_NODE;
      if (isElement && isDropped(node)) continue;
      if (isElement && (BLOCKS.has(node.nodeName) || hasBlocks(node))) {
        flush();
        const text = block(node, state);
        if (text) found.push({ text, isItem: isWordListItem(node) });
      } else run.push(node);
    }
    flush();
    return found.map(({ text, isItem }, at) => (at ? (isItem && found[at - 1].isItem ? "\n" : "\n\n") : "") + text).join("");
  }

  // Styles are read, never applied: the content security policy would report each, even in a document that is not shown.
  const unstyled = (html) =>
    html.replace(/<(\/?)style\b/gi, "<$1template").replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle(?=\s*=)/gi, " data-style"));

  // Editors of code put one box of monospaced text on the clipboard.
  function isFromCodeEditor(page) {
    const shown = [...page.body.children].filter((one) => !/^(META|BR|STYLE)$/.test(one.nodeName));
    return shown.length > 0 && shown.every((one) => MONOSPACED.test(styleOf(one)));
  }

  const isRich = (page) =>
    page.body.querySelector(RICH) || [...page.body.querySelectorAll("*")].some((one) => isBold(one) || isItalic(one));

  // The Markdown of pasted HTML; null where the plain text says as much, or where it comes from an editor of code.
  function markdownOf(html) {
    const bare = unstyled(html.replace(/="data:[^"]*"/g, '=""')); // pictures, of which the words alone are kept
    if (bare.length > MAX_HTML) return null;
    const page = new DOMParser().parseFromString(bare, "text/html");
    if (isFromCodeEditor(page) || !isRich(page)) return null;
    return blocks(page.body.childNodes, { depth: 0 }).trim() || null;
  }

  // Whether the text before the cursor has left a block of code open: what is pasted into it is code.
  function isInCode(field) {
    const fences = field.value.slice(0, field.selectionStart).match(/^ {0,3}(`{3,}|~{3,})/gm);
    return (fences?.length ?? 0) % 2 === 1;
  }

  // By the browser's own command, so that Ctrl+Z takes it back; with thousands of lines that would take minutes.
  function insert(field, text) {
    // Moving the cursor ends what was being typed, which Ctrl+Z would take back in the same step.
    const { selectionStart, selectionEnd } = field;
    field.setSelectionRange(0, 0);
    field.setSelectionRange(selectionStart, selectionEnd);
    const isLong = text.length > MAX_UNDONE || text.split("\n").length > MAX_UNDONE_LINES;
    if (isLong) field.dir = getComputedStyle(field).direction; // Chromium seeks it anew with each line otherwise
    if (isLong || !document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  document.addEventListener("paste", (event) => {
    const field = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (!html || !field.matches?.("textarea[data-markdown]") || field.readOnly || isInCode(field)) return;
    if ([...event.clipboardData.types].some((type) => type.startsWith("vscode-"))) return;
    const text = markdownOf(html);
    if (text === null) return;
    event.preventDefault();
    insert(field, text);
  });
}
