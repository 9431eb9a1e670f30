// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A day in a simulated record, in the calendar of the United Kingdom. Days are reckoned from a day that the caller gives, so
/// that the demonstration always looks recent and a test always looks the same.
public struct RecordDay: Sendable, Hashable, Comparable {
    /// Days since 1 January 1970.
    public let number: Int

    /// The day so many days after 1 January 1970.
    public init(number: Int) { self.number = number }

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
    var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension RecordDay {
    /// The day as FHIR writes it (`2026-11-02`).
    public var iso: String {
        let parts = civil
        return "\(parts.year)-\(Self.twoDigits(parts.month))-\(Self.twoDigits(parts.day))"
    }

    /// The day as British systems show it (`02-Nov-2026`).
    public var words: String {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = civil
        return "\(Self.twoDigits(parts.day))-\(months[parts.month - 1])-\(parts.year)"
    }

    /// A moment of the day as FHIR writes it, with the offset that clocks in London had.
    /// - Parameter time: hours, minutes and seconds by the clock on the wall (`09:30:00`).
    public func at(_ time: String = "09:30:00") -> String { "\(iso)T\(time)\(isSummerTime ? "+01:00" : "+00:00")" }

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
