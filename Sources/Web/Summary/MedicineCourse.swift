// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// When a medicine was started, changed and stopped, and by whom, as far as its source says so. Nothing is worked out: what is not
/// said is not known.
struct MedicineCourse {
    let fact: MergedEntry
    let started: FHIRDateTime?
    /// When the dose was last changed.
    let changed: FHIRDateTime?
    let stopped: FHIRDateTime?
    /// Why it was stopped, in the source's words.
    let stopReason: String?
    /// Whether the source calls it ended, with or without a date.
    let hasEnded: Bool

    init(_ fact: MergedEntry) {
        self.fact = fact
        let resource = fact.lead.resource
        let period = resource["effectivePeriod"]
        let start = period?["start"]?.string ?? resource["effectiveDateTime"]?.string
        started = (start ?? resource["authoredOn"]?.string).flatMap { FHIRDateTime($0) }
        changed = Self.named("DosageLastChanged", resource)?.value?.string.flatMap { FHIRDateTime($0) }
        let status = resource["status"]?.string ?? ""
        hasEnded = ["stopped", "completed", "cancelled"].contains(status)
        let reason = Self.named("MedicationStatusReason", resource)?.extensions ?? []
        let statusDate = reason.first { $0.url.contains("statusChangeDate") }?.value?.string
        let end = period?["end"]?.string ?? (hasEnded ? statusDate : nil)
        stopped = end.flatMap { FHIRDateTime($0) }
        let words = reason.first { $0.url == "statusReason" }?.value.flatMap { CodeableConcept($0)?.words }
        stopReason = words ?? CodeableConcept.all(in: resource["statusReason"]).first?.words
    }

    private static func named(_ words: String, _ resource: Resource<R4>) -> Extension? {
        resource.extensions.first { $0.url.contains(words) }
    }

    /// Who said so: the persons that the sources name, and the sources.
    var who: String {
        var authors: [String] = []
        for author in fact.originals.flatMap(\.authors) where !authors.contains(author) { authors.append(author) }
        return (authors + [fact.sourceWords]).joined(separator: "; ")
    }

    /// The words for the end: a date, that it has ended on a day that is not known, or that it goes on.
    var stoppedWords: String {
        let reason = stopReason.map { ": \($0)" } ?? ""
        if let stopped { return stopped.dayWords + reason }
        return hasEnded ? "stopped, date not known" + reason : "not stopped" + reason
    }
}
