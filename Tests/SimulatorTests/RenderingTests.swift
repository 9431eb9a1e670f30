// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation
import JSON
import Testing

@testable import Simulator

@Suite struct `Writing the people's records` {
    /// Every GP record, with the person and practice.
    static let practiceRecords: [(person: SimulatedPerson, source: DemonstrationSource)] =
        DemonstrationPeople.all.flatMap { person in
            [.anytownSurgery, .hillsideMedicalCentre].filter { person.records[$0] != nil }.map { (person, $0) }
        }

    static func bundle(_ person: SimulatedPerson, _ source: DemonstrationSource) throws -> JSONValue {
        let tree = try #require(GPConnectRenderer.bundle(for: person, at: source, on: .reference))
        return try JSONDocument(parsing: tree.bytes).root
    }

    static func trustResources(_ person: SimulatedPerson, _ source: DemonstrationSource) throws -> JSONValue {
        let trees = FHIRR4Renderer.resources(for: person, at: source, on: .reference)
        return try JSONDocument(parsing: JSONTree.array(trees).bytes).root
    }

    @Test func `there are more than twenty, with valid numbers of the test range and a line to look for`() {
        #expect(DemonstrationPeople.all.count >= 20)
        for person in DemonstrationPeople.all {
            for number in [person.nhsNumber] + person.supersededNumbers {
                #expect(NHSNumberCheck.isValid(number) && number.hasPrefix("999"))
            }
            #expect(!person.lookFor.isEmpty && !person.lookFor.contains("\n"))
        }
        #expect(NHSNumberCheck.isValid(DemonstrationPeople.invalidated))
        #expect(Set(DemonstrationPeople.all.map(\.nhsNumber)).count == DemonstrationPeople.all.count)
    }

    @Test func `the documentation lists everybody with number and name`() throws {
        let package = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let words = try String(contentsOfFile: package + "/docs/people.md", encoding: .utf8)
        for person in DemonstrationPeople.all {
            let number = person.nhsNumber
            let grouped = "\(number.prefix(3)) \(number.dropFirst(3).prefix(3)) \(number.suffix(4))"
            #expect(words.contains(grouped), "\(grouped)")
            #expect(words.contains(person.name.family.uppercased()), "\(person.name.family)")
            #expect(words.contains(person.name.given[0]), "\(person.name.given[0])")
        }
    }

    @Test func `one is known to all seven sources`() {
        let person = DemonstrationPeople.all.first { $0.nhsNumber == DemonstrationPeople.knownToAll }
        #expect(person?.records.count == 7)
    }

    @Test func `every reference in a practice's record leads to a resource in it`() throws {
        for (person, source) in Self.practiceRecords {
            let resources = try #require(try Self.bundle(person, source)["entry"]).elements.compactMap {
                $0["resource"]
            }
            let ids = Set(
                resources.compactMap { resource in
                    resource["id"]?.string.map { "\(resource["resourceType"]?.string ?? "")/\($0)" }
                })
            for resource in resources {
                let contained = resource["contained"]?.elements.compactMap { $0["id"]?.string }.map { "#\($0)" } ?? []
                for reference in resource.texts(named: "reference") {
                    #expect(ids.contains(reference) || contained.contains(reference), "\(source) \(reference)")
                }
            }
            let withId = resources.filter { $0["id"] != nil }
            #expect(ids.count == withId.count, "\(source) has an id twice")
        }
    }

    /// The sources that speak FHIR R4.
    static let trusts = DemonstrationSource.allCases.filter { !$0.isPractice }

    @Test func `every reference in a trust's record leads to a resource in it`() throws {
        var count = 0
        for person in DemonstrationPeople.all {
            for source in Self.trusts {
                guard let bundle = FHIRR4Renderer(person, at: source, on: .reference)?.bundle else { continue }
                let entries = Array(try #require(try JSONDocument(parsing: bundle.bytes).root["entry"]).elements)
                let resources = entries.compactMap { $0["resource"] }
                let addresses = Set(
                    zip(entries, resources).map { entry, resource in
                        entry["fullUrl"]?.string
                            ?? "\(resource["resourceType"]?.string ?? "")/\(resource["id"]?.string ?? "")"
                    })
                #expect(addresses.count == resources.count)
                let aboutOthers = person.records[source]?.panelsOfOthers.isEmpty == false
                for reference in resources.flatMap({ $0.texts(named: "reference") })
                where !addresses.contains(reference) {
                    #expect(aboutOthers && reference.contains("Patient/"), "\(source) \(reference)")
                }
                count += resources.count
            }
        }
        #expect(count > 60)
    }

    @Test func `practices use only elements that the public records have`() throws {
        let public_ = RecordCorpus.files(under: "gp2gp").filter { $0.path.hasPrefix("structured-") }
        guard !public_.isEmpty else { return }
        var known: Set<String> = []
        for file in public_ {
            guard let document = try? JSONDocument(parsing: file.bytes) else { continue }
            for resource in document.root["entry"]?.elements.compactMap({ $0["resource"] }) ?? [] {
                known.formUnion(resource.leafPaths(from: resource["resourceType"]?.string ?? ""))
            }
        }
        for (person, source) in Self.practiceRecords {
            for resource in try #require(try Self.bundle(person, source)["entry"]).elements.compactMap({
                $0["resource"]
            }) {
                let own = resource.leafPaths(from: resource["resourceType"]?.string ?? "")
                #expect(own.subtracting(known).sorted() == [])
            }
        }
    }

    @Test func `hospitals and services use only elements that the public records have`() throws {
        let known = R4Paths()
        guard !known.isEmpty else { return }
        var unknown: Set<String> = []
        for person in DemonstrationPeople.all {
            for source in Self.trusts {
                for resource in try Self.trustResources(person, source).elements {
                    let own = resource.leafPaths(from: resource["resourceType"]?.string ?? "")
                    unknown.formUnion(own.filter { !known.contains($0) })
                }
            }
        }
        #expect(unknown.sorted() == [])
    }

    @Test func `every SNOMED CT identifier has the right check digit`() throws {
        var codes: Set<String> = []
        for (person, source) in Self.practiceRecords {
            codes.formUnion(Self.snomedCodes(try Self.bundle(person, source)))
        }
        for person in DemonstrationPeople.all {
            for source in Self.trusts {
                codes.formUnion(Self.snomedCodes(try Self.trustResources(person, source)))
            }
        }
        #expect(codes.count > 50)
        for code in codes.sorted() { #expect(Verhoeff.isValid(code), "\(code)") }
    }

    static func snomedCodes(_ value: JSONValue) -> Set<String> {
        var result: Set<String> = []
        if value["system"]?.string == "http://snomed.info/sct", let code = value["code"]?.string { result.insert(code) }
        for member in value.members { result.formUnion(snomedCodes(member.value)) }
        for element in value.elements { result.formUnion(snomedCodes(element)) }
        return result
    }

    @Test func `the two suppliers write one person differently`() throws {
        let person = try #require(DemonstrationPeople.all.first)
        let first = try Self.bundle(person, .anytownSurgery)
        let second = try Self.bundle(person, .hillsideMedicalCentre)
        #expect(first.texts(named: "id").contains { $0.hasSuffix("-PROB") })
        #expect(!second.texts(named: "id").contains { $0.hasSuffix("-PROB") })
        #expect(first.texts(named: "system").contains("http://read.info/readv2"))
        #expect(second.texts(named: "system").contains("http://read.info/ctv3"))
        #expect(second.texts(named: "url").contains { $0.hasSuffix("MedicationQuantityText-1") })
    }

    @Test func `lists warn in the exact words of the standard`() throws {
        let person = try #require(DemonstrationPeople.all.first { $0.nhsNumber == DemonstrationPeople.inTransit })
        let bundle = try Self.bundle(person, .anytownSurgery)
        let lists = try #require(bundle["entry"]).elements.compactMap { $0["resource"] }.filter {
            $0["title"]?.string == "Problems"
        }
        let list = try #require(lists.first)
        #expect(list.texts(named: "valueCode") == ["confidential-items", "data-in-transit"])
        #expect(
            list["note"]?[0]?["text"]?.string
                == "Items excluded due to confidentiality and/or patient preferences. Patient record transfer from previous GP practice not yet complete; information recorded before 25-Sep-2026 may be missing."
        )
    }

    @Test func `an ended allergy stands inside the list of ended ones alone`() throws {
        let person = try #require(DemonstrationPeople.all.first)
        let resources = try #require(try Self.bundle(person, .anytownSurgery)["entry"]).elements.compactMap {
            $0["resource"]
        }
        let ended = try #require(resources.first { $0["title"]?.string == "Ended allergies" })
        #expect(ended["contained"]?.count == 1)
        #expect(ended["contained"]?[0]?["clinicalStatus"]?.string == "resolved")
        #expect(!resources.contains { $0["clinicalStatus"]?.string == "resolved" })
    }
}

/// The check digit of SNOMED CT identifiers (Verhoeff's dihedral check).
enum Verhoeff {
    static func isValid(_ text: String) -> Bool {
        var check = 0
        for (place, byte) in text.utf8.reversed().enumerated() {
            check = product(check, permuted(Int(byte) - 48, place % 8))
        }
        return check == 0 && text.utf8.count >= 6
    }

    /// The product in the dihedral group of order ten.
    private static func product(_ left: Int, _ right: Int) -> Int {
        switch (left < 5, right < 5) {
        case (true, true): (left + right) % 5
        case (true, false): (left + right - 5) % 5 + 5
        case (false, true): (left - 5 - right + 5) % 5 + 5
        case (false, false): (left - right + 5) % 5
        }
    }

    private static func permuted(_ digit: Int, _ times: Int) -> Int {
        let once = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
        return (0..<times).reduce(digit) { value, _ in once[value] }
    }
}
