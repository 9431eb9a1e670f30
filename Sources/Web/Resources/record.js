// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway
//
// Fills the page of a record as its sources answer. It makes nothing of a record itself: the gateway sends whole regions of the
// page, and this puts them in their places. Whatever goes wrong ends in a page that says that it is incomplete.
"use strict";

(() => {
    const record = document.getElementById("record");
    const progress = document.getElementById("progress");
    const notice = document.getElementById("stream-notice");
    if (!record || !progress || !notice) return;

    const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
    const stream = new EventSource(record.dataset.events);
    let opened = null;
    let hasRegions = false;
    let hasStage = false;
    let isAsking = true;
    let hasEnded = false;
    let silence = 0;

    // ——— What the gateway says ———

    on("open", (data) => { opened = data; });

    on("layout", (data) => {
        keepingPlace(record, () => record.replaceChildren(...parsed(data.html).childNodes));
        hasRegions = true;
    });

    on("region", (data) => {
        const old = document.getElementById(data.region);
        const fresh = parsed(data.html).firstElementChild;
        if (!old || fresh?.id !== data.region) throw new Error("a region has no place on this page");
        keepingPlace(old, () => { old.replaceWith(fresh); return fresh; });
    });

    on("stage", (data) => {
        const isFirst = !hasStage;
        hasStage = true;
        tell(data.asking, data.words);
        if (isFirst && location.hash.length > 1 && scrollY === 0) {
            document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
        }
    });

    on("fault", (data) => {
        if (hasRegions && !data.clears) say("stopped", parsed(data.html));
        else {
            record.replaceChildren(...parsed(data.html).childNodes);
            tell(false, record.textContent);
        }
        end();
    });

    on("end", (data) => {
        end();
        if (isAsking) say("broken");
        else if (data.waited) say("ended");
    });

    on("beat", () => {});

    // The browser would connect again by itself, and all sources would be asked anew without anybody having wished it.
    stream.addEventListener("error", breakOff);

    // Leaving the page breaks the stream too; that is nothing to tell.
    addEventListener("pagehide", end);
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

    function on(name, action) {
        stream.addEventListener(name, (event) => {
            if (hasEnded) return;
            watch();
            try {
                action(event.data ? JSON.parse(event.data) : null);
            } catch (fault) {
                breakOff();
                throw fault;
            }
        });
    }

    // It is read out, and seen for as long as sources are being asked.
    function tell(nowAsking, words) {
        isAsking = nowAsking;
        record.setAttribute("aria-busy", String(nowAsking));
        progress.className = nowAsking ? "asking" : "unseen";
        progress.textContent = words;
    }

    // ——— How it ends ———

    function watch() {
        clearTimeout(silence);
        silence = setTimeout(breakOff, Number(record.dataset.silence));
    }

    function end() {
        hasEnded = true;
        clearTimeout(silence);
        stream.close();
        record.setAttribute("aria-busy", "false");
        progress.className = "unseen";
    }

    function breakOff() {
        if (hasEnded) return;
        end();
        say(isAsking ? "broken" : "ended");
    }

    // It is said where the reader is; and where the page says that sources are still being asked, which is no longer true.
    function say(name, more) {
        const words = document.getElementById(`notice-${name}`).content;
        notice.className = `notice-${name}`;
        notice.replaceChildren(words.cloneNode(true));
        if (more) notice.append(...more.querySelectorAll(".message, .hint"));
        const line = document.getElementById("completeness");
        if (name === "ended") return;
        progress.textContent = "";
        for (const one of record.querySelectorAll("[data-when-broken]")) one.textContent = one.dataset.whenBroken;
        const panel = document.getElementById("words-no-longer-asking").content;
        for (const awaited of record.querySelectorAll(".awaited:not(#completeness), .until-answered")) {
            if (awaited.classList.replace("awaited", "missing")) awaited.classList.remove("until-answered");
            awaited.replaceChildren(panel.cloneNode(true));
        }
        if (!line) return;
        line.className = "completeness incomplete";
        line.replaceChildren(words.cloneNode(true));
    }

    // ——— "Try again": only the sources that did not answer, for as long as the stream waits; else the page is loaded anew ———

    document.addEventListener("click", (event) => {
        const link = event.target instanceof Element ? event.target.closest("a.retry") : null;
        if (!link || hasEnded || !opened || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (isAsking) return;
        tell(true, document.getElementById("words-asking-again").content.textContent);
        fetch(record.dataset.again, {
            method: "POST", redirect: "error", body: new URLSearchParams(opened),
        }).then((answer) => { if (!answer.ok) location.assign(link.href); }, () => location.assign(link.href));
    });

    // ——— Putting a region in its place without losing the reader's ———

    function parsed(html) {
        const template = document.createElement("template");
        template.innerHTML = html;
        return template.content;
    }

    function keepingPlace(old, replace) {
        const active = document.activeElement;
        const hadFocus = active !== document.body && old.contains(active);
        const focusKey = hadFocus ? keys(old, FOCUSABLE).get(active) : undefined;
        const wasOpen = new Map([...keys(old, "details")].map(([one, key]) => [key, one.open]));
        const anchor = scrollY > 0 ? topmost(old) : null;
        const fresh = replace() ?? old;
        for (const [one, key] of keys(fresh, "details")) {
            if (wasOpen.has(key)) one.open = wasOpen.get(key);
        }
        if (hadFocus) focus(fresh, focusKey);
        if (anchor) restore(fresh, anchor);
    }

    // What tells an element from the others of its region: its id, else what it is and says, and which of those alike it is.
    function keys(region, selector) {
        const counts = new Map();
        const result = new Map();
        for (const one of region.querySelectorAll(selector)) {
            const named = one.tagName === "DETAILS" ? one.querySelector("summary") : one;
            const name = one.id ? `#${one.id}`
                : `${one.tagName} ${one.getAttribute("href") ?? one.getAttribute("name") ?? ""} ${named?.textContent ?? ""}`;
            counts.set(name, (counts.get(name) ?? 0) + 1);
            result.set(one, `${counts.get(name)} ${name}`);
        }
        return result;
    }

    function focus(region, wanted) {
        const again = [...keys(region, FOCUSABLE)].find(([, key]) => key === wanted)?.[0];
        if (!again) region.tabIndex = -1;
        (again ?? region).focus({ preventScroll: true });
    }

    // The element at the top of what is read, and how far from the top it stands. The banner may stay there over it.
    function topmost(old) {
        const covered = record.querySelector(".banner")?.getBoundingClientRect().bottom ?? 0;
        const point = document.elementFromPoint(innerWidth / 2, Math.max(covered, 0) + 4);
        if (!point || !record.contains(point)) return null;
        const isInside = old.contains(point);
        const element = isInside ? point.closest("[id]") : point;
        return { element: isInside ? null : element, id: element.id, top: element.getBoundingClientRect().top };
    }

    function restore(fresh, anchor) {
        const element = anchor.element ?? (anchor.id ? document.getElementById(anchor.id) : fresh);
        if (element) scrollBy({ top: element.getBoundingClientRect().top - anchor.top, behavior: "instant" });
    }
})();
