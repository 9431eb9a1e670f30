// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The elements that tell of which data type an object is. They are looked for in one walk over its members.
enum TellingElement: UInt32, CaseIterable {
    case coding, start, end, numerator, denominator, low, high, reference, display, code, origin, `repeat`, event,
        family, given, line, city, postalCode, contentType, url, attachment, value, comparator, unit

    var mark: UInt32 { 1 << rawValue }

    /// The marks of the elements that an object has.
    static func present(in value: JSONValue) -> UInt32 {
        var marks: UInt32 = 0
        for member in value.members {
            if let place = names.place(of: member) { marks |= 1 << UInt32(place) }
        }
        return marks
    }

    private static let names = JSONNames(allCases.map { String(describing: $0) })
}
