// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Identity
import Testing

@Suite struct `A registered consumer` {
    @Test func `needs tokens that are bound to its certificate unless it is registered otherwise`() {
        #expect(RegisteredConsumer(id: "ward", name: "Ward", organisation: "RX1").needsBoundTokens)
    }
}
