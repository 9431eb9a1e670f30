// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import JSON

extension MergeFacts {
    /// The moment or period of a choice (`effective[x]`), with its precision.
    func time(_ name: String) -> String? {
        if let text = value(name + "DateTime")?.string ?? value(name + "Instant")?.string {
            return FHIRDateTime(text).map(Self.exact)
        }
        guard let period = value(name + "Period").flatMap({ Period($0) }), let start = period.start else { return nil }
        guard period.endText != nil else { return Self.exact(start) + "…" }
        return period.end.map { Self.exact(start) + "…" + Self.exact($0) }
    }

    /// A date as it is: one of another precision is another date; one moment written with two offsets is one moment.
    static func exact(_ date: FHIRDateTime) -> String {
        guard date.precision > .day else { return date.text }
        guard date.offsetMinutes != nil else { return date.text }
        return "\(date.precision.rawValue)@\(date.earliestSecond).\(date.fraction)"
    }

    /// The moment that the statement is about, where it was given to the second and with its offset.
    var instant: String? {
        guard let date = moment, date.precision >= .second, date.offsetMinutes != nil else { return nil }
        return String(date.earliestSecond)
    }

    /// The minute, where the time of day is known.
    var minute: String? {
        guard let date = moment, date.precision >= .minute else { return nil }
        return String(date.earliestSecond / 60)
    }

    /// The day as written.
    var day: String? {
        guard let date = moment, date.precision >= .day else { return nil }
        return Self.dayText(date)
    }

    static func dayText(_ date: FHIRDateTime) -> String { String(date.text.prefix(10)) }

    /// The moment of what was observed: never when it was written down.
    func readMoment() -> FHIRDateTime? {
        (value("effectiveDateTime")?.string ?? value("effectiveInstant")?.string
            ?? value("effectivePeriod")?["start"]?
            .string).flatMap { FHIRDateTime($0) }
    }
}
