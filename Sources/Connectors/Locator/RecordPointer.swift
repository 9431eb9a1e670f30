// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import JSON

/// A pointer of the National Record Locator: a DocumentReference that says who keeps a record.
struct RecordPointer: Sendable {
    private let pointer: Resource<R4>

    init(_ pointer: Resource<R4>) { self.pointer = pointer }

    /// `nil` where the pointer does not say.
    var status: String? { pointer["status"]?.string }

    /// The ODS code of the organisation that keeps the record: by identifier, or as older pointers have it, at the end of a
    /// reference to the directory. `nil` where neither can be read.
    var custodian: String? {
        guard let reference = pointer["custodian"].flatMap({ Reference($0) }) else { return nil }
        let identifier = reference.identifier
        if let code = identifier?.value, identifier?.system == nil || identifier?.system == CodeSystem.odsOrganisation {
            return Self.isCode(code) ? code : nil
        }
        switch reference.target {
        case .relative("Organization", let id, _), .absolute(_, "Organization", let id, _):
            return Self.isCode(id) ? id : nil
        default: return nil
        }
    }

    /// Whether the pointer names somebody else as its subject: a number, by identifier or at the end of a reference, that is none
    /// of these.
    func isAboutSomebodyElse(than numbers: [NHSNumber]) -> Bool {
        guard let subject = pointer["subject"].flatMap({ Reference($0) }) else { return false }
        var named: [String] = []
        if let identifier = subject.identifier, identifier.system == nil || identifier.system == CodeSystem.nhsNumber {
            named.append(identifier.value ?? "")
        }
        switch subject.target {
        case .relative("Patient", let id, _), .absolute(_, "Patient", let id, _):
            if (try? NHSNumber(id)) != nil { named.append(id) }
        default: break
        }
        return !named.allSatisfy { text in (try? NHSNumber(text)).map(numbers.contains) ?? false }
    }

    private static func isCode(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == UInt8(ascii: "-")
            }
    }
}
