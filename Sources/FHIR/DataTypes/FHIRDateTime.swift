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
        let view = text.utf8
        guard let parts = Parts(view.span) else { return nil }
        self.text = text
        precision = parts.precision
        year = parts.year
        month = parts.month
        day = parts.day
        secondOfDay = parts.secondOfDay
        fraction =
            parts.fraction.isEmpty
            ? ""
            : String(decoding: view.dropFirst(parts.fraction.lowerBound).prefix(parts.fraction.count), as: UTF8.self)
        offsetMinutes = parts.offsetMinutes
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
