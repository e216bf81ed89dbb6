"""Pictures wait for a page's content: whatever stands in for it is found."""

from __future__ import annotations

import pytest

from tests.browser.placeholders import PlaceholderLeft, placeholders, wait_for_content

PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
CHART = '<div class="stPlotlyChart" style="height: 80px"><svg class="main-svg">{}</svg></div>'
DONE = (
    '<div data-testid="stApp" data-test-script-state="notRunning"><h1>Police</h1>'
    f'<div data-stale="false">4 Good progress</div><img src="{PICTURE}">'
    + CHART.format('<g class="trace"></g>')
    + '<div data-testid="stDataFrame"><canvas></canvas></div></div>'
)
BAR = 'style="height: 20px; width: 200px"'


@pytest.fixture(scope="module")
def page(browser):
    """An empty page."""
    found = browser.new_page()
    yield found
    found.close()


def show(page, more=""):
    page.set_content(DONE + more)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (f'<div data-testid="stSkeleton" {BAR}></div>', "a grey bar"),
        (f'<div data-testid="stSkeletonElement" {BAR}></div>', "a grey bar"),
        (f'<div data-testid="stAppSkeleton" {BAR}></div>', "an empty app"),
        ('<div data-testid="stSpinner">Working</div>', "a spinner"),
        ('<div data-stale="true">3 Some progress</div>', "what the run before left"),
        (CHART.format('<g class="bglayer"></g>'), "an empty chart"),
        (f'<img alt="" src="data:image/gif;base64,broken" {BAR}>', "a picture that is not there"),
        (f'<div data-testid="stDataFrame" {BAR}></div>', "an empty table"),
        ('<script>document.querySelector("[data-testid=stApp]").dataset.testScriptState = '
         '"running"</script>', "a run that goes on"),
    ],
)  # fmt: skip
def test_what_stands_in_for_content_is_found(page, more, name):
    show(page, more)
    page.wait_for_load_state("load")
    assert placeholders(page) == [name]
    with pytest.raises(PlaceholderLeft, match=f"still shows {name} after 0.2 seconds"):
        wait_for_content(page, timeout=200)


@pytest.mark.parametrize(
    "more",
    [
        "",
        f'<details><summary>More</summary><div data-testid="stSkeleton" {BAR}></div></details>',
        '<div data-testid="stSkeleton" style="visibility: hidden; height: 20px"></div>',
        f'<div style="height: 9000px"></div><div data-testid="stSkeleton" {BAR}></div>',
    ],
    ids=["content", "closed", "hidden", "below-what-is-kept"],
)
def test_content_is_no_placeholder_nor_is_what_nobody_sees(page, more):
    show(page, more)
    wait_for_content(page)
    assert placeholders(page) == []


def test_it_waits_until_the_content_has_come(page):
    show(page, f'<div data-testid="stSkeleton" {BAR}></div>')
    page.evaluate(
        "requestAnimationFrame(() => requestAnimationFrame(() => "
        "document.querySelector('[data-testid=stSkeleton]').outerHTML = '<p id=late>Here</p>'))"
    )
    wait_for_content(page)
    assert page.locator("#late").is_visible()


def test_a_page_of_the_product_shows_a_grey_bar_while_its_boxes_are_on_the_way(
    open_browser, shared_server
):
    coordinator = open_browser(shared_server)
    coordinator.sign_in("coordinator")
    coordinator.page.set_viewport_size({"width": 1280, "height": 2600})
    held = []

    def _hold(route):
        held.append(route)

    coordinator.page.route("**/Selectbox*", _hold)
    coordinator.go("/compare")
    coordinator.page.locator("[data-testid=stSkeleton]").first.wait_for()
    with pytest.raises(PlaceholderLeft, match="a grey bar"):
        wait_for_content(coordinator.page, timeout=200)
    for one in held:
        one.continue_()
    wait_for_content(coordinator.page)
    assert coordinator.page.get_by_role("combobox").first.is_visible()
