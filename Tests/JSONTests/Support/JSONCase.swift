// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON
import Testing

/// A text of the tables, by the name under which a failure shows it.
struct JSONCase: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    /// Why and where it is refused; `nil` where it is accepted.
    let error: JSONError?

    var testDescription: String { name }

    static func accepted(_ name: String, _ text: String) -> JSONCase {
        JSONCase(name: name, bytes: Array(text.utf8), error: nil)
    }

    static func refused(_ name: String, _ text: String, _ reason: JSONError.Reason, _ offset: Int) -> JSONCase {
        JSONCase(name: name, bytes: Array(text.utf8), error: JSONError(reason, at: offset))
    }

    static func refused(_ name: String, bytes: [UInt8], _ reason: JSONError.Reason, _ offset: Int) -> JSONCase {
        JSONCase(name: name, bytes: bytes, error: JSONError(reason, at: offset))
    }
}

/// What reading bytes comes to: `nil` where they are accepted.
func refusal(_ bytes: [UInt8], _ limits: JSONLimits = .standard) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

func refusal(_ text: String, _ limits: JSONLimits = .standard) -> JSONError? { refusal(Array(text.utf8), limits) }
