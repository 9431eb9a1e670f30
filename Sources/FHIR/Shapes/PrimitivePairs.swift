// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// A list of primitives beside the list of their ids and extensions, under construction.
struct PrimitivePairs {
    private var values: [JSONTree] = []
    private var companions: [JSONTree] = []
    private var hasValue = false
    private var hasCompanion = false
    /// Whether the lists are other than they came.
    var isChanged = false

    /// Appends a place to both lists, unless it would be empty in both.
    mutating func append(_ value: JSONTree?, _ companion: JSONTree?) {
        guard value != nil || companion != nil else {
            isChanged = true
            return
        }
        values.append(value ?? .null)
        companions.append(companion ?? .null)
        if value != nil { hasValue = true }
        if companion != nil { hasCompanion = true }
    }

    /// Puts both lists into the object they stand in; a list that says nothing is left out.
    func settle(_ element: ElementShape, _ draft: inout ObjectDraft) {
        if hasValue || hasCompanion { draft.keep(element) }
        guard isChanged else { return }
        draft.change(element.name, to: hasValue ? .array(values) : nil)
        draft.change("_" + element.name, to: hasCompanion ? .array(companions) : nil)
    }
}
