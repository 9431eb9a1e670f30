// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The concepts that the people's records use.
extension Term {
    // Problems and diagnoses
    static let hypertension = Term("38341003", "Hypertension", description: "64176011", read: "G2...00", ctv3: "XE0Ub")
    static let type2Diabetes = Term("44054006", "Type 2 diabetes mellitus", read: "C10F.00", ctv3: "X40J5")
    static let chronicKidneyDisease3 = Term(
        "433144002", "Chronic kidney disease stage 3", read: "1Z12.00", ctv3: "XaLHI")
    static let bipolarDisorder = Term("13746004", "Bipolar disorder")
    static let asthma = Term("195967001", "Asthma", description: "301485011", read: "H33..00", ctv3: "H33..")
    static let migraine = Term("37796009", "Migraine", read: "F26..00", ctv3: "F26..")
    static let atrialFibrillation = Term("49436004", "Atrial fibrillation", read: "G573000", ctv3: "G5730")
    static let hypothyroidism = Term("40930008", "Hypothyroidism", read: "C04..00", ctv3: "X40IQ")
    static let kneeOsteoarthritis = Term("239873007", "Osteoarthritis of knee")
    static let depression = Term("35489007", "Depressive disorder", read: "E2B..00", ctv3: "X00SO")
    static let schizophrenia = Term("58214004", "Schizophrenia", read: "E10..00", ctv3: "X00S6")
    static let alzheimers = Term("26929004", "Alzheimer's disease", read: "F110.00", ctv3: "F110.")
    static let heartFailure = Term("84114007", "Heart failure", read: "G58..00", ctv3: "G58..")
    static let hipFracture = Term("5913000", "Fracture of neck of femur", read: "S30..00", ctv3: "S30..")
    static let pneumonia = Term("233604007", "Pneumonia", read: "H2z..00", ctv3: "X100E")
    static let urinaryInfection = Term("68566005", "Urinary tract infection")
    static let backPain = Term("279039007", "Low back pain", read: "16C5.00")

    /// Made up: a code in a namespace that is given to nobody.
    static let madeUpInfection = Term("7777029999999103", "Made-up sensitive infection")
    static let dissentFromSharing = Term("416409005", "Refused consent for upload to local shared electronic record")

    static let heartAttack = Term("22298006", "Myocardial infarction", read: "G30..00", ctv3: "X200E")
    static let rheumatoidArthritis = Term("69896004", "Rheumatoid arthritis", read: "N040.00", ctv3: "N040.")
    static let newbornJaundice = Term("387712008", "Neonatal jaundice")
    static let leftKneeArthritis = Term(nil, "Osteoarthritis of left knee")
    static let rightKneeArthritis = Term(nil, "Osteoarthritis of right knee")
    static let osteoporosis = Term("64859006", "Osteoporosis", read: "N330.00", ctv3: "N330.")
    static let gout = Term("90560007", "Gout", read: "C34..00", ctv3: "C34..")
    static let polio = Term("398102009", "Acute poliomyelitis")
    static let suspectedCancer = Term("162572001", "Suspected cancer")
    static let noMetastases = Term(nil, "No evidence of metastatic disease")
    static let familyBreastCancer = Term("429959009", "Family history of malignant neoplasm of breast")
    static let breastLump = Term("89164003", "Breast lump")
    static let chronicRenalFailure = Term("46177005", "End-stage renal disease")

    // Allergies and reactions
    static let amoxicillinAllergy = Term("294505008", "Allergy to amoxicillin")
    static let beeVenomAllergy = Term("424213003", "Allergy to bee venom")
    static let degradedDrugAllergy = Term("196461000000101", "Transfer-degraded drug allergy")
    static let penicillinAllergy = Term(
        "91936005", "Allergy to penicillin", read: "14L1.00")
    static let latexAllergy = Term("300916003", "Latex allergy")
    static let aspirinAllergy = Term("293586001", "Allergy to aspirin", description: "433808014", read: "14LK.00")
    static let aceInhibitorAllergy = Term("295036000", "Allergy to angiotensin-converting enzyme inhibitor")
    static let peanutAllergy = Term(
        "91935009", "Allergy to peanut", description: "152306018", read: "SN58200", ctv3: "Xa1no")
    static let noKnownAllergies = Term("716186003", "No known allergy")
    static let anaphylaxis = Term("39579001", "Anaphylaxis")
    static let urticaria = Term("126485001", "Urticaria")
    static let rash = Term("271807003", "Eruption of skin")
    static let cough = Term("49727002", "Cough")
    static let breathingDifficulty = Term("230145002", "Difficulty breathing", description: "344917018")
    static let nausea = Term("422587007", "Nausea")

    // Decisions, plans and warnings
    static let notForResuscitation = Term("450476008", "Not for attempted cardiopulmonary resuscitation")
    static let forResuscitation = Term("450475007", "For attempted cardiopulmonary resuscitation")
    static let lastingPowerOfAttorney = Term("341051000000100", "Lasting power of attorney personal welfare")
    static let respectForm = Term(
        "1382601000000107", "ReSPECT (Recommended Summary Plan for Emergency Care and Treatment) form")
    static let crisisPlan = Term("736253002", "Mental health crisis plan")
    static let carePlan = Term("734163000", "Care plan")

    // Operations and referrals
    static let kneeReplacement = Term("609588000", "Total knee replacement")
    static let cataractExtraction = Term("54885007", "Extraction of cataract")
    static let kidneyTransplant = Term("70536003", "Transplant of kidney")
    static let leftKnee = Term("82169009", "Structure of left knee region")
    static let rightKnee = Term("6757004", "Structure of right knee region")
    static let leftEye = Term("8966001", "Left eye structure")
    static let rightEye = Term("18944008", "Right eye structure")
    static let hipReplacement = Term(
        "265157000", "Cemented prosthetic total arthroplasty of hip joint", description: "393801018", read: "7K20.00")
    static let appendicectomy = Term("80146002", "Appendicectomy", read: "770..00")
    static let orthopaedicReferral = Term(
        "183545006", "Referral to orthopaedic service", description: "283646018", read: "8H54.00")
    static let physiotherapyReferral = Term("308447003", "Referral to physiotherapist")
    static let fallsReferral = Term(nil, "Referral to falls service")
    static let palliativeReferral = Term("306237005", "Referral to palliative care service")
    static let medicationReview = Term(
        "182836005", "Review of medication", description: "282653015", read: "8B31400")
    static let dischargeSummary = Term("373942005", "Discharge summary")
    static let clinicLetter = Term(
        "25611000000107", "Referral letter", description: "63301000000111", read: "9b0g.00")

    // Encounters
    static let hospitalAdmission = Term("32485007", "Hospital admission")
    static let emergencyVisit = Term("4525004", "Emergency department patient visit")
    static let outpatientVisit = Term("185349003", "Encounter for check up")
}
