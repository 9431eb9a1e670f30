// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// The pages of one search, as far as they could be had.
struct SearchPages: Sendable {
    var pages: [Bundle<R4>] = []
    /// Why they are not all the pages there are; `nil` when they are.
    var interruption: SourceOutcome.Reason?

    var entryCount: Int { pages.reduce(0) { $0 + $1.entries.count } }

    /// The resources that the search was for, without those that they brought with them.
    var matches: [Resource<R4>] {
        pages.flatMap(\.entries).filter { $0.searchMode == nil || $0.searchMode == "match" }.compactMap { $0.resource }
            .filter { $0.type != "OperationOutcome" }
    }

    /// Notes where the server's own words show that the pages are not everything: it counts more matches than it gave, or says that
    /// something failed.
    mutating func doubtCompleteness() {
        guard interruption == nil else { return }
        let issues = pages.flatMap(\.resources).flatMap { ReportedIssue.all(in: $0.value) }
        let incomplete: Set<String> = ["incomplete", "too-costly", "throttled", "timeout", "too-long"]
        if issues.contains(where: { $0.isError || incomplete.contains($0.type ?? "") }) {
            interruption = SourceOutcome.Reason(
                .invalidAnswer, "The source says that its answer to a search is not complete.")
        } else if let total = pages.compactMap(\.total).max(),
            total > pages.reduce(0, { $0 + $1.entries.count { $0.searchMode == nil || $0.searchMode == "match" } })
        {
            interruption = SourceOutcome.Reason(
                .invalidAnswer, "The source gave fewer entries than it said that it has.")
        }
    }
}
