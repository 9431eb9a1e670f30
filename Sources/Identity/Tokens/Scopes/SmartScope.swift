// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One SMART on FHIR scope, version 2 (`user/Observation.rs`).
struct SmartScope: Hashable {
    /// On whose behalf resources may be seen.
    enum Context: String, CaseIterable { case patient, user, system }

    let context: Context
    /// The type of resources; `nil` for all.
    let resourceType: String?
    /// Whether they may be read and searched: a record is both. Writing opens nothing here.
    let allowsReading: Bool

    private static let permissions = Array("cruds")

    /// - Returns: `nil` for whatever is no such scope, that of version 1 (`user/Observation.read`) included: it grants nothing.
    /// - Throws: for a scope with a filter. To ignore the filter would widen the scope, and to ignore the scope would surprise.
    init?(_ text: Substring) throws(TokenFault) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let context = Context(rawValue: String(parts[0])) else { return nil }
        if text.contains("?") { throw TokenFault(.granularScope) }
        let halves = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[0] == "*" || Self.isTypeName(halves[0]), Self.isOrdered(halves[1]) else {
            return nil
        }
        self.context = context
        resourceType = halves[0] == "*" ? nil : String(halves[0])
        allowsReading = halves[1].contains("r") && halves[1].contains("s")
    }

    private static func isTypeName(_ text: Substring) -> Bool {
        (1...64).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && $0.isLetter }
    }

    /// Some of c, r, u, d and s, each once at most and in this order.
    private static func isOrdered(_ text: Substring) -> Bool {
        let places = text.map { permissions.firstIndex(of: $0) ?? -1 }
        return !places.isEmpty && !places.contains(-1) && zip(places, places.dropFirst()).allSatisfy { $0 < $1 }
    }
}
