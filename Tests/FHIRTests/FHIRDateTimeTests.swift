// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import FHIR
import Testing

@Suite struct `FHIR dates` {
    @Test(
        arguments: [
            ("2024", .year), ("2024-02", .month), ("2024-02-29", .day), ("2024-02-29T14:05Z", .minute),
            ("2024-02-29T14:05", .minute),
            ("2024-02-29T14:05:09", .second), ("2024-02-29T14:05:09Z", .second), ("2024-02-29T14:05:09+01:00", .second),
            ("2024-02-29T14:05:09.250+01:00", .fraction), ("2024-02-29T14:05:09.1", .fraction),
        ] as [(String, FHIRDateTime.Precision)])
    func `keep their precision`(_ text: String, _ precision: FHIRDateTime.Precision) throws {
        let date = try #require(FHIRDateTime(text))
        #expect(date.precision == precision)
        #expect(date.text == text)
    }

    @Test func `keep every part as written`() throws {
        let date = try #require(FHIRDateTime("2024-07-09T08:05:03.0250-03:30"))
        #expect([date.year, date.month, date.day] == [2024, 7, 9])
        #expect(date.secondOfDay == 8 * 3600 + 5 * 60 + 3)
        #expect(date.fraction == "0250")
        #expect(date.offsetMinutes == -210)
    }

    @Test(
        arguments: [
            ("2024-01-01T00:00:00", nil), ("2024-01-01T00:00:00Z", 0), ("2024-01-01T00:00:00+00:00", 0),
            ("2024-01-01T00:00:00-00:00", 0), ("2024-01-01T00:00:00+01:00", 60), ("2024-01-01T00:00:00-11:45", -705),
            ("2024-01-01T00:00:00+14:00", 840),
        ] as [(String, Int?)])
    func `keep their offset`(_ text: String, _ minutes: Int?) throws {
        #expect(try #require(FHIRDateTime(text)).offsetMinutes == minutes)
    }

    @Test(arguments: [
        "", " ", "24", "0000", "20240101", "2024-", "2024-1", "2024-00", "2024-13", "2024-01-", "2024-01-1",
        "2024-01-00",
        "2024-01-32", "2024-04-31", "2023-02-29", "1900-02-29", "2024-02-30", "2024-01-01T", "2024-01-01T10",
        "2024-01-01T10:", "2024-01-01T24:00:00Z", "2024-01-01T10:60:00Z", "2024-01-01T10:00:61Z",
        "2024-01-01T10:00:00.Z",
        "2024-01-01T10:00:00z", "2024-01-01t10:00:00Z", "2024-01-01 10:00:00", "2024-01-01T10:00:00+1:00",
        "2024-01-01T10:00:00+0100", "2024-01-01T10:00:00+01", "2024-01-01T10:00:00+14:01", "2024-01-01T10:00:00+15:00",
        "2024-01-01T10:00:00+01:60", "2024-01-01T10:00:00Z ", " 2024", "2024 ", "2024-01-01Z", "2024T10:00:00Z",
        "-2024",
        "２０２４", "2024-01-01T10:00:00,5Z", "2024/01/01", "01-Jan-2024", "2024-W01", "unknown",
    ])
    func `are not read where they are none`(_ text: String) {
        #expect(FHIRDateTime(text) == nil)
    }

    @Test(arguments: ["2000-02-29", "2024-02-29", "2400-02-29", "0001-01-01", "9999-12-31", "2016-12-31T23:59:60Z"])
    func `are read where they are rare`(_ text: String) {
        #expect(FHIRDateTime(text)?.text == text)
    }

    @Test(arguments: [
        ("2024", true), ("2024-02", true), ("2024-02-29", true), ("2024-02-29T14:05:09Z", true),
        ("2024-02-29T14:05:09.2+00:00", true), ("2024-02-29T14:05Z", false), ("2024-02-29T14:05:09", false),
        ("2024-02-29T14:05", false), ("2024-02-29T14:05:09.2", false),
    ])
    func `say whether R4 allows them`(_ text: String, _ isLegal: Bool) throws {
        #expect(try #require(FHIRDateTime(text)).isLegalInR4 == isLegal)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("1970", 0), ("1970-01-02", 86_400), ("1969-12-31T23:59:59Z", -1),
        ("2024-02-29T12:00:00Z", 1_709_208_000), ("2024-03-01", 1_709_251_200), ("2000-03-01", 951_868_800),
        ("2024-07-01T14:05:00+01:00", 1_719_839_100), ("2024-07-01T13:05:00Z", 1_719_839_100),
        ("2024-01-15T14:05:00+00:00", 1_705_327_500), ("2024-01-01T00:30:00+01:00", 1_704_065_400),
        ("2024-07-01T14:05:00", 1_719_842_700), ("0001-01-01", -62_135_596_800),
    ])
    func `give the moment to sort by`(_ text: String, _ second: Int) throws {
        #expect(try #require(FHIRDateTime(text)).earliestSecond == second)
    }

    @Test func `sort by moment, whatever their offset and precision`() {
        let texts = [
            "2023", "2023-12-31T23:30:00-01:00", "2024-01-01T00:29:00Z", "2024-01-01T02:00:00+01:00", "2024-02",
            "2024-02-02",
        ]
        let sorted = texts.reversed().compactMap { FHIRDateTime($0) }.sorted { $0.earliestSecond < $1.earliestSecond }
        #expect(sorted.map(\.text) == ["2023", "2024-01-01T00:29:00Z", "2023-12-31T23:30:00-01:00"] + texts.suffix(3))
    }

    @Test(arguments: [
        ("2024", "2024", "2024"), ("2024-02", "Feb-2024", "Feb-2024"), ("2024-02-03", "03-Feb-2024", "03-Feb-2024"),
        ("2024-02-03T14:05:59Z", "03-Feb-2024", "03-Feb-2024 14:05"),
        ("2024-07-03T00:05:00+01:00", "03-Jul-2024", "03-Jul-2024 00:05"), ("0912-12-31", "31-Dec-0912", "31-Dec-0912"),
        ("2024-02-03T09:00", "03-Feb-2024", "03-Feb-2024 09:00"),
    ])
    func `are written as NHS pages write them, at the source's own time`(_ text: String, _ day: String, _ words: String)
        throws
    {
        let date = try #require(FHIRDateTime(text))
        #expect(date.dayWords == day)
        #expect(date.words == words)
    }

    @Test func `count days as the calendar does`() {
        var day = FHIRDateTime.daysSince1970(year: 1899, month: 12, day: 31)
        for year in 1900...2100 {
            for month in 1...12 {
                for date in 1...FHIRDateTime.days(in: month, of: year) {
                    day += 1
                    #expect(FHIRDateTime.daysSince1970(year: year, month: month, day: date) == day)
                }
            }
        }
    }

    @Test func `are equal only when written alike`() {
        #expect(FHIRDateTime("2024-01-01T00:00:00Z") != FHIRDateTime("2024-01-01T00:00:00+00:00"))
        #expect(FHIRDateTime("2024") != FHIRDateTime("2024-01"))
        #expect(FHIRDateTime("2024-01") == FHIRDateTime("2024-01"))
    }

    @Test func `know that a year says less than a second`() {
        let inOrder: [FHIRDateTime.Precision] = [.year, .month, .day, .minute, .second, .fraction]
        #expect(inOrder.shuffled().sorted() == inOrder)
    }
}
