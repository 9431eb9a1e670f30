// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Glibc

/// A core dump would put the records that are in memory on disk.
enum CoreDumps {
    /// Allows none from here on, for this process and those that it starts. A machine that hands dumps to a program of its own has to
    /// be told so itself: SECURITY.md.
    static func turnOff() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }

    /// How many bytes of a dump may be written.
    static var limit: UInt {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0 else { return .max }
        return UInt(limit.rlim_cur)
    }
}
