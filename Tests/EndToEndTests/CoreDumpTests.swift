// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Testing

@testable import mig

@Suite struct `A core dump` {
    @Test func `is not written once they are turned off`() {
        CoreDumps.turnOff()
        #expect(CoreDumps.limit == 0)
    }
}
