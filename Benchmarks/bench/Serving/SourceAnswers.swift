// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import NIOCore

/// Everything that the sources and services of a benchmark answer, rendered before the first question, so that answering costs next
/// to nothing.
struct SourceAnswers: Sendable {
    let manner: SourceManner
    private let records: [[ByteBuffer]]
    private let searches: [[ByteBuffer]]
    private let people: [ByteBuffer]
    private let pointers: ByteBuffer
    private let capability: ByteBuffer
    let notFound: ByteBuffer
    let failure: ByteBuffer

    init(_ manner: SourceManner, persons: Int) {
        self.manner = manner
        let everybody = (0..<persons).map { InventedPerson(place: $0) }
        records = (0..<SourceManner.sources).map { source in
            everybody.map { Self.answer(manner.record(of: $0, at: source)) }
        }
        searches = (0..<SourceManner.sources).map { source in
            manner == .gpConnect
                ? [] : everybody.map { Self.answer(InventedR4Record(person: $0, source: source).search) }
        }
        people = everybody.map { Self.answer($0.demographics) }
        pointers = Self.answer(Self.pointersJSON)
        capability = Self.answer(
            #"{"resourceType":"CapabilityStatement","status":"active","kind":"instance","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[{"type":"Patient","operation":[{"name":"everything"}]}]}]}"#
        )
        notFound = Self.answer(#"{"resourceType":"OperationOutcome","issue":[]}"#, status: "404 Not Found")
        failure = Self.answer(
            #"{"resourceType":"OperationOutcome","issue":[]}"#, status: "500 Internal Server Error")
    }

    /// How many bytes one answer about a whole record has.
    var recordBytes: Int { records[0][0].readableBytes }

    private static func answer(_ body: String, status: String = "200 OK") -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeString(
            "HTTP/1.1 \(status)\r\nContent-Type: application/fhir+json\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
        buffer.writeString(body)
        return buffer
    }

    /// A pointer to every source.
    private static var pointersJSON: String {
        let entries = (0..<SourceManner.sources).map {
            #"{"resource":{"resourceType":"DocumentReference","id":"pointer\#($0)","status":"current","custodian":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"B\#($0)"}},"content":[{"attachment":{"url":"https://example.org"}}]}}"#
        }
        return
            #"{"resourceType":"Bundle","type":"searchset","total":\#(entries.count),"entry":[\#(entries.joined(separator: ","))]}"#
    }

    /// The answer of one of the sources, or of the services where `source` is `nil`.
    func answer(target: Substring, body: Substring, source: Int?) -> ByteBuffer {
        guard let source else {
            guard target.hasPrefix("/Patient/") else { return pointers }
            return InventedPerson.place(of: target.dropFirst(9).prefix(10)).map { people[$0] } ?? notFound
        }
        if target.hasPrefix("/record/"), let place = Int(target.dropFirst(8)) { return records[source][place] }
        if target.hasPrefix("/Patient/_search") {
            return InventedPerson.place(of: body.suffix(10)).map { searches[source][$0] } ?? notFound
        }
        if target.hasPrefix("/Patient/p"), let place = Int(target.dropFirst(10).prefix { $0 != "s" }) {
            return records[source][place]
        }
        if target.hasPrefix("/Patient/$gpc") || target.hasPrefix("/Patient/%24gpc") {
            guard let number = body.ranges(of: #""value":""#).first else { return notFound }
            return InventedPerson.place(of: body[number.upperBound...].prefix(10)).map { records[source][$0] }
                ?? notFound
        }
        return target.hasPrefix("/metadata") ? capability : notFound
    }
}

extension InventedPerson {
    /// What the demographic service knows of the person.
    var demographics: String {
        #"{"resourceType":"Patient","id":"\#(nhsNumber)","meta":{"versionId":"1","security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"U","display":"unrestricted"}]},"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"\#(nhsNumber)"}],"name":[{"use":"usual","family":"\#(family)","given":["\#(given)"]}],"gender":"other","birthDate":"\#(birthDate)","generalPractitioner":[{"type":"Organization","identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"B0"}}]}"#
    }
}
