#!/usr/bin/env python3
"""Signs in to a running demonstration as its people do, in Chromium, and keeps pictures of what they see.

    signing_in.py GATEWAY NHS-NUMBER [--save FOLDER]

The doctor is asked for the person's permission: refused shows nothing, given opens the record, and so does "could not be
asked"; an emergency access asks for a reason, says that it is audited, and is on the privacy officer's list within five
seconds. The social worker is told what is withheld and why. The practice manager sees nothing. The patient sees her own
record alone. The pharmacist is asked why she cares for the person, and the record says that she has said so. Signing out ends the session. Each page is judged by axe-core (WCAG 2.2, A and AA), and must not be wider
than the window, at a desk's size, on a telephone, and at 400%. Pictures go into FOLDER (default: output/signing-in).
"""

import argparse
import pathlib
import re
import sys
import time
from urllib.parse import urlsplit

from playwright.sync_api import Error, sync_playwright

from accessibility import MAGNIFIED, keyboard_problems, violations
from screenshots import CHROMIUM, DESK, TELEPHONE, first_screen_problems, screen_problems, wait_until_filled

ANOTHER = "9991002022"


class Story:
    """One browser after another, and what went wrong."""

    def __init__(self, browser, gateway, number, folder):
        self.browser, self.gateway, self.number, self.folder = browser, gateway, number, folder
        self.problems = []

    def check(self, sentence, holds):
        print(("    " if holds else "NO  ") + sentence)
        if not holds:
            self.problems.append(sentence)

    def look(self, page, name):
        """A picture of the page at each size, and what is wrong with it."""
        for size, window in (("desk", DESK), ("telephone", TELEPHONE), ("magnified", MAGNIFIED)):
            page.set_viewport_size(window)
            page.screenshot(path=str(self.folder / f"{name}-{size}.png"), full_page=size != "desk" and "record" not in name)
            wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            self.check(f"{name}: nothing is wider than the window ({size})", not wide)
        page.set_viewport_size(DESK)
        found = list(violations(page)) + list(keyboard_problems(page))
        # What is withheld and why must leave room for what is shown.
        if page.locator(".first-screen").count():
            found += list(first_screen_problems(page, DESK)) + list(screen_problems(page, DESK))
        for problem in found:
            print(f"      {name}: {problem}")
        self.check(f"{name}: no barrier", not found)

    def person(self, user, script=True):
        """A new browser in which somebody has signed in."""
        context = self.browser.new_context(viewport=DESK, java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{self.gateway}/viewer")
        if user is None:
            return page
        page.get_by_role("link", name="Sign in", exact=True).click()
        page.locator(f"button[name=user][value={user}]").click()
        page.wait_for_load_state("load")
        return page

    def find(self, page, number=None):
        page.goto(f"{self.gateway}/viewer")
        page.locator("[name=nhs-number]").fill(number or self.number)
        page.get_by_role("button", name="Show the record").click()
        page.wait_for_load_state("load")

    def heading(self, page):
        return page.locator("h1").first.inner_text()

    # ——— The people ———

    def visitor(self):
        page = self.person(None)
        self.check("nobody signed in: the page to sign in", self.heading(page) == "Sign in")
        self.look(page, "sign-in")
        page.get_by_role("link", name="Sign in", exact=True).click()
        self.check("the provider says that it is a demonstration", "Demonstration sign-in" in page.content())
        self.look(page, "provider")
        page.context.close()

    def doctor(self):
        page = self.person("ae-doctor")
        self.check("the doctor is named with role and organisation",
                   "Dr Amara Nwosu, doctor, ZZ9A1" in page.locator("header.service").inner_text())
        self.check("it is said to be a demonstration", "Demonstration" in page.locator("header.service").inner_text())
        cookies = {one["name"]: one for one in page.context.cookies()}
        session = cookies.get("__Host-mig-session", {})
        self.check("the session's cookie is __Host-, Secure, HttpOnly",
                   bool(session) and session["secure"] and session["httpOnly"] and session["path"] == "/")
        self.look(page, "find")
        self.find(page)
        self.check("the doctor is asked for permission first", "May this person" in self.heading(page))
        self.check("nothing of the record is there yet", "HARTLEY" not in page.content().upper())
        self.look(page, "permission")
        address = page.url
        page.get_by_role("button", name="Record the answer").click()
        self.check("no answer: it is said", page.locator(".fault").count() == 1)
        self.look(page, "permission-fault")
        page.get_by_label("Refused").check()
        page.get_by_role("button", name="Record the answer").click()
        self.check("refused: nothing is shown", "refused" in self.heading(page))
        self.check("refused: the same address", page.url == address)
        self.look(page, "refused")
        page.get_by_role("link", name="The person has changed their mind").click()
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        wait_until_filled(page)
        self.check("given: the record", "HARTLEY" in self.heading(page).upper())
        self.check("no emergency is spoken of", page.locator(".emergency-banner").count() == 0)
        self.look(page, "record-given")
        self.find(page)
        self.check("in the next consultation the question is put again", "May this person" in self.heading(page))
        page.get_by_label("Could not be asked", exact=True).check()
        page.get_by_role("button", name="Record the answer").click()
        self.check("could not be asked: without a reason it is not taken", page.locator(".fault").count() == 1)
        page.get_by_label("Could not be asked", exact=True).check()
        page.locator("select[name=reason]").select_option("lacks-capacity-best-interests")
        page.get_by_role("button", name="Record the answer").click()
        wait_until_filled(page)
        self.check("could not be asked: the record, and no emergency",
                   "HARTLEY" in self.heading(page).upper() and page.locator(".emergency-banner").count() == 0)
        return page

    def emergency(self, page, officer):
        self.find(page)
        page.get_by_role("link", name="Go to emergency access").click()
        self.check("the emergency has a page of its own", self.heading(page) == "Emergency access")
        self.look(page, "emergency")
        # Blanks pass the browser's own check of a required field; a word may be all that there is time for, but it takes a word.
        page.locator("textarea").fill("   ")
        page.get_by_label("Danger to life").check()
        page.get_by_role("button", name="Begin the emergency access").click()
        self.check("without a text it is not begun", page.locator(".fault").count() == 1)
        page.get_by_label("Danger to life").check()
        page.locator("textarea").fill("Unconscious in the resuscitation room, no relative to ask.")
        began = time.monotonic()
        page.get_by_role("button", name="Begin the emergency access").click()
        rows = officer.locator("table.entries tbody tr")
        try:
            rows.first.wait_for(timeout=8000)
        except Error:
            pass
        took = time.monotonic() - began
        self.check(f"it is on the privacy officer's list, which is asked for anew by itself: after {took:.1f} s",
                   rows.count() > 0 and took <= 5)
        wait_until_filled(page)
        self.check("the record opens", "HARTLEY" in self.heading(page).upper())
        banner = page.locator(".emergency-banner").inner_text()
        self.check("the banner says that it is audited, and until when",
                   "audited" in banner and re.search(r"\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d", banner))
        self.look(page, "record-emergency")
        self.find(page)
        self.check("another consultation is no emergency", "May this person" in self.heading(page))

    def privacy_officer(self, officer):
        # A list that is asked for anew while it is looked at would be gone under the eye.
        officer.get_by_role("link", name="Keep it still").click()
        self.look(officer, "alerts")
        officer.locator("table.entries tbody a").first.click()
        self.check("the alert says what was written", "resuscitation room" in officer.content())
        self.look(officer, "alert")
        officer.locator("textarea").fill("Spoke with the doctor: the resuscitation record bears it out.")
        officer.get_by_role("button", name="Acknowledge").click()
        self.check("it is acknowledged", "Acknowledged on" in officer.content())
        self.look(officer, "alert-acknowledged")
        officer.goto(f"{self.gateway}/viewer")
        self.find(officer)
        self.check("the privacy officer sees no record", "not shared with you" in self.heading(officer))
        self.look(officer, "not-permitted")

    def others(self):
        page = self.person("social-worker")
        self.find(page)
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        wait_until_filled(page)
        words = page.locator("#medication").inner_text()
        self.check("the social worker is told that medicines are withheld, and why", "Not shared" in words)
        self.check("the social worker sees risks", "HARTLEY" in self.heading(page).upper())
        self.look(page, "record-social-worker")
        page.locator("#medication").screenshot(path=str(self.folder / "social-worker-medication.png"))
        page.goto(f"{self.gateway}/portal/alerts")
        self.check("nobody else finds the list", "cannot be done" in self.heading(page))
        page.context.close()
        page = self.person("practice-manager")
        self.find(page)
        self.check("the practice manager sees nothing", "not shared with you" in self.heading(page))
        page.context.close()
        page = self.person("gp")
        self.find(page)
        self.check("the GP is asked for the rest", page.get_by_role("link", name="Show only what may be shown").count() == 1)
        page.get_by_role("link", name="Show only what may be shown").click()
        wait_until_filled(page)
        self.check("the GP sees the practice's own without asking", "HARTLEY" in self.heading(page).upper())
        self.look(page, "record-gp-own")
        page.context.close()
        page = self.person("patient")
        self.find(page)
        wait_until_filled(page)
        self.check("the patient sees her own record", "HARTLEY" in self.heading(page).upper())
        self.find(page, ANOTHER)
        self.check("the patient sees nobody else's", "not shared with you" in self.heading(page))
        page.context.close()
        page = self.person("ae-doctor", script=False)
        self.find(page)
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        page.wait_for_url("**whole=1**")
        self.check("it works without scripts", "HARTLEY" in self.heading(page).upper())
        page.context.close()

    def pharmacist(self, officer):
        page = self.person("pharmacist")
        self.find(page)
        self.check("the pharmacist is asked why she cares for the person", self.heading(page) == "Do you care for this person?")
        self.check("nothing of the record is there yet", "HARTLEY" not in page.content().upper())
        self.look(page, "relationship")
        page.get_by_role("link", name="Go on to the person").click()
        self.check("it can be left for the person's permission", "May this person" in self.heading(page))
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        self.find(page)
        # Blanks pass the browser's own check of a required field.
        page.locator("textarea").fill("   ")
        page.get_by_role("button", name="I care for this person").click()
        self.check("without a reason it is not taken", page.locator(".fault").count() == 1)
        self.check("and nothing of the record is there", "HARTLEY" not in page.content().upper())
        self.look(page, "relationship-fault")
        page.locator("textarea").fill("Her medicines are reconciled on admission to my ward.")
        page.get_by_role("button", name="I care for this person").click()
        self.check("then the person's permission is asked", "May this person" in self.heading(page))
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        wait_until_filled(page)
        self.check("the record opens", "HARTLEY" in self.heading(page).upper())
        banner = page.locator(".claim-banner")
        self.check("a banner says that the claim is recorded and told",
                   banner.count() == 1 and "recorded" in banner.inner_text() and "controllers" in banner.inner_text())
        self.check("it is no emergency", page.locator(".emergency-banner").count() == 0)
        self.look(page, "record-claimed")
        page.goto(page.url.split("?")[0] + "?whole=1")
        self.check("the banner is on the whole page too", page.locator(".claim-banner").count() == 1)
        page.context.close()
        officer.goto(f"{self.gateway}/portal/alerts")
        self.check("the claim is on the privacy officer's list", "no system confirms it" in officer.content())

    def sign_out(self, page):
        self.find(page)
        page.get_by_label("Given").check()
        page.get_by_role("button", name="Record the answer").click()
        wait_until_filled(page)
        address = page.url
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/signin")
        self.check("signed out, by way of the provider", self.heading(page) == "Sign in")
        page.goto(address)
        self.check("the record's address leads to signing in", self.heading(page) == "Sign in")
        page.get_by_role("link", name="Sign in", exact=True).click()
        page.locator("button[name=user][value=ae-doctor]").click()
        page.wait_for_load_state("load")
        self.check("the address of before has ended", "ended" in self.heading(page))
        page.context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gateway")
    parser.add_argument("number")
    parser.add_argument("--save", default="output/signing-in", type=pathlib.Path)
    arguments = parser.parse_args()
    arguments.save.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        story = Story(browser, arguments.gateway.rstrip("/"), arguments.number, arguments.save)
        story.visitor()
        officer = story.person("privacy-officer")
        story.check("the privacy officer begins with the list", urlsplit(officer.url).path == "/portal/alerts")
        doctor = story.doctor()
        story.emergency(doctor, officer)
        story.privacy_officer(officer)
        story.others()
        story.pharmacist(officer)
        story.sign_out(doctor)
        browser.close()
    print(f"signing in: {len(story.problems)} problems")
    return 1 if story.problems else 0


if __name__ == "__main__":
    sys.exit(main())
