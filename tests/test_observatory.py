"""The scorer of headers finds the faults that somebody might bring in."""

from typing import Any

import pytest
from django.http import HttpResponse

from portal.protection import CONTENT_SECURITY_POLICY
from tests.observatory import judge

HOST = "portal.example"
GOOD = {
    "Content-Security-Policy": "; ".join(
        f"{name} {' '.join(found)}" for name, found in CONTENT_SECURITY_POLICY.items()
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
}
GOOD_SCORE = 130


def answer(body: str = "", /, **changed: str | None) -> Any:
    """changed: headers by their names with underscores; None takes one away."""
    headers = GOOD | {name.replace("_", "-"): value for name, value in changed.items()}
    return HttpResponse(body, headers={name: value for name, value in headers.items() if value is not None})


def policy(old: str, new: str = "") -> str:
    assert old in GOOD["Content-Security-Policy"]
    return GOOD["Content-Security-Policy"].replace(old, new).strip("; ")


def test_answer_without_a_fault_scores_most() -> None:
    report = judge(answer(), HOST)

    assert (report.score, report.faults) == (GOOD_SCORE, [])


@pytest.mark.parametrize(
    ("changed", "score"),
    [
        ({"Referrer_Policy": "unsafe-url"}, GOOD_SCORE - 10),
        ({"Referrer_Policy": "no-referrer, unsafe-url, unknown"}, GOOD_SCORE - 10),
        ({"Referrer_Policy": None}, GOOD_SCORE - 5),
        ({"X_Content_Type_Options": None}, GOOD_SCORE - 5),
        ({"X_Content_Type_Options": "sniff"}, GOOD_SCORE - 5),
        ({"Cross_Origin_Resource_Policy": None}, GOOD_SCORE - 10),
        ({"Cross_Origin_Resource_Policy": "cross-origin"}, GOOD_SCORE - 10),
        ({"Cross_Origin_Resource_Policy": "everybody"}, GOOD_SCORE - 15),
        ({"Strict_Transport_Security": "max-age=15552000"}, GOOD_SCORE),
        # What falls below 90 loses every bonus.
        ({"Strict_Transport_Security": None}, 80),
        ({"Strict_Transport_Security": "max-age=soon"}, 80),
        ({"Strict_Transport_Security": "max-age=3600"}, GOOD_SCORE - 10),
        ({"Content_Security_Policy": None}, 55),
        ({"Content_Security_Policy": policy("'none'; script-src", "'none'; script-src 'self'; script-src")}, 55),
        ({"Access_Control_Allow_Origin": "*"}, GOOD_SCORE),
        ({"Access_Control_Allow_Origin": "https://a.example", "Access_Control_Allow_Credentials": "true"}, 50),
    ],
    ids=str,
)
def test_headers_cost_what_is_published(changed: dict[str, str | None], score: int) -> None:
    assert judge(answer(**changed), HOST).score == score


@pytest.mark.parametrize(
    ("old", "new", "score"),
    [
        ("default-src 'none'", "default-src 'self'", GOOD_SCORE - 5),
        ("default-src 'none'; ", "", GOOD_SCORE - 5),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline'", 80),
        ("script-src 'self'", "script-src 'self' 'unsafe-inline' 'nonce-abc'", GOOD_SCORE),
        ("script-src 'self'", "script-src 'self' 'unsafe-eval'", GOOD_SCORE - 20),
        ("script-src 'self'", "script-src https:", 80),
        ("object-src 'none'", "object-src *", 80),
        ("connect-src 'self'", "connect-src http://a.example", 80),
        ("img-src 'self'", "img-src http://a.example", GOOD_SCORE - 20),
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'", GOOD_SCORE - 10),
        ("; frame-ancestors 'none'", "", 80),
    ],
)
def test_policy_costs_what_is_published(old: str, new: str, score: int) -> None:
    assert judge(answer(Content_Security_Policy=policy(old, new)), HOST).score == score


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("; frame-ancestors 'none'", "", "frame-ancestors is not named"),
        ("; form-action 'self'", "", "form-action is not named"),
        ("; base-uri 'none'", "", "base-uri is not named"),
        ("img-src 'self'", "img-src *", "img-src is *"),
        ("connect-src 'self'", "connect-src https:", "connect-src is https:"),
        ("frame-ancestors 'none'", "frame-ancestors https://*", "frame-ancestors is https://*"),
        ("base-uri 'none'", "base-uri data:", "base-uri is data:"),
    ],
)
def test_hole_in_the_policy_is_named(old: str, new: str, fault: str) -> None:
    assert judge(answer(Content_Security_Policy=policy(old, new)), HOST).faults == [fault]


def test_frames_are_also_kept_out_by_the_old_header() -> None:
    response = answer(Content_Security_Policy=policy("; frame-ancestors 'none'"), X_Frame_Options="DENY")

    assert judge(response, HOST).score == GOOD_SCORE - 5


@pytest.mark.parametrize(
    ("name", "flags", "points"),
    [
        ("sessionid", {"secure": True, "httponly": True, "samesite": "Lax"}, 5),
        ("__Host-csrftoken", {"secure": True, "samesite": "Strict"}, 5),
        ("sessionid", {"secure": True, "httponly": True}, 0),
        ("theme", {"httponly": True, "samesite": "Lax"}, -5),
        ("sessionid", {"httponly": True, "samesite": "Lax"}, -10),
        ("csrftoken", {"secure": True}, -20),
        ("theme", {"secure": False, "samesite": "None"}, -20),
        ("sessionid", {"secure": True, "samesite": "Lax"}, -30),
    ],
)
def test_cookies_cost_what_is_published(name: str, flags: dict[str, Any], points: int) -> None:
    response = answer()
    response.set_cookie(name, "x", **flags)

    modifiers = judge(response, HOST).modifiers

    assert [value for result, value in modifiers.items() if result.startswith("cookies-")] == [points]


@pytest.mark.parametrize(
    ("script", "points"),
    [
        ('<script src="/static/a.js"></script>', 0),
        (f'<script src="https://{HOST}/a.js" integrity="sha256-x"></script>', 5),
        ('<script src="https://cdn.example/a.js" integrity="sha256-x"></script>', 5),
        ('<script src="https://cdn.example/a.js"></script>', -5),
        ('<script src="//cdn.example/a.js"></script>', -50),
        ('<script src="http://cdn.example/a.js" integrity="sha256-x"></script>', -20),
        ("<p>No script</p>", 0),
    ],
)
def test_scripts_cost_what_is_published(script: str, points: int) -> None:
    modifiers = judge(answer(f"<html><body>{script}</body></html>"), HOST).modifiers

    assert [value for result, value in modifiers.items() if result.startswith("sri-")] == [points]
