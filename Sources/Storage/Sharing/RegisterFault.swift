// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import Brokering
import GRDB

/// Why the register does not do what it was asked.
public enum RegisterFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It must not be done; one sentence that says what to do.
    case refused(String)
    /// The register cannot answer.
    case unavailable(SharingFailure)

    public var description: String {
        switch self {
        case .refused(let sentence): sentence
        case .unavailable(let failure): "The sharing register cannot be used: \(failure.detail)."
        }
    }
}

extension SharingFailure {
    /// What failed in the database, without what was to be written.
    init(database error: any Error) {
        switch error {
        case let failure as SharingFailure: self = failure
        case let error as DatabaseError:
            self.init("the sharing register failed (SQLite \(error.extendedResultCode.rawValue))")
        default: self.init("the sharing register failed")
        }
    }
}
