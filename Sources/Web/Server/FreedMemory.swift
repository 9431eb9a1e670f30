// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Glibc

/// What is done with memory that a record no longer needs.
public enum FreedMemory {
    /// The least that is given back to the system at once, in bytes. A record of eight sources takes about five million.
    private static let kept: Int32 = 64 << 20

    /// Keeps a record's memory for the next one instead of giving it back to the system and asking for it anew, page by page: a
    /// twentieth of the processor time of a record. It holds for the whole process.
    public static func keepForNextRecord() {
        _ = mallopt(M_TRIM_THRESHOLD, kept)
        _ = mallopt(M_MMAP_THRESHOLD, kept / 2)
    }
}
