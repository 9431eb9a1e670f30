// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import CareRecord

/// What the gateway shows a source so that it is let in, beside its certificate.
public enum Credential: Sendable {
    case none
    /// A bearer token (RFC 6750).
    case bearer(Confidential<String>)
    /// A key in a header of the source's own choosing (`apikey`).
    case header(name: String, value: Confidential<String>)

    /// The header to send.
    var field: (name: String, value: String)? {
        switch self {
        case .none: nil
        case .bearer(let token): ("Authorization", "Bearer " + token.disclosed)
        case .header(let name, let value): (name, value.disclosed)
        }
    }
}
