// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import Foundation
import Sharing
import TestSupport
import Testing

@Suite struct `An agreement's document` {
    @Test func `is read in full`() throws {
        let agreement = try AgreementDocument.read(AgreementSample.text)
        #expect(agreement.id == "anytown-surgery")
        #expect(agreement.version == 3)
        #expect(agreement.title == "Anytown Surgery & partners")
        #expect(agreement.controller == "A12345")
        #expect(agreement.validFrom.text == "2026-01-01")
        #expect(agreement.validUntil?.text == "2026-12-31")
        #expect(agreement.signatories.map(\.name) == ["Dr A. Example"])
        let clause = try #require(agreement.clauses.first)
        #expect(
            clause
                == SharingClause(
                    id: "emergency-department",
                    consumers: [.organisation("RX1"), .group("acute-trusts"), .network("anytown")],
                    roles: [.doctor, .nurse], purposes: [.treatment, .breakGlass], datasets: [.risks, .medication],
                    windows: [.medication: 12], permission: .episode, needsRelationship: false, leastStrength: .high,
                    includesJournal: true, includesRestricted: true))
        #expect(
            agreement.clauses.last
                == SharingClause(
                    id: "never", effect: .deny, consumers: [], roles: [.practiceManager], purposes: [], datasets: []))
    }

    @Test func `asks for everything that an ordinary agreement asks for where it says nothing`() throws {
        let conditions = ["permission", "relationship", "strength", "journal", "restricted", "windows", "effect"]
        let lines = AgreementSample.text.split(separator: "\n").filter { line in
            !conditions.contains { line.contains("    \($0): ") && !line.contains("deny") }
        }
        let clause = try #require(try AgreementDocument.read(lines.joined(separator: "\n")).clauses.first)
        #expect(clause.effect == .permit)
        #expect(clause.permission == .eachTime)
        #expect(clause.needsRelationship)
        #expect(clause.leastStrength == .substantial)
        #expect(!clause.includesJournal)
        #expect(!clause.includesRestricted)
        #expect(clause.windows.isEmpty)
    }

    @Test func `is the same after it has been written and read`() throws {
        var random = SeededGenerator(seed: 4)
        for round in 0..<500 {
            let agreement = try AgreementSample.random(&random)
            let text = AgreementDocument.write(agreement)
            let read = try AgreementDocument.read(text)
            try #require(read == agreement, "round \(round):\n\(text)")
            #expect(AgreementDocument.write(read) == text)
        }
    }

    @Test func `that is an example is one that can be read`() throws {
        let folder = Corpus.packageFolder + "/Examples/agreements"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 3)
        for name in names {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            if name.hasSuffix(".template.yaml") {
                let template = try AgreementDocument.readTemplate(text)
                #expect(try AgreementDocument.readTemplate(AgreementDocument.write(template)) == template)
            } else {
                let agreement = try AgreementDocument.read(text)
                #expect(try AgreementDocument.read(AgreementDocument.write(agreement)) == agreement)
            }
        }
    }

    @Test func `of a template becomes the agreement of each controller that accepts it`() throws {
        let template = try AgreementDocument.readTemplate(AgreementSample.template)
        let day = try #require(FHIRDateTime("2026-01-02"))
        let signatory = SharingAgreement.Signatory(
            name: "A", capacity: "partner", organisation: "A12345", signedOn: day)
        let agreement = template.accepted(by: "A12345", version: 1, signatories: [signatory])
        #expect(agreement.id == "direct-care-a12345")
        #expect(agreement.clauses == template.clauses)
        #expect(try AgreementDocument.read(AgreementDocument.write(agreement)) == agreement)
    }
}

@Suite struct `An agreement's document with a fault` {
    /// The faults of the sample after one of its lines has been changed.
    private func faults(_ old: String, _ new: String) throws -> [AgreementFault] {
        try #require(AgreementSample.text.contains(old), "\(old)")
        return faults(in: AgreementSample.text.replacingOccurrences(of: old, with: new))
    }

    private func faults(in text: String) -> [AgreementFault] {
        do {
            _ = try AgreementDocument.read(text)
            return []
        } catch {
            return error.faults
        }
    }

    @Test(arguments: AgreementSample.faults)
    func `is no agreement, and the fault is named with its line`(_ change: AgreementSample.Change) throws {
        let faults = try faults(change.old, change.new)
        let fault = try #require(faults.first)
        #expect(fault.key == change.key, "\(faults)")
        #expect(fault.found == change.found, "\(faults)")
        #expect(fault.allowed.contains(change.allowed), "\(faults)")
        #expect(fault.line > 0)
        #expect(faults.count == 1, "\(faults)")
    }

    @Test func `names all its faults at once`() {
        let faults = faults(
            in: """
                agreement: Anytown
                version: 0
                controler: A12345
                clauses:
                  - clause: one
                    roles: [doktor]
                """)
        let keys = Set(faults.map(\.key))
        #expect(
            keys == [
                "agreement", "version", "title", "controller", "validFrom", "signatories", "clauses[0].consumers",
                "clauses[0].roles", "clauses[0].purposes", "clauses[0].datasets", "controler",
            ])
        #expect(AgreementFaults(faults).description.split(separator: "\n").count == faults.count)
    }

    @Test func `is told by its own line`() throws {
        let faults = try faults("roles: [doctor, nurse]", "roles: [doctor, surgeon]")
        let line = try #require(
            AgreementSample.text.split(separator: "\n").firstIndex { $0.contains("roles: [doctor") })
        #expect(faults.first?.line == line + 1)
        #expect(
            faults.first?.description.hasPrefix(
                "line \(line + 1): clauses[0].roles: found 'surgeon'; allowed: doctor, ") == true)
    }

    @Test func `has a bounded number of faults, and shows little of what was found`() {
        let clauses = (0..<150).map { "  - klause: \($0)\u{202E}" }.joined(separator: "\n")
        #expect(faults(in: "clauses:\n" + clauses).count == 100)
        let long = faults(in: "version: " + String(repeating: "9", count: 5000)).first { $0.key == "version" }
        #expect((long?.found.count ?? .max) < 80)
        #expect(!AgreementFaults(faults(in: "title: \"\u{1B}[31m\"")).description.contains("\u{1B}"))
    }

    @Test func `is refused where it is too large, too deep, or has too many clauses`() throws {
        let text = AgreementSample.text
        #expect(
            faults(in: text + "#" + String(repeating: "x", count: 64 * 1024)).first?.allowed.contains("65536 bytes")
                == true)
        for deep in [
            String(repeating: "[", count: 7) + String(repeating: "]", count: 7), String(repeating: "[", count: 30_000),
            String(repeating: "- ", count: 30_000), String(repeating: "{a: ", count: 12_000),
            String(repeating: "? ", count: 30_000),
        ] {
            #expect(!faults(in: deep).isEmpty)
        }
        #expect(faults(in: "a: [[[[[[1]]]]]]").first?.found.contains("in each other") == true)
        let agreement = try AgreementDocument.read(text)
        let many = (0..<201).map {
            SharingClause(id: "c\($0)", effect: .deny, consumers: [], roles: [.nurse], purposes: [], datasets: [])
        }
        func with(_ count: Int) -> String {
            AgreementDocument.write(
                SharingAgreement(
                    id: "a", version: 1, title: "A", controller: "A12345", validFrom: agreement.validFrom,
                    signatories: agreement.signatories, clauses: Array(many.prefix(count))))
        }
        #expect(faults(in: with(200)).isEmpty)
        #expect(faults(in: with(201)).first?.found == "a list of 201")
    }

    @Test func `has neither anchors nor aliases`() {
        let laughs =
            "a: &a [x, x]\n"
            + (0..<30).map { "b\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *\($0 == 0 ? "a" : "b\($0 - 1)")]" }
            .joined(separator: "\n")
        for text in [
            laughs, "title: &t Title", "title: *t", "{\"title\":*t}", "a: [1,*t]", "? *t : x", "a: \t&t x",
            "a: \u{85}*t", "- - *t", "<<: *t", "a: !!str &t x",
        ] {
            #expect(faults(in: text).first?.found.contains("an anchor or an alias") == true, "\(text)")
        }
    }

    @Test func `may hold the signs of anchors where they are none`() throws {
        for title in ["Smith & Sons", "R&D", "5 * 3", "a*b"] {
            #expect(try faults("Anytown Surgery & partners", title).isEmpty, "\(title)")
        }
        #expect(faults(in: "# with *stars* in a comment\n" + AgreementSample.text).isEmpty)
    }

    @Test func `is one document, of YAML`() {
        for text in [
            "", "   ", "---\n---\n", "a: b: c", "a: [1", "\"", "\u{0}", "just words", "- a list",
            AgreementSample.text + "---\nx: 1\n",
        ] {
            #expect(!faults(in: text).isEmpty, "\(text)")
        }
    }

    @Test func `is refused whatever is done to it, or says what it says`() throws {
        var random = SeededGenerator(seed: 9)
        let letters = Array(AgreementSample.text.utf8)
        let hostile = Array("[]{}:-,&*!|>'\"%@`#? \n\t\\x0".utf8)
        for _ in 0..<3000 {
            var changed = letters
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: changed[place] = hostile[Int.random(in: 0..<hostile.count, using: &random)]
                case 1: changed.insert(hostile[Int.random(in: 0..<hostile.count, using: &random)], at: place)
                default: changed.remove(at: place)
                }
            }
            let text = String(decoding: changed, as: UTF8.self)
            guard let agreement = try? AgreementDocument.read(text) else { continue }
            #expect(try AgreementDocument.read(AgreementDocument.write(agreement)) == agreement)
            // Whatever could be read names in every clause that permits all that has to be named.
            for clause in agreement.clauses where clause.effect == .permit {
                #expect(!clause.consumers.isEmpty && !clause.roles.isEmpty)
                #expect(!clause.purposes.isEmpty && !clause.datasets.isEmpty)
            }
        }
    }
}
