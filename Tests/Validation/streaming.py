#!/usr/bin/env python3
"""Watches in Chromium how the page of a record fills while its sources answer.

    streaming.py GATEWAY SLOW-NUMBER NUMBER [--audit FILE] [--save FOLDER] [--only SCENE]

SLOW-NUMBER is a person one of whose sources answers too late; NUMBER one whose sources all answer. It fails when what
is known is not shown before the slow source is given up; when the half-filled page says anything that sounds whole;
when focus, scrolling or what was opened is lost as regions are replaced; when a stream that breaks leaves a page that
does not say that it is incomplete, or that asks all sources again by itself; when "Try again" asks more than the
sources that did not answer (read in the audit, where FILE is given); when a browser without scripts, or one that
cannot load the script, does not get the whole page; and when the console has an error. In each of these states axe-core
looks for barriers. Pictures go into FOLDER.
"""

import argparse
import http.client
import pathlib
import re
import socket
import sqlite3
import sys
import threading
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from accessibility import violations

DESK = {"width": 1366, "height": 768}
CHROMIUM = "/usr/bin/chromium"
# Said of a record only when every source has answered.
WHOLE = re.compile(r"all sources|no known|none recorded|no .* (is|are) recorded|nothing recorded", re.IGNORECASE)


class BreakableLine(threading.Thread):
    """Stands between the browser and the gateway and counts what is asked. It can hold back what comes after the first half of a
    page, so that the half-filled page lasts for as long as it is looked at, and it can break off."""

    def __init__(self, gateway):
        super().__init__(daemon=True)
        parts = urlsplit(gateway)
        self.target = (parts.hostname, parts.port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.lock = threading.Lock()
        self.open = []
        self.asked = []
        self.holds = False
        self.flows = threading.Event()
        self.flows.set()
        self.start()

    def hold_halfway(self):
        self.holds = True

    def release(self):
        self.holds = False
        self.flows.set()

    def run(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(self.target)
            with self.lock:
                self.open += [near, far]
            for one, other, is_request in ((near, far, True), (far, near, False)):
                threading.Thread(target=self.carry, args=(one, other, is_request), daemon=True).start()

    def carry(self, one, other, is_request):
        try:
            while data := one.recv(65536):
                if is_request:
                    with self.lock:
                        self.asked += re.findall(rb"(?:GET|POST) (\S+) HTTP", data)
                else:
                    self.flows.wait()
                other.sendall(data)
                if self.holds and b'"asking":true' in data:
                    self.flows.clear()
        except OSError:
            pass
        for end in (one, other):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def break_off(self):
        self.release()
        with self.lock:
            ends, self.open = self.open, []
        for end in ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def count(self, ending):
        with self.lock:
            return sum(path.decode().split("?")[0].endswith(ending) for path in self.asked)


class Watch:
    """One browser window, what it should not do, and what is wrong on its page."""

    def __init__(self, browser, address, folder, **settings):
        self.context = browser.new_context(viewport=DESK, locale="en-GB", timezone_id="Europe/London", **settings)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.address = address
        self.folder = folder
        self.problems = []
        self.page.on("console", lambda message: self.require(message.type != "error", "the console says an error"))
        self.page.on("pageerror", lambda error: self.require(False, "a script failed"))

    def require(self, is_right, problem):
        if not is_right and problem not in self.problems:
            self.problems.append(problem)

    def find(self, number):
        self.page.goto(f"{self.address}/viewer", wait_until="load")
        self.page.locator("[name=nhs-number]").fill(number)
        self.page.locator("form:has([name=nhs-number]) [type=submit]").click()

    def look(self, name):
        """Keeps a picture of a state, and has it judged for barriers."""
        self.picture(name)
        for violation in violations(self.page):
            self.require(False, f"{name}: {violation}")

    def picture(self, name):
        self.page.screenshot(path=self.folder / f"streaming-{name}.png")

    def until_halfway(self):
        self.until_text("#progress", "so far")

    def until_text(self, selector, text):
        self.page.locator(selector, has_text=text).wait_for(state="attached")

    def until_settled(self):
        self.page.wait_for_selector("#record[aria-busy=false]", state="attached")

    def text(self, selector):
        return self.page.locator(selector).first.inner_text()


def fills(watch, line, number):
    """What is known comes first; nothing sounds whole before it is; the reader keeps the place."""
    page = watch.page
    line.hold_halfway()
    watch.find(number)
    watch.until_halfway()
    watch.look("halfway")
    page.screenshot(path=watch.folder / "streaming-halfway-whole.png", full_page=True)
    watch.require(page.locator("#record[aria-busy=true]").count() == 1, "a page that is being filled is not busy")
    allergies = page.locator("#allergies")
    watch.require(allergies.is_visible() and len(watch.text("#allergies")) > 20, "no allergies are shown halfway")
    said = watch.text("#allergies") + watch.text("#completeness")
    watch.require(not WHOLE.search(said), f"halfway it says '{(WHOLE.search(said) or [''])[0]}'")
    watch.require("complete" not in said.lower().replace("incomplete", ""), "halfway it says 'complete'")
    watch.require(not re.search(r"\bnone\b", page.locator(".first-screen").inner_text(), re.IGNORECASE),
                  "halfway the first screen says 'none'")
    watch.require("so far" in said.lower(), "halfway neither allergies nor the line above says 'so far'")
    # A link in the middle of the page keeps the focus, and stays where it is.
    page.evaluate("""() => {
        const links = [...document.querySelectorAll('#record a[href^="#"]')];
        document.getElementById('investigations').scrollIntoView();
        for (const one of document.querySelectorAll('#sources details')) one.open = true;
        links.at(-1).focus({ preventScroll: true });
    }""")
    before = place(page)
    line.release()
    watch.until_settled()
    after = place(page)
    watch.require(after["focus"] == before["focus"], f"the focus went from {before['focus']} to {after['focus']}")
    watch.require(after["scrolled"] and abs(after["top"] - before["top"]) <= 2,
                  f"what was read moved by {after['top'] - before['top']:.0f} pixels")
    watch.require(after["open"] == before["open"], "what was open was closed")
    page.evaluate("scrollTo(0, 0)")
    watch.picture("settled")
    said = watch.text("#completeness")
    watch.require("incomplete" in said.lower(), "a record without one source is not called incomplete")
    watch.require("so far" not in (said + watch.text("#allergies")).lower(), "a settled page says 'so far'")


def place(page):
    return page.evaluate("""() => ({
        focus: document.activeElement?.getAttribute('href') ?? document.activeElement?.tagName,
        top: document.getElementById('investigations').getBoundingClientRect().top, scrolled: scrollY > 0,
        open: document.querySelectorAll('#sources details[open]').length,
    })""")


def asks_again(watch, audit):
    """Goes on where `fills` ended."""
    page = watch.page
    before = intents(audit)
    page.locator("#record a.retry").first.click()
    page.wait_for_selector("#record[aria-busy=true]", state="attached")
    watch.look("asking-again")
    watch.until_settled()
    watch.require("incomplete" in watch.text("#completeness").lower(), "asked again, the slow source is not missed")
    only_the_missing(watch, audit, before)


def intents(audit):
    """The sources of every intent in the audit."""
    if not audit:
        return []
    with sqlite3.connect(f"file:{audit}?mode=ro", uri=True) as store:
        rows = store.execute("SELECT sources FROM auditEntry WHERE event = 'intent' ORDER BY sequence").fetchall()
    return [[line.split(":")[0] for line in row[0].splitlines()] for row in rows]


def breaks(watch, line, number):
    """A stream that breaks halfway leaves a page that says so, and asks nobody again by itself."""
    page = watch.page
    line.hold_halfway()
    watch.find(number)
    watch.until_halfway()
    page.evaluate("document.getElementById('sources').scrollIntoView()")
    asked = line.count("/events")
    watch.problems.clear()
    line.break_off()
    page.wait_for_selector("#stream-notice.notice-broken")
    watch.picture("broken-below")
    page.evaluate("scrollTo(0, 0)")
    watch.look("broken")
    watch.require(watch.text("#stream-notice").startswith("INCOMPLETE RECORD"), "a broken page does not say so")
    said = page.evaluate("document.body.textContent").lower()
    for words in ("still asking", "being asked", "so far"):
        watch.require(words not in said, f"a broken page says '{words}'")
    watch.require(page.locator("#stream-notice").bounding_box()["y"] < DESK["height"], "the notice is out of sight")
    watch.require(page.locator("#stream-notice a").count() == 1, "a broken page offers no way to load it again")
    # A browser that connects again by itself does so within three seconds.
    page.wait_for_timeout(4_000)
    watch.require(line.count("/events") == asked, "the browser asked all sources again by itself")
    # The browser's own word about the broken connection.
    watch.problems = [problem for problem in watch.problems if "console" not in problem]
    page.locator("#stream-notice a").click()
    watch.until_settled()
    watch.require(page.locator("#stream-notice").inner_text() == "", "loaded again, the page still calls itself broken")


def without_script(watch, number, audit):
    page = watch.page
    watch.find(number)
    page.wait_for_selector("#completeness")
    watch.picture("no-script")
    watch.require("whole=1" in page.url, "without scripts the whole page is not asked for")
    watch.require(page.locator("#sources").count() == 1, "without scripts the page is not whole")
    watch.require(page.locator("button.retry").count() == 1, "without scripts there is no way to try again")
    others = page.locator("#sources .answered-row").count()
    before = intents(audit)
    with page.expect_navigation(wait_until="load"):
        page.locator("button.retry").click()
    # axe-core itself needs scripts: the same page is judged where the script alone is lost.
    watch.picture("no-script-again")
    watch.require("incomplete" in watch.text("#completeness").lower(), "asked again, the slow source is not missed")
    watch.require(page.locator("#sources .answered-row").count() == others, "asked again, what the others gave is lost")
    only_the_missing(watch, audit, before)
    for _ in range(3):
        if not page.locator("[name=nhs-number]").count():
            page.go_back()
    watch.require(page.locator("[name=nhs-number]").count() == 1, "the way back does not lead to the form")


def only_the_missing(watch, audit, before):
    """Since there were these intents, one more has been written, for the slow source alone."""
    if not audit:
        return
    asked = intents(audit)[len(before):]
    watch.require(len(asked) == 1, f"'Try again' made {len(asked)} intents in the audit, not one")
    watch.require(all(len(sources) == 1 for sources in asked), "'Try again' asked more than the slow source")
    watch.require(len(before[-1]) > 1, "the first time only one source was asked")


def until_the_end(request):
    """The events of a stream until no source is being asked any more."""
    parts = urlsplit(request.url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=20)
    connection.request("GET", f"{parts.path}?{parts.query}", headers={"Cookie": request.all_headers().get("cookie", "")})
    lines = []
    for line in connection.getresponse():
        lines.append(line)
        if b'"asking":false' in line:
            break
    connection.close()
    return b"".join(lines).decode() + "\n"


def stops(watch, number):
    """A gateway that cannot go on once something is shown: the stream of a record with a fault in the place of its end."""
    page = watch.page

    def spoil(route):
        events = until_the_end(route.request)
        words = "<div><p class='message'>The audit cannot be written. Nothing was released.</p></div>"
        fault = f'event: fault\ndata: {{"html": "{words}"}}\n\n'
        route.fulfill(body=events + fault, content_type="text/event-stream")

    page.route("**/events*", spoil)
    watch.find(number)
    page.wait_for_selector("#stream-notice.notice-stopped")
    watch.look("stopped")
    watch.require("INCOMPLETE RECORD" in watch.text("#completeness"), "a page that was stopped does not say so")
    watch.require("The audit cannot be written" in watch.text("#stream-notice"), "a page that was stopped does not say why")


def stops_waiting(watch, number):
    """A fourth page of one reader ends the waiting of the first, which says so."""
    first = watch.page
    watch.find(number)
    watch.until_settled()
    address = first.url
    for _ in range(3):
        other = watch.context.new_page()
        other.goto(address, wait_until="load")
        other.wait_for_selector("#record[aria-busy=false]", state="attached")
    first.wait_for_selector("#stream-notice.notice-ended")
    watch.look("ended")
    watch.require("no longer waits" in watch.text("#stream-notice"), "a page that waits no more does not say so")


def with_script_lost(watch, number):
    watch.page.route("**/record.js", lambda route: route.abort())
    watch.find(number)
    watch.page.locator("#record a.button").click()
    watch.page.wait_for_selector("#completeness")
    watch.look("script-lost")
    watch.require(watch.page.locator("#sources").count() == 1, "with the script lost the link leads to no whole page")
    watch.require(watch.page.locator("button.retry").count() == 1, "with the script lost there is no way to try again")
    watch.problems = [problem for problem in watch.problems if "console" not in problem]


def ends_complete(watch, number):
    watch.find(number)
    watch.until_settled()
    watch.until_text("#progress", "All sources")
    watch.require(watch.page.locator("#stream-notice").inner_text() == "", "a complete page has a notice")
    watch.require(number not in watch.page.url, "the NHS number stands in the address")


def shows_nobody(watch):
    """A person of whom no record can be shown: 999 000 0018 is unknown to every demonstration."""
    watch.find("9990000018")
    watch.until_text("#record", "No record can be shown")
    watch.require(watch.page.locator("h1").count() == 1, "a page about nobody has not one main heading")
    watch.picture("nobody")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gateway")
    parser.add_argument("slow")
    parser.add_argument("number")
    parser.add_argument("--audit", type=pathlib.Path)
    parser.add_argument("--save", type=pathlib.Path, default=pathlib.Path("output/screenshots"))
    parser.add_argument("--only", help="the one scene to watch")
    arguments = parser.parse_args()
    arguments.save.mkdir(parents=True, exist_ok=True)
    gateway = arguments.gateway.rstrip("/")
    line = BreakableLine(gateway)
    scenes = [
        ("fills", line.address, {}, lambda watch: (fills(watch, line, arguments.slow), asks_again(watch, arguments.audit))),
        ("breaks", line.address, {}, lambda watch: breaks(watch, line, arguments.slow)),
        ("without script", gateway, {"java_script_enabled": False},
         lambda watch: without_script(watch, arguments.slow, arguments.audit)),
        ("script lost", gateway, {}, lambda watch: with_script_lost(watch, arguments.slow)),
        ("stopped", gateway, {}, lambda watch: stops(watch, arguments.number)),
        ("waits no more", gateway, {}, lambda watch: stops_waiting(watch, arguments.slow)),
        ("complete", gateway, {}, lambda watch: ends_complete(watch, arguments.number)),
        ("nobody", gateway, {}, shows_nobody),
    ]
    scenes = [scene for scene in scenes if arguments.only in (None, scene[0])]
    problems = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"])
        for name, address, settings, scene in scenes:
            watch = Watch(browser, address, arguments.save, **settings)
            try:
                scene(watch)
            except Error as error:
                watch.problems.append(error.message.splitlines()[0])
                watch.picture("failed")
            problems += [f"{name}: {problem}" for problem in watch.problems]
            watch.context.close()
        browser.close()
    for problem in problems:
        print(problem.replace(arguments.slow, "…").replace(arguments.number, "…"))
    print(f"{len(scenes)} scenes, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
