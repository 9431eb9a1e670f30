// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Synchronization

/// A record that is written when it is first asked for, and kept: most people of the demonstration are never looked at, and one
/// has thousands of entries.
final class RenderedRecord<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case waiting(@Sendable () -> Value)
        case rendered(Value)
    }

    private let state: Mutex<State>

    /// A record that is there already.
    init(_ value: Value) { state = Mutex(.rendered(value)) }

    /// A record that is still to be written.
    init(rendering: @escaping @Sendable () -> Value) { state = Mutex(.waiting(rendering)) }

    var value: Value {
        state.withLock { state in
            switch state {
            case .rendered(let value): return value
            case .waiting(let rendering):
                let value = rendering()
                state = .rendered(value)
                return value
            }
        }
    }
}
