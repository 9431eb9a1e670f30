// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Brokering
import CareRecord
import FHIR

/// Finds the clinical areas that were asked for and not given, although the answer was.
struct StructuredRecordFaults: Sendable {
    let areas: [StructuredRecordArea]

    /// One fault for each area that the practice says it does not give, or says nothing of.
    func faults(in bundle: Bundle<STU3>) -> [PartialFault] {
        let resources = bundle.resources
        let issues = resources.flatMap { ReportedIssue.all(in: $0.value) }
        let listCodes = Set(resources.filter { $0.type == "List" }.flatMap { $0.code?.snomedCodes ?? [] })
        return areas.compactMap { area in
            Self.fault(of: area, issues, listCodes).map { PartialFault(datasets: area.datasets, reason: $0) }
        }
    }

    /// Why it is not known whether the person dissents from sharing; `nil` where all that could hold a dissent was given.
    static func ofWishes(in bundle: Bundle<STU3>) -> SourceFault? {
        StructuredRecordFaults(areas: StructuredRecordArea.wishes).faults(in: bundle).first.map { fault in
            .notAvailable(
                fault.reason.code,
                "Nothing of the source is shown, as it is not known whether the person dissents from sharing it. \(fault.reason.sentence)"
            )
        }
    }

    private static func fault(
        of area: StructuredRecordArea, _ issues: [ReportedIssue], _ listCodes: Set<String>
    ) -> SourceOutcome.Reason? {
        if let reason = issues.lazy.compactMap({ reason(for: area, in: $0) }).first { return reason }
        guard !listCodes.contains(area.listCode) else { return nil }
        return SourceOutcome.Reason(.invalidAnswer, "The source left out \(area.words) without saying why.")
    }

    /// Why an area is not given, where an issue says that it is not. A part of a parameter that is not understood leaves the area
    /// narrower than was asked for, which is the same as incomplete, save where the part only adds what was declined.
    private static func reason(for area: StructuredRecordArea, in issue: ReportedIssue) -> SourceOutcome.Reason? {
        guard issue.spineCodes.contains("NOT_IMPLEMENTED") || issue.type == "not-supported" || issue.isError else {
            return nil
        }
        let words = [issue.diagnostics, issue.details?.text].compactMap { $0 }
        guard words.contains(where: { names(area, $0) }) else { return nil }
        if words.contains(where: { $0.contains("has been disabled") }) {
            return SourceOutcome.Reason(.switchedOff, "The source has the clinical area \(area.rawValue) switched off.")
        }
        return SourceOutcome.Reason(.switchedOff, "The source does not offer the clinical area \(area.rawValue).")
    }

    private static func names(_ area: StructuredRecordArea, _ words: String) -> Bool {
        words.split { !$0.isLetter && $0 != "." }.contains {
            $0 == area.rawValue || ($0.hasPrefix(area.rawValue + ".") && $0 != "includeImmunisations.includeNotGiven")
        }
    }
}
