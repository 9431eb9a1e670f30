// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// What a consumer asked for: the Parameters of `$gpc.getstructuredrecord` (GP Connect Access Record Structured 1.6).
struct StructuredRecordRequest: Sendable {
    /// Why the parameters were refused, as the standard names it.
    struct Fault: Error {
        let status: Int
        let code: String
        let diagnostics: String
    }

    var nhsNumber: String
    var areas: Set<ClinicalArea> = []
    var includesResolvedAllergies = false
    var includesIssues = true
    var includesNotGiven = false

    /// Whether everything that a record can hold is asked for.
    var isForEverything: Bool {
        areas.count == ClinicalArea.allCases.count && includesResolvedAllergies && includesIssues && includesNotGiven
    }

    private static let names: [String: ClinicalArea] = [
        "includeAllergies": .allergies, "includeMedication": .medication, "includeConsultations": .consultations,
        "includeProblems": .problems, "includeImmunisations": .immunisations,
        "includeUncategorisedData": .uncategorised, "includeInvestigations": .investigations,
        "includeReferrals": .referrals, "includeDiaryEntries": .diary,
    ]

    init(_ body: [UInt8]) throws(Fault) {
        guard let document = try? JSONDocument(parsing: body), document.root["resourceType"]?.string == "Parameters"
        else {
            throw Fault(status: 400, code: "BAD_REQUEST", diagnostics: "The body is not a Parameters resource.")
        }
        let parameters = document.root["parameter"].map { Array($0.elements) } ?? []
        nhsNumber = try Self.number(parameters)
        for parameter in parameters { try read(parameter) }
    }

    private mutating func read(_ parameter: JSONValue) throws(Fault) {
        guard let name = parameter["name"]?.string, let area = Self.names[name] else { return }
        areas.insert(area)
        switch area {
        case .allergies:
            guard let flag = Self.part("includeResolvedAllergies", of: parameter) else {
                throw Fault(
                    status: 422, code: "INVALID_PARAMETER",
                    diagnostics: "includeAllergies needs its part includeResolvedAllergies, true or false.")
            }
            includesResolvedAllergies = flag
        case .medication: includesIssues = Self.part("includePrescriptionIssues", of: parameter) ?? true
        case .immunisations: includesNotGiven = Self.part("includeNotGiven", of: parameter) ?? false
        default: break
        }
    }

    private static func number(_ parameters: [JSONValue]) throws(Fault) -> String {
        let named = parameters.filter { $0["name"]?.string == "patientNHSNumber" }
        guard named.count == 1, let identifier = named.first?["valueIdentifier"] else {
            throw Fault(
                status: 422, code: "INVALID_PARAMETER",
                diagnostics: "There must be one patientNHSNumber, an Identifier.")
        }
        guard identifier["system"]?.string == FHIRSystem.nhsNumber else {
            throw Fault(
                status: 400, code: "INVALID_IDENTIFIER_SYSTEM", diagnostics: "The system is not that of NHS numbers.")
        }
        guard let value = identifier["value"]?.string, NHSNumberCheck.isValid(value) else {
            throw Fault(status: 400, code: "INVALID_NHS_NUMBER", diagnostics: "The NHS number is not valid.")
        }
        return value
    }

    private static func part(_ name: String, of parameter: JSONValue) -> Bool? {
        parameter["part"]?.elements.first { $0["name"]?.string == name }?["valueBoolean"]?.boolean
    }
}
