// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A place in the configuration that cannot be used: where, what was found, and what is allowed.
struct ConfigurationFault: Error, CustomStringConvertible, Equatable {
    /// The line in the file, counted from 1; 0 for the file as a whole.
    let line: Int
    /// The key, from the top of the file (`sources[2].timeLimit`).
    let key: String
    let found: String
    let allowed: String

    var description: String {
        let place = line > 0 ? "line \(line): " : ""
        return "\(place)\(key): found \(found); allowed: \(allowed)"
    }
}

/// All that is wrong with a configuration, so that it can be mended in one go.
struct ConfigurationFaults: Error, CustomStringConvertible {
    let faults: [ConfigurationFault]
    var description: String { faults.map(\.description).joined(separator: "\n") }
}
