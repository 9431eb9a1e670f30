// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The first half of the step *merge*: every entry of every source, newest first; entries without a date come last, in the order
/// in which their source gave them. What of them is one fact, the record itself finds (`MergedRecord`).
enum Merge {
    static func union(_ entries: [RecordEntry]) -> [RecordEntry] {
        let keys = entries.enumerated().map { place, entry in
            (second: entry.date?.earliestSecond ?? .min, place: place)
        }
        return keys.sorted { left, right in
            left.second == right.second ? left.place < right.place : left.second > right.second
        }.map { entries[$0.place] }
    }
}
