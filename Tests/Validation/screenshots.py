#!/usr/bin/env python3
"""Opens the viewer of a running gateway in Chromium, as a clinician does, and keeps pictures of what it shows.

    screenshots.py GATEWAY NHS-NUMBER... [--save FOLDER]

For each person it fills in the form of /viewer, reads the record on a desk's screen (1366 x 768) and on a telephone's
(390 x 844), in the order for clinicians and in that for social care, and prints it. It fails when a text of the page, be it
folded away, is not on the paper; when the completeness
banner or the heading of the allergies is not wholly in the first screen of the desk, when a panel of it is cut or ends
below it, when anything is wider than the window, when a key press does not show where the focus is,
when the NHS number stands in an address, when the console has an error (a refusal of the content security policy is
one), or when the page asks another host. Pictures go into FOLDER (default: output/screenshots).
"""

import argparse
import collections
import pathlib
import sys
import unicodedata
from urllib.parse import urlsplit

import pypdf
from playwright.sync_api import Error, sync_playwright

DESK = {"width": 1366, "height": 768}
TELEPHONE = {"width": 390, "height": 844}
CHROMIUM = "/usr/bin/chromium"


class Watcher:
    """What a page does that it should not."""

    def __init__(self, page, host):
        self.problems = []
        page.on("console", lambda message: self.note("the console says an error", message.type == "error"))
        page.on("pageerror", lambda error: self.note("a script failed", True))
        page.on("request", lambda request: self.note(
            f"it asks another host for a {request.resource_type}", self.is_foreign(request.url, host)))
        page.on("response", lambda response: self.note(
            f"a {response.request.resource_type} answered {response.status}", response.status >= 400))

    def note(self, sentence, is_wrong):
        if is_wrong:
            self.problems.append(sentence)

    @staticmethod
    def is_foreign(address, host):
        parts = urlsplit(address)
        return parts.scheme not in ("data", "blob", "about") and parts.netloc != host


def find_record(page, gateway, number):
    page.goto(f"{gateway}/viewer", wait_until="load")
    field = page.locator("[name=nhs-number]")
    field.fill(number)
    # A form may ask more than the number, such as the permission to view: what has one sensible answer is given here.
    form = page.locator("form", has=field)
    for name in form.locator("input[type=radio]").evaluate_all("all => [...new Set(all.map(one => one.name))]"):
        group = form.locator(f"input[type=radio][name='{name}']")
        if not group.evaluate_all("all => all.some(one => one.checked)"):
            group.first.check()
    form.locator("select").evaluate_all(
        "all => all.forEach(one => { if (!one.value) one.value = [...one.options].map(o => o.value).find(v => v) ?? '' })")
    form.locator("[type=submit], button:not([type])").first.click()
    wait_until_filled(page)


def wait_until_filled(page):
    """Waits until every source of the record has answered or been given up; a page without a record is left alone."""
    page.wait_for_load_state("load")
    if page.locator("#record").count():
        page.locator("#record[aria-busy=false]").wait_for(state="attached")


def show_view(page, view):
    """Shows the record for other readers, as its switch does."""
    link = page.locator(f".views a[href$='view={view}']")
    if link.count():
        link.click()
        wait_until_filled(page)
    # A record's page fills as its sources answer; another page has no such part.
    page.wait_for_selector("#record[aria-busy=false], main:not(:has(#record))", state="attached")


def first_screen_problems(page, size, parts=("completeness", "allergies")):
    page.evaluate("scrollTo(0, 0)")
    for identifier in parts:
        element = page.locator(f"#{identifier}")
        if element.count() != 1:
            yield f"#{identifier} stands {element.count()} times"
            continue
        # The heading, not the whole section, has to be seen without scrolling.
        heading = element.locator("h1, h2, h3, h4").first if element.locator("h1, h2, h3, h4").count() else element
        box = heading.bounding_box()
        if box is None or not heading.inner_text().strip():
            yield f"#{identifier} is not shown"
        elif box["y"] < 0 or box["y"] + box["height"] > size["height"]:
            yield f"#{identifier} ends {box['y'] + box['height']:.0f} pixels down, below the first screen"


def screen_problems(page, size):
    """The panels of the first screen end on it; what there is too much of gives way to links, and is never cut."""
    ends = page.evaluate("""() => [...document.querySelectorAll(
        ".banner, .completeness, .first-screen .panel")].map(one => ({
            id: one.id, end: one.getBoundingClientRect().bottom + scrollY,
            isCut: one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1,
        }))""")
    if not ends:
        yield "there is no first screen"
    for panel in ends:
        if panel["isCut"]:
            yield f"#{panel['id']} is cut"
        if panel["end"] > size["height"]:
            yield f"#{panel['id']} ends {panel['end']:.0f} pixels down, below the first screen"


def print_problems(page, path):
    """Everything that the page says is on the paper as often as on the page, what is folded away too; save what only leads about."""
    def plain(text):
        # Paper has ligatures, and capitals where the page asks for them.
        return "".join(unicodedata.normalize("NFKC", text).lower().split())

    texts = page.evaluate("""() => {
        const left = ".contents, .retry, .views, .find-link, .skip-link, .unseen, template, script, noscript, thead, style";
        const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (nodes.nextNode()) {
            if (!nodes.currentNode.parentElement.closest(left)) texts.push(nodes.currentNode.data);
        }
        return texts;
    }""")
    texts = [text for text in map(plain, texts) if len(text) > 2]
    paper = plain("".join(one.extract_text() for one in pypdf.PdfReader(path).pages))
    lost = [text for text, count in collections.Counter(texts).items() if paper.count(text) < count
            # A text may go on on the next page.
            and not any(text[:cut] in paper and text[cut:] in paper for cut in range(1, len(text)))]
    if not texts or lost:
        yield f"{len(lost)} of {len(texts)} texts are not on the paper, such as '{(lost or [''])[0][:60]}'"


def width_problems(page, size):
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > size["width"]:
        yield f"the page is {width} pixels wide in a window of {size['width']}"


def focus_problems(page):
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    first = page.evaluate("""() => {
        const one = document.activeElement;
        const style = getComputedStyle(one);
        const box = one.getBoundingClientRect();
        return {
            tag: one.tagName, target: one.getAttribute("href") ?? "",
            outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0, shadow: style.boxShadow !== "none",
            inside: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0,
            exists: (one.getAttribute("href") ?? "").startsWith("#")
                && document.getElementById(one.getAttribute("href").slice(1)) !== null,
        }
    }""")
    if first["tag"] != "A" or not first["target"].startswith("#"):
        yield "the first thing that Tab reaches is no link that skips to the content"
    elif not first["exists"]:
        yield "the link that skips leads nowhere"
    if not first["inside"]:
        yield "what has the focus cannot be seen"
    if not (first["outline"] or first["shadow"]):
        yield "what has the focus is not marked"


def page_problems(page, number):
    """What holds for any size: a language, one main heading, labels, and no number in the address."""
    if number in page.url:
        yield "the NHS number stands in the address"
    facts = page.evaluate("""() => ({
        language: document.documentElement.lang, headings: document.querySelectorAll("h1").length,
        mains: document.querySelectorAll("main").length, title: document.title,
        unnamed: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter(one =>
            !one.labels?.length && !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby")).length,
        pictures: [...document.images].filter(one => !one.hasAttribute("alt")).length,
    })""")
    if not facts["language"]:
        yield "the page names no language"
    if facts["headings"] != 1:
        yield f"the page has {facts['headings']} main headings, not one"
    if facts["mains"] != 1:
        yield f"the page has {facts['mains']} main parts, not one"
    if number in facts["title"]:
        yield "the NHS number stands in the title, which the browser's history keeps"
    if facts["unnamed"]:
        yield f"{facts['unnamed']} fields have no label"
    if facts["pictures"]:
        yield f"{facts['pictures']} pictures have no text in their place"


def look_at(browser, gateway, number, name, size, folder):
    """Reads one person's record in a window of one size; gives what is wrong."""
    # A context of its own each time, so that nothing is left over from another person.
    context = browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London")
    try:
        page = context.new_page()
        page.set_default_timeout(15_000)
        watcher = Watcher(page, urlsplit(gateway).netloc)
        find_record(page, gateway, number)
        stem = f"{name}-{size['width']}x{size['height']}"
        page.screenshot(path=folder / f"{stem}.png")
        page.screenshot(path=folder / f"{stem}-whole.png", full_page=True)
        problems = list(page_problems(page, number)) + list(width_problems(page, size))
        if size == DESK:
            problems += first_screen_problems(page, size)
            problems += screen_problems(page, size)
            paper = folder / f"{name}-print.pdf"
            page.pdf(path=paper, format="A4")
            problems += print_problems(page, paper)
        problems += focus_problems(page)
        page.screenshot(path=folder / f"{stem}-focus.png")
        show_view(page, "social-care")
        page.screenshot(path=folder / f"{stem}-social-care.png")
        problems += [f"social care: {problem}" for problem in width_problems(page, size)]
        if size == DESK:
            problems += [f"social care: {problem}" for problem in screen_problems(page, size)]
        return [f"{stem}: {problem}" for problem in problems + sorted(set(watcher.problems))]
    finally:
        context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gateway")
    parser.add_argument("numbers", nargs="+")
    parser.add_argument("--save", type=pathlib.Path, default=pathlib.Path("output/screenshots"))
    arguments = parser.parse_args()
    gateway = arguments.gateway.rstrip("/")
    arguments.save.mkdir(parents=True, exist_ok=True)
    for old in [*arguments.save.glob("person-*.png"), *arguments.save.glob("person-*.pdf")]:
        old.unlink()
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"])
        for position, number in enumerate(arguments.numbers, start=1):
            for size in (DESK, TELEPHONE):
                try:
                    problems += look_at(browser, gateway, number, f"person-{position}", size, arguments.save)
                except Error as error:
                    # The browser's message names the element that it waited for in its first line.
                    problems.append(f"person-{position}: {error.message.splitlines()[0]}".replace(number, "…"))
        browser.close()
    for problem in problems:
        print(problem)
    pictures = len(list(arguments.save.glob("*.png")))
    print(f"{len(arguments.numbers)} persons, {pictures} pictures in {arguments.save}, {len(problems)} problems")
    return 1 if problems or pictures == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
