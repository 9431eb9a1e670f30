// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension String {
    /// Whether a text stands somewhere inside, byte for byte. Far quicker than `contains`, which compares characters.
    public func mentions(_ part: String) -> Bool {
        let (ownView, partView) = (utf8, part.utf8)
        let (own, wanted) = (ownView.span, partView.span)
        guard let first = part.utf8.first else { return true }
        var place = 0
        while place <= own.count - wanted.count {
            if own[place] == first {
                var matched = 1
                while matched < wanted.count, own[place + matched] == wanted[matched] { matched += 1 }
                if matched == wanted.count { return true }
            }
            place += 1
        }
        return false
    }
}
