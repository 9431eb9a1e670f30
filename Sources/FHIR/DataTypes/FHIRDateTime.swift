// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A date or instant of FHIR with the precision and the offset with which it was written (FHIR R4 `datatypes.html#dateTime`).
/// A time without an offset is kept as written and has no instant.
public struct FHIRDateTime: Sendable, Hashable, Redacted {
    /// How much of the moment is known.
    public enum Precision: Int, Sendable, Hashable, Comparable {
        case year = 1, month, day, minute, second, fraction

        /// Whether less is known with the first than with the second.
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// The text as it came.
    public let text: String
    /// How much of the moment the text says.
    public let precision: Precision
    /// 1 to 9999.
    public let year: Int
    /// 1 to 12; 1 where only the year is known.
    public let month: Int
    /// 1 to 31; 1 where the day is not known.
    public let day: Int
    /// The time of day as written, in seconds since midnight; 0 where only the day is known.
    public let secondOfDay: Int
    /// The digits of the fraction of a second, as written; empty where there are none.
    public let fraction: String
    /// Minutes east of Greenwich; `nil` where no offset was written.
    public let offsetMinutes: Int?

    /// Reads a FHIR date, dateTime or instant; `nil` where it is none, or is no date of the calendar.
    public init?(_ text: String) {
        // Most texts that are no date show it in their first letters.
        guard text.utf8.count >= 4, text.utf8.prefix(4).allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var scanner = Scanner(text)
        guard let year = scanner.digits(4), year > 0 else { return nil }
        var precision = Precision.year
        var month = 1
        var day = 1
        var second = 0
        var fraction = ""
        var offset: Int?
        if scanner.take(UInt8(ascii: "-")) {
            guard let value = scanner.digits(2), (1...12).contains(value) else { return nil }
            (month, precision) = (value, .month)
            if scanner.take(UInt8(ascii: "-")) {
                guard let value = scanner.digits(2), (1...Self.days(in: month, of: year)).contains(value) else {
                    return nil
                }
                (day, precision) = (value, .day)
                if scanner.take(UInt8(ascii: "T")) {
                    guard let time = scanner.time() else { return nil }
                    second = time.second
                    fraction = time.fraction
                    precision = time.precision
                    guard let zone = scanner.offset() else { return nil }
                    offset = zone.minutes
                }
            }
        }
        guard scanner.isAtEnd else { return nil }
        self.text = text
        self.precision = precision
        self.year = year
        self.month = month
        self.day = day
        self.secondOfDay = second
        self.fraction = fraction
        self.offsetMinutes = offset
    }

    /// Whether the text is legal in R4, which wants seconds and an offset with every time.
    public var isLegalInR4: Bool { precision <= .day || (precision >= .second && offsetMinutes != nil) }

    /// Seconds since 1970-01-01 of the earliest moment that the text can mean, taking a time without an offset, or a bare
    /// date, as at Greenwich. For sorting.
    public var earliestSecond: Int {
        Self.daysSince1970(year: year, month: month, day: day) * 86_400 + secondOfDay - (offsetMinutes ?? 0) * 60
    }

    private static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The date as NHS pages write it, to its own precision: `03-Feb-2024`, `Feb-2024`, `2024`, without the time of day.
    public var dayWords: String {
        switch precision {
        case .year: return Self.padded(year, 4)
        case .month: return Self.monthNames[month - 1] + "-" + Self.padded(year, 4)
        default: return Self.padded(day, 2) + "-" + Self.monthNames[month - 1] + "-" + Self.padded(year, 4)
        }
    }

    /// Date and, where known, time as written at the source: `03-Feb-2024 14:05`.
    public var words: String {
        guard precision >= .minute else { return dayWords }
        return dayWords + " " + Self.padded(secondOfDay / 3600, 2) + ":" + Self.padded(secondOfDay / 60 % 60, 2)
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// How many days a month has in the Gregorian calendar.
    public static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar.
    public static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension FHIRDateTime {
    /// Reads the parts of a date from left to right.
    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0

        init(_ text: String) { bytes = Array(text.utf8) }

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ letter: UInt8) -> Bool {
            guard position < bytes.count, letter == bytes[position] else { return false }
            position += 1
            return true
        }

        mutating func digits(_ count: Int) -> Int? {
            guard position + count <= bytes.count else { return nil }
            var value = 0
            for _ in 0..<count {
                let digit = Int(bytes[position]) - 0x30
                guard (0...9).contains(digit) else { return nil }
                value = value * 10 + digit
                position += 1
            }
            return value
        }

        mutating func time() -> (second: Int, fraction: String, precision: Precision)? {
            guard let hour = digits(2), hour < 24, take(UInt8(ascii: ":")), let minute = digits(2), minute < 60 else { return nil }
            guard take(UInt8(ascii: ":")) else { return (hour * 3600 + minute * 60, "", .minute) }
            guard let second = digits(2), second <= 60 else { return nil }
            let total = hour * 3600 + minute * 60 + second
            guard take(UInt8(ascii: ".")) else { return (total, "", .second) }
            let start = position
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
            guard position > start else { return nil }
            return (total, String(decoding: bytes[start..<position], as: UTF8.self), .fraction)
        }

        mutating func offset() -> (minutes: Int?, Void)? {
            if isAtEnd { return (nil, ()) }
            if take(UInt8(ascii: "Z")) { return (0, ()) }
            let sign = take(UInt8(ascii: "+")) ? 1 : take(UInt8(ascii: "-")) ? -1 : 0
            guard sign != 0, let hours = digits(2), take(UInt8(ascii: ":")), let minutes = digits(2), minutes < 60 else { return nil }
            let total = hours * 60 + minutes
            return total <= 14 * 60 ? (sign * total, ()) : nil
        }
    }
}
