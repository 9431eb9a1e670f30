// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// How the provider is reached. An answer is bounded; redirects are not followed.
public protocol ProviderConnection: Sendable {
    /// Sends a GET, or, with a form, a POST.
    /// - Throws: ``SignInFailure/providerUnavailable``.
    func send(_ request: ProviderRequest) async throws(SignInFailure) -> ProviderAnswer
}

/// A request to the provider.
public struct ProviderRequest: Sendable {
    public let address: String
    /// The fields of a form, which is posted; `nil` for a GET.
    public let form: String?
    /// The value of `Authorization`.
    public let authorization: String?

    public init(_ address: String, form: String? = nil, authorization: String? = nil) {
        self.address = address
        self.form = form
        self.authorization = authorization
    }
}

/// What the provider answered.
public struct ProviderAnswer: Sendable {
    public let status: Int
    public let body: [UInt8]
    /// The media type of the body, as it came; `nil` where none was named.
    public let contentType: String?

    public init(status: Int, body: [UInt8], contentType: String? = nil) {
        self.status = status
        self.body = body
        self.contentType = contentType
    }
}
