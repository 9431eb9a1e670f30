// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON
import Terminology

/// What of a source's answer has passed the steps *check* and *normalise*: statements in the canonical form, each of them
/// about the person asked for.
struct CheckedAnswer: Sendable {
    /// One statement of a source.
    struct Item: Sendable {
        var resource: Resource<R4>
        var sourceReference: String
        var areas: Set<ClinicalArea> = []
        var headings: [String] = []
        var warnings: [String] = []
        /// How many of its values stand in extensions, as R4 does not allow them where they stood.
        var sourceValueCount = 0
    }

    private(set) var items: [Item] = []
    private var places: [String: Int] = [:]
    var notices: [SourceNotice] = []
    /// The types of the resources that could not be read; `nil` where not even the type could be.
    var unreadable: [String?] = []
    /// Whether a code of dissent stands in what could not be read.
    private(set) var hasUnreadableDissent = false
    var sourceValueCount = 0

    /// Looks into what could not be read for a wish not to share, which must not be lost with it.
    mutating func noteUnreadable(_ value: JSONValue) {
        if DissentCodes.mayDissent(in: value) { hasUnreadableDissent = true }
    }

    /// Takes a statement. The same statement sent twice is taken once; another one under the same id is kept beside it.
    /// - Returns: whether it was taken.
    mutating func take(_ item: Item) -> Bool {
        var item = item
        var copy = 1
        let reference = item.sourceReference
        while let place = places[item.sourceReference] {
            if items[place].resource.value.bytes == item.resource.value.bytes { return false }
            copy += 1
            item.sourceReference = "\(reference)#\(copy)"
        }
        places[item.sourceReference] = items.count
        items.append(item)
        return true
    }
}

/// How a source stands after the steps *gather*, *check* and *normalise*.
enum SourceResult: Sendable {
    case answered(CheckedAnswer, faults: [PartialFault])
    case refused(SourceOutcome.Reason)
    case quarantined(SourceOutcome.Reason)
    case notAvailable(SourceOutcome.Reason)
    /// The source was asked and knows nobody by these numbers: it holds nothing, which is an answer.
    case personNotKnown
}
