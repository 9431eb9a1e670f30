// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Does something for so long at most. An HTTP client's own limit ends with the head of an answer: a body that stalls or drips is not
/// bounded by it.
enum TimeLimit {
    struct Exceeded: Error {}

    static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Exceeded()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}
