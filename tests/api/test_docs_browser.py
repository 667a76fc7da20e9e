"""The description for people works in a browser under the strict content security policy."""

import re

import pytest


def test_page_has_nothing_inline(client, db):
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.findall(r"<style|style=|<script(?! src=)| on\w+=", page)


@pytest.mark.browser
def test_docs_show_every_operation_without_a_console_message(page, console, live_server):
    page.goto("/api/docs/")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() == 13
    assert page.locator("h1").count() == 1
    page.get_by_text("List articles").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.wait_for_selector(".live-responses-table")
    assert '"results"' in page.locator(".live-responses-table .highlight-code").first.inner_text()
    assert console == []
