// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR

/// A day in a simulated record, in the calendar of the United Kingdom. Days are reckoned from a day that the caller gives, so
/// that the demonstration always looks recent and a test always looks the same.
public struct RecordDay: Sendable, Hashable, Comparable {
    /// How much of a date a recorder knew.
    public enum Precision: Sendable, Hashable {
        case year, month, day
    }

    /// Days since 1 January 1970.
    public let number: Int
    /// How much of it is written.
    public private(set) var precision = Precision.day

    /// The day so many days after 1 January 1970.
    public init(number: Int) { self.number = number }

    /// A year of which no more is known.
    public static func year(_ year: Int) -> RecordDay {
        var day = RecordDay(year, 1, 1)
        day.precision = .year
        return day
    }

    /// A month of which no more is known.
    public static func month(_ year: Int, _ month: Int) -> RecordDay {
        var day = RecordDay(year, month, 1)
        day.precision = .month
        return day
    }

    /// A day by the calendar. Howard Hinnant's `days_from_civil`.
    public init(_ year: Int, _ month: Int, _ day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = era * 146_097 + dayOfEra - 719_468
    }

    /// The day on which a moment falls, in Coordinated Universal Time.
    /// - Parameter secondsSince1970: seconds since 1970-01-01T00:00:00Z.
    public init(secondsSince1970: Int) {
        number = secondsSince1970 / 86_400 - (secondsSince1970 % 86_400 < 0 ? 1 : 0)
    }

    /// The day from which records are reckoned unless the caller says otherwise: 2 November 2026.
    public static let reference = RecordDay(2026, 11, 2)

    /// The day so many days later, or earlier when negative.
    public func adding(days: Int) -> RecordDay { RecordDay(number: number + days) }

    /// The same day of the month so many months ago; the 28th at the latest.
    public func monthsAgo(_ months: Int) -> RecordDay {
        let parts = civil
        let index = parts.year * 12 + parts.month - 1 - months
        return RecordDay(index / 12, index % 12 + 1, min(parts.day, 28))
    }

    /// The same day of the year so many years ago; the 28th of the month at the latest.
    public func yearsAgo(_ years: Int) -> RecordDay { monthsAgo(years * 12) }

    public static func < (left: RecordDay, right: RecordDay) -> Bool { left.number < right.number }

    /// Year, month and day.
    var civil: (year: Int, month: Int, day: Int) { FHIRDateTime.date(daysSince1970: number) }
}

extension RecordDay {
    /// The day as FHIR writes it (`2026-11-02`).
    public var iso: String {
        let parts = civil
        let month = "\(parts.year)-\(Self.twoDigits(parts.month))"
        return switch precision {
        case .year: "\(parts.year)"
        case .month: month
        case .day: "\(month)-\(Self.twoDigits(parts.day))"
        }
    }

    /// The day as British systems show it (`02-Nov-2026`).
    public var words: String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = civil
        let month = "\(months[parts.month - 1])-\(parts.year)"
        return switch precision {
        case .year: "\(parts.year)"
        case .month: month
        case .day: "\(Self.twoDigits(parts.day))-\(month)"
        }
    }

    /// A moment of the day as FHIR writes it, with the offset that clocks in London had; of a day that is not known, what is.
    /// - Parameters:
    ///   - time: hours, minutes and seconds by the clock on the wall (`09:30:00`).
    ///   - offset: the offset where the clock on the wall alone does not tell it, as in the hour that the clocks repeat.
    public func at(_ time: String = "09:30:00", offset: String? = nil) -> String {
        guard precision == .day else { return iso }
        return "\(iso)T\(time)\(offset ?? (isSummerTime ? "+01:00" : "+00:00"))"
    }

    /// The same moment in Coordinated Universal Time (`2026-10-25T00:30:00Z`).
    public func universal(_ time: String = "09:30:00", offset: String? = nil) -> String {
        guard precision == .day else { return iso }
        guard (offset ?? (isSummerTime ? "+01:00" : "+00:00")) == "+01:00", let hour = Int(time.prefix(2)) else {
            return "\(iso)T\(time)Z"
        }
        let day = hour == 0 ? adding(days: -1) : self
        return "\(day.iso)T\(Self.twoDigits((hour + 23) % 24))\(time.dropFirst(2))Z"
    }

    /// The last day before this one on which the hour from one to two o'clock came twice.
    public var lastClockChange: RecordDay {
        let year = civil.year
        let own = Self.lastSunday(year, 10)
        return own < self ? own : Self.lastSunday(year - 1, 10)
    }

    /// Whether clocks show British Summer Time at noon: from the last Sunday of March to the last Sunday of October.
    var isSummerTime: Bool {
        let year = civil.year
        return self >= Self.lastSunday(year, 3) && self < Self.lastSunday(year, 10)
    }

    /// 1 January 1970 was a Thursday.
    private static func lastSunday(_ year: Int, _ month: Int) -> RecordDay {
        let last = RecordDay(year, month, 31)
        let weekday = ((last.number + 4) % 7 + 7) % 7
        return last.adding(days: -weekday)
    }

    static func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
