// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Made-up members of the reference sets, for tests and the demonstration. They are codes of the project's own choice in a namespace that is
/// given to nobody; a gateway for real people is given the reference sets in files.
extension SensitiveCodes {
    public static let madeUp = SensitiveCodes(madeUpMembers)

    /// The made-up codes, one or two for each reference set.
    static let madeUpMembers: [ReferenceSet: Members] = [
        .assistedFertilisation: Members(snomed: ["7777019999999105"]),
        .sexuallyTransmittedDisease: Members(snomed: ["7777029999999103", "7777039999999101"], read: ["zZ9m1"]),
        .terminationOfPregnancy: Members(snomed: ["7777049999999106"]),
        .genderReassignment: Members(snomed: ["7777059999999109"]),
    ]
}
