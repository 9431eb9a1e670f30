// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Glibc

/// The processor time of this process.
enum ProcessorTime {
    /// Seconds used so far, in user mode and in the kernel.
    static var used: Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
