#!/usr/bin/env python3
"""Looks for barriers on every page of a running gateway, in every state: with axe-core, by keyboard alone, and at 400%.

    accessibility.py GATEWAY NHS-NUMBER...

The pages: the form, the form with a fault, a link that has ended, the page of a gateway that cannot say who somebody is
(503) and the page /simulator, where there is one; each person's record (in both views, complete or not, and at 400%), and
the page that shows no record; for the first four also printed, on a telephone, and half-way, while the sources are being
asked. The states of a page whose stream breaks or ends are looked at by streaming.py. axe-core judges by WCAG 2.2,
levels A and AA. By keyboard: everything that can be used is reached, in order, is marked, and is not covered; what is
folded away opens. At 400% (a window of 320 by 256 pixels): nothing is wider than the window, and no text is lost.
Of everybody's record the first screen of a desk, in both views, holds the person, the completeness and every panel uncut,
and that of a telephone the person, the completeness and the beginning of the allergies.
"""

import argparse
import sys

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright

from screenshots import (
    CHROMIUM, DESK, TELEPHONE, find_record, first_screen_problems, screen_problems, show_view, wait_until_filled)

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MAGNIFIED = {"width": 320, "height": 256}
# Beyond so many things to reach by Tab, the first of them stand for the rest.
MOST_STOPS = 400


def violations(page):
    options = {"runOnly": {"type": "tag", "values": LEVELS}, "resultTypes": ["violations"]}
    for found in Axe().run(page, options=options).response["violations"]:
        place = found["nodes"][0]["target"]
        yield f"axe-core: {found['id']} ({len(found['nodes'])} times, first at {place}): {found['help']}"


def keyboard_problems(page):
    """Goes through the page with Tab alone."""
    page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
    wanted = page.evaluate("""() => {
        const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
            .filter(one => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))
            // Of radio buttons that belong together Tab reaches one: the one that is chosen, or else the first.
            .filter(one => one.type !== "radio" || one === ([...one.form.elements[one.name]].find(o => o.checked)
                ?? one.form.elements[one.name][0]));
        all.forEach((one, place) => { one.dataset.place = place; });
        return all.length;
    }""")
    reached = []
    # One more than there are: a page that puts the focus into a field begins there, and goes round by its beginning.
    for _ in range(min(wanted, MOST_STOPS) + 1):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        stop = page.evaluate("""() => {
            const one = document.activeElement;
            const box = one.getBoundingClientRect();
            const style = getComputedStyle(one);
            const middle = document.elementFromPoint(box.left + Math.min(box.width, 8) / 2, box.top + box.height / 2);
            return {
                place: one.dataset.place === undefined ? null : Number(one.dataset.place),
                words: (one.textContent || one.name || one.tagName).trim().slice(0, 40),
                isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                isSeen: middle !== null && (one.contains(middle) || middle.contains(one)),
            };
        }""")
        if stop["place"] is None:
            yield f"Tab stops at '{stop['words']}', which cannot be used"
            return
        reached.append(stop["place"])
        if not stop["isMarked"]:
            yield f"'{stop['words']}' is not marked when it has the focus"
        if not stop["isSeen"]:
            yield f"'{stop['words']}' is covered or out of sight when it has the focus"
    reached = reached[:wanted]
    if reached != [(reached[0] + step) % wanted for step in range(len(reached))]:
        yield f"Tab reaches {len(set(reached))} of {wanted}, and not in the order of the page"


def folding_problems(page):
    """What is folded away opens and closes by keyboard."""
    folded = page.locator("details").first
    if not folded.count():
        return
    folded.locator("summary").focus()
    for key, is_open in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        if folded.evaluate("one => one.open") != is_open:
            yield f"{key} does not {'open' if is_open else 'close'} what is folded away"


def ask_again_for_what_is_missing(page):
    """A machine with much to do may leave sources unanswered: the page is judged with what they hold, where they answer at all."""
    for _ in range(2):
        if page.locator("#record a.retry").count() == 0:
            return
        # A round in which all fail at once is over before anybody could look; and where a stream has ended, the page is loaded anew.
        try:
            page.evaluate("""() => new Promise((hasBegun, fail) => {
                const record = document.querySelector("#record");
                new MutationObserver(() => {
                    if (record.getAttribute("aria-busy") === "true") hasBegun();
                }).observe(record, {attributes: true});
                setTimeout(() => fail(new Error("no round has begun")), 30000);
                record.querySelector("a.retry").click();
            })""")
        except Error as error:
            if "navigation" not in str(error):
                raise
        wait_until_filled(page)


def magnified_problems(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > MAGNIFIED["width"]:
        yield f"at 400% the page has to be scrolled sideways: {width} pixels"
    lost = page.evaluate("""(width) => {
        document.querySelectorAll("details").forEach(one => { one.open = true; });
        const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const lost = [];
        while (texts.nextNode()) {
            const text = texts.currentNode;
            if (!text.data.trim() || text.parentElement.closest("thead, option, .unseen, template, script, noscript")) continue;
            const range = document.createRange();
            range.selectNodeContents(text);
            const boxes = [...range.getClientRects()];
            if (!boxes.length || boxes.some(box => box.left < -1 || box.right > width + 1)) lost.push(text.data.trim().slice(0, 40));
        }
        return lost;
    }""", MAGNIFIED["width"])
    if lost:
        yield f"at 400% {len(lost)} texts are lost, such as '{lost[0]}'"


class Inspection:
    """The pages one after the other, with what is wrong on each."""

    def __init__(self, browser, gateway):
        self.browser = browser
        self.gateway = gateway
        self.problems = []
        self.pages = 0

    def look(self, name, checks):
        self.pages += 1
        self.problems += [f"{name}: {problem}" for check in checks for problem in check]

    def open(self, size=DESK):
        context = self.browser.new_context(viewport=size, locale="en-GB", timezone_id="Europe/London")
        page = context.new_page()
        page.set_default_timeout(30_000)
        return context, page

    def simple_pages(self):
        context, page = self.open()
        page.goto(f"{self.gateway}/viewer", wait_until="load")
        self.look("the form", [violations(page), keyboard_problems(page)])
        find_record(page, self.gateway, "1234567890")
        self.look("the form with a fault", [violations(page), keyboard_problems(page)])
        self.look_magnified("the form with a fault", page)
        page.goto(f"{self.gateway}/viewer/patients/ended", wait_until="load")
        self.look("a link that has ended", [violations(page), keyboard_problems(page)])
        self.look_magnified("a link that has ended", page)
        context.close()

    def look_magnified(self, name, page):
        page.set_viewport_size(MAGNIFIED)
        self.look(f"{name}, at 400%", [violations(page), magnified_problems(page)])
        page.set_viewport_size(DESK)

    def simulated_systems(self, number):
        """The page of the simulated systems, and the page of a gateway that cannot say who somebody is."""
        context, page = self.open()
        answer = page.goto(f"{self.gateway}/simulator", wait_until="load")
        if answer.status == 404:
            context.close()
            return
        self.look("the simulated systems", [violations(page), keyboard_problems(page)])
        self.look_magnified("the simulated systems", page)
        try:
            self.set_demographics(page, "down:2")
            self.look("the simulated systems, one of them failing", [violations(page)])
            page.goto(f"{self.gateway}/viewer", wait_until="load")
            page.locator("[name=nhs-number]").fill(number)
            page.locator("form:has([name=nhs-number]) [type=submit]").click()
            page.locator("#record .message").first.wait_for()
            page.goto(page.url + "?whole=1", wait_until="load")
            self.look("a gateway that cannot say who it is (503)", [violations(page), keyboard_problems(page)])
            self.look_magnified("a gateway that cannot say who it is (503)", page)
            if "cannot be shown now" not in page.locator("h1").inner_text():
                self.problems.append("a gateway that cannot say who it is shows another page")
        finally:
            # Only what was set here: the demonstration's own faults are looked at later.
            page.goto(f"{self.gateway}/simulator", wait_until="load")
            self.set_demographics(page, "works")
        context.close()

    @staticmethod
    def set_demographics(page, fault):
        form = page.locator("form:has(input[name=service][value=demographics])")
        form.locator("select[name=fault]").select_option(fault)
        form.locator("[type=submit]").click()

    def half_way(self, number, name):
        """The record while a source is still being asked; a source that answers at once leaves nothing to be seen."""
        context, page = self.open()
        page.goto(f"{self.gateway}/viewer", wait_until="load")
        page.locator("[name=nhs-number]").fill(number)
        page.locator("[type=submit]").click()
        try:
            page.locator("#completeness.awaited").wait_for(state="attached", timeout=4_000)
        except Error:
            context.close()
            return
        self.look(f"{name}, half-way", [violations(page)])
        wait_until_filled(page)
        context.close()

    def record(self, number, name, is_thorough):
        context, page = self.open()
        find_record(page, self.gateway, number)
        ask_again_for_what_is_missing(page)
        has_record = page.locator("#completeness").count() == 1
        checks = [violations(page)]
        if has_record:
            checks += [first_screen_problems(page, DESK), screen_problems(page, DESK)]
        if is_thorough:
            checks += [keyboard_problems(page), folding_problems(page)]
        self.look(name, checks)
        if is_thorough:
            page.emulate_media(media="print")
            self.look(f"{name}, printed", [violations(page)])
            page.emulate_media(media="screen")
        show_view(page, "social-care")
        checks = [violations(page)]
        if has_record:
            checks += [first_screen_problems(page, DESK, ["completeness"]), screen_problems(page, DESK)]
        self.look(f"{name}, for social care", checks)
        context.close()
        context, page = self.open(TELEPHONE)
        find_record(page, self.gateway, number)
        checks = [violations(page)] if is_thorough else []
        if has_record:
            checks.append(first_screen_problems(page, TELEPHONE))
        self.look(f"{name}, on a telephone", checks)
        page.set_viewport_size(MAGNIFIED)
        self.look(f"{name}, at 400%", [violations(page), magnified_problems(page)])
        context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gateway")
    parser.add_argument("numbers", nargs="+")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"])
        inspection = Inspection(browser, arguments.gateway.rstrip("/"))
        inspection.simple_pages()
        inspection.simulated_systems(arguments.numbers[0])
        for position, number in enumerate(arguments.numbers, start=1):
            name = f"person-{position}"
            try:
                # The states that are the same for everybody are looked at for the first few.
                if position <= 4:
                    inspection.half_way(number, name)
                inspection.record(number, name, is_thorough=position <= 4)
            except Error as error:
                # The browser's message names the element that it waited for in its first line.
                inspection.problems.append(f"{name}: {error.message.splitlines()[0]}".replace(number, "…"))
        browser.close()
    for problem in inspection.problems:
        print(problem)
    print(f"{len(arguments.numbers)} persons, {inspection.pages} pages and states, {len(inspection.problems)} problems")
    return 1 if inspection.problems or inspection.pages < 4 else 0


if __name__ == "__main__":
    sys.exit(main())
