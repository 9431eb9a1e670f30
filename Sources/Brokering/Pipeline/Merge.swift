// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The first half of the step *merge*: every entry of every source, newest first; entries without a date come last, in the order
/// in which their source gave them. What of them is one fact, the record itself finds (`MergedRecord`).
enum Merge {
    static func union(_ entries: [RecordEntry]) -> [RecordEntry] {
        entries.enumerated().sorted { left, right in
            switch (left.element.date, right.element.date) {
            case (let one?, let other?) where one.earliestSecond != other.earliestSecond:
                one.earliestSecond > other.earliestSecond
            case (_?, nil): true
            case (nil, _?): false
            default: left.offset < right.offset
            }
        }.map(\.element)
    }
}
