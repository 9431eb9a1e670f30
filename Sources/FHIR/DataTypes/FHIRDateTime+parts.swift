// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension FHIRDateTime {
    /// What the letters of a date say, read without making strings of them.
    struct Parts {
        private(set) var precision = Precision.year
        private(set) var year = 0
        private(set) var month = 1
        private(set) var day = 1
        private(set) var secondOfDay = 0
        /// Where the digits of the fraction of a second stand; empty where there are none.
        private(set) var fraction = 0..<0
        private(set) var offsetMinutes: Int?

        /// Whether the text is legal in R4, which wants seconds and an offset with every time.
        var isLegalInR4: Bool { precision <= .day || (precision >= .second && offsetMinutes != nil) }

        /// Reads a FHIR date, dateTime or instant; `nil` where it is none, or is no date of the calendar.
        init?(_ text: Span<UInt8>) {
            var position = 0
            guard let year = Self.digits(4, text, &position), year > 0 else { return nil }
            self.year = year
            if Self.take("-", text, &position) {
                guard let month = Self.digits(2, text, &position), (1...12).contains(month) else { return nil }
                (self.month, precision) = (month, .month)
                if Self.take("-", text, &position) {
                    guard let day = Self.digits(2, text, &position),
                        (1...FHIRDateTime.days(in: month, of: year)).contains(day)
                    else { return nil }
                    (self.day, precision) = (day, .day)
                    if Self.take("T", text, &position) {
                        guard readTime(text, &position), readOffset(text, &position) else { return nil }
                    }
                }
            }
            guard position == text.count else { return nil }
        }

        private mutating func readTime(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
            guard let hour = Self.digits(2, text, &position), hour < 24, Self.take(":", text, &position),
                let minute = Self.digits(2, text, &position), minute < 60
            else { return false }
            secondOfDay = hour * 3600 + minute * 60
            precision = .minute
            guard Self.take(":", text, &position) else { return true }
            guard let second = Self.digits(2, text, &position), second <= 60 else { return false }
            secondOfDay += second
            precision = .second
            guard Self.take(".", text, &position) else { return true }
            let start = position
            while position < text.count, (0x30...0x39).contains(text[position]) { position += 1 }
            guard position > start else { return false }
            fraction = start..<position
            precision = .fraction
            return true
        }

        private mutating func readOffset(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
            if position == text.count { return true }
            if Self.take("Z", text, &position) {
                offsetMinutes = 0
                return true
            }
            let sign = Self.take("+", text, &position) ? 1 : Self.take("-", text, &position) ? -1 : 0
            guard sign != 0, let hours = Self.digits(2, text, &position), Self.take(":", text, &position),
                let minutes = Self.digits(2, text, &position), minutes < 60
            else { return false }
            let total = hours * 60 + minutes
            offsetMinutes = sign * total
            return total <= 14 * 60
        }

        private static func take(_ letter: Unicode.Scalar, _ text: Span<UInt8>, _ position: inout Int) -> Bool {
            guard position < text.count, text[position] == UInt8(ascii: letter) else { return false }
            position += 1
            return true
        }

        private static func digits(_ count: Int, _ text: Span<UInt8>, _ position: inout Int) -> Int? {
            guard position + count <= text.count else { return nil }
            var value = 0
            for place in position..<(position + count) {
                let digit = Int(text[place]) - 0x30
                guard (0...9).contains(digit) else { return nil }
                value = value * 10 + digit
            }
            position += count
            return value
        }
    }
}
