// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One request to a source. All that connectors send are reads, whatever the method, so each may safely be sent twice.
struct HTTPQuestion: Sendable {
    enum Method: String, Sendable { case get = "GET", post = "POST" }

    let method: Method
    let address: WebAddress
    var headers: [(name: String, value: String)]
    let body: [UInt8]

    static func get(_ address: WebAddress, headers: [(name: String, value: String)]) -> HTTPQuestion {
        HTTPQuestion(method: .get, address: address, headers: headers, body: [])
    }

    static func post(
        _ address: WebAddress, headers: [(name: String, value: String)], contentType: String, body: [UInt8]
    ) -> HTTPQuestion {
        HTTPQuestion(
            method: .post, address: address, headers: headers + [("Content-Type", contentType)], body: body)
    }

    /// A search by form, so that what is searched for stands in no address.
    static func search(
        _ address: WebAddress, headers: [(name: String, value: String)], fields: [(name: String, value: String)]
    ) -> HTTPQuestion {
        post(
            address.appending("_search"), headers: headers, contentType: "application/x-www-form-urlencoded",
            body: Array(FormFields(fields).text.utf8))
    }
}
