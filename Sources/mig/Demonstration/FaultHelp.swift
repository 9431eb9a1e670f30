// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Simulator

/// What the command line says of faults.
enum FaultHelp {
    static let words = """
        SOURCE is a source's id, demographics or locator; FAULT is one of \
        \(NamedFault.Word.allCases.map(\.rawValue).joined(separator: ", ")), with :1, :2 (unless named) or :3 behind it for its \
        strength; @NHS-NUMBER behind that limits it to one person.
        """
}

extension SimulatedWorld {
    /// Sets faults from a command line.
    func setFaults(_ texts: [String]) throws {
        do throws(PlacedFault.Misnamed) {
            for text in texts {
                let placed = try PlacedFault(text, among: services)
                faults.change { $0.set(placed) }
            }
        } catch {
            throw CommandFailure.askedWrongly(error.description)
        }
    }
}
