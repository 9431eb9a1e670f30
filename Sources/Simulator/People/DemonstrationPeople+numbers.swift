// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

extension DemonstrationPeople {
    /// Known to one source alone.
    public static let knownToOne = "9991009094"
    /// A newborn, in whose hospital record the mother's results stand.
    public static let newborn = "9991010106"
    /// 95 years old, with thousands of entries.
    public static let oldest = "9991011110"
    /// Who moved to another practice last week.
    public static let moved = "9991012125"
    /// Twins with one surname and birth date.
    public static let twins = ["9991014144", "9991015159"]
    /// The number before an adoption, and the one after it, which must never be linked.
    public static let adoptedBefore = "9991016163", adoptedAfter = "9991017178"
    /// Who has died, which one source has not heard.
    public static let deceased = "9991018182"
    /// A child who is restricted, and the parent whose record names the refuge.
    public static let refugeChild = "9991019197", refugeParent = "9991020209"
    /// Whose birth date is wrong at the only source that holds an anaphylaxis.
    public static let birthDateSlip = "9991021213"
    /// One allergy: refuted at the trust, degraded at the practice, a class elsewhere.
    public static let refutedAllergy = "9991022228"
    /// For whom "no known allergies" was recorded after an allergy.
    public static let noneAfterAllergy = "9991023232"
    /// Whose allergy list consists of confidential items alone.
    public static let confidentialAllergies = "9991024247"
    /// Whose resuscitation decisions conflict.
    public static let resuscitation = "9991025251"
    /// Two heart attacks, three troponins in a day, a corrected potassium.
    public static let heart = "9991026266"
    /// The same medicine with two doses; a weekly medicine recorded daily.
    public static let twoDoses = "9991027270"
    /// Tacrolimus by brand.
    public static let transplant = "9991028285"
    /// A depot injection that only the hospital gives.
    public static let depot = "9991030301"
    /// Suspicions, absences, family history; left and right.
    public static let noDiagnoses = "9991031316"
    /// Names as Wales, Poland and China write them.
    public static let welshName = "9991032320", polishName = "9991033335", chineseName = "9991035354"
    /// Whose observations fall into the hour that the clocks repeat.
    public static let repeatedHour = "9991036369"
    /// With sensitive and labelled items, and one that must not be told to her.
    public static let sensitiveItems = "9991037012"
    /// Whose dissent stands in the practice's record.
    public static let dissent = "9991037020"
}
