// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// Tells the process that started this one that it is ready, and where.
enum Readiness {
    static func tell(_ ports: [Int]) {
        FileHandle.standardOutput.write(Data(("ready " + ports.map(String.init).joined(separator: " ") + "\n").utf8))
    }
}
