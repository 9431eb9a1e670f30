// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord

/// How many of the sources of a record have answered so far, in the words that are read out while a page fills.
struct SourcesProgress {
    /// Whether any source is still being asked.
    let isAsking: Bool
    let words: String

    init(_ ledger: SourceLedger) {
        let awaited = ledger.awaited.count
        let total = ledger.lines.count
        let sources = total == 1 ? "source" : "sources"
        isAsking = awaited > 0
        if awaited > 0 {
            words = "\(total - awaited) of \(total) \(sources) so far. The others are still being asked."
        } else if ledger.isComplete, total > 0 {
            words = "All sources have answered: \(total) of \(total)."
        } else {
            words = "The record is incomplete: see the line below the name, and Sources."
        }
    }
}
