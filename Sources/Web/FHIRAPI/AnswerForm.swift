// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A form in which a record can be given.
enum AnswerForm: Equatable {
    /// A form of the record itself.
    enum Single: Equatable { case fhir, page, text }

    case whole(Single)
    /// A stream of events: the record in this form as each source answers, then the whole.
    case events(of: Single)

    /// The form of the record, in one piece or in a stream.
    var single: Single {
        switch self {
        case .whole(let form), .events(let form): form
        }
    }

    static let mediaTypes = [
        MediaType.fhirJSON, MediaType.json, MediaType.html, MediaType.plain, MediaType.eventStream,
    ]

    /// What a client wants, by `_format` or else by `Accept` (RFC 9110, 12.5.1). A stream of events carries the next best form.
    /// - Throws: ``RequestFault`` 406.
    static func wanted(accept: [String], format: String?) throws(RequestFault) -> AnswerForm {
        if let format {
            guard let form = form(ofFormat: format) else { throw .notAcceptable(mediaTypes) }
            let streams = MediaRange.all(in: accept).contains { $0.type == MediaType.eventStream }
            return streams ? .events(of: form) : .whole(form)
        }
        let ranges = MediaRange.all(in: accept)
        guard accept.contains(where: { !$0.trimmed.isEmpty }) else { return .whole(.fhir) }
        if ranges.contains(where: { $0.type == MediaType.eventStream }) {
            return .events(of: best(of: ranges.filter { $0.type != MediaType.eventStream }) ?? .fhir)
        }
        guard let best = best(of: ranges) else { throw .notAcceptable(mediaTypes) }
        return .whole(best)
    }

    /// Checks that a client takes FHIR in JSON.
    /// - Throws: ``RequestFault`` 406.
    static func requireFHIR(accept: [String], format: String?) throws(RequestFault) {
        let offered = [MediaType.fhirJSON, MediaType.json]
        if let format {
            guard form(ofFormat: format) == .fhir else { throw .notAcceptable(offered) }
            return
        }
        let ranges = MediaRange.all(in: accept)
        let isSilent = !accept.contains { !$0.trimmed.isEmpty }
        guard isSilent || ranges.contains(where: { form(of: $0.type) == .fhir }) else {
            throw .notAcceptable(offered)
        }
    }

    private static func best(of ranges: [MediaRange]) -> Single? {
        ranges.lazy.compactMap { form(of: $0.type) }.first
    }

    private static func form(of type: String) -> Single? {
        switch type {
        case MediaType.fhirJSON, MediaType.json, "application/json+fhir", "application/*", "*/*": .fhir
        case MediaType.html, "application/xhtml+xml": .page
        case MediaType.plain, "text/*": .text
        default: nil
        }
    }

    private static func form(ofFormat format: String) -> Single? {
        switch format.lowercased() {
        case "json": .fhir
        case "html": .page
        case "text": .text
        default: form(of: MediaType.bare(format))
        }
    }
}
