// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A path of the gateway's own pages to which somebody may be sent after signing in. Nothing else is: an address from outside must not
/// lead away from here.
struct OwnPath: Hashable, Sendable {
    let text: String

    static let home = OwnPath(known: Page.homePath)

    private init(known text: String) { self.text = text }

    /// `nil` for what is no page of the viewer or the portal.
    init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, text.utf8.count <= 512, !text.contains("//"),
            ["/viewer", "/portal"].contains(where: { text == $0 || text.hasPrefix($0 + "/") })
        else { return nil }
        self.text = text
    }
}
