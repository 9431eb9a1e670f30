// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// One of the thousand invented persons of the benchmarks: the same for the same number every time, and unlike the others.
struct InventedPerson {
    /// How many there are.
    static let count = 1_000

    /// Which of them, from 0.
    let place: Int

    /// A number of the range that is kept for tests, with its check digit.
    var nhsNumber: String { Self.numbers[place] }

    private static let numbers: [String] = {
        var numbers: [String] = []
        var candidate = 999_100_000
        while numbers.count < count {
            candidate += 7
            let digits = String(candidate).utf8.map { Int($0) - 0x30 }
            let sum = digits.enumerated().reduce(0) { $0 + (10 - $1.offset) * $1.element }
            let check = (11 - sum % 11) % 11
            if check < 10 { numbers.append("\(candidate)\(check)") }
        }
        return numbers
    }()

    private static let places: [String: Int] = Dictionary(
        uniqueKeysWithValues: numbers.enumerated().map { ($0.element, $0.offset) })

    /// The person with an NHS number; `nil` where there is none.
    static func place(of number: Substring) -> Int? { places[String(number)] }

    private static let families = [
        "Ashdown", "Brierley", "Çelik", "Drummond", "Eze", "Fairweather", "Gwynne", "Hosseini",
    ]
    private static let givens = [
        "Ada", "Bo", "Chidi", "Dilys", "Esmé", "Farid", "Greta", "Hamish", "Ines", "Jarek", "Kit",
    ]

    var family: String { Self.families[place % Self.families.count] + "-\(place)" }
    var given: String { Self.givens[place % Self.givens.count] }
    var birthDate: String { "19\(30 + place % 70)-\(Self.two(1 + place % 12))-\(Self.two(1 + place % 28))" }
    var postcode: String { "ZZ\(place % 90 + 10) \(place % 9 + 1)QX" }

    /// How many observations each source holds of the person: not the same for all, so that an answer about somebody else is seen.
    var observationCount: Int { 24 + place % 7 }

    /// A day of the person's life, `number` telling which.
    func day(_ number: Int) -> String {
        let mixed = (place &* 31 &+ number &* 17) % 5_000
        return "\(2010 + mixed % 15)-\(Self.two(1 + mixed / 15 % 12))-\(Self.two(1 + mixed / 180 % 28))"
    }

    /// A measured value between 0.0 and 300.9.
    func value(_ number: Int) -> String { "\((place &* 13 &+ number &* 29) % 300).\((place + number) % 10)" }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
