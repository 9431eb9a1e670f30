// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SourceFault {
    /// What an error of the connection means.
    init(transport error: any Error) {
        switch error {
        case let fault as SourceFault: self = fault
        case is CancellationError: self = .stoppedWaiting
        case let error as HTTPClientError: self = Self.meaning(of: error)
        case is NIOConnectionError: self = .unreachable
        case let error as IOError: self = Self.meaning(of: error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self = .insecure
        case let error as HTTPParserError: self = error == .invalidEOFState ? .connectionClosed : .notHTTP
        case let error as ChannelError: self = Self.meaning(of: error)
        default: self = .connectionClosed
        }
    }

    private static func meaning(of error: HTTPClientError) -> SourceFault {
        switch error {
        case .cancelled: .stoppedWaiting
        case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut
        case .connectTimeout, .getConnectionFromPoolTimeout: .unreachable
        case .tlsHandshakeTimeout: .insecure
        case .remoteConnectionClosed, .uncleanShutdown: .connectionClosed
        default: .notHTTP
        }
    }

    private static func meaning(of error: IOError) -> SourceFault {
        switch error.errnoCode {
        case ECONNRESET, EPIPE: .connectionClosed
        default: .unreachable
        }
    }

    private static func meaning(of error: ChannelError) -> SourceFault {
        switch error {
        case .connectTimeout, .connectPending: .unreachable
        default: .connectionClosed
        }
    }
}
