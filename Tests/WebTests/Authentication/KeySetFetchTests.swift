// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import Identity
import Testing

@testable import Web

@Suite struct `Getting keys over a socket` {
    @Test func `takes nothing from an answer that fails or has led elsewhere`() async throws {
        try await TestGateway.serving(FakeRecordService(.noRecord)) { gateway, _ in
            // The shared client follows redirects, which the gateway's own does not: what was led elsewhere is refused all the same.
            func fetched(_ path: String) async throws -> [UInt8] {
                try await HTTPKeySetFetcher(
                    address: gateway.address + path, origin: gateway.address, client: .shared
                ).fetch()
            }
            let page = try await fetched("/viewer")
            #expect(!page.isEmpty)
            for path in ["/", "/nowhere"] {
                await #expect(throws: HTTPKeySetFetcher.Fault.self, "\(path)") { try await fetched(path) }
            }
        }
    }
}
