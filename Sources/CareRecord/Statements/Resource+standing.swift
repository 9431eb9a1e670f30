// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import FHIR
import JSON

extension Resource<R4> {
    /// Whether its author says that it was entered in error: it is kept and marked, and never stands for anything.
    public var isEnteredInError: Bool {
        statusElements.contains { element in
            guard let value = self[element] else { return false }
            if let code = value.string { return code == enteredInError }
            return CodeableConcept.all(in: value).contains { $0.codings.contains { $0.code == enteredInError } }
        }
    }

    /// Whether it is filed with the person and about somebody or something else: a fetus, a donor, a relative, a device.
    public var isAboutAnother: Bool { hasOtherFocus || focalExtension != nil || isPartOfRelative }

    /// The focus that R5 and STU3 write as an extension.
    var focalExtension: Extension? {
        guard self["extension"] != nil else { return nil }
        return extensions.first { found in
            let url = found.url.lowercased()
            return focalNames.contains(where: url.hasSuffix)
        }
    }

    /// A focus that names the subject once more says nothing; any other is the one whom the statement is about.
    private var hasOtherFocus: Bool {
        guard let focus = self["focus"] else { return false }
        let elements = focus.kind == .array ? Array(focus.elements) : [focus]
        let own = self["subject"]?["reference"]?.string
        return elements.contains { own == nil || $0["reference"]?.string != own }
    }

    private var isPartOfRelative: Bool {
        guard let holders = self["partOf"] else { return false }
        let elements = holders.kind == .array ? Array(holders.elements) : [holders]
        return elements.contains { element in
            guard let reference = Reference(element) else { return false }
            return switch reference.target {
            case .relative(let type, _, _), .absolute(_, let type, _, _): relatives.contains(type)
            default: false
            }
        }
    }
}

private let enteredInError = "entered-in-error"
private let statusElements = ["status", "verificationStatus", "docStatus"]
private let relatives: Set<String> = ["FamilyMemberHistory", "RelatedPerson"]
private let focalNames = [
    "observation-focal-subject", "observation-focuscode", "observation-focus-code", "extension-observation.focus",
]
