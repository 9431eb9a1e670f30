// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// An organisation by its ODS code (Organisation Data Service).
public struct Organisation: Hashable, Sendable {
    public let odsCode: String
    public let name: String

    public init(odsCode: String, name: String) {
        self.odsCode = odsCode
        self.name = name
    }
}
