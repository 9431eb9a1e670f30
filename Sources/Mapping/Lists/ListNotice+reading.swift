// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension ListNotice {
    private static let warningExtensionEnding = "ListWarningCode-1"

    /// The notices of a list: one for each warning, else one where the list is empty, gives a reason or has a note.
    static func all(of list: JSONValue) -> [ListNotice] {
        let area = ListReading.area(of: list)
        let notes = (list["note"]?.elements.compactMap { $0["text"]?.string } ?? []).filter { !$0.isEmpty }
        let isEmpty = !(list["entry"]?.elements.contains { $0.kind == .object } ?? false)
        let reason = list["emptyReason"].flatMap { CodeableConcept($0) }
        let emptyReason = reason?.codings.first ?? reason?.text.map { Coding(system: nil, code: nil, display: $0) }
        var codes: [WarningCode] = []
        for one in Extension.all(in: list["extension"]) where one.url.hasSuffix(warningExtensionEnding) {
            let text = one.value?.scalarText ?? one.value?["coding"]?[0]?["code"]?.scalarText
            if let code = text.map({ WarningCode($0) }), !codes.contains(code) { codes.append(code) }
        }
        let isWorthNoting = !notes.isEmpty || emptyReason != nil || (isEmpty && area != nil)
        if codes.isEmpty, !isWorthNoting { return [] }
        let warnings: [WarningCode?] = codes.isEmpty ? [nil] : codes
        return warnings.map { code in
            ListNotice(
                area: area, listTitle: list["title"]?.string, warningCode: code,
                text: notes + (code?.missingWording(in: notes) ?? []), isEmpty: isEmpty, emptyReason: emptyReason)
        }
    }
}

extension WarningCode {
    /// The wording that GP Connect mandates for the warning; where it holds a date, the part before it.
    var mandatedWording: String? {
        switch self {
        case .confidentialItems: "Items excluded due to confidentiality and/or patient preferences."
        case .dataInTransit:
            "Patient record transfer from previous GP practice not yet complete; information recorded before "
        case .dataAwaitingFiling:
            "Patient record contains some items in the GP practice workflow that have not been reviewed for inclusion in "
                + "this message; information recorded before "
        case .other: nil
        }
    }

    /// The mandated wording, unless a note of the source has it. The date is the source's to give: without it the wording
    /// names the date that it does not know.
    func missingWording(in notes: [String]) -> [String] {
        guard let wording = mandatedWording, !notes.contains(where: { $0.contains(wording) }) else { return [] }
        return [self == .confidentialItems ? wording : wording + "an unstated date may be missing."]
    }
}
