// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import TestSupport
import Testing

@testable import Identity

@Suite struct `SMART scopes` {
    static let contexts = ["patient", "user", "system"]
    static let permissions = [
        "c", "r", "u", "d", "s", "rs", "cr", "ru", "cruds", "rus", "sr", "rr", "read", "write", "*", "",
    ]
    static let types = Set(ScopeGrant.resourceTypes.values.flatMap { $0 }).union(["*", "Bundle", "observation"])
        .sorted()
    static let counting: [SmartScope.Context?] = [.patient, .user, .system, nil]

    /// What one scope alone opens, told once more by hand.
    static func expected(_ type: String) -> Set<Dataset> {
        switch type {
        case "*": Set(Dataset.allCases)
        case "Condition": [.problems]
        case "Observation": [.examinations]
        default: []
        }
    }

    @Test func `open one dataset at most each, whatever context, type and permission`() throws {
        var opened = 0
        for counts in Self.counting {
            for context in Self.contexts {
                for type in Self.types {
                    for permission in Self.permissions {
                        let datasets = try ScopeGrant.datasets("\(context)/\(type).\(permission)", for: counts)
                        let reads = ["rs", "cruds", "rus"].contains(permission)
                        let isOwn = counts?.rawValue == context
                        #expect(
                            datasets == (reads && isOwn ? Self.expected(type) : []), "\(context)/\(type).\(permission)")
                        opened += datasets.isEmpty ? 0 : 1
                    }
                }
            }
        }
        #expect(opened == 3 * 3 * 3)
    }

    @Test func `open each dataset by all of its types, and not by all but one`() throws {
        for (dataset, types) in ScopeGrant.resourceTypes where dataset != .medication {
            let scopes = types.map { "user/\($0).rs" }
            #expect(try ScopeGrant.datasets(scopes.joined(separator: " "), for: .user).contains(dataset))
            for left in types {
                let fewer = scopes.filter { $0 != "user/\(left).rs" }.joined(separator: " ")
                #expect(try !ScopeGrant.datasets(fewer, for: .user).contains(dataset))
            }
        }
    }

    @Test func `open no medicines without all allergies and alerts`() throws {
        let medicines = (ScopeGrant.resourceTypes[.medication] ?? []).map { "user/\($0).rs" }.joined(separator: " ")
        #expect(try ScopeGrant.datasets(medicines, for: .user) == [])
        let risks = " user/AllergyIntolerance.rs user/Flag.rs user/Consent.rs user/Observation.rs"
        #expect(try ScopeGrant.datasets(medicines + risks, for: .user) == [.medication, .risks, .examinations])
    }

    @Test func `open no more than their type for Observation`() throws {
        #expect(try ScopeGrant.datasets("user/Observation.rs", for: .user) == [.examinations])
    }

    @Test(arguments: [
        "user/Observation.read", "user/*.read", "user/*.*", "user/Observation", "User/Observation.rs", "user/Obs*.rs",
        "user/Observation.rs.rs", "user//Observation.rs", "useR/*.rs", "launch/patient", "openid", "user/*.rs,",
        "/*.rs",
        "user/Observation.rs\tuser/*.rs",
    ])
    func `that are none, or of version 1, open nothing`(scope: String) throws {
        #expect(try ScopeGrant.datasets(scope, for: .user) == [])
        #expect(try ScopeGrant.datasets("user/*.rs", for: .user) == Set(Dataset.allCases))
    }

    @Test(arguments: ["user/Observation.rs?category=laboratory", "patient/*.rs?", "system/Condition.read?x=y"])
    func `with a filter are refused, in whatever context`(scope: String) {
        #expect(throws: TokenFault(.granularScope)) { try ScopeGrant.datasets(scope, for: .user) }
    }

    @Test func `taken away never open more`() throws {
        var random = SeededGenerator(seed: 43)
        let all = Self.types.filter { $0 != "*" }.map { "user/\($0).rs" }
        for _ in 0..<2_000 {
            let some = all.filter { _ in Bool.random(using: &random) }
            let whole = try ScopeGrant.datasets(some.joined(separator: " "), for: .user)
            let fewer = some.filter { _ in Bool.random(using: &random) }
            #expect(try ScopeGrant.datasets(fewer.joined(separator: " "), for: .user).isSubset(of: whole))
            let spoilt = some.map { Bool.random(using: &random) ? $0.replacing(".rs", with: ".r") : $0 }
            #expect(try ScopeGrant.datasets(spoilt.joined(separator: " "), for: .user).isSubset(of: whole))
        }
    }
}
