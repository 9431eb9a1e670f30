// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The synthetic people, of the project's own. Their NHS numbers are of the range kept for tests (999…), with valid check
/// digits; nothing about them is taken from anyone.
public enum DemonstrationPeople {
    /// All of them, with records reckoned from ``RecordDay/reference``.
    public static var all: [SimulatedPerson] { all(on: .reference) }

    /// All of them, with records reckoned from a day.
    public static func all(on today: RecordDay) -> [SimulatedPerson] {
        [
            eleanorHartley(today), thomasPrice(today), priyaSharma(today), danielWhitlock(today),
            graceAdeyemi(today), haroldPemberton(today), roryDrummond(today), babyOkonjo(today),
            winifredTolliver(today), hannahCorrigan(today), leonardOsgood(today), beatrixLomax(today),
            dominicSalter(today), yvonneCarrick(today), aidanProsser(today), albertNuttall(today),
            desmondHarker(today), maureenGladwin(today), sandraEllwood(today), kwameAsante(today),
            jeromeCastellane(today), sianPugh(today), lucjaZabinska(today), xiulanFeng(today), patrickMulhearn(today),
            imogenMarsh(today), oliverVance(today),
        ] + fairbairnTwins(today) + adopted(today) + refuge(today)
    }

    /// Known to all seven sources.
    public static let knownToAll = "9991001018"
    /// Whose practice is slow.
    public static let slowPractice = "9991002022"
    /// Whose acute trust fails.
    public static let failingTrust = "9991003037"
    /// Restricted in the demographic service.
    public static let restricted = "9991004041"
    /// Whose GP record is in transit and has confidential items.
    public static let inTransit = "9991005056"
    /// Whose earlier number was superseded.
    public static let superseded = "9991006060"
    /// The number that ``superseded`` had before, under which the acute trust still knows him.
    public static let supersededBefore = "9991006168"
    /// A number that was given out and then made invalid, with no other in its place.
    public static let invalidated = "9991007075"

    /// The faults with which the demonstration starts.
    public static var faults: FaultPlan {
        var plan = FaultPlan()
        plan.set(.slow(seconds: 20), at: .hillsideMedicalCentre, for: slowPractice)
        plan.set(.serverError(status: 500), at: .acuteTrust, for: failingTrust)
        return plan
    }
}
