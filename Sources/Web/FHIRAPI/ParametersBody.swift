// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR
import HTTPTypes
import JSON

/// The body of an operation: a FHIR Parameters resource.
struct ParametersBody {
    /// `nil` where none is given.
    let number: NHSNumber?
    /// All parameters save the number.
    let others: [RequestParameter]

    private static let numberNames = ["patientNHSNumber", "nhsNumber"]
    /// A request is small: nothing near the limits of a record.
    private static let limits = JSONLimits(bytes: 64 << 10, depth: 16, nodes: 4_000)

    /// - Throws: ``RequestFault`` 400.
    init(_ bytes: [UInt8]) throws(RequestFault) {
        let document: JSONDocument
        do { document = try JSONDocument(parsing: bytes, limits: Self.limits) } catch {
            throw RequestFault(status: .badRequest, issue: .structure, diagnostics: "The body is \(error).")
        }
        guard document.root["resourceType"]?.string == "Parameters" else {
            throw RequestFault(
                status: .badRequest, issue: .structure, diagnostics: "The body has to be a Parameters resource.")
        }
        var number: NHSNumber?
        var others: [RequestParameter] = []
        for parameter in document.root["parameter"]?.elements ?? document.root.elements {
            guard let name = parameter["name"]?.string else {
                throw RequestFault(status: .badRequest, issue: .required, diagnostics: "A parameter has no name.")
            }
            guard Self.numberNames.contains(name) else {
                others.append(try Self.parameter(name, parameter))
                continue
            }
            guard number == nil else {
                throw .invalid("The NHS number is given more than once.", concerning: name)
            }
            number = try Self.number(name, parameter)
        }
        self.number = number
        self.others = others
    }

    /// The number, where the operation cannot do without.
    /// - Throws: ``RequestFault`` 400.
    var nhsNumber: NHSNumber {
        get throws(RequestFault) {
            guard let number else {
                throw RequestFault(
                    status: .badRequest, issue: .required,
                    diagnostics: "The parameter 'patientNHSNumber' is missing.", concerning: "patientNHSNumber")
            }
            return number
        }
    }

    private static func number(_ name: String, _ parameter: JSONValue) throws(RequestFault) -> NHSNumber {
        guard let identifier = parameter["valueIdentifier"].flatMap({ Identifier($0) }),
            identifier.system == CodeSystem.nhsNumber, let value = identifier.value
        else {
            throw .invalid(
                "'\(name)' has to be a valueIdentifier of the system \(CodeSystem.nhsNumber).", concerning: name)
        }
        return try .read(value, concerning: name)
    }

    private static func parameter(_ name: String, _ parameter: JSONValue) throws(RequestFault) -> RequestParameter {
        let values = parameter.members.filter { $0.name.hasPrefix("value") }
        guard values.count == 1, let text = values[0].value.scalarText else {
            let named = RequestParameter(name: name, text: "", form: .query).speakableName
            throw .invalid("The parameter '\(named)' has to have one plain value.", concerning: named)
        }
        return RequestParameter(name: name, text: text, form: .element(values[0].name))
    }
}

extension NHSNumber {
    /// Reads a number that a client sent.
    /// - Throws: ``RequestFault`` 400 that says what is wrong with it.
    static func read(_ text: String, concerning name: String) throws(RequestFault) -> NHSNumber {
        do { return try NHSNumber(text) } catch {
            let sentence = "\(error)"
            throw .invalid(sentence.prefix(1).uppercased() + sentence.dropFirst() + ".", concerning: name)
        }
    }
}
