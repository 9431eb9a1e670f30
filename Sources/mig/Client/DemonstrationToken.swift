// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import JSON
import NIOCore
import NIOHTTP1

/// Fetches a bearer token from the demonstration's sign-in service.
enum DemonstrationToken {
    /// What its tokens name as audience: the demonstration's port is not known when it starts.
    static let audience = "urn:mig:demonstration"
    /// The client to which they are given.
    static let client = "mig-demonstration"

    static func fetch(_ user: String, from provider: String, for audience: String) async throws -> String {
        var request = HTTPClientRequest(url: provider + "/demonstration-token")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.headers.add(name: "X-Demonstration", value: "mig")
        let audience = audience.replacing(":", with: "%3A").replacing("/", with: "%2F")
        request.body = .bytes(ByteBuffer(string: "as=\(user)&audience=\(audience)"))
        let answer: [UInt8]
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            answer = Array(try await response.body.collect(upTo: 64 << 10).readableBytesView)
        } catch {
            throw CommandFailure.failed("The demonstration's sign-in service at \(provider) does not answer.")
        }
        guard let token = (try? JSONDocument(parsing: answer))?.root["access_token"]?.string else {
            throw CommandFailure.failed("The demonstration's sign-in service gave no token.")
        }
        return token
    }
}
