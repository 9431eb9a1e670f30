// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

@testable import FHIR

@Suite struct `The table of R4's elements` {
    private let table = R4ElementTable.shared

    @Test func `has every resource type and none that is no resource`() {
        #expect(table.types.count { $0.kind.isResource } == 146)
        for name in ["Observation", "Bundle", "Parameters", "Binary", "VisionPrescription"] {
            #expect(table.resourceType(name) != nil, "\(name)")
        }
        for name in ["Quantity", "Observation.component", "Resource", "DomainResource", "Element"] {
            #expect(table.resourceType(name) == nil, "\(name)")
        }
    }

    @Test func `knows the type of every element`() {
        for type in table.types {
            for member in type.members.values {
                guard case .object(let place) = member.element.content else { continue }
                #expect(place != 0 || table.types[0].name == "Address", "\(type.name).\(member.element.name)")
            }
        }
    }

    @Test func `has marks, choices and code lists`() throws {
        let members = try #require(table.resourceType("Observation")).members
        let status = try #require(members["status"]?.element)
        #expect(status.isRequired && status.isModifier && !status.isList)
        let codes = try #require(status.codes)
        let known = [
            "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
        ]
        for code in known {
            #expect(codes.place(of: try JSONDocument(parsing: JSONTree.string(code).bytes).root) != nil)
        }
        #expect(codes.place(of: try JSONDocument(parsing: #""Final""#).root) == nil)
        #expect(members["component"]?.element.isList == true)
        #expect(members["valueQuantity"]?.element.slot == members["valueString"]?.element.slot)
        #expect(members["valueQuantity"]?.element.isChoice == true && members["valueMoney"] == nil)
        #expect(
            members["_valueString"]?.isCompanion == true && members["_valueQuantity"] == nil && members["_id"] == nil)
        #expect(members["modifierExtension"]?.element.isModifier == true && members["contained"] != nil)
    }
}
