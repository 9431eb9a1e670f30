// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Sharing
import Simulator
import Web

/// The page of the demonstration on which its services are made to fail and mended again.
struct SimulatorPage: MountedPage {
    static let path = "simulator"
    let switchboard: Switchboard
    /// Comes back with every form, so that no other site can send one.
    let token: String

    init(switchboard: Switchboard) {
        self.switchboard = switchboard
        token = (0..<32).map { _ in String(UInt8.random(in: .min ... .max), radix: 16) }.joined(separator: "-")
    }

    var segment: String { Self.path }

    func answer(_ form: [(name: String, value: String)]?) async -> MountedAnswer {
        guard let form else { return .page(page(fault: nil)) }
        func value(_ name: String) -> String { form.first { $0.name == name }?.value ?? "" }
        guard value("token") == token else {
            return .page(page(fault: "This form was not of this page. Please send it again."), isFault: true)
        }
        guard value("service") != Self.allServices else {
            await switchboard.mendAll()
            return .reload
        }
        do throws(PlacedFault.Misnamed) {
            try await switchboard.set(
                service: value("service"), fault: value("fault"), nhsNumber: value("nhs-number"))
            return .reload
        } catch {
            return .page(page(fault: error.description), isFault: true)
        }
    }

    /// What the field *service* holds in the form that mends everything.
    private static let allServices = "all"

    private static func grouped(_ number: String) -> String { (try? NHSNumber(number))?.grouped ?? number }

    private func page(fault: String?) -> [UInt8] {
        let problem = fault.map { [HTML.tag("p", ["class": "fault", "role": "alert"], .text($0))] } ?? []
        let intention = """
            Every system around this gateway is simulated, and each can go wrong. Choose how, then look at a record: it says \
            what is missing, and why.
            """
        let contents: [HTML] =
            [.tag("h1", .text("Simulated systems")), .tag("p", .text(intention))] + problem
            + [.tag("section", ["class": "dataset"], services, mendAll)] + FaultGuide.contents
        return Page.document(
            title: fault == nil ? "Simulated systems" : "Error: simulated systems",
            frame: PageFrame(requester: .unauthenticatedDemonstration), contents)
    }

    private var services: HTML {
        let heads = ["System", "Now", "Change"].map { HTML.tag("th", ["scope": "col"], .text($0)) }
        return .tag(
            "table", ["class": "switchboard"],
            .tag("caption", .text("Each system, how it is now, and how it shall be")),
            .tag("thead", .tag("tr", [:], heads)), .tag("tbody", [:], switchboard.services.map(row)))
    }

    private func row(_ service: SimulatedServiceName) -> HTML {
        let lines = switchboard.lines(of: service).map { HTML.tag("p", .text(words(of: $0))) }
        return .tag(
            "tr", [:],
            .tag("th", ["scope": "row"], .text(service.words)),
            .tag("td", [:], lines.isEmpty ? [.text("Works")] : lines),
            .tag("td", [:], [form(of: service)]))
    }

    private func words(of line: FaultPlan.Line) -> String {
        let named = NamedFault(of: line.fault)
        let fault = named.map { "\($0): \($0.deed)" } ?? "another fault"
        return line.nhsNumber.map { "For \(Self.grouped($0)): \(fault)" } ?? fault
    }

    private func form(of service: SimulatedServiceName) -> HTML {
        let current = switchboard.lines(of: service).first { $0.nhsNumber == nil }.flatMap { NamedFault(of: $0.fault) }
        var groups = [option(Switchboard.works, "works", isChosen: current == nil)]
        for word in NamedFault.Word.allCases {
            let faults = NamedFault.all.filter { $0.word == word && $0.isPossible(at: service) }
            groups.append(
                .tag(
                    "optgroup", ["label": word.rawValue],
                    faults.map { option($0.description, "\($0) – \($0.deed)", isChosen: $0 == current) }))
        }
        let people =
            [option("", "for everybody", isChosen: true)]
            + switchboard.people.map { person in
                option(
                    person.nhsNumber, "for \(Self.grouped(person.nhsNumber)) \(person.name.family.uppercased())",
                    isChosen: false)
            }
        return .tag(
            "form", ["method": "post", "action": "/" + Self.path, "autocomplete": "off"],
            hidden(service: service.code)
                + [
                    .tag("select", ["name": "fault", "aria-label": "How \(service.words) goes wrong"], groups),
                    .text(" "),
                    .tag(
                        "select", ["name": "nhs-number", "aria-label": "For whom \(service.words) goes wrong"], people),
                    .text(" "),
                    .tag(
                        "button", ["type": "submit", "aria-label": "Set the fault of \(service.words)"], .text("Set")),
                ])
    }

    private var mendAll: HTML {
        .tag(
            "form", ["method": "post", "action": "/" + Self.path],
            hidden(service: Self.allServices) + [.tag("button", ["type": "submit"], .text("Mend all"))])
    }

    private func hidden(service: String) -> [HTML] {
        [
            .void("input", ["type": "hidden", "name": "token", "value": token]),
            .void("input", ["type": "hidden", "name": "service", "value": service]),
        ]
    }

    private func option(_ value: String, _ words: String, isChosen: Bool) -> HTML {
        isChosen
            ? .tag("option", ["value": value, "selected": "selected"], .text(words))
            : .tag("option", ["value": value], .text(words))
    }
}
