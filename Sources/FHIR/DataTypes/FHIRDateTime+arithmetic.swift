// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension FHIRDateTime {
    /// A moment in UTC, to the second, that is so many seconds after 1970-01-01T00:00:00Z; times before the year 1 or after 9999 are
    /// the first and the last moment between.
    public init(secondsSince1970 seconds: Int) {
        let first = Self.daysSince1970(year: 1, month: 1, day: 1) * 86_400
        let last = Self.daysSince1970(year: 9999, month: 12, day: 31) * 86_400 + 86_399
        let held = min(max(seconds, first), last)
        let days = (held - Self.floorModulo(held, 86_400)) / 86_400
        let second = held - days * 86_400
        let (year, month, day) = Self.date(daysSince1970: days)
        let date = [(year, 4), (month, 2), (day, 2)].map { Self.padded($0.0, $0.1) }.joined(separator: "-")
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        guard let moment = FHIRDateTime("\(date)T\(time)Z") else { preconditionFailure("no date: \(date)T\(time)Z") }
        self = moment
    }

    /// The moment in UTC, to the second, so many seconds after the earliest that the text can mean.
    public func advanced(bySeconds seconds: Int) -> FHIRDateTime {
        FHIRDateTime(secondsSince1970: earliestSecond + seconds)
    }

    private static func floorModulo(_ value: Int, _ divisor: Int) -> Int {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    /// The date of the Gregorian calendar that is so many days after 1970-01-01: the inverse of ``daysSince1970(year:month:day:)``.
    public static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted - floorModulo(shifted, 146_097)) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
