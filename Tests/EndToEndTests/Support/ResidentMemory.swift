// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// How much memory the process holds now, in bytes.
func residentMemory() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else {
        throw RunningDemonstration.Missing("/proc/self/statm has no second field")
    }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
}
