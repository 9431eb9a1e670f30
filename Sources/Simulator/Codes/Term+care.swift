// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The concepts of community services, social care and ambulance crews. Where none of SNOMED CT's is certain, words alone.
extension Term {
    // Community
    static let districtNursing = Term(nil, "District nursing caseload")
    static let homeVisit = Term("439708006", "Home visit")
    static let pressureUlcer = Term("399912005", "Pressure ulcer")
    static let legUlcer = Term(nil, "Venous ulcer of leg")
    static let woundDressing = Term("182531007", "Dressing of wound")
    static let woundLength = Term(nil, "Length of wound")
    static let woundDepth = Term(nil, "Depth of wound")
    static let skinRiskScore = Term(nil, "Waterlow pressure sore risk score")
    static let urinaryCatheter = Term("23973005", "Indwelling urinary catheter")
    static let airMattress = Term(nil, "Pressure relieving air mattress")
    static let sacrum = Term(nil, "Skin over sacrum")

    // Social care
    static let knownToSocialCare = Term(nil, "Known to adult social care")
    static let knownToChildrensServices = Term(nil, "Known to children's social care")
    static let carePackage = Term(nil, "Care and support plan")
    static let carersAssessment = Term(nil, "Carer's assessment")
    static let safeguardingEnquiry = Term("514331000000104", "Adult safeguarding referral")
    static let safeguardingConcern = Term("878111000000109", "Adult safeguarding concern")
    static let lacksCapacity = Term(
        "787381000000106", "Lack of mental capacity to make decision (Mental Capacity Act 2005)")
    static let hasCapacity = Term(nil, "Has mental capacity to make decision (Mental Capacity Act 2005)")
    static let mobility = Term(nil, "Mobility")
    static let keySafe = Term(nil, "Key safe at the door")

    // Ambulance
    static let ambulanceAttendance = Term(nil, "Ambulance attendance")
    static let fall = Term("1912002", "Fall")
    static let chestPain = Term("29857009", "Chest pain")
    static let comaScore = Term("248241002", "Glasgow coma score", loinc: "9269-2")
    static let painScore = Term("225908003", "Pain score")
    static let crewSystolic = Term("72313002", "Systolic arterial pressure", loinc: "8480-6")
    static let crewDiastolic = Term("1091811000000102", "Diastolic arterial pressure", loinc: "8462-4")
    static let crewPressure = Term("75367002", "Blood pressure", loinc: "85354-9")
    static let crewPulse = Term("78564009", "Pulse rate", loinc: "8867-4")
    static let crewBreathing = Term("86290005", "Respiratory rate", loinc: "9279-1")
    static let crewSaturation = Term("431314004", "Peripheral oxygen saturation", loinc: "59408-5")
    static let crewTemperature = Term("386725007", "Body temperature", loinc: "8310-5")
    static let patientCareRecord = Term(nil, "Ambulance electronic patient care record")
    static let byMouth = Term("26643006", "Oral route")
    static let intravenous = Term("47625008", "Intravenous route")
    static let intramuscular = Term("78421000", "Intramuscular route")
    static let intravenousParacetamol = Term(nil, "Paracetamol 1g/100ml solution for infusion vials")
    static let adrenaline = Term(
        nil, "Adrenaline (base) 500micrograms/0.5ml (1 in 1,000) solution for injection ampoules")
}
