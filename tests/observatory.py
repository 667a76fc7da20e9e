"""The score that Mozilla's HTTP Observatory would give an answer over https, by its published weights.

Weights and rules: `src/grader/charts.js`, `src/analyzer/` and `src/scanner/index.js` of https://github.com/mdn/mdn-http-observatory
(and `httpobs/docs/scoring.md` of its forerunner). A site is scored at one address there; here each answer is, by its headers,
cookies and scripts. Two things cannot be seen in an answer and count nothing: whether the host is on the browsers' own list for
HSTS (+5), and whether http leads to https, which `tests/portal/views/test_protection.py` tests.

What costs nothing there and yet is a hole stands in `faults`: a policy that forgets to say what must be said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import Morsel
from typing import Any
from urllib.parse import urlsplit

from tests.portal.reading import attribute, find, page_of

BASE = 100
MINIMUM_FOR_BONUS = 90
SIX_MONTHS_SECONDS = 15_552_000
SHORTEST_POLICY = len("img-src") - 1

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PASSIVE = ("img-src", "media-src")
ABSENT = frozenset({"*"})
HASHES = ("'sha256-", "'sha384-", "'sha512-", "'nonce-")
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
TELLING_REFERRERS = {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}

type Policy = dict[str, frozenset[str]]


@dataclass
class Report:
    """modifiers: name of the observatory's result -> points. faults: what is missing beyond its weights."""

    modifiers: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def score(self) -> int:
        """Points above 100 count only where the losses leave an A."""
        losses = sum(points for points in self.modifiers.values() if points < 0)
        earned = sum(points for points in self.modifiers.values() if points > 0)
        return max(0, BASE + losses + (earned if BASE + losses >= MINIMUM_FOR_BONUS else 0))


def judge(response: Any, host: str) -> Report:
    """response: of Django's test client, asked over https."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    policy = read_policy(headers.get("content-security-policy", ""))
    results = [
        judge_policy(policy),
        judge_cookies(response.cookies, is_protected=judge_hsts(headers)[1] >= 0),
        judge_sharing(headers),
        judge_referrer(headers.get("referrer-policy")),
        judge_hsts(headers),
        judge_scripts(response, host),
        judge_sniffing(headers.get("x-content-type-options")),
        judge_frames(headers.get("x-frame-options"), policy),
        judge_resource(headers.get("cross-origin-resource-policy")),
    ]
    return Report(dict(results), faults_of(policy))


def read_policy(header: str) -> Policy | None:
    """None where there is none, or none that can be read."""
    if len(header) < SHORTEST_POLICY:
        return None
    policy: Policy = {}
    for part in header.split(";"):
        name, *sources = part.lower().split()
        if name in policy:
            return None
        policy[name] = frozenset(sources or ["'none'"])
    return policy


def sources(policy: Policy, name: str) -> frozenset[str]:
    found = policy.get(name, policy.get("default-src", ABSENT))
    is_named_by_hash = any(source.startswith(HASHES) for source in found)
    return found - {"'unsafe-inline'"} if is_named_by_hash else found


def judge_policy(policy: Policy | None) -> tuple[str, int]:
    if policy is None:
        return "csp-not-implemented", -25
    scripts, styles = sources(policy, "script-src"), sources(policy, "style-src")
    active = set().union(*(found for name, found in policy.items() if name not in PASSIVE))
    passive = set().union(*(sources(policy, name) for name in PASSIVE))
    rules = [
        ("with-unsafe-inline", -20, scripts & (BROAD | INLINE) or sources(policy, "object-src") & BROAD),
        ("with-insecure-scheme", -20, is_plain(active)),
        ("with-unsafe-eval", -10, "'unsafe-eval'" in scripts | styles),
        ("with-insecure-scheme-in-passive-content-only", -10, is_plain(passive)),
        ("with-unsafe-inline-in-style-src-only", 0, styles & (BROAD | INLINE)),
        ("with-no-unsafe-default-src-none", 10, policy.get("default-src") == frozenset({"'none'"})),
        ("with-no-unsafe", 5, True),
    ]
    return next((f"csp-implemented-{name}", points) for name, points, holds in rules if holds)


def is_plain(found: set[str]) -> bool:
    """Whether one of the sources may come over http."""
    return any(source.startswith(("http:", "ftp:")) for source in found)


def faults_of(policy: Policy | None) -> list[str]:
    """Those three fall back on nothing, so each has to be named; and nothing may come from everywhere."""
    if policy is None:
        return ["no policy"]
    unnamed = [f"{name} is not named" for name in ("base-uri", "form-action", "frame-ancestors") if name not in policy]
    broad = [f"{name} is {source}" for name, found in policy.items() for source in sorted(found & BROAD)]
    inline = [f"base-uri is {source}" for source in sorted(policy.get("base-uri", frozenset()) & INLINE)]
    return [*unnamed, *broad, *inline]


def judge_cookies(cookies: Mapping[str, Morsel[str]], *, is_protected: bool) -> tuple[str, int]:
    if not cookies:
        return "cookies-not-found", 0
    worst = min((judge_cookie(name, one, is_protected=is_protected) for name, one in cookies.items()), key=points_of)
    if worst[1] < 0:
        return worst
    has_same_site = all(one["samesite"] for one in cookies.values())
    return "cookies-secure-with-httponly-sessions" + ("-and-samesite" if has_same_site else ""), 5 * has_same_site


def points_of(result: tuple[str, int]) -> int:
    return result[1]


def judge_cookie(name: str, cookie: Morsel[str], *, is_protected: bool) -> tuple[str, int]:
    """is_protected: by HSTS. The worst that can be said of one cookie."""
    name, same_site = name.lower(), cookie["samesite"].lower()
    is_session = "login" in name or "sess" in name
    found = [("fine", 0)]
    if not cookie["secure"]:
        found.append(("cookies-without-secure-flag", -5 if is_protected else -20))
        if is_session:
            found.append(("cookies-session-without-secure-flag", -10 if is_protected else -40))
    if same_site not in {"", "lax", "strict", "none"} or (same_site == "none" and not cookie["secure"]):
        found.append(("cookies-samesite-flag-invalid", -20))
    if "csrf" in name and not same_site:
        found.append(("cookies-anticsrf-without-samesite-flag", -20))
    if is_session and not cookie["httponly"]:
        found.append(("cookies-session-without-httponly-flag", -30))
    return min(found, key=points_of)


def judge_sharing(headers: Mapping[str, str]) -> tuple[str, int]:
    allowed = headers.get("access-control-allow-origin")
    if allowed is None:
        return "cross-origin-resource-sharing-not-implemented", 0
    if allowed != "*" and headers.get("access-control-allow-credentials") == "true":
        return "cross-origin-resource-sharing-implemented-with-universal-access", -50
    return "cross-origin-resource-sharing-implemented", 0


def judge_referrer(header: str | None) -> tuple[str, int]:
    """The last value that a browser knows is the one that holds."""
    if header is None:
        return "referrer-policy-not-implemented", 0
    known = [one.strip().lower() for one in header.split(",")]
    known = [one for one in known if one in PRIVATE_REFERRERS | TELLING_REFERRERS]
    if not known:
        return "referrer-policy-header-invalid", -5
    return ("referrer-policy-private", 5) if known[-1] in PRIVATE_REFERRERS else ("referrer-policy-unsafe", -5)


def judge_hsts(headers: Mapping[str, str]) -> tuple[str, int]:
    header = headers.get("strict-transport-security")
    if header is None:
        return "hsts-not-implemented", -20
    ages = [part.strip()[8:] for part in header.lower().split(";") if part.strip().startswith("max-age=")]
    if not ages or not ages[0].isdigit() or "," in header:
        return "hsts-header-invalid", -20
    is_long = int(ages[0]) >= SIX_MONTHS_SECONDS
    return f"hsts-implemented-max-age-{'at-least' if is_long else 'less-than'}-six-months", 0 if is_long else -10


def judge_scripts(response: Any, host: str) -> tuple[str, int]:
    if not response.get("Content-Type", "").startswith("text/html"):
        return "sri-not-implemented-response-not-html", 0
    scripts = find(page_of(response), "script")
    found = [judge_script(attribute(one, "src") or "", attribute(one, "integrity"), host) for one in scripts]
    return min(found, key=points_of, default=("sri-not-implemented-but-no-scripts-loaded", 0))


def judge_script(address: str, integrity: str | None, host: str) -> tuple[str, int]:
    parts = urlsplit(address)
    is_own = not parts.netloc or (parts.scheme == "https" and parts.netloc == host)
    if is_own:
        return "sri-implemented-and-all-scripts-loaded-securely", 5 if integrity else 0
    if parts.scheme == "https":
        return ("sri-external", 5) if integrity else ("sri-not-implemented-but-external-scripts-loaded-securely", -5)
    return "sri-external-scripts-not-loaded-securely", -20 if integrity else -50


def judge_sniffing(header: str | None) -> tuple[str, int]:
    if header is not None and header.strip().lower() == "nosniff":
        return "x-content-type-options-nosniff", 0
    return "x-content-type-options-not-implemented", -5


def judge_frames(header: str | None, policy: Policy | None) -> tuple[str, int]:
    if policy and "frame-ancestors" in policy:
        return "x-frame-options-implemented-via-csp", 5
    is_valid = header is not None and header.strip().lower() in {"deny", "sameorigin"}
    return ("x-frame-options-sameorigin-or-deny", 0) if is_valid else ("x-frame-options-not-implemented", -20)


def judge_resource(header: str | None) -> tuple[str, int]:
    value = "" if header is None else header.strip().lower()
    points = {"": 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}.get(value, -5)
    return f"cross-origin-resource-policy-{value or 'not-implemented'}", points
