// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator
import Web

/// What each fault does, and what the record must say then, so that whoever watches can judge it.
enum FaultGuide {
    static var contents: [HTML] { [ofSources, ofServices] }

    private static var ofSources: HTML {
        .tag(
            "section", ["class": "dataset"],
            .tag("h2", .text("What each fault does, and what the record must say when a source has it")),
            .tag(
                "p",
                .text(
                    """
                    Whatever one source does, what the others hold is shown whole. A source that failed again and again is not \
                    asked for a while, a minute at most, even once it is mended, and stands as not available since then; “try \
                    again” on the record's page asks it at once.
                    """)),
            faults)
    }

    private static var ofServices: HTML {
        .tag(
            "section", ["class": "dataset"],
            .tag("h2", .text("When it is not a source that fails")),
            .tag(
                "p",
                .text(
                    """
                    Without the demographic service nothing is released: nobody knows whose record it would be. Without the \
                    locator only the practice where the person is registered is asked; every other source stands as not available, \
                    because it is not known whether it holds a record. A service that is slow within its time limit only delays.
                    """)))
    }

    private static var faults: HTML {
        let heads = ["Fault", "What the source does", "What the record must say"]
        return .tag(
            "table", ["class": "switchboard"],
            .tag("thead", .tag("tr", [:], heads.map { .tag("th", ["scope": "col"], .text($0)) })),
            .tag("tbody", [:], NamedFault.all.map(row)))
    }

    private static func row(_ fault: NamedFault) -> HTML {
        let deed = fault.deed.prefix(1).uppercased() + fault.deed.dropFirst()
        return .tag(
            "tr", [:],
            .tag("th", ["scope": "row"], .text(fault.description)), .tag("td", .text(deed + ".")),
            .tag("td", .text(fault.consequence)))
    }
}
