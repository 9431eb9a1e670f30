// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON
import Testing

@testable import Mapping

/// A bundle of STU3 resources, each given as JSON.
func bundle(_ resources: String...) throws -> Bundle<STU3> {
    let entries = resources.map { #"{"resource":"# + $0 + "}" }.joined(separator: ",")
    let text = #"{"resourceType":"Bundle","type":"collection","entry":["# + entries + "]}"
    return try #require(Bundle<STU3>(JSONDocument(parsing: text).root))
}

/// The R4 form of resources given as JSON.
func mapped(_ resources: String...) throws -> MappedRecord {
    let entries = resources.map { #"{"resource":"# + $0 + "}" }.joined(separator: ",")
    let text = #"{"resourceType":"Bundle","type":"collection","entry":["# + entries + "]}"
    return STU3ToR4.map(try #require(Bundle<STU3>(JSONDocument(parsing: text).root)))
}

/// The R4 form of one resource as JSON text.
func mappedText(_ resource: String) throws -> String {
    let record = try mapped(resource)
    let first = try #require(record.resources.first)
    return first.resource.value.tree.text
}

/// Whether `text`, the R4 form of a resource, contains `part`, given with its white space for reading.
func expect(_ text: String, contains part: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(text.contains(part), "\(part) is not in \(text)", sourceLocation: sourceLocation)
}
